"""ResNet: blocks with a shortcut around them."""

from mxnet import npx
from mxnet.gluon import nn


class Residual(nn.Block):
    """The basic block of ResNet: two 3x3 convolutions and a shortcut around them.

    Parameters
    ----------
    num_channels : int
        Output channels.
    use_1x1conv : bool
        Send the shortcut through a 1x1 convolution: needed where channels or size change.
    strides : int
        Stride of the first convolution and of the shortcut.

    Notes
    -----
    Built in section 5.11. He, Zhang, Ren and Sun (2016), "Deep residual learning for image
    recognition", CVPR.

    Examples
    --------
    >>> from mxnet import np
    >>> block = Residual(6, use_1x1conv=True, strides=2)
    >>> block.initialize()
    >>> block(np.zeros((4, 3, 8, 8))).shape
    (4, 6, 4, 4)

    """

    def __init__(self, num_channels, use_1x1conv=False, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.body = nn.Sequential()
        self.body.add(
            nn.Conv2D(num_channels, 3, strides, padding=1, use_bias=False),
            nn.BatchNorm(),
            nn.Activation("relu"),
            nn.Conv2D(num_channels, 3, padding=1, use_bias=False),
            nn.BatchNorm(),
        )
        self.shortcut = nn.Sequential()  # as it stands, the identity
        if use_1x1conv:
            self.shortcut.add(
                nn.Conv2D(num_channels, 1, strides, use_bias=False),
                nn.BatchNorm(),
            )

    def forward(self, X):
        """Map (n, c, h, w) to (n, num_channels, ceil(h / strides), ceil(w / strides))."""
        return npx.relu(self.body(X) + self.shortcut(X))


def resnet18(num_classes, *, small_stem=False):
    """Build ResNet-18, not yet initialised.

    Parameters
    ----------
    num_classes : int
        Outputs.
    small_stem : bool
        Begin with one 3x3 convolution instead of a 7x7 convolution and pooling, for images of
        about 32x32 that the usual stem would shrink to almost nothing.

    Returns
    -------
    mxnet.gluon.nn.Sequential
        Maps (n, c, h, w) to (n, num_classes).

    Notes
    -----
    Built in section 5.11. He, Zhang, Ren and Sun (2016), "Deep residual learning for image
    recognition", CVPR.

    Examples
    --------
    >>> from mxnet import np
    >>> net = resnet18(10, small_stem=True)
    >>> net.initialize()
    >>> net(np.zeros((2, 3, 32, 32))).shape
    (2, 10)

    """
    net = nn.Sequential()
    if small_stem:
        net.add(nn.Conv2D(64, 3, padding=1, use_bias=False))
    else:
        net.add(nn.Conv2D(64, 7, strides=2, padding=3, use_bias=False))
    net.add(nn.BatchNorm(), nn.Activation("relu"))
    if not small_stem:
        net.add(nn.MaxPool2D(pool_size=3, strides=2, padding=1))
    for stage, num_channels in enumerate((64, 128, 256, 512)):
        first = stage == 0  # the first stage keeps channels and size
        net.add(
            Residual(num_channels, use_1x1conv=not first, strides=1 if first else 2),
            Residual(num_channels),
        )
    net.add(nn.GlobalAvgPool2D(), nn.Dense(num_classes))
    return net

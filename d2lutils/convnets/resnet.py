"""ResNet: blocks with a shortcut around them."""

from mxnet.gluon import nn

from d2lutils.convnets._stem import stem


class Residual(nn.HybridBlock):
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

    def __init__(self, num_channels, use_1x1conv=False, strides=1):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(
            nn.Conv2D(num_channels, 3, strides, padding=1, use_bias=False),
            nn.BatchNorm(),
            nn.Activation("relu"),
            nn.Conv2D(num_channels, 3, padding=1, use_bias=False),
            nn.BatchNorm(),
        )
        self.shortcut = nn.HybridSequential()  # as it stands, the identity
        if use_1x1conv:
            self.shortcut.add(
                nn.Conv2D(num_channels, 1, strides, use_bias=False),
                nn.BatchNorm(),
            )

    def hybrid_forward(self, F, X):
        """Map (n, c, h, w) to (n, num_channels, ceil(h / strides), ceil(w / strides))."""
        return F.npx.relu(self.body(X) + self.shortcut(X))


def resnet18(num_classes=1000, *, width=1, small_stem=False):
    """Build ResNet-18, not yet initialised.

    Parameters
    ----------
    num_classes : int
        Outputs.
    width : float
        Multiplies the numbers of channels; 1 is the published network.
    small_stem : bool
        Begin with the `stem` for images of about 32x32.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_classes).

    Notes
    -----
    Built in section 5.11. He, Zhang, Ren and Sun (2016), "Deep residual learning for image
    recognition", CVPR.

    Examples
    --------
    >>> from mxnet import np
    >>> net = resnet18(10, width=0.25, small_stem=True)
    >>> net.initialize()
    >>> net(np.zeros((2, 3, 32, 32))).shape
    (2, 10)

    """
    channels = [int(width * c) for c in (64, 128, 256, 512)]
    net = nn.HybridSequential()
    net.add(stem(channels[0], small=small_stem))
    for stage, num_channels in enumerate(channels):
        if stage == 0:  # keeps channels and size
            net.add(Residual(num_channels))
        else:
            net.add(Residual(num_channels, use_1x1conv=True, strides=2))
        net.add(Residual(num_channels))
    net.add(nn.GlobalAvgPool2D(), nn.Dense(num_classes))
    return net

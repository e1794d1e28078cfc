"""How ResNet and DenseNet begin."""

from mxnet.gluon import nn


def stem(num_channels, *, small=False):
    """Build the first layers of a network: convolution, batch norm, ReLU and, if large, pooling.

    Parameters
    ----------
    num_channels : int
        Output channels.
    small : bool
        One 3x3 convolution that keeps the size, for images of about 32x32, which the 7x7
        convolution and the pooling of the published networks would shrink to almost nothing.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_channels, h / 4, w / 4), sizes rounded up, or, if small, to
        (n, num_channels, h, w).

    Notes
    -----
    Built in section 5.11.

    Examples
    --------
    >>> from mxnet import np
    >>> for small in (False, True):
    ...     block = stem(8, small=small)
    ...     block.initialize()
    ...     print(block(np.zeros((2, 3, 32, 32))).shape)
    (2, 8, 8, 8)
    (2, 8, 32, 32)

    """
    kernel_size, strides = (3, 1) if small else (7, 2)
    block = nn.HybridSequential()
    block.add(
        nn.Conv2D(num_channels, kernel_size, strides, kernel_size // 2, use_bias=False),
        nn.BatchNorm(),
        nn.Activation("relu"),
    )
    if not small:
        block.add(nn.MaxPool2D(pool_size=3, strides=2, padding=1))
    return block

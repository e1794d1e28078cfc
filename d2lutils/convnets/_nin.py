"""Network in network: after each convolution, dense layers at every pixel."""

from mxnet.gluon import nn


def nin_block(num_channels, kernel_size, **kwargs):
    """One convolution and two 1x1 convolutions, each with ReLU.

    Parameters
    ----------
    num_channels : int
        Output channels of each of the three.
    kernel_size : int
        Of the first.
    **kwargs
        Strides and padding of the first.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_channels, h', w').

    Notes
    -----
    Built in section 5.8.

    Examples
    --------
    >>> from mxnet import np
    >>> block = nin_block(8, 3, padding=1)
    >>> block.initialize()
    >>> block(np.zeros((1, 3, 6, 6))).shape
    (1, 8, 6, 6)

    """
    block = nn.HybridSequential()
    block.add(nn.Conv2D(num_channels, kernel_size, activation="relu", **kwargs))
    for _ in range(2):
        block.add(nn.Conv2D(num_channels, kernel_size=1, activation="relu"))
    return block


def nin(num_classes=1000, *, width=1):
    """Build the NiN that its authors trained on ImageNet, not yet initialised.

    Parameters
    ----------
    num_classes : int
        Outputs.
    width : float
        Multiplies the numbers of channels; 1 is the published network.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_classes); h and w at least 67, 224 in the original,
        whose pooling rounds sizes up: 227 gives its shapes here.

    Notes
    -----
    Built in section 5.8. Lin, Chen and Yan (2014), "Network in network", ICLR.

    Examples
    --------
    >>> from mxnet import np
    >>> net = nin(10, width=0.125)
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 67, 67))).shape
    (2, 10)

    """
    net = nn.HybridSequential()
    settings = ((96, 11, {"strides": 4}), (256, 5, {"padding": 2}), (384, 3, {"padding": 1}))
    for channels, kernel_size, kwargs in settings:
        net.add(
            nin_block(int(width * channels), kernel_size, **kwargs),
            nn.MaxPool2D(pool_size=3, strides=2),
        )
    last = int(width * 1024)
    net.add(
        nn.Dropout(0.5),
        nn.Conv2D(last, kernel_size=3, padding=1, activation="relu"),
        nn.Conv2D(last, kernel_size=1, activation="relu"),
        nn.Conv2D(num_classes, kernel_size=1),
        nn.GlobalAvgPool2D(),
        nn.Flatten(),
    )
    return net

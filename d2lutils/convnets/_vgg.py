"""VGG: blocks of 3x3 convolutions."""

from mxnet.gluon import nn


def vgg_block(num_convs, num_channels):
    """Stack 3x3 convolutions with ReLU, then halve the size by max pooling.

    Parameters
    ----------
    num_convs : int
        How many convolutions.
    num_channels : int
        Output channels of each.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_channels, h // 2, w // 2).

    Notes
    -----
    Built in section 5.7.

    Examples
    --------
    >>> from mxnet import np
    >>> block = vgg_block(2, 8)
    >>> block.initialize()
    >>> block(np.zeros((1, 3, 6, 6))).shape
    (1, 8, 3, 3)

    """
    block = nn.HybridSequential()
    for _ in range(num_convs):
        block.add(nn.Conv2D(num_channels, kernel_size=3, padding=1, activation="relu"))
    block.add(nn.MaxPool2D(pool_size=2, strides=2))
    return block


def vgg(num_convs=(1, 1, 2, 2, 2), num_classes=1000, *, width=1):
    """Build a VGG network, not yet initialised.

    Parameters
    ----------
    num_convs : sequence of int
        Convolutions in each of the five blocks: (1, 1, 2, 2, 2) is VGG-11, (2, 2, 3, 3, 3) VGG-16.
    num_classes : int
        Outputs.
    width : float
        Multiplies the numbers of channels and hidden units; 1 is the published network.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_classes); h and w at least 32, 224 in the paper.

    Notes
    -----
    Built in section 5.7. Simonyan and Zisserman (2015), "Very deep convolutional networks for
    large-scale image recognition", ICLR.

    Examples
    --------
    >>> from mxnet import np
    >>> net = vgg(num_classes=10, width=0.125)
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 32, 32))).shape
    (2, 10)

    """
    net = nn.HybridSequential()
    for convs, channels in zip(num_convs, (64, 128, 256, 512, 512)):
        net.add(vgg_block(convs, int(width * channels)))
    for _ in range(2):
        net.add(nn.Dense(int(width * 4096), activation="relu"), nn.Dropout(0.5))
    net.add(nn.Dense(num_classes))
    return net

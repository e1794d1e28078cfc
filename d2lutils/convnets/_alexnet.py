"""AlexNet: LeNet grown, with ReLU and dropout."""

from mxnet.gluon import nn


def alexnet(num_classes=1000, *, width=1, activation="relu"):
    """Build AlexNet, not yet initialised, without its local response normalisation.

    Parameters
    ----------
    num_classes : int
        Outputs.
    width : float
        Multiplies the numbers of channels and hidden units; 1 is the published network.
    activation : str
        Between the layers, a name that `mxnet.gluon.nn.Activation` knows.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_classes); h and w at least 67, 227 in the paper.

    Notes
    -----
    Built in section 5.6. Krizhevsky, Sutskever and Hinton (2012), "ImageNet classification with
    deep convolutional neural networks", NeurIPS. The groups of two are the paper's two GPUs.

    Examples
    --------
    >>> from mxnet import np
    >>> net = alexnet(10, width=0.125)
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 67, 67))).shape
    (2, 10)

    """

    def conv(channels, kernel_size, **kwargs):
        channels = int(width * channels)
        return nn.Conv2D(channels, kernel_size, activation=activation, **kwargs)

    net = nn.HybridSequential()
    net.add(
        conv(96, 11, strides=4),
        nn.MaxPool2D(pool_size=3, strides=2),
        conv(256, 5, padding=2, groups=2),
        nn.MaxPool2D(pool_size=3, strides=2),
        conv(384, 3, padding=1),
        conv(384, 3, padding=1, groups=2),
        conv(256, 3, padding=1, groups=2),
        nn.MaxPool2D(pool_size=3, strides=2),
    )
    for _ in range(2):
        net.add(nn.Dense(int(width * 4096), activation=activation), nn.Dropout(0.5))
    net.add(nn.Dense(num_classes))
    return net

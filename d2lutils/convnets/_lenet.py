"""LeNet-5: two convolutions, two poolings, three dense layers; with and without batch norm."""

from mxnet.gluon import nn


def lenet(num_classes=10, *, activation="tanh"):
    """Build LeNet-5, not yet initialised.

    Parameters
    ----------
    num_classes : int
        Outputs.
    activation : str
        Between the layers, a name that `mxnet.gluon.nn.Activation` knows.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, 28, 28) to (n, num_classes).

    Notes
    -----
    Built in section 5.5, which lists what differs from the paper: LeCun, Bottou, Bengio and
    Haffner (1998), "Gradient-based learning applied to document recognition", Proceedings of
    the IEEE.

    Examples
    --------
    >>> from mxnet import np
    >>> net = lenet()
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 28, 28))).shape
    (2, 10)

    """
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(6, kernel_size=5, padding=2, activation=activation),
        nn.AvgPool2D(pool_size=2, strides=2),
        nn.Conv2D(16, kernel_size=5, activation=activation),
        nn.AvgPool2D(pool_size=2, strides=2),
        nn.Dense(120, activation=activation),
        nn.Dense(84, activation=activation),
        nn.Dense(num_classes),
    )
    return net


def bn_lenet(norm, num_classes=10):
    """Build LeNet-5 with batch norm before each activation, not yet initialised.

    Parameters
    ----------
    norm : callable
        Called with a number of channels, or of units, returns the layer that normalises them.
    num_classes : int
        Outputs.

    Returns
    -------
    mxnet.gluon.nn.Sequential
        Maps (n, c, 28, 28) to (n, num_classes).

    Notes
    -----
    Built in section 5.10. The convolutions and dense layers before a norm have no bias, which
    subtracting the mean would cancel. Not hybrid, so that `norm` may be any block.

    Examples
    --------
    >>> from mxnet import np
    >>> net = bn_lenet(lambda c: nn.BatchNorm(in_channels=c))
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 28, 28))).shape
    (2, 10)

    """
    net = nn.Sequential()
    for c, padding in ((6, 2), (16, 0)):
        net.add(
            nn.Conv2D(c, 5, padding=padding, use_bias=False),
            norm(c),
            nn.Activation("tanh"),
            nn.AvgPool2D(2, 2),
        )
    for n in (120, 84):
        net.add(nn.Dense(n, use_bias=False), norm(n), nn.Activation("tanh"))
    net.add(nn.Dense(num_classes))
    return net

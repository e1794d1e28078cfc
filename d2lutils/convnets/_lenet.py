"""LeNet-5: two convolutions, two poolings, three dense layers."""

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
    mxnet.gluon.nn.Sequential
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
    net = nn.Sequential()
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

"""GoogLeNet: four paths side by side."""

from mxnet.gluon import nn


class Inception(nn.HybridBlock):
    """Four parallel paths, joined along the channels.

    Parameters
    ----------
    c1 : int
        Channels of the 1x1 convolution.
    c2, c3 : (int, int)
        Channels of the 1x1 convolution and of the 3x3 (5x5) convolution behind it.
    c4 : int
        Channels of the 1x1 convolution behind 3x3 max pooling.

    Notes
    -----
    Built in section 5.9. Szegedy et al. (2015), "Going deeper with convolutions", CVPR.

    Examples
    --------
    >>> from mxnet import np
    >>> block = Inception(2, (4, 6), (2, 3), 5)
    >>> block.initialize()
    >>> block(np.zeros((1, 7, 8, 8))).shape
    (1, 16, 8, 8)

    """

    def __init__(self, c1, c2, c3, c4):
        super().__init__()

        def conv(channels, kernel_size):
            padding = kernel_size // 2
            return nn.Conv2D(channels, kernel_size, padding=padding, activation="relu")

        self.paths = nn.HybridSequential()
        for _ in range(4):
            self.paths.add(nn.HybridSequential())
        self.paths[0].add(conv(c1, 1))
        self.paths[1].add(conv(c2[0], 1), conv(c2[1], 3))
        self.paths[2].add(conv(c3[0], 1), conv(c3[1], 5))
        pool = nn.MaxPool2D(pool_size=3, strides=1, padding=1)
        self.paths[3].add(pool, conv(c4, 1))

    def hybrid_forward(self, F, X):
        """Map (n, c, h, w) to (n, c1 + c2[1] + c3[1] + c4, h, w)."""
        return F.np.concatenate([path(X) for path in self.paths], axis=1)


def googlenet(num_classes=1000, *, width=1):
    """Build GoogLeNet, not yet initialised, without its two auxiliary classifiers.

    Parameters
    ----------
    num_classes : int
        Outputs.
    width : float
        Multiplies the numbers of channels; 1 is the published network.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_classes); h and w at least 33, 224 in the paper.

    Notes
    -----
    Built in section 5.9. Szegedy et al. (2015), "Going deeper with convolutions", CVPR; the
    channels are those of its table 1.

    Examples
    --------
    >>> from mxnet import np
    >>> net = googlenet(10, width=0.125)
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 64, 64))).shape
    (2, 10)

    """

    def conv(channels, kernel_size, **kwargs):
        channels = int(width * channels)
        return nn.Conv2D(channels, kernel_size, activation="relu", **kwargs)

    def pool():
        return nn.MaxPool2D(pool_size=3, strides=2, padding=1)

    net = nn.HybridSequential()
    net.add(conv(64, 7, strides=2, padding=3), pool())
    net.add(conv(64, 1), conv(192, 3, padding=1), pool())
    for stage in inception_channels():
        for row in stage:
            c1, a, b, c, d, c4 = (max(1, int(width * channels)) for channels in row)
            net.add(Inception(c1, (a, b), (c, d), c4))
        net.add(nn.GlobalAvgPool2D() if stage[-1][0] == 384 else pool())
    net.add(nn.Dropout(0.4), nn.Dense(num_classes))
    return net


def inception_channels():
    """Return the channels of GoogLeNet's nine Inception blocks, in three stages.

    Returns
    -------
    list of list of tuple of int
        For each block the 1x1 path, 1x1 and 3x3, 1x1 and 5x5, and the path behind pooling.

    Notes
    -----
    Built in section 5.9, from table 1 of the paper.

    Examples
    --------
    >>> [len(stage) for stage in inception_channels()]
    [2, 5, 2]

    """
    return [
        [(64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64)],
        [
            (192, 96, 208, 16, 48, 64),
            (160, 112, 224, 24, 64, 64),
            (128, 128, 256, 24, 64, 64),
            (112, 144, 288, 32, 64, 64),
            (256, 160, 320, 32, 128, 128),
        ],
        [(256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128)],
    ]

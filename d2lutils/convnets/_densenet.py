"""DenseNet: each layer sees the outputs of all before it."""

from mxnet.gluon import nn

from d2lutils.convnets._stem import stem


def norm_relu_conv(num_channels, kernel_size, **kwargs):
    """Batch norm, ReLU and a convolution without biases, in this order.

    Parameters
    ----------
    num_channels : int
        Output channels.
    kernel_size : int
        Of the convolution.
    **kwargs
        Other options of `mxnet.gluon.nn.Conv2D`.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential

    Notes
    -----
    Built in section 5.12.

    Examples
    --------
    >>> from mxnet import np
    >>> block = norm_relu_conv(4, 3, padding=1)
    >>> block.initialize()
    >>> block(np.zeros((1, 2, 5, 5))).shape
    (1, 4, 5, 5)

    """
    block = nn.HybridSequential()
    block.add(
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.Conv2D(num_channels, kernel_size, use_bias=False, **kwargs),
    )
    return block


class DenseBlock(nn.HybridBlock):
    """Layers that each add `growth_rate` channels to what they have seen.

    Parameters
    ----------
    num_layers : int
        How many layers: a 1x1 convolution to 4 `growth_rate` channels and a 3x3 convolution each.
    growth_rate : int
        Channels that a layer adds.

    Notes
    -----
    Built in section 5.12. Huang, Liu, van der Maaten and Weinberger (2017), "Densely connected
    convolutional networks", CVPR.

    Examples
    --------
    >>> from mxnet import np
    >>> block = DenseBlock(2, growth_rate=10)
    >>> block.initialize()
    >>> block(np.zeros((4, 3, 8, 8))).shape
    (4, 23, 8, 8)

    """

    def __init__(self, num_layers, growth_rate):
        super().__init__()
        self.layers = nn.HybridSequential()
        for _ in range(num_layers):
            layer = nn.HybridSequential()
            layer.add(
                norm_relu_conv(4 * growth_rate, 1),
                norm_relu_conv(growth_rate, 3, padding=1),
            )
            self.layers.add(layer)

    def hybrid_forward(self, F, X):
        """Map (n, c, h, w) to (n, c + num_layers * growth_rate, h, w)."""
        for layer in self.layers:
            X = F.np.concatenate([X, layer(X)], axis=1)
        return X


def densenet(num_layers=(6, 12, 24, 16), num_classes=1000, *, growth_rate=32, small_stem=False):
    """Build a DenseNet-BC, not yet initialised.

    Parameters
    ----------
    num_layers : sequence of int
        Layers of each dense block; (6, 12, 24, 16) is DenseNet-121.
    num_classes : int
        Outputs.
    growth_rate : int
        Channels that a layer adds; the first convolution has twice as many.
    small_stem : bool
        Begin with the `stem` for images of about 32x32. Its batch norm and ReLU are as in the
        published network for large images; the one for CIFAR leaves them to the first layer.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, c, h, w) to (n, num_classes).

    Notes
    -----
    Built in section 5.12. Huang, Liu, van der Maaten and Weinberger (2017), "Densely connected
    convolutional networks", CVPR.

    Examples
    --------
    >>> from mxnet import np
    >>> net = densenet((2, 2), 10, growth_rate=8, small_stem=True)
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 32, 32))).shape
    (2, 10)

    """
    net, channels = nn.HybridSequential(), 2 * growth_rate
    net.add(stem(channels, small=small_stem))
    for stage, layers in enumerate(num_layers):
        if stage > 0:  # a transition halves channels and size
            channels //= 2
            net.add(norm_relu_conv(channels, 1), nn.AvgPool2D(pool_size=2, strides=2))
        net.add(DenseBlock(layers, growth_rate))
        channels += layers * growth_rate
    net.add(nn.BatchNorm(), nn.Activation("relu"), nn.GlobalAvgPool2D(), nn.Dense(num_classes))
    return net

"""Layers and networks that several chapters share."""

from mxnet import np, npx
from mxnet.gluon import nn


def linreg(X, w, b):
    """Linear regression: one weighted sum of the features an example.

    Parameters
    ----------
    X : mxnet.np.ndarray, shape (n, d)
        Features.
    w : mxnet.np.ndarray, shape (d, 1)
        Weights.
    b : mxnet.np.ndarray, shape (1,), or float
        Bias.

    Returns
    -------
    mxnet.np.ndarray, shape (n, 1)

    Notes
    -----
    Built in section 3.2.

    Examples
    --------
    >>> linreg(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), 5.0)
    array([[16.]])

    """
    return np.dot(X, w) + b


def corr2d(X, K):
    """Cross-correlate a matrix with a kernel: no padding, stride 1.

    Parameters
    ----------
    X : mxnet.np.ndarray, shape (h, w)
        Input.
    K : mxnet.np.ndarray, shape (p, q)
        Kernel, no larger than the input.

    Returns
    -------
    mxnet.np.ndarray, shape (h - p + 1, w - q + 1)

    Raises
    ------
    ValueError
        If the kernel is larger than the input.

    Notes
    -----
    Built in section 5.1.

    Examples
    --------
    >>> corr2d(np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]]))
    array([[19., 25.],
           [37., 43.]])

    """
    h, w = X.shape
    p, q = K.shape
    if p > h or q > w:
        raise ValueError(f"kernel {K.shape} is larger than input {X.shape}")
    Y = np.zeros((h - p + 1, w - q + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + p, j : j + q] * K).sum()
    return Y


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
    >>> block = Residual(6, use_1x1conv=True, strides=2)
    >>> block.initialize()
    >>> block(np.zeros((4, 3, 8, 8))).shape
    (4, 6, 4, 4)

    """

    def __init__(self, num_channels, use_1x1conv=False, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = nn.Conv2D(num_channels, kernel_size=3, padding=1, strides=strides)
        self.conv2 = nn.Conv2D(num_channels, kernel_size=3, padding=1)
        self.conv3 = (
            nn.Conv2D(num_channels, kernel_size=1, strides=strides) if use_1x1conv else None
        )
        self.bn1 = nn.BatchNorm()
        self.bn2 = nn.BatchNorm()

    def forward(self, X):
        """Map (n, c, h, w) to (n, num_channels, ceil(h / strides), ceil(w / strides))."""
        Y = npx.relu(self.bn1(self.conv1(X)))
        Y = self.bn2(self.conv2(Y))
        shortcut = self.conv3(X) if self.conv3 else X
        return npx.relu(Y + shortcut)


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
    >>> net = resnet18(10, small_stem=True)
    >>> net.initialize()
    >>> net(np.zeros((2, 3, 32, 32))).shape
    (2, 10)

    """
    net = nn.Sequential()
    if small_stem:
        net.add(nn.Conv2D(64, kernel_size=3, padding=1), nn.BatchNorm(), nn.Activation("relu"))
    else:
        net.add(
            nn.Conv2D(64, kernel_size=7, strides=2, padding=3),
            nn.BatchNorm(),
            nn.Activation("relu"),
            nn.MaxPool2D(pool_size=3, strides=2, padding=1),
        )
    for stage, num_channels in enumerate((64, 128, 256, 512)):
        first = stage == 0  # the first stage keeps channels and size
        net.add(
            Residual(num_channels, use_1x1conv=not first, strides=1 if first else 2),
            Residual(num_channels),
        )
    net.add(nn.GlobalAvgPool2D(), nn.Dense(num_classes))
    return net

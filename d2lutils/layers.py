"""Linear regression and cross-correlation, written out; batch normalisation, measured again."""

from mxnet import autograd, np


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


def reestimate_batch_norm(net, data_iter, num_epochs=1):
    """Measure the running averages of a network's batch normalisation again; train nothing.

    A network whose weights or layers were changed by hand still holds the averages of the network
    that it was, and predicts with them.

    Parameters
    ----------
    net : mxnet.gluon.Block
        The network. Its averages change, its parameters do not; gradients are overwritten.
    data_iter : iterable of (X, y)
        Training data; the labels are not used.
    num_epochs : int
        How often to read the data. Each batch leaves ``momentum`` of the old averages, by default
        0.9, so a hundred batches leave nothing of them.

    Notes
    -----
    Built in section 5.11.

    Examples
    --------
    >>> from mxnet.gluon import nn
    >>> norm = nn.BatchNorm()
    >>> norm.initialize()
    >>> reestimate_batch_norm(norm, [(np.array([[0.0], [4.0]]), None)] * 100)
    >>> norm.running_mean.data().round(2), norm.running_var.data().round(2)
    (array([2.]), array([4.]))

    """
    for _ in range(num_epochs):
        for X, _ in data_iter:
            with autograd.record():
                y_hat = net(X)
            y_hat.backward()  # this is when MXNet updates the averages

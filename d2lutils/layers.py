"""Linear regression and cross-correlation, written out; batch normalisation, measured again."""

from mxnet import autograd, np
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


def mlp(num_hiddens, num_outputs, *, activation="relu", dropout=0.0):
    """Build a multilayer perceptron, not yet initialised.

    Parameters
    ----------
    num_hiddens : int or sequence of int
        Units of each hidden layer; an empty sequence for a linear model.
    num_outputs : int
        Units of the output layer, which has no activation.
    activation : str
        Of the hidden layers, a name that `mxnet.gluon.nn.Activation` knows.
    dropout : float
        Probability with which a hidden unit is left out while training.

    Returns
    -------
    mxnet.gluon.nn.HybridSequential
        Maps (n, ...) to (n, num_outputs).

    Notes
    -----
    Introduced in section 3.10.

    Examples
    --------
    >>> net = mlp((8, 4), 3)
    >>> net.initialize()
    >>> net(np.zeros((2, 1, 5, 5))).shape
    (2, 3)

    """
    net = nn.HybridSequential()
    for units in [num_hiddens] if isinstance(num_hiddens, int) else num_hiddens:
        net.add(nn.Dense(units, activation=activation))
        if dropout:
            net.add(nn.Dropout(dropout))
    net.add(nn.Dense(num_outputs))
    return net

"""Linear regression and cross-correlation, written out."""

from mxnet import np


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

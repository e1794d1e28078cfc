"""Data whose true model is known."""

from mxnet import np


def synthetic_data(w, b, num_examples, *, noise=0.01):
    """Draw examples of the linear model y = Xw + b + noise.

    Parameters
    ----------
    w : mxnet.np.ndarray, shape (d,)
        True weights.
    b : float
        True bias.
    num_examples : int
        n, how many examples.
    noise : float
        Standard deviation of the noise.

    Returns
    -------
    X : mxnet.np.ndarray, shape (n, d)
        Standard normal features.
    y : mxnet.np.ndarray, shape (n, 1)
        Targets.

    Notes
    -----
    Built in section 3.2.

    Examples
    --------
    >>> X, y = synthetic_data(np.array([2, -3.4]), 4.2, 1000)
    >>> X.shape, y.shape
    ((1000, 2), (1000, 1))

    """
    X = np.random.normal(0, 1, (num_examples, len(w)))
    y = np.dot(X, w) + b
    y += np.random.normal(0, noise, y.shape)
    return X, y.reshape(-1, 1)

"""Losses, each returning one number an example."""

from mxnet import np

from d2lutils.expect import require_classes


def squared_loss(y_hat, y):
    """Half the squared difference; the half cancels the 2 of the derivative.

    Parameters
    ----------
    y_hat : mxnet.np.ndarray, shape (n, 1) or (n,)
        Predictions.
    y : mxnet.np.ndarray, as many elements as `y_hat`
        Targets. They take the shape of `y_hat`, so that (n,) against (n, 1) does not broadcast
        to (n, n).

    Returns
    -------
    mxnet.np.ndarray, shape of `y_hat`

    Notes
    -----
    Built in section 3.2.

    Examples
    --------
    >>> squared_loss(np.array([[3.0], [1.0]]), np.array([1.0, 1.0]))
    array([[2.],
           [0.]])

    """
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def cross_entropy(y_hat, y):
    """Negative logarithm of the probability given to the true class.

    Parameters
    ----------
    y_hat : mxnet.np.ndarray, shape (n, k)
        Probabilities of the k classes; each row sums to 1.
    y : mxnet.np.ndarray of integers, shape (n,)
        True classes, 0 to k - 1.

    Returns
    -------
    mxnet.np.ndarray, shape (n,), in nats

    Raises
    ------
    ValueError
        If the shapes are others, or a label is none of the classes.

    Notes
    -----
    Built in section 3.6. Overflow-safe training works on logits instead: section 3.7.

    Examples
    --------
    >>> cross_entropy(np.array([[0.25, 0.75], [0.5, 0.5]]), np.array([0, 1]))
    array([1.3862944, 0.6931472])

    """
    require_classes(y_hat, y)
    return -np.log(y_hat[np.arange(len(y_hat)), y])

"""Scores of a classification."""

from d2lutils.expect import require_classes
from d2lutils.metrics.accumulator import Accumulator


def accuracy(y_hat, y):
    """Fraction of examples whose largest output belongs to the true class.

    Parameters
    ----------
    y_hat : mxnet.np.ndarray, shape (n, k)
        One score a class, of at least two: probabilities or logits, the order is what counts.
    y : mxnet.np.ndarray, shape (n,)
        True classes, 0 to k - 1.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If shapes or labels are others.

    Notes
    -----
    Built in section 3.6.

    Examples
    --------
    >>> from mxnet import np
    >>> accuracy(np.array([[0.1, 0.9], [0.8, 0.2]]), np.array([1, 1]))
    0.5

    """
    require_classes(y_hat, y)
    return float((y_hat.asnumpy().argmax(axis=1) == y.asnumpy()).mean())


def evaluate_accuracy(net, data_iter):
    """Accuracy over all examples of a data set; a smaller last batch counts by its size.

    Parameters
    ----------
    net : callable
        Maps a batch X to scores of shape (n, k).
    data_iter : iterable of (X, y)
        The data set, in batches.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        As `accuracy`, or if there are no data.

    Notes
    -----
    Built in section 3.6.

    """
    total = Accumulator(2)  # correct predictions, examples
    for X, y in data_iter:
        total.add(accuracy(net(X), y) * len(y), len(y))
    return total.mean(0)

"""Scores of predictions, and sums over a data set."""


class Accumulator:
    """Running sums of several quantities over the minibatches of an epoch.

    Parameters
    ----------
    n : int
        How many quantities.

    Notes
    -----
    Built in section 3.6.

    Examples
    --------
    >>> total = Accumulator(2)
    >>> total.add(1, 10)
    >>> total.add(2, 20)
    >>> total[0], total[1]
    (3.0, 30.0)

    """

    def __init__(self, n):
        self.sums = [0.0] * n

    def add(self, *values):
        """Add one value to each sum; arrays of one element count as numbers."""
        self.sums = [s + float(v) for s, v in zip(self.sums, values)]

    def __getitem__(self, i):
        return self.sums[i]


def accuracy(y_hat, y):
    """Fraction of examples whose largest output belongs to the true class.

    Parameters
    ----------
    y_hat : mxnet.np.ndarray, shape (n, k)
        One score a class: probabilities or logits, the order is what counts.
    y : mxnet.np.ndarray, shape (n,)
        True classes.

    Returns
    -------
    float
        Between 0 and 1.

    Notes
    -----
    Built in section 3.6.

    Examples
    --------
    >>> from mxnet import np
    >>> accuracy(np.array([[0.1, 0.9], [0.8, 0.2]]), np.array([1, 1]))
    0.5

    """
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

    Notes
    -----
    Built in section 3.6.

    """
    total = Accumulator(2)  # correct predictions, examples
    for X, y in data_iter:
        total.add(accuracy(net(X), y) * len(y), len(y))
    return total[0] / total[1]


def evaluate_loss(net, data_iter, loss):
    """Mean loss over all examples of a data set.

    Parameters
    ----------
    net : callable
        Maps a batch X to predictions.
    data_iter : iterable of (X, y)
        The data set, in batches.
    loss : callable
        ``loss(net(X), y)`` holds one number an example.

    Returns
    -------
    float

    Notes
    -----
    Built in section 3.11.

    """
    total = Accumulator(2)  # summed loss, examples
    for X, y in data_iter:
        total.add(loss(net(X), y).sum(), len(y))
    return total[0] / total[1]

"""Scores of predictions, and sums over a data set."""

from d2lutils.expect import require_classes, sum_losses


class Accumulator:
    """Running sums of several quantities over the minibatches of an epoch.

    Parameters
    ----------
    n : int
        How many quantities; the last one is the number of examples if means are asked for.

    Notes
    -----
    Built in section 3.6.

    Examples
    --------
    >>> total = Accumulator(2)
    >>> total.add(1, 10)
    >>> total.add(2, 20)
    >>> total[0], total[1], total.mean(0)
    (3.0, 30.0, 0.1)

    """

    def __init__(self, n):
        self.sums = [0.0] * n

    def add(self, *values):
        """Add one value to each sum; arrays of one element count as numbers."""
        self.sums = [s + float(v) for s, v in zip(self.sums, values)]

    def __getitem__(self, i):
        return self.sums[i]

    def mean(self, i):
        """Divide sum i by the last sum; a ValueError if that is 0, because no data came."""
        if self.sums[-1] == 0:
            raise ValueError("no data: the iterator is empty, or a generator that is used up")
        return self.sums[i] / self.sums[-1]


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

    Raises
    ------
    ValueError
        If the loss does not hold one number an example, or there are no data.

    Notes
    -----
    Built in section 3.11.

    """
    total = Accumulator(2)  # summed loss, examples
    for X, y in data_iter:
        total.add(sum_losses(loss(net(X), y), y), len(y))
    return total.mean(0)


def evaluate(net, data_iter, loss, scores):
    """Mean loss and scores over all examples of a data set.

    Parameters
    ----------
    net : callable
        Maps a batch X to predictions.
    data_iter : iterable of (X, y)
        The data set, in batches.
    loss : callable
        ``loss(net(X), y)`` holds one number an example.
    scores : dict of str to callable
        ``score(net(X), y)`` is the mean score of a batch.

    Returns
    -------
    dict of str to float
        ``"loss"`` and the scores by name.

    Raises
    ------
    ValueError
        If the loss does not hold one number an example, or there are no data.

    Examples
    --------
    >>> from mxnet import np
    >>> from d2lutils.losses import squared_loss
    >>> data = [(np.array([[1.0], [2.0]]), np.array([1.0, 4.0]))]
    >>> evaluate(lambda X: X, data, squared_loss, {"mean": lambda y_hat, y: float(y_hat.mean())})
    {'loss': 1.0, 'mean': 1.5}

    """
    total = Accumulator(2 + len(scores))  # summed loss, summed scores, examples
    for X, y in data_iter:
        y_hat = net(X)
        n = len(y)
        summed = [score(y_hat, y) * n for score in scores.values()]
        total.add(sum_losses(loss(y_hat, y), y), *summed, n)
    return {name: total.mean(i) for i, name in enumerate(["loss", *scores])}

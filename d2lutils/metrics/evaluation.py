"""Losses and scores over a whole data set."""

from d2lutils.expect import sum_losses
from d2lutils.metrics.accumulator import Accumulator


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

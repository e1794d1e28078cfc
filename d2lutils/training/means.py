"""Means over the batches of an epoch, read so seldom that training hardly waits for them."""

from mxnet import gluon, np

from d2lutils.expect import require_labels, require_losses
from d2lutils.metrics.accumulator import Accumulator

KEPT = 2**20  # scores; no more wait to be read
AHEAD = 32  # batches; MXNet's work may not fall further behind


def means_read_in_groups(trained, loss, scores, *, strict=True):
    """Return the mean loss and scores over batches that a generator trains on.

    To read a number is to wait for it, and it keeps MXNet from bundling operations (section 4.6):
    batches of one shape are kept, as long as they are small, and read at once.

    Parameters
    ----------
    trained : iterable of (l, y_hat, y)
        What `train_batches` yields. Outputs or labels that are no single arrays are read at once.
    loss : callable
        Where it reads class labels, as gluon's softmax cross-entropy, they are checked.
    scores : dict of str to callable
        ``score(y_hat, y)`` is the mean score of a batch.
    strict : bool
        Whether losses must match the labels, and labels the classes; a generator of a chapter's
        own may leave examples out, or give several losses for one.

    Returns
    -------
    dict of str to float
        ``"loss"`` and the scores by name.

    """
    total, unread = Accumulator(2 + len(scores)), []
    check = _check_labels(loss) if strict else _accept
    for batch in trained:
        l, y_hat, y = batch
        if unread and (not _arrays(batch) or y_hat.shape != unread[0][1].shape):
            _read(unread, scores, total, check)
        if strict and not unread:  # said at the first batch, not after an epoch of wrong steps
            require_losses(l, y)
            check(y_hat, y)
        unread.append(batch)
        if not _arrays(batch) or len(unread) * y_hat.size > KEPT:
            _read(unread, scores, total, check)
        elif len(unread) % AHEAD == 0:
            l.wait_to_read()
    if unread:
        _read(unread, scores, total, check)
    return {name: total.mean(i) for i, name in enumerate(["loss", *scores])}


def _arrays(batch):
    """Whether losses, outputs and labels are one array each, of which some can be joined."""
    return all(hasattr(part, "shape") for part in batch)


def _check_labels(loss):
    """Return a function of (y_hat, y) that checks the labels if the loss reads classes."""
    if not isinstance(loss, gluon.loss.SoftmaxCrossEntropyLoss) or not loss._sparse_label:
        return _accept
    return lambda y_hat, y: require_labels(y, y_hat.shape[loss._axis])


def _accept(y_hat, y):
    """Check nothing."""


def _read(unread, scores, total, check):
    """Add summed losses, summed scores and examples of some batches to `total`; forget them."""
    parts = unread[0] if len(unread) == 1 else [np.concatenate(part) for part in zip(*unread)]
    l, y_hat, y = parts
    check(y_hat, y)
    n = len(l)
    summed = [score(y_hat, y) * n for score in scores.values()]
    total.add(l.asnumpy().sum(dtype="float64"), *summed, n)
    unread.clear()

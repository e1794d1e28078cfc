"""The one training loop of the book."""

import math
import time

import numpy
from mxnet import MXNetError, autograd

from d2lutils.datasets.iterators import OnDevice
from d2lutils.device import device_of
from d2lutils.expect import require_repeatable, sum_losses
from d2lutils.figures.curves import TrainingCurve
from d2lutils.metrics.accumulator import Accumulator
from d2lutils.metrics.classification import accuracy, evaluate_accuracy
from d2lutils.metrics.evaluation import evaluate, evaluate_loss
from d2lutils.training.history import History
from d2lutils.training.means import means_read_in_groups


def train_batches(net, train_iter, loss, step):
    """Train for one pass over the data and hand over each batch's results as they come.

    Parameters
    ----------
    net : callable
        Maps a batch X to scores of shape (n, k).
    train_iter : iterable of (X, y)
        The training set, in batches.
    loss : callable
        ``loss(net(X), y)`` holds one number an example.
    step : callable
        ``step(batch_size)`` updates the parameters from their gradients, which are summed over
        the batch: ``trainer.step``, or a function that calls `sgd`.

    Yields
    ------
    (l, y_hat, y)
        Losses of shape (n,), scores of shape (n, k) and labels of a batch; the losses and the
        scores are from before the update, which has been made.

    Notes
    -----
    Built in section 3.6. Nothing is trained before the first batch is asked for.

    """
    for X, y in train_iter:
        with autograd.record():
            y_hat = net(X)
            l = loss(y_hat, y)
        l.backward()
        step(len(y))
        yield l, y_hat, y


def train_epoch(net, train_iter, loss, step, score=accuracy):
    """Train for one pass over the data.

    Parameters
    ----------
    net, train_iter, loss, step
        As for `train_batches`.
    score : callable
        ``score(net(X), y)`` is the mean score of a batch.

    Returns
    -------
    (float, float)
        Mean loss and score over the epoch, each batch measured before its update.

    Raises
    ------
    ValueError
        If the loss does not hold one number an example, or there are no data.

    Notes
    -----
    Built in section 3.6.

    """
    total = Accumulator(3)  # summed loss, summed score, examples
    for l, y_hat, y in train_batches(net, train_iter, loss, step):
        total.add(sum_losses(l, y), score(y_hat, y) * len(y), len(y))
    return total.mean(0), total.mean(1)


def fit(
    net,
    train_iter,
    test_iter,
    loss,
    trainer,
    num_epochs,
    *,
    scores=None,
    batches=train_batches,
    test_batches=None,
    plot=True,
):
    """Train a Gluon network and watch it learn.

    Shows a progress bar and a curve that grows while training, and leaves one figure.

    Parameters
    ----------
    net : mxnet.gluon.Block
        Initialised; batches are moved to the device of its parameters.
    train_iter : iterable of (X, y) with a length
        The training set, in batches; read once an epoch.
    test_iter : iterable of (X, y), optional
        Evaluated after each epoch; None for no evaluation.
    loss : callable
        ``loss(net(X), y)`` holds one number an example.
    trainer : mxnet.gluon.Trainer, or anything with ``step(batch_size)``
        Updates the parameters of `net` from their gradients, which are summed over the batch.
    num_epochs : int
        Passes over the training set.
    scores : dict of str to callable, optional
        ``score(net(X), y)`` is the mean score of a batch, measured on the training set and on the
        test set, whose loss is recorded, too. An empty one for a regression that has only a loss.
        By default a classifier's `accuracy`, recorded as ``train acc`` and ``test acc``.
    batches : callable, optional
        A generator that trains on each batch like `train_batches`, which it takes the place of:
        with the same arguments, and it yields losses, scores and labels of each batch.
    test_batches : callable, optional
        A generator that reads the test set in a way of its own: ``test_batches(net, test_iter,
        loss)`` yields losses, scores and labels of each batch, and trains nothing.
    plot : bool
        Whether to show the progress and the curve.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If there is nothing to train on, the data can be read only once or are of another dtype
        than the network, the loss does not hold one number an example, a label is none of the
        classes, or the mean loss of an epoch is not finite.

    Notes
    -----
    Introduced in section 3.3; section 3.6 builds its parts.

    """
    require_repeatable(train_iter, test_iter, num_epochs)
    train_iter = OnDevice(train_iter, device_of(net))
    history, curve = History(), TrainingCurve(num_epochs) if plot else None
    kinds = {"acc": accuracy} if scores is None else scores
    for epoch in range(num_epochs):
        began = time.perf_counter()
        data = curve.track(train_iter, epoch) if plot else train_iter
        trained = batches(net, data, loss, trainer.step)
        means = _means(trained, loss, kinds, net, train_iter, batches is train_batches)
        seconds = time.perf_counter() - began
        _require_finite(means["loss"], epoch)
        tested = _tested(net, test_iter, loss, scores, test_batches)
        named = [("train", means), ("test", tested)]
        history.record({f"{of} {k}": v for of, part in named for k, v in part.items()}, seconds)
        if plot:
            curve.update(history.curves())
    if plot:
        curve.close()
    return history


def _means(trained, loss, scores, net, train_iter, strict):
    """Return means of loss and scores; name the cause when MXNet refuses the dtype of the data."""
    try:
        return means_read_in_groups(trained, loss, scores, strict=strict)
    except MXNetError as error:
        wanted = {str(numpy.dtype(p.dtype)) for p in net.collect_params().values()}
        if train_iter.dtype is None or train_iter.dtype in wanted:
            raise
        raise ValueError(
            f"the network computes in {' and '.join(sorted(wanted))}, the inputs are "
            f"{train_iter.dtype}: convert them with .astype('{min(wanted)}')"
        ) from error


def _require_finite(train_loss, epoch):
    if not math.isfinite(train_loss):
        raise ValueError(
            f"the training loss of epoch {epoch + 1} is {train_loss}: training diverged. "
            "Try a smaller learning rate, and look for log(0) or a division by 0."
        )


def _tested(net, test_iter, loss, scores, test_batches):
    """Return what is measured on the test set, by name."""
    if test_iter is None:
        return {}
    test_iter = OnDevice(test_iter, device_of(net))
    if test_batches is not None:
        kinds = {"acc": accuracy} if scores is None else scores
        read = test_batches(net, test_iter, loss)
        return means_read_in_groups(read, loss, kinds, strict=False)
    if scores is None:
        return {"acc": evaluate_accuracy(net, test_iter)}
    if not scores:
        return {"loss": evaluate_loss(net, test_iter, loss)}
    return evaluate(net, test_iter, loss, scores)

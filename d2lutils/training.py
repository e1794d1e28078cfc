"""The one training loop of the book."""

import math
import time
from dataclasses import dataclass, field

from mxnet import autograd, np

from d2lutils.curves import TrainingCurve
from d2lutils.device import OnDevice, device_of
from d2lutils.metrics import Accumulator, accuracy, evaluate_accuracy, evaluate_loss

KEPT = 2**20  # scores; no more wait to be read
AHEAD = 32  # batches; MXNet's work may not fall further behind


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

    Notes
    -----
    Built in section 3.6.

    """
    total = Accumulator(3)  # summed loss, summed score, examples
    for l, y_hat, y in train_batches(net, train_iter, loss, step):
        total.add(l.asnumpy().sum(), score(y_hat, y) * len(y), len(y))
    return total[0] / total[2], total[1] / total[2]


def _means_read_in_groups(batches, score):
    """Return mean loss and score over the (l, y_hat, y) of `train_batches`.

    To read a number is to wait for it, and it keeps MXNet from bundling operations (section 4.6):
    batches of one shape are kept, as long as they are small, and read at once.
    """
    total, unread = Accumulator(3), []
    for batch in batches:
        l, y_hat, y = batch
        if unread and y_hat.shape != unread[0][1].shape:
            _read(unread, score, total)
        if not unread and l.shape[:1] != y.shape[:1]:  # seen at the first batch
            raise ValueError(
                f"the loss has shape {l.shape} for labels of shape {y.shape}, but must hold one "
                "number an example: leave out its mean or sum, the step divides by the batch size."
            )
        unread.append(batch)
        if len(unread) * y_hat.size > KEPT:
            _read(unread, score, total)
        elif len(unread) % AHEAD == 0:
            l.wait_to_read()
    if unread:
        _read(unread, score, total)
    return total[0] / total[2], total[1] / total[2]


def _read(unread, score, total):
    """Add summed losses, summed scores and examples of some batches to `total`; forget them."""
    l, y_hat, y = (np.concatenate(arrays) for arrays in zip(*unread))
    sums = l.asnumpy().reshape(len(unread), -1).sum(axis=1)  # batch by batch, as `train_epoch`
    total.add(sum(sums.tolist()), score(y_hat, y) * len(y), len(y))
    unread.clear()


@dataclass
class History:
    """What a training run recorded, one entry an epoch.

    Attributes
    ----------
    train_loss, train_acc : list of float
        Means over the epoch, each batch measured before its update.
    test_loss, test_acc : list of float
        Measured after the epoch; empty without a test set. Classifiers record `test_acc`,
        regressions `test_loss`.
    seconds : list of float
        Training time of the epoch, evaluation not counted.

    """

    train_loss: list = field(default_factory=list)
    train_acc: list = field(default_factory=list)
    test_loss: list = field(default_factory=list)
    test_acc: list = field(default_factory=list)
    seconds: list = field(default_factory=list)

    def curves(self):
        """Return the recorded curves by the name a legend shows."""
        named = {
            "train loss": self.train_loss,
            "train acc": self.train_acc,
            "test loss": self.test_loss,
            "test acc": self.test_acc,
        }
        return {name: values for name, values in named.items() if values}

    def __repr__(self):
        last = ", ".join(f"{name} {values[-1]:.3f}" for name, values in self.curves().items())
        return f"History({len(self.train_loss)} epochs: {last})"


def fit(net, train_iter, test_iter, loss, trainer, num_epochs, *, score=accuracy, plot=True):
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
    trainer : mxnet.gluon.Trainer
        Updates the parameters of `net`.
    num_epochs : int
        Passes over the training set.
    score : callable, optional
        Mean score of a batch, `accuracy` by default; None for a regression, whose test loss is
        recorded instead.
    plot : bool
        Whether to show the progress and the curve.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If there is nothing to train on, the loss does not hold one number an example, or the
        mean loss of an epoch is not finite.

    Notes
    -----
    Introduced in section 3.3; section 3.6 builds its parts.

    """
    if num_epochs < 1 or not len(train_iter):
        raise ValueError(f"nothing to do: {num_epochs} epochs of {len(train_iter)} batches")
    device = device_of(net)
    train_iter = OnDevice(train_iter, device)
    test_iter = test_iter and OnDevice(test_iter, device)
    history, curve = History(), TrainingCurve(num_epochs) if plot else None
    for epoch in range(num_epochs):
        began = time.perf_counter()
        batches = curve.track(train_iter, epoch) if plot else train_iter
        trained = train_batches(net, batches, loss, trainer.step)
        results = _means_read_in_groups(trained, score or _no_score)
        history.seconds.append(time.perf_counter() - began)
        _record(history, results, net, test_iter, loss, score)
        if plot:
            curve.update(history.curves())
    if plot:
        curve.close()
    return history


def _no_score(y_hat, y):
    return 0.0


def _record(history, results, net, test_iter, loss, score):
    """Append the results of one epoch to the history."""
    train_loss, train_score = results
    if not math.isfinite(train_loss):
        raise ValueError(
            f"the training loss of epoch {len(history.train_loss) + 1} is {train_loss}: training "
            "diverged. Try a smaller learning rate, and look for log(0) or a division by 0."
        )
    history.train_loss.append(train_loss)
    if score:
        history.train_acc.append(train_score)
    if test_iter and score:
        history.test_acc.append(evaluate_accuracy(net, test_iter))
    elif test_iter:
        history.test_loss.append(evaluate_loss(net, test_iter, loss))

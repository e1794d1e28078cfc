"""Training of language models through `fit`: batches that hand their state on, clipped steps."""

from mxnet import autograd, gluon

from d2lutils.optim import grad_clipping
from d2lutils.training.loop import fit


def train_sequences(net, train_iter, loss, step, *, continues=True):
    """Train a language model for one pass, each batch from the state that the last one left.

    Parameters
    ----------
    net : LanguageModel
        ``net(X, state)`` returns scores and state.
    train_iter : iterable of (X, y)
        Tokens as numbers, of shape (B, T) both.
    loss : callable
        ``loss(scores, labels)`` holds one number a token.
    step : callable
        ``step(num_tokens)`` updates the parameters from gradients summed over the tokens.
    continues : bool
        Whether each row goes on where it ended in the batch before. If not, every batch begins
        with a new state.

    Yields
    ------
    (l, scores, labels)
        Of the T * B tokens of a batch, as `train_batches` does.

    Notes
    -----
    Built in section 6.4. The gradient ends where the batch begins: the state is detached.

    """
    state = None
    for X, y in train_iter:
        labels = y.T.reshape(-1)
        with autograd.record():
            scores, state = net(X, state)
            l = loss(scores, labels)
        l.backward()
        step(len(labels))
        state = [part.detach() for part in state] if continues else None
        yield l, scores, labels


def read_sequences(net, data_iter, loss, *, continues=True):
    """Let a language model read a text once, each batch from the state that the last one left.

    Parameters
    ----------
    net, data_iter, loss, continues
        As for `train_sequences`.

    Yields
    ------
    (l, scores, labels)
        Of the T * B tokens of a batch. Nothing is trained.

    Notes
    -----
    Introduced in section 6.4.

    """
    state = None
    for X, y in data_iter:
        labels = y.T.reshape(-1)
        scores, state = net(X, state if continues else None)
        yield loss(scores, labels), scores, labels


def fit_language_model(net, data, trainer, num_epochs, *, plot=True):
    """Train a language model and measure it on the held-out text after each epoch.

    Parameters
    ----------
    net : LanguageModel
        Initialised.
    data : (train_iter, test_iter)
        `RandomWindows` or `SequentialWindows`; the second may be None. Where rows go on from
        batch to batch, so does the state.
    trainer : anything with ``step(batch_size)``
        Such as a `ClippedTrainer`.
    num_epochs : int
        Passes over the text.
    plot : bool
        Whether to show the progress and the curve.

    Returns
    -------
    History
        ``train loss`` and ``test loss`` in nats a token; `perplexity` makes perplexities of them.

    Notes
    -----
    Introduced in section 6.4.

    """
    train_iter, test_iter = data
    loss = gluon.loss.SoftmaxCrossEntropyLoss()

    def batches(net, batches, loss, step):
        return train_sequences(net, batches, loss, step, continues=train_iter.continues)

    return fit(
        net,
        train_iter,
        test_iter,
        loss,
        trainer,
        num_epochs,
        scores={},
        batches=batches,
        test_batches=read_sequences,
        plot=plot,
    )


class ClippedTrainer:
    """A trainer that clips the gradient before each step.

    Parameters
    ----------
    trainer : mxnet.gluon.Trainer, or anything with ``step(batch_size)``
        Makes the step.
    params : list of mxnet.gluon.Parameter or mxnet.np.ndarray
        Those whose gradients are clipped together.
    max_norm : float
        Bound of the joint 2-norm of the mean gradient; ``math.inf`` to only record.

    Attributes
    ----------
    norms : list of float
        The norm of each step's mean gradient, before clipping.

    Notes
    -----
    Introduced in section 6.4.

    """

    def __init__(self, trainer, params, max_norm):
        self.trainer, self.params, self.max_norm = trainer, list(params), max_norm
        self.norms = []

    def step(self, batch_size):
        """Clip gradients that are summed over a batch, and update the parameters."""
        norm = grad_clipping(self.params, self.max_norm * batch_size)
        self.norms.append(norm / batch_size)
        self.trainer.step(batch_size)

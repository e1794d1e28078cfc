"""Training with 16 bits a number: rounding to float16, and a scaled loss against underflow."""

from mxnet import autograd, nd, np
from mxnet.gluon import nn


def round_half(x):
    """Round to float16 and back; the gradient is rounded on its way back, too.

    Parameters
    ----------
    x : mxnet.np.ndarray of float32
        Numbers of any shape.

    Returns
    -------
    mxnet.np.ndarray of float32, of the shape of `x`
        Infinite above 65,520, and 0 below 2**-25.

    Notes
    -----
    Built in section 8.7.

    Examples
    --------
    >>> round_half(np.array([1e-8, 0.1, 7e4]))
    array([0.        , 0.09997559,        inf])

    """
    return x.astype("float16").astype("float32")


class HalfPrecision(nn.Block):
    """A network that computes with float32, but rounds to float16 whatever it reads and writes.

    Inputs, parameters, the output of every layer and, on the way back, their gradients are those
    of a network in float16; sums inside a layer are float32, as on a GPU's matrix units. The
    parameters stay in float32: they are the master weights.

    Parameters
    ----------
    net : mxnet.gluon.nn.HybridSequential
        Of layers that hold their parameters themselves, such as Dense, Conv2D and poolings.

    Notes
    -----
    Introduced in section 8.7.

    """

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, X):
        """Return the scores of a batch."""
        with autograd.pause():
            if any(p._deferred_init for p in self.net.collect_params().values()):
                self.net(X)  # the layers learn their numbers of inputs
        X = round_half(X)
        for layer in self.net:
            rounded = {
                name: round_half(parameter.data(X.ctx))
                for name, parameter in layer._reg_params.items()
            }
            X = round_half(layer.hybrid_forward(nd, X, **rounded))
        return X


def all_finite(params):
    """Tell whether no gradient is infinite or nan.

    Parameters
    ----------
    params : iterable of mxnet.gluon.Parameter
        Initialised.

    Returns
    -------
    bool

    Notes
    -----
    Introduced in section 8.7.

    """
    return all(bool(np.isfinite(p.grad()).all()) for p in params)


class ScaledTrainer:
    """A trainer for gradients of a scaled loss: it takes the scale out again, and skips overflow.

    Parameters
    ----------
    trainer : mxnet.gluon.Trainer, or anything with ``step(batch_size)``
        Makes the step.
    params : iterable of mxnet.gluon.Parameter
        Those whose gradients are looked at.
    scale : float
        What the loss is multiplied by; a power of two changes no digit.
    window : int, optional
        After so many good steps in a row the scale doubles, and it halves when a gradient is not
        finite; None for a scale that stays.

    Attributes
    ----------
    scale : float
        As it is now.
    skipped : int
        Steps not made because a gradient was not finite.

    Notes
    -----
    Built in section 8.7. Micikevicius et al. (2018), "Mixed precision training", ICLR.

    """

    def __init__(self, trainer, params, scale, window=None):
        self.trainer, self.params = trainer, list(params)
        self.scale, self.window = scale, window
        self.good = self.skipped = 0

    def step(self, batch_size):
        """Update the parameters, or skip the step if a gradient is not finite."""
        if not all_finite(self.params):
            self.good = 0
            self.skipped += 1
            if self.window is not None:
                self.scale /= 2
            return
        self.trainer.step(batch_size * self.scale)
        self.good += 1
        if self.good == self.window:
            self.scale, self.good = self.scale * 2, 0


def train_scaled(trainer, net, train_iter, loss, step):
    """Train for one pass over the data on the loss times the trainer's scale.

    Parameters
    ----------
    trainer : ScaledTrainer
        Its scale may change from batch to batch.
    net, train_iter, loss, step
        As for `train_batches`, which this takes the place of in `fit`.

    Yields
    ------
    (l, y_hat, y)
        As `train_batches` does, the losses not scaled.

    Notes
    -----
    Built in section 8.7.

    """
    for X, y in train_iter:
        with autograd.record():
            y_hat = net(X)
            l = loss(y_hat, y)
            scaled = l * trainer.scale
        scaled.backward()
        step(len(y))
        yield l, y_hat, y

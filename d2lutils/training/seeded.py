"""Training that begins from a seed, so that it can be repeated."""

import mxnet as mx
import numpy
from mxnet import gluon, init

from d2lutils.device import try_gpu
from d2lutils.training.loop import fit


def seeded_trainer(net, *, seed=0, initializer=None, optimizer="sgd", **settings):
    """Seed all generators, draw new parameters and make the trainer that is to change them.

    Parameters
    ----------
    net : mxnet.gluon.Block
        Initialised or not; what it has learned is lost. It lives on the GPU if there is one.
    seed : int
        Of MXNet's and NumPy's generators: parameters, dropout, order of the data.
    initializer : mxnet.init.Initializer, optional
        Xavier's by default.
    optimizer : str
        A name that `mxnet.gluon.Trainer` knows.
    **settings
        Of the optimizer, under gluon's names: ``learning_rate``, ``momentum``, ``wd``.

    Returns
    -------
    mxnet.gluon.Trainer
        Counts the parameters in the order of the layers, so that its states fit every network of
        the same build.

    Notes
    -----
    Introduced in section 5.5.

    Examples
    --------
    >>> from d2lutils.layers import mlp
    >>> net = mlp(4, 2)
    >>> trainer = seeded_trainer(net, seed=1, learning_rate=0.1, momentum=0.9)
    >>> trainer.learning_rate
    0.1

    """
    mx.random.seed(seed)
    numpy.random.seed(seed)
    net.initialize(initializer or init.Xavier(), ctx=try_gpu(), force_reinit=True)
    return gluon.Trainer([*net.collect_params().values()], optimizer, settings)


def fit_from_seed(
    net, data, loss, num_epochs, *, seed=0, initializer=None, optimizer="sgd", plot=True, **settings
):
    """Train a network from the beginning, the same way each time.

    Parameters
    ----------
    net, seed, initializer, optimizer, **settings
        As for `seeded_trainer`.
    data : (train_iter, test_iter)
        As for `fit`; the test set may be None.
    loss : callable
        ``loss(net(X), y)`` holds one number an example.
    num_epochs : int
        Passes over the training set.
    plot : bool
        Whether to show the progress and the curve.

    Returns
    -------
    History

    Notes
    -----
    Introduced in section 5.5.

    Examples
    --------
    >>> from mxnet import np
    >>> from d2lutils.datasets.iterators import load_array
    >>> from d2lutils.layers import mlp
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
    >>> xor = load_array((X, np.array([0, 1, 1, 0])), 4), None
    >>> loss = gluon.loss.SoftmaxCrossEntropyLoss()
    >>> fit_from_seed(mlp(8, 2), xor, loss, 200, plot=False, learning_rate=0.5).train_acc[-1]
    1.0

    """
    trainer = seeded_trainer(
        net, seed=seed, initializer=initializer, optimizer=optimizer, **settings
    )
    train_iter, test_iter = data
    return fit(net, train_iter, test_iter, loss, trainer, num_epochs, plot=plot)

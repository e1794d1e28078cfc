"""A run from a seed can be repeated, whatever happened before it."""

import numpy
from mxnet import gluon, np

import d2lutils as d2l


def run(net, seed):
    X = np.array(numpy.random.RandomState(0).normal(size=(40, 3)), dtype="float32")
    data = d2l.load_array((X, (X[:, 0] > 0).astype("int32")), 8), None
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    settings = {"learning_rate": 0.1, "momentum": 0.9}
    d2l.fit_from_seed(net, data, loss, 2, seed=seed, plot=False, **settings)
    return [p.data().asnumpy().tobytes() for p in net.collect_params().values()]


def test_equal_seeds_give_equal_networks_bit_for_bit():
    first = run(d2l.mlp(8, 2, dropout=0.5), seed=3)
    numpy.random.rand(7)
    np.random.uniform(size=7)
    assert run(d2l.mlp(8, 2, dropout=0.5), seed=3) == first
    assert run(d2l.mlp(8, 2, dropout=0.5), seed=4) != first


def test_what_a_network_has_learned_is_lost():
    net = d2l.mlp(8, 2)
    run(net, seed=1)
    first = run(net, seed=3)
    run(net, seed=2)
    assert run(net, seed=3) == first


def test_the_optimizer_and_its_settings_are_gluons():
    trainer = d2l.seeded_trainer(d2l.mlp(4, 2), optimizer="adam", learning_rate=0.02, beta1=0.8)
    assert type(trainer.optimizer).__name__ == "Adam"
    assert (trainer.learning_rate, trainer.optimizer.beta1) == (0.02, 0.8)

"""Every optimiser by hand makes the steps of gluon's; paths are drawn as they are."""

import numpy
import pytest
from matplotlib import pyplot
from mxnet import autograd, gluon, np

import d2lutils as d2l

PAIRS = {
    "sgd": (d2l.gradient_descent, {"lr": 0.1}, "sgd", {"learning_rate": 0.1}),
    "momentum": (
        d2l.momentum,
        {"lr": 0.05, "beta": 0.8},
        "sgd",
        {"learning_rate": 0.05, "momentum": 0.8},
    ),
    "nesterov": (
        d2l.nesterov,
        {"lr": 0.05, "beta": 0.8},
        "nag",
        {"learning_rate": 0.05, "momentum": 0.8},
    ),
    "adagrad": (d2l.adagrad, {"lr": 0.3}, "adagrad", {"learning_rate": 0.3}),
    "rmsprop": (
        d2l.rmsprop,
        {"lr": 0.02, "gamma": 0.8},
        "rmsprop",
        {"learning_rate": 0.02, "gamma1": 0.8},
    ),
    "adadelta": (d2l.adadelta, {"rho": 0.8}, "adadelta", {"rho": 0.8, "epsilon": 1e-5}),
    "adam": (
        d2l.adam,
        {"lr": 0.1, "beta1": 0.8, "beta2": 0.99},
        "adam",
        {"learning_rate": 0.1, "beta1": 0.8, "beta2": 0.99},
    ),
}
# MXNet's other three take decay away beside the step, and its NAG scales it in a way of its own.
DECAY_IN_THE_GRADIENT = ["sgd", "momentum", "rmsprop", "adam"]


def parameter(start):
    param = gluon.Parameter("w", shape=start.shape)
    param.initialize()
    param.set_data(start)
    return param


def compare(name, wd, steps=50):
    """Return the largest distance between ours and gluon's over steps on the same gradients."""
    update, ours, peer, theirs = PAIRS[name]
    rng = numpy.random.RandomState(0)
    start = np.array(rng.normal(size=(3, 4)))
    params = parameter(start), parameter(start)
    hand = d2l.ManualTrainer([params[0]], update, wd=wd, **ours)
    trainer = gluon.Trainer({"w": params[1]}, peer, {**theirs, "wd": wd})
    distances = []
    for _ in range(steps):
        grad = np.array(rng.normal(0.3, 1, size=(3, 4)))
        with autograd.record():
            l = sum((param.data() * grad).sum() for param in params)
        l.backward()
        hand.step(8)
        trainer.step(8)
        distances.append(float(np.abs(params[0].data() - params[1].data()).max()))
        assert float(np.abs(params[0].data() - start).max()) > 1e-4  # both have moved
    return max(distances)


@pytest.mark.parametrize("name", PAIRS)
def test_fifty_steps_equal_gluons(name):
    assert compare(name, wd=0) < 1e-5


@pytest.mark.parametrize("name", DECAY_IN_THE_GRADIENT)
def test_weight_decay_is_gluons_too(name):
    assert compare(name, wd=0.1) < 1e-5


@pytest.mark.parametrize("name", ["nesterov", "adadelta", "adagrad"])
def test_weight_decay_is_a_part_of_the_gradient(name):
    update, ours, _, _ = PAIRS[name]
    start, grad = np.array([[1.0, -2.0]]), np.array([[3.0, 1.0]])
    decayed, plain = parameter(start), parameter(start)
    decayed.grad()[:] = grad
    plain.grad()[:] = grad + 0.1 * start
    d2l.ManualTrainer([decayed], update, wd=0.1, **ours).step(1)
    d2l.ManualTrainer([plain], update, **ours).step(1)
    assert (decayed.data() == plain.data()).all()


def test_decoupled_decay_shrinks_beside_the_step():
    start = np.array([[1.0, -2.0]])
    with_decay, without = parameter(start), parameter(start)
    for param in (with_decay, without):
        param.grad()[:] = np.array([[3.0, 1.0]])
    d2l.ManualTrainer([without], d2l.adam, lr=0.1).step(1)
    d2l.ManualTrainer([with_decay], d2l.adam, lr=0.1, wd=0.5, decoupled=True).step(1)
    numpy.testing.assert_allclose(
        (with_decay.data() - without.data()).asnumpy(), -0.05 * start.asnumpy(), atol=1e-6
    )


def test_arrays_with_gradients_are_trained_as_parameters_are():
    w = np.array([1.0, 2.0])
    w.attach_grad()
    w.grad[:] = np.array([4.0, 8.0])
    d2l.ManualTrainer(iter([w]), d2l.gradient_descent, lr=0.5).step(4)
    assert w.tolist() == [0.5, 1.0]


def test_paths_are_those_of_the_formula():
    points = d2l.descend(d2l.bowl_gradient, d2l.gradient_descent, [2, 1], 30, lr=0.09)
    steps = numpy.arange(31)
    numpy.testing.assert_allclose(points[:, 0], 2 * 0.91**steps)
    numpy.testing.assert_allclose(points[:, 1], (1 - 0.09 * 20) ** steps)
    eps = 1e-6
    for point in points[:3]:
        slopes = [
            (d2l.bowl(point + d) - d2l.bowl(point - d)) / (2 * eps) for d in eps * numpy.eye(2)
        ]
        numpy.testing.assert_allclose(d2l.bowl_gradient(point), slopes, rtol=1e-6)


def test_a_trace_is_drawn_over_contours_once():
    points = d2l.descend(d2l.bowl_gradient, d2l.gradient_descent, [2, 1], 5, lr=0.05)
    ax = d2l.show_trace(d2l.bowl, points, label="one")
    contours = len(ax.collections)
    assert contours > 0
    assert d2l.show_trace(d2l.bowl, points / 2, ax=ax) is ax
    assert len(ax.collections) == contours
    numpy.testing.assert_array_equal(ax.lines[0].get_xydata(), points)
    low, high = ax.get_xlim()
    assert low < 0 < 2 < high
    diverged = numpy.array([[1.0, 1.0], [numpy.inf, 2.0], [numpy.nan, 0.0]])
    assert len(d2l.show_trace(d2l.bowl, diverged).lines[0].get_xydata()) == 1
    pyplot.close("all")

"""Sixteen bits: rounding as NumPy rounds, and a scale that grows, shrinks and skips."""

from functools import partial

import mxnet as mx
import numpy
import pytest
from mxnet import autograd, gluon, np, npx
from mxnet.gluon import nn

import d2lutils as d2l

npx.set_np()


class Recorder:
    """A trainer that only remembers the batch sizes it was given."""

    def __init__(self):
        self.sizes = []

    def step(self, batch_size):
        self.sizes.append(batch_size)


def weight_with_gradient(value):
    w = gluon.Parameter("w", shape=(2,))
    w.initialize()
    w.grad()[:] = value
    return w


def scaled(value=1.0, scale=8.0, window=3):
    w = weight_with_gradient(value)
    return w, d2l.ScaledTrainer(Recorder(), [w], scale, window)


def test_values_and_gradients_are_rounded_as_numpy_does():
    rng = numpy.random.RandomState(0)
    x, head = (rng.randn(1000).astype("float32") * 10.0 ** rng.randint(-9, 6, 1000) for _ in "ab")
    X = np.array(x)
    X.attach_grad()
    with autograd.record():
        y = d2l.round_half(X)
    y.backward(np.array(head))
    with numpy.errstate(over="ignore"):
        for ours, given in ((y, x), (X.grad, head)):
            expected = given.astype("float32").astype("float16").astype("float32")
            numpy.testing.assert_array_equal(ours.asnumpy(), expected)


def test_the_scale_grows_after_a_window_of_good_steps():
    _, trainer = scaled()
    scales = []
    for _ in range(7):
        trainer.step(10)
        scales.append(trainer.scale)
    assert scales == [8, 8, 16, 16, 16, 32, 32]
    assert trainer.trainer.sizes == [80, 80, 80, 160, 160, 160, 320]
    assert trainer.skipped == 0


@pytest.mark.parametrize("bad", [numpy.inf, -numpy.inf, numpy.nan])
def test_a_bad_gradient_halves_the_scale_and_skips(bad):
    w, trainer = scaled()
    trainer.step(10)
    trainer.step(10)
    w.grad()[1] = bad
    trainer.step(10)
    assert (trainer.scale, trainer.skipped, len(trainer.trainer.sizes)) == (4, 1, 2)
    w.grad()[:] = 1
    for _ in range(2):  # the good steps before do not count any more
        trainer.step(10)
    assert trainer.scale == 4
    trainer.step(10)
    assert trainer.scale == 8


def test_a_static_scale_stays_and_still_skips():
    w, trainer = scaled(window=None)
    for _ in range(50):
        trainer.step(1)
    w.grad()[:] = numpy.nan
    trainer.step(1)
    assert (trainer.scale, trainer.skipped, len(trainer.trainer.sizes)) == (8, 1, 50)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_skipped_step_changes_no_parameter(optimizer):
    net = nn.Dense(2, in_units=3)
    trainer = d2l.seeded_trainer(net, optimizer=optimizer, learning_rate=0.1)
    half = d2l.ScaledTrainer(trainer, net.collect_params().values(), 2.0, 5)
    before = net.weight.data().asnumpy()

    def step_on(X):
        with autograd.record():
            total = net(X).sum()
        total.backward()
        half.step(1)

    step_on(np.full((1, 3), numpy.inf))
    numpy.testing.assert_array_equal(net.weight.data().asnumpy(), before)
    step_on(np.ones((1, 3)))
    assert (net.weight.data().asnumpy() != before).all()


def task():
    mx.random.seed(0)
    X = np.random.normal(size=(64, 5))
    return d2l.load_array((X, (X[:, 0] > 0).astype("int32")), 16)


def train(scale, half=False):
    net = d2l.mlp(8, 2)
    data, loss = task(), gluon.loss.SoftmaxCrossEntropyLoss()
    plain = d2l.seeded_trainer(net, learning_rate=0.5)
    net(np.zeros((1, 5)))
    trainer = d2l.ScaledTrainer(plain, net.collect_params().values(), scale)
    model = d2l.HalfPrecision(net) if half else net
    batches = partial(d2l.train_scaled, trainer)
    history = d2l.fit(model, data, None, loss, trainer, 3, batches=batches, plot=False)
    return history.train_loss, [p.data().asnumpy() for p in net.collect_params().values()]


def test_a_scale_that_is_a_power_of_two_changes_no_digit_in_float32():
    losses, weights = train(1.0)
    for scale in (2.0**-20, 2.0**20):
        others = train(scale)
        assert others[0] == losses
        for ours, theirs in zip(others[1], weights):
            numpy.testing.assert_array_equal(ours, theirs)


def test_without_scaling_a_small_loss_teaches_nothing_in_float16():
    start, after = train(2.0**-40)[1], train(2.0**-40, half=True)[1]
    moved = [numpy.abs(a - b).max() for a, b in zip(start, after)]
    assert max(moved) > 0.01  # float32 learned
    still = d2l.mlp(8, 2)
    d2l.seeded_trainer(still)
    still(np.zeros((1, 5)))
    numpy.testing.assert_array_equal(after[0], [*still.collect_params().values()][0].data())


def test_half_precision_is_each_layer_on_rounded_numbers():
    net = nn.HybridSequential()
    net.add(nn.Conv2D(3, 3, activation="relu"), nn.MaxPool2D(2), nn.Dense(4))
    d2l.seeded_trainer(net)
    X = np.random.normal(size=(2, 1, 8, 8))
    half = d2l.HalfPrecision(net)(X)  # initialises the layers, too

    def rounded(x):
        return d2l.round_half(x)

    expected = rounded(X)
    copy = [(p, p.data().copy()) for p in net.collect_params().values()]
    for parameter, value in copy:
        parameter.set_data(rounded(value))
    for layer in net:
        expected = rounded(layer(expected))
    numpy.testing.assert_array_equal(half.asnumpy(), expected.asnumpy())
    assert float(np.abs(half - rounded(half)).max()) == 0


class Times(nn.Block):
    """A layer that the CPU computes in float16: it multiplies by its weight."""

    def __init__(self):
        super().__init__()
        self.weight = self.params.get("weight", shape=(1,), init=mx.init.One())

    def forward(self, X):
        return X * self.weight.data()


@pytest.mark.filterwarnings("ignore:Accumulating with float16")
@pytest.mark.parametrize(("keeps", "ends"), [(True, 0.99), (False, 1.0)])
def test_gluons_master_weights_keep_small_updates_of_real_float16(keeps, ends):
    net = Times()
    net.cast("float16")
    trainer = d2l.seeded_trainer(net, multi_precision=keeps, learning_rate=1e-4)
    scaled_trainer = d2l.ScaledTrainer(trainer, net.collect_params().values(), 1024.0)
    for _ in range(100):
        with autograd.record():
            l = net(np.ones(1, dtype="float16")) * scaled_trainer.scale
        l.backward()
        scaled_trainer.step(1)
    assert net.weight.data().dtype == numpy.float16
    assert float(net.weight.data()[0]) == pytest.approx(ends, abs=5e-4)

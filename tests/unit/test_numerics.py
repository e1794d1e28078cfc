"""Losses, metrics, optimisers, layers and gradients against their peers."""

import mxnet as mx
import numpy
import pytest
from mxnet import autograd, gluon, init, np, npx
from mxnet.gluon import nn
from scipy import optimize, signal, special

import d2lutils as d2l
from d2lutils.convert import as_numpy


@pytest.fixture(scope="module")
def peer():
    """The published package."""
    return pytest.importorskip("d2l.mxnet")


def random(*shape):
    return np.array(numpy.random.normal(size=shape), dtype="float32")


def close(actual, expected, tol=1e-5):
    numpy.testing.assert_allclose(as_numpy(actual), as_numpy(expected), rtol=tol, atol=tol)


def test_squared_loss_equals_gluon_and_ignores_a_missing_axis():
    y_hat, y = random(7, 1), random(7)
    assert d2l.squared_loss(y_hat, y).shape == (7, 1)  # not (7, 7)
    close(d2l.squared_loss(y_hat, y).reshape(-1), gluon.loss.L2Loss()(y_hat, y))


def test_cross_entropy_equals_scipy_and_gluon():
    logits, y = random(9, 5), np.array(numpy.random.randint(0, 5, 9), dtype="int32")
    expected = -special.log_softmax(logits.asnumpy(), axis=1)[range(9), y.asnumpy()]
    close(d2l.cross_entropy(npx.softmax(logits), y), expected)
    theirs = gluon.loss.SoftmaxCrossEntropyLoss()(logits, y)
    close(d2l.cross_entropy(npx.softmax(logits), y), theirs)


def test_accuracy_and_its_average_over_unequal_batches():
    scores = np.eye(4)
    y = np.array([0, 1, 2, 0], dtype="int32")
    assert d2l.accuracy(scores, y) == 0.75
    batches = d2l.load_array((scores, y), 3, shuffle=False)  # 3 right of 3, then 0 of 1
    assert d2l.evaluate_accuracy(lambda X: X, batches) == 0.75


def test_accuracy_equals_the_published_package(peer):
    scores, y = random(50, 10), np.array(numpy.random.randint(0, 10, 50), dtype="int32")
    close(d2l.accuracy(scores, y) * 50, peer.accuracy(scores, y))


def test_evaluate_loss_weighs_batches_by_size():
    X, y = np.arange(5).reshape(5, 1), np.zeros(5)
    batches = d2l.load_array((X, y), 4, shuffle=False)
    close(d2l.evaluate_loss(lambda X: X, batches, d2l.squared_loss), (1 + 4 + 9 + 16) / 2 / 5)


def test_sgd_equals_gluon_trainer():
    X, y = random(8, 3), random(8, 1)
    w, b = random(3, 1), np.zeros(1)
    net = gluon.nn.Dense(1)
    net.initialize()
    net(X)
    net.weight.set_data(w.T)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.3})
    for param in (w, b):
        param.attach_grad()
    for _ in range(3):
        with autograd.record():
            mine = d2l.squared_loss(d2l.linreg(X, w, b), y)
            theirs = gluon.loss.L2Loss()(net(X), y)
        autograd.backward([mine, theirs])
        d2l.sgd([w, b], 0.3, 8)
        trainer.step(8)
    close(w.T, net.weight.data())
    close(b, net.bias.data())


def test_grad_clipping_bounds_the_joint_norm_and_spares_small_gradients():
    params = [random(4, 3), random(5)]
    for param in params:
        param.attach_grad()
        param.grad[:] = random(*param.shape)
    before = numpy.concatenate([p.grad.asnumpy().ravel() for p in params])
    norm = d2l.grad_clipping(params, 1e9)
    after = numpy.concatenate([p.grad.asnumpy().ravel() for p in params])
    close(norm, numpy.linalg.norm(before))
    close(after, before)
    d2l.grad_clipping(params, 0.5)
    after = numpy.concatenate([p.grad.asnumpy().ravel() for p in params])
    close(after, before * 0.5 / norm)


def test_corr2d_equals_scipy_and_refuses_a_large_kernel():
    X, K = random(6, 8), random(3, 2)
    close(d2l.corr2d(X, K), signal.correlate2d(X.asnumpy(), K.asnumpy(), mode="valid"))
    with pytest.raises(ValueError, match="larger than input"):
        d2l.corr2d(K, X)


def test_numerical_gradient_equals_scipy_and_autograd():
    x = np.array(numpy.random.normal(size=(2, 3)), dtype="float64")
    x.attach_grad()

    def f(x):
        return (np.sin(x) * x**2).sum()

    with autograd.record():
        value = f(x)
    value.backward()
    close(d2l.numerical_gradient(f, x), x.grad, tol=1e-5)
    flat = optimize.approx_fprime(
        x.asnumpy().ravel(), lambda v: float(f(np.array(v, dtype="float64")))
    )
    close(d2l.numerical_gradient(f, x).reshape(-1), flat, tol=1e-5)


def test_batch_norm_is_measured_again_as_by_hand():
    """Two normalisations in a row: the second sees what the first makes of each batch."""
    mx.random.seed(0)
    net = nn.Sequential()
    net.add(nn.BatchNorm(), nn.Dense(2), nn.BatchNorm())
    net.initialize(init.Normal(1))
    batches = [(random(8, 3) * 2 + 5, None) for _ in range(4)]
    net(batches[0][0])
    net[2].running_mean.set_data(np.array([300.0, -300.0]))  # of another network
    before = {name: p.data().copy() for name, p in net.collect_params().items()}
    d2l.reestimate_batch_norm(net, batches, num_epochs=25)
    for name, p in net.collect_params().items():
        if "running" not in name:
            close(p.data(), before[name], tol=0)
    W, b = (p.data().asnumpy() for p in (net[1].weight, net[1].bias))
    means, variances = numpy.zeros(2), numpy.ones(2)
    for X, _ in batches * 25:
        X = X.asnumpy()
        H = (X - X.mean(axis=0)) / numpy.sqrt(X.var(axis=0) + 1e-5) @ W.T + b
        means = 0.9 * means + 0.1 * H.mean(axis=0)
        variances = 0.9 * variances + 0.1 * H.var(axis=0)
    close(net[2].running_mean.data(), means, tol=0.02)  # 0.9 ** 100 * 300 is left
    close(net[2].running_var.data(), variances, tol=1e-3)


@pytest.mark.parametrize(
    ("y_hat", "y", "remedy"),
    [
        (numpy.zeros((4, 1)), numpy.zeros(4), "two outputs"),
        (numpy.zeros((4, 3)), numpy.zeros((4, 1)), r"y.reshape\(-1\)"),
        (numpy.zeros((4, 3)), numpy.zeros((4, 3)), r"y.argmax\(axis=1\)"),
        (numpy.zeros(4), numpy.zeros(4), r"shape \(n, k\)"),
        (numpy.zeros((4, 3)), numpy.zeros(3), r"labels must have shape \(4,\), got \(3,\)"),
        (numpy.zeros((1, 3)), numpy.array([3]), "label 3 is not one of the 3 classes 0 to 2"),
        (numpy.zeros((1, 3)), numpy.array([-1]), "label -1 is not one of"),
        (numpy.zeros((1, 3)), numpy.array([1.6]), "label 1.6.* is not a whole number"),
    ],
)
def test_scores_and_labels_of_other_shapes_and_values_are_refused(y_hat, y, remedy):
    y_hat, y = np.array(y_hat, dtype="float32") + 0.5, np.array(y, dtype="float32")
    for function in (d2l.accuracy, d2l.cross_entropy):
        with pytest.raises(ValueError, match=remedy):
            function(y_hat, y)
    with pytest.raises(ValueError, match=remedy):
        d2l.evaluate_accuracy(lambda X: X, [(y_hat, y)])


@pytest.mark.parametrize("dtype", ["int32", "int64", "uint8", "float32"])
def test_labels_of_any_dtype_are_classes(dtype):
    scores, y = np.eye(3) + 0.1, np.array([0, 2, 2]).astype(dtype)
    close(d2l.accuracy(scores, y), 2 / 3)
    close(d2l.cross_entropy(scores, y), -numpy.log([1.1, 0.1, 1.1]))


def with_gradients(*gradients, dtype="float32"):
    params = []
    for gradient in gradients:
        param = np.zeros(len(gradient), dtype=dtype)
        param.attach_grad()
        param.grad[:] = np.array(gradient, dtype=dtype)
        params.append(param)
    return params


@pytest.mark.parametrize(
    ("dtype", "factor"),
    [("float32", 1e19), ("float32", 1e-30), ("float16", 1e4), ("float64", 1e200)],
)
def test_clipping_large_and_small_gradients(dtype, factor):
    params = with_gradients([3 * factor], [4 * factor], dtype=dtype)
    bound = factor / 10
    norm = d2l.grad_clipping((param for param in params), max_norm=bound)  # a generator
    assert norm == pytest.approx(5 * factor, rel=1e-3)
    got = [float(param.grad[0]) / factor for param in params]
    assert got == pytest.approx([0.06, 0.08], rel=1e-3)


def test_clipping_takes_the_parameters_of_a_network():
    net = gluon.nn.Dense(1, in_units=2)
    net.initialize()
    net.bias.grad_req = "null"
    with autograd.record():
        l = net(np.array([[3.0, 4.0]]))
    l.backward()
    assert d2l.grad_clipping(net.collect_params().values(), 1) == pytest.approx(5)
    close(net.weight.grad(), [[0.6, 0.8]])


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_clipping_says_that_gradients_are_not_finite(bad):
    with pytest.raises(ValueError, match="a gradient is nan or infinite"):
        d2l.grad_clipping(with_gradients([1.0, 2.0], [bad]), max_norm=1)


def test_clipping_refuses_nothing_to_clip_and_bounds_that_turn_gradients_round():
    with pytest.raises(ValueError, match="no gradients to clip"):
        d2l.grad_clipping(iter(()), max_norm=1)
    for bound in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="must be above 0"):
            d2l.grad_clipping(with_gradients([1.0]), max_norm=bound)
    assert d2l.grad_clipping(with_gradients([0.0]), max_norm=1) == 0

"""The training loop: exact bookkeeping, one result with gluon's bare loop, clear errors."""

import numpy
import pytest
from mxnet import autograd, gluon, np

import d2lutils as d2l


def dense(num_outputs=1, in_units=3):
    net = gluon.nn.Dense(num_outputs, in_units=in_units)
    net.initialize()
    return net


def data(n=10, batch_size=4, classes=None):
    X = np.array(numpy.random.normal(size=(n, 3)), dtype="float32")
    y = np.array(numpy.random.randint(0, classes, n), dtype="int32") if classes else X.sum(axis=1)
    return d2l.load_array((X, y), batch_size, shuffle=False)


def test_loss_and_accuracy_are_means_over_examples_not_over_batches():
    train_iter, net = data(n=10, batch_size=4, classes=2), dense(2)
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0})
    mean_loss, acc = d2l.train_epoch(net, train_iter, loss, trainer.step)
    X, y = (np.concatenate(parts) for parts in zip(*train_iter))
    assert mean_loss == pytest.approx(float(loss(net(X), y).mean()), rel=1e-5)
    assert acc == pytest.approx(d2l.accuracy(net(X), y))


@pytest.mark.parametrize("shapes", ["alike", "longer and longer", "large", "larger than kept"])
def test_fit_reads_in_groups_what_train_epoch_reads_at_once(shapes):
    lengths = {
        "alike": [5] * 40,
        "longer and longer": [5, 5, 6, 7, 7],
        "large": [40_000] * 10,
        "larger than kept": [300_000] * 2,
    }
    rng = numpy.random.default_rng(1)
    batches = [
        (
            np.array(rng.normal(size=(n, length, 1)), dtype="float32"),
            np.array(rng.integers(0, 2, (n, length)), dtype="int32"),
        )
        for n, length in zip([4, 4, 3] * 14, lengths[shapes])
    ]
    net = gluon.nn.Dense(2, in_units=1, flatten=False)
    net.initialize()

    def loss(y_hat, y):
        return gluon.loss.SoftmaxCELoss()(y_hat, y)

    def score(y_hat, y):
        return float((y_hat.asnumpy().argmax(axis=2) == y.asnumpy()).mean())

    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0})
    expected = d2l.train_epoch(net, batches, loss, trainer.step, score)
    history = d2l.fit(net, batches, None, loss, trainer, 1, score=score, plot=False)
    assert (history.train_loss[0], history.train_acc[0]) == pytest.approx(expected, rel=1e-5)


def test_fit_keeps_few_results():
    X, y = np.ones((4, 100_000, 1)), np.zeros((4, 100_000), dtype="int32")
    net = gluon.nn.Dense(2, in_units=1, flatten=False)
    net.initialize()
    trainer, read = gluon.Trainer(net.collect_params(), "sgd"), []

    def score(y_hat, y):
        read.append(y_hat.size)
        return 0.0

    loss = gluon.loss.SoftmaxCELoss()
    d2l.fit(net, [(X, y)] * 5, None, loss, trainer, 1, score=score, plot=False)
    assert read == [1_600_000, 1_600_000, 800_000]  # the first sums above 2**20, and the rest


def test_a_batch_is_trained_on_when_it_is_asked_for():
    net, trained = dense(), []
    batches = d2l.train_batches(net, data(), gluon.loss.L2Loss(), trained.append)
    assert trained == []
    l, y_hat, y = next(batches)
    assert trained == [4]
    assert (l.shape, y_hat.shape, y.shape) == ((4,), (4, 1), (4,))
    assert [len(y) for _, _, y in batches] == [4, 2]


def test_fit_gives_the_weights_of_the_bare_loop():
    mine, bare = dense(), dense()
    bare.weight.set_data(mine.weight.data())
    loss, train_iter = gluon.loss.L2Loss(), data()
    options = ("sgd", {"learning_rate": 0.1, "momentum": 0.9})
    history = d2l.fit(
        mine, train_iter, None, loss, gluon.Trainer(mine.collect_params(), *options), 3, score=None
    )
    trainer = gluon.Trainer(bare.collect_params(), *options)
    for _ in range(3):
        for X, y in train_iter:
            with autograd.record():
                l = loss(bare(X), y)
            l.backward()
            trainer.step(len(y))
    numpy.testing.assert_array_equal(mine.weight.data().asnumpy(), bare.weight.data().asnumpy())
    assert len(history.train_loss) == len(history.seconds) == 3
    assert history.train_acc == history.test_acc == history.test_loss == []


def test_history_of_a_classifier_and_of_a_regression():
    net = dense(2)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    batches = data(classes=2)
    history = d2l.fit(net, batches, batches, gluon.loss.SoftmaxCrossEntropyLoss(), trainer, 2)
    assert set(history.curves()) == {"train loss", "train acc", "test acc"}
    assert history.test_acc[-1] == d2l.evaluate_accuracy(net, batches)
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    history = d2l.fit(net, data(), data(), gluon.loss.L2Loss(), trainer, 2, score=None)
    assert set(history.curves()) == {"train loss", "test loss"}
    assert repr(history).startswith("History(2 epochs: train loss ")


def test_divergence_is_named():
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 1e30})
    with pytest.raises(ValueError, match="diverged. Try a smaller learning rate"):
        d2l.fit(net, data(), None, gluon.loss.L2Loss(), trainer, 3, score=None, plot=False)


def test_a_mean_loss_is_refused():
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd")

    steps = []

    def mean_loss(y_hat, y):
        steps.append(len(y))
        return ((y_hat.reshape(-1) - y) ** 2).mean()

    with pytest.raises(ValueError, match=r"loss has shape \(\) for labels of shape \(4,\)"):
        d2l.fit(net, data(), None, mean_loss, trainer, 1, score=None, plot=False)
    assert steps == [4]  # at once, not after an epoch of wrong steps


def test_nothing_to_do_is_refused():
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd")
    with pytest.raises(ValueError, match="nothing to do: 0 epochs"):
        d2l.fit(net, data(), None, gluon.loss.L2Loss(), trainer, 0)


def test_split_batch_keeps_all_examples_in_order():
    import mxnet as mx

    X, y = np.arange(14).reshape(7, 2), np.arange(7)
    devices = [mx.cpu(0), mx.cpu(1), mx.cpu(2)]
    X_parts, y_parts = d2l.split_batch(X, y, devices)
    assert [len(part) for part in X_parts] == [3, 2, 2]
    assert [part.ctx for part in y_parts] == devices
    numpy.testing.assert_array_equal(numpy.concatenate([p.asnumpy() for p in X_parts]), X.asnumpy())
    with pytest.raises(ValueError, match="2 examples cannot be split over 3"):
        d2l.split_batch(X[:2], y[:2], devices)
    with pytest.raises(ValueError, match="7 examples but y has 6"):
        d2l.split_batch(X, y[:6], devices)


def test_batches_move_to_the_device_of_the_network():
    import mxnet as mx

    net = gluon.nn.Dense(1, in_units=3)
    net.initialize(ctx=mx.cpu(1))
    assert d2l.device_of(net) == mx.cpu(1)
    moved = d2l.OnDevice(data(), mx.cpu(1))
    assert len(moved) == 3
    assert all(X.ctx == y.ctx == mx.cpu(1) for X, y in moved)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    d2l.fit(net, data(), data(), gluon.loss.L2Loss(), trainer, 1, score=None, plot=False)


def test_without_a_gpu_everything_falls_back_to_the_cpu(monkeypatch):
    import mxnet as mx

    monkeypatch.setattr(mx.context, "num_gpus", lambda: 0)
    assert d2l.try_gpu() == mx.cpu()
    assert d2l.try_all_gpus() == [mx.cpu()]
    assert d2l.by_device(cpu=1, gpu=2) == 1
    monkeypatch.setattr(mx.context, "num_gpus", lambda: 2)
    assert d2l.try_gpu(1) == mx.gpu(1)
    assert d2l.try_gpu(2) == mx.cpu()
    assert d2l.try_all_gpus() == [mx.gpu(0), mx.gpu(1)]
    assert d2l.by_device(cpu=1, gpu=2) == 2

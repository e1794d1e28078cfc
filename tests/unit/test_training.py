"""The training loop: exact bookkeeping, one result with gluon's bare loop, clear errors."""

import copy

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
    history = d2l.fit(net, batches, None, loss, trainer, 1, scores={"acc": score}, plot=False)
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
    d2l.fit(net, [(X, y)] * 5, None, loss, trainer, 1, scores={"acc": score}, plot=False)
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
        mine, train_iter, None, loss, gluon.Trainer(mine.collect_params(), *options), 3, scores={}
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
    assert list(history.curves()) == ["train loss"]


def test_history_of_a_classifier_and_of_a_regression():
    net = dense(2)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    batches = data(classes=2)
    history = d2l.fit(net, batches, batches, gluon.loss.SoftmaxCrossEntropyLoss(), trainer, 2)
    assert set(history.curves()) == {"train loss", "train acc", "test acc"}
    assert history.test_acc[-1] == d2l.evaluate_accuracy(net, batches)
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    history = d2l.fit(net, data(), data(), gluon.loss.L2Loss(), trainer, 2, scores={})
    assert set(history.curves()) == {"train loss", "test loss"}
    assert repr(history).startswith("History(2 epochs: train loss ")


def test_divergence_is_named():
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 1e30})
    with pytest.raises(ValueError, match="diverged. Try a smaller learning rate"):
        d2l.fit(net, data(), None, gluon.loss.L2Loss(), trainer, 3, scores={}, plot=False)


def test_a_mean_loss_is_refused():
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd")

    steps = []

    def mean_loss(y_hat, y):
        steps.append(len(y))
        return ((y_hat.reshape(-1) - y) ** 2).mean()

    with pytest.raises(ValueError, match=r"loss has shape \(\) for labels of shape \(4,\)"):
        d2l.fit(net, data(), None, mean_loss, trainer, 1, scores={}, plot=False)
    assert steps == [4]  # at once, not after an epoch of wrong steps


def test_nothing_to_do_is_refused():
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd")
    with pytest.raises(ValueError, match="nothing to do: 0 epochs"):
        d2l.fit(net, data(), None, gluon.loss.L2Loss(), trainer, 0)


def test_batches_move_to_the_device_of_the_network():
    import mxnet as mx

    net = gluon.nn.Dense(1, in_units=3)
    net.initialize(ctx=mx.cpu(1))
    assert d2l.device_of(net) == mx.cpu(1)
    moved = d2l.OnDevice(data(), mx.cpu(1))
    assert len(moved) == 3
    assert all(X.ctx == y.ctx == mx.cpu(1) for X, y in moved)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    d2l.fit(net, data(), data(), gluon.loss.L2Loss(), trainer, 1, scores={}, plot=False)


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


def test_history_names_what_it_recorded():
    history = d2l.History()
    assert repr(history) == "History(0 epochs: )"
    with pytest.raises(AttributeError, match="no curve 'test_acc'; recorded: nothing"):
        _ = history.test_acc
    history.record({"train loss": 1.0, "test perplexity": 4.0}, seconds=1.5)
    history.record({"train loss": 0.5, "test perplexity": 2.0}, seconds=2.5)
    assert history["test perplexity"] == history.test_perplexity == [4.0, 2.0]
    assert (history.seconds, len(history)) == ([1.5, 2.5], 2)
    assert history.last() == {"train loss": 0.5, "test perplexity": 2.0}
    with pytest.raises(KeyError, match="recorded: train loss, test perplexity"):
        history["test acc"]
    assert copy.deepcopy(history).curves() == history.curves()


def error(y_hat, y):
    return float(abs(y_hat.asnumpy().reshape(-1) - y.asnumpy()).mean())


def test_named_scores_are_measured_on_training_and_test_data():
    net = dense()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0})
    train, test, loss = data(n=10), data(n=7), gluon.loss.L2Loss()
    history = d2l.fit(net, train, test, loss, trainer, 1, scores={"error": error}, plot=False)
    assert list(history.curves()) == ["train loss", "train error", "test loss", "test error"]
    for name, batches in (("train", train), ("test", test)):
        X, y = (np.concatenate(parts) for parts in zip(*batches))
        assert history[f"{name} error"] == [pytest.approx(error(net(X), y), rel=1e-5)]
        assert history[f"{name} loss"] == [pytest.approx(float(loss(net(X), y).mean()), rel=1e-5)]


class ClippingTrainer:
    """Anything with `step` is a trainer."""

    def __init__(self, net, lr):
        self.params, self.lr, self.norms = list(net.collect_params().values()), lr, []

    def step(self, batch_size):
        self.norms.append(d2l.grad_clipping(self.params, max_norm=0.5))
        for param in self.params:
            param.set_data(param.data() - self.lr * param.grad())


def test_a_trainer_is_anything_with_a_step():
    net = dense()
    trainer = ClippingTrainer(net, lr=0.1)
    d2l.fit(net, data(), None, gluon.loss.L2Loss(), trainer, 2, scores={}, plot=False)
    assert len(trainer.norms) == 6


def test_the_generator_of_batches_can_be_replaced():
    """A network with two outputs and labels in two arrays, and a loss that leaves examples out."""

    class Two(gluon.nn.Block):
        def __init__(self):
            super().__init__()
            self.first, self.second = (gluon.nn.Dense(1, in_units=3) for _ in range(2))

        def forward(self, X):
            return self.first(X), self.second(X)

    def masked_batches(net, train_iter, loss, step):
        for X, (y, mask) in train_iter:
            with autograd.record():
                first, second = net(X)
                l = (loss(first, y) + loss(second, y))[mask]
            l.backward()
            step(len(l))
            yield l, (first, second), (y, mask)

    X = np.array(numpy.random.normal(size=(6, 3)), dtype="float32")
    y, mask = X.sum(axis=1), np.array([0, 2, 3])
    net = Two()
    net.initialize()
    expected = sum(gluon.loss.L2Loss()(out, y) for out in net(X))[mask].mean()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    loss, seen = gluon.loss.L2Loss(), []
    d2l.fit(
        net,
        [(X, (y, mask))] * 2,
        None,
        loss,
        trainer,
        1,
        scores={"outputs": lambda y_hat, y: seen.append(len(y_hat)) or 0.0},
        batches=masked_batches,
        plot=False,
    )
    assert seen == [2, 2]
    history = d2l.fit(
        net, [(X, (y, mask))], None, loss, trainer, 1, scores={}, batches=masked_batches, plot=False
    )
    assert history.train_loss[0] < float(expected)


def classifier(num_outputs, **kwargs):
    net = dense(num_outputs)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    return net, trainer, gluon.loss.SoftmaxCrossEntropyLoss(**kwargs)


@pytest.mark.parametrize("label", [3, -1, 1.5, float("nan")])
@pytest.mark.parametrize("scores", [None, {}])
@pytest.mark.parametrize("where", [0, -1])
def test_fit_refuses_labels_that_are_no_classes(label, scores, where):
    net, trainer, loss = classifier(3)
    y = numpy.zeros(40, dtype="float32")
    y[where] = label
    batches = d2l.load_array((np.ones((40, 3)), y), 4, shuffle=False)
    with pytest.raises(ValueError, match="label (3|-1|1.5|nan) is not"):
        d2l.fit(net, batches, None, loss, trainer, 1, scores=scores, plot=False)


def test_fit_refuses_one_logit_and_accepts_a_score_of_ones_own():
    net = dense(1)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    loss, batches = gluon.loss.SigmoidBCELoss(), data(classes=2)
    with pytest.raises(ValueError, match="two outputs, or pass a score of your own"):
        d2l.fit(net, batches, None, loss, trainer, 1, plot=False)

    def right(y_hat, y):
        return float(((y_hat.asnumpy().reshape(-1) > 0) == y.asnumpy()).mean())

    history = d2l.fit(net, batches, batches, loss, trainer, 1, scores={"acc": right}, plot=False)
    assert history.test_acc == [pytest.approx(d2l.evaluate(net, batches, loss, {"r": right})["r"])]


@pytest.mark.parametrize("dtype", ["float64", "bool", "uint8"])
def test_fit_names_inputs_that_the_network_does_not_take(dtype):
    net, trainer, loss = classifier(2)
    X = numpy.ones((4, 3)).astype(dtype)
    batches = d2l.load_array((X, numpy.zeros(4, dtype="int32")), 4)
    with pytest.raises(ValueError, match=rf"inputs are {dtype}: .*astype\('float32'\)"):
        d2l.fit(net, batches, None, loss, trainer, 1, plot=False)


def test_fit_refuses_data_that_can_be_read_once_or_not_at_all():
    net, trainer, loss = classifier(2)
    batches = data(classes=2)
    with pytest.raises(ValueError, match=r"test_iter is a generator.* list\(test_iter\)"):
        d2l.fit(net, batches, (b for b in batches), loss, trainer, 2, plot=False)
    with pytest.raises(ValueError, match=r"train_iter is a zip.* list\(train_iter\)"):
        d2l.fit(net, zip([1], [2]), None, loss, trainer, 1, plot=False)
    with pytest.raises(ValueError, match="test_iter is empty"):
        d2l.fit(net, batches, [], loss, trainer, 1, plot=False)

    class UsedUp(list):
        def __iter__(self):
            return iter(())

    with pytest.raises(ValueError, match="no data: the iterator is empty"):
        d2l.fit(net, UsedUp([1]), None, loss, trainer, 1, plot=False)
    with pytest.raises(ValueError, match="no data: the iterator is empty"):
        d2l.train_epoch(net, [], loss, trainer.step)
    with pytest.raises(ValueError, match="no data: the iterator is empty"):
        d2l.evaluate_loss(net, iter(()), loss)


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_sums_of_losses_neither_overflow_nor_lose_digits(dtype):
    """80,000 losses of 1.1 add up to more than float16 holds, and float32 loses their digits."""
    y = np.full((80_000, 1), 1.1).astype(dtype)

    def loss(y_hat, y):
        return (y_hat * 0).astype(dtype) + y

    net = gluon.nn.Dense(1, in_units=1)
    net.initialize()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0})
    expected = pytest.approx(float(y[0, 0]), rel=1e-9)
    batches = [(y.astype("float32"), y)] * 3
    assert d2l.evaluate_loss(net, batches, loss) == expected
    assert d2l.train_epoch(net, batches, loss, trainer.step, lambda *_: 0)[0] == expected
    history = d2l.fit(net, batches, None, loss, trainer, 1, scores={}, plot=False)
    assert history.train_loss[0] == expected


def test_evaluate_loss_refuses_means_and_broadcast_losses():
    X, y = np.ones((4, 1)), np.ones(4)
    with pytest.raises(ValueError, match="leave out its mean"):
        d2l.evaluate_loss(lambda X: X, [(X, y)], lambda y_hat, y: ((y_hat - y) ** 2).mean())
    with pytest.raises(ValueError, match=r"shape \(4, 4\) for labels of shape \(4,\).*broadcast"):
        d2l.evaluate_loss(lambda X: X, [(X, y)], lambda y_hat, y: (y_hat - y) ** 2)

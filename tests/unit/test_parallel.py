"""Several devices learn what one device learns."""

import mxnet as mx
import numpy
import pytest
from mxnet import gluon, np
from mxnet.gluon import nn

import d2lutils as d2l

DEVICES = [mx.cpu(0), mx.cpu(1), mx.cpu(2)]
LOSS = gluon.loss.SoftmaxCrossEntropyLoss()


@pytest.mark.parametrize("n", range(1, 12))
@pytest.mark.parametrize("k", [1, 2, 3])
def test_a_split_keeps_all_examples_in_order_and_is_even(n, k):
    X, y = np.arange(2 * n).reshape(n, 2), np.arange(n)
    X_parts, y_parts = d2l.split_batch(X, y, DEVICES[:k])
    sizes = [len(part) for part in X_parts]
    assert len(sizes) == min(n, k)
    assert sum(sizes) == n
    assert max(sizes) - min(sizes) <= 1
    assert [part.ctx for part in y_parts] == DEVICES[: len(sizes)]
    joined = numpy.concatenate([part.asnumpy() for part in X_parts])
    numpy.testing.assert_array_equal(joined, X.asnumpy())


def test_a_split_refuses_labels_of_other_examples():
    with pytest.raises(ValueError, match="7 examples but y has 6"):
        d2l.split_batch(np.zeros((7, 2)), np.zeros(6), DEVICES)


def test_an_allreduce_adds_in_place():
    arrays = [np.full((2, 3), 10.0**i, ctx=device) for i, device in enumerate(DEVICES)]
    same = list(arrays)
    d2l.allreduce(arrays)
    for array, before, device in zip(arrays, same, DEVICES):
        assert array is before
        assert array.ctx == device
        numpy.testing.assert_array_equal(array.asnumpy(), 111)
    d2l.allreduce(arrays[:1])
    numpy.testing.assert_array_equal(arrays[0].asnumpy(), 111)


def trained(devices, sizes, batches=None):
    """Train a small network on batches of the given sizes; return its parameters by device."""
    rng = numpy.random.RandomState(0)
    data = [
        (np.array(rng.normal(size=(n, 5)), dtype="float32"), np.array(rng.randint(0, 3, size=n)))
        for n in sizes
    ]
    mx.random.seed(0)
    net = nn.Sequential()
    net.add(nn.Dense(8, activation="relu", in_units=5), nn.Dense(3, in_units=8))
    net.initialize(mx.init.Xavier(), ctx=devices)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1, "momentum": 0.9})
    history = d2l.fit(
        net,
        data,
        None,
        LOSS,
        trainer,
        1,
        batches=batches or d2l.parallel_batches(devices),
        plot=False,
    )
    params = net.collect_params().values()
    return [[p.data(d).asnumpy() for p in params] for d in devices], history.last()


@pytest.mark.parametrize("k", [2, 3])
def test_several_devices_learn_what_one_learns_from_batches_of_any_size(k):
    sizes = [8, 7, 6, 5, 4, 3, 2, 1, 1, 2, 9, 10, 11, 12, 13, 3, 4, 5, 1, 6]
    (alone,), scores = trained(DEVICES[:1], sizes, d2l.train_batches)
    several, scores_of_several = trained(DEVICES[:k], sizes)
    for copy in several:
        for ours, first, theirs in zip(copy, several[0], alone):
            numpy.testing.assert_array_equal(ours, first)
            numpy.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert scores_of_several == pytest.approx(scores, abs=1e-6)

"""A resumed run equals the uninterrupted one, and half a checkpoint is none."""

import mxnet as mx
import numpy
import pytest
from mxnet import gluon, np
from mxnet.gluon import nn

import d2lutils as d2l


def prepare():
    numpy.random.seed(0)
    mx.random.seed(0)
    X = np.array(numpy.random.normal(size=(60, 3)), dtype="float32")
    batches = d2l.load_array((X, (X[:, 0] > 0).astype("int32")), 16)
    net = nn.Sequential()
    net.add(nn.Dense(8, activation="relu"), nn.Dropout(0.5), nn.Dense(2))
    net.initialize()
    net(X[:1])
    settings = {"learning_rate": 0.1, "momentum": 0.9}
    return net, batches, gluon.Trainer([*net.collect_params().values()], "sgd", settings)


def train(net, batches, trainer, epochs, folder=None):
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    for epoch in epochs:
        mx.random.seed(epoch)
        d2l.fit(net, batches, None, loss, trainer, 1, plot=False)
        if folder:
            d2l.save_checkpoint(folder, epoch + 1, net, trainer)
    return [p.data().asnumpy().tobytes() for p in net.collect_params().values()]


def test_a_resumed_run_equals_the_uninterrupted_one_bit_for_bit(tmp_path):
    whole = train(*prepare(), range(4))
    train(*prepare(), range(2), tmp_path)
    net, batches, trainer = prepare()
    numpy.random.seed(99)  # another process
    done = d2l.load_checkpoint(tmp_path, net, trainer)
    assert done == 2
    assert train(net, batches, trainer, range(done, 4)) == whole


def test_without_a_checkpoint_nothing_changes(tmp_path):
    net, _, trainer = prepare()
    before = numpy.random.get_state()[1].tobytes()
    (tmp_path / "part-abc").mkdir()  # a process that was killed while saving leaves this
    assert d2l.load_checkpoint(tmp_path, net, trainer) == 0
    assert numpy.random.get_state()[1].tobytes() == before


def test_a_failed_save_leaves_no_checkpoint(tmp_path, monkeypatch):
    net, _, trainer = prepare()
    monkeypatch.setattr(trainer, "save_states", lambda path: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        d2l.save_checkpoint(tmp_path, 1, net, trainer)
    assert not list(tmp_path.glob("epoch-*"))
    assert d2l.load_checkpoint(tmp_path, net, trainer) == 0

"""A resumed run equals the uninterrupted one, and half a checkpoint is none."""

import os

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
    assert not list(tmp_path.iterdir())


def test_the_last_epoch_is_the_largest_number(tmp_path):
    net, batches, trainer = prepare()
    train(net, batches, trainer, [0])
    for epoch in (2, 999, 1000, 10):
        d2l.save_checkpoint(tmp_path, epoch, net, trainer)
    assert d2l.load_checkpoint(tmp_path, net, trainer) == 1000


def test_what_else_is_in_the_folder_does_not_matter(tmp_path):
    net, batches, trainer = prepare()
    train(net, batches, trainer, [0])
    (tmp_path / "part").mkdir()  # a process that was killed while saving leaves this
    (tmp_path / "part" / "net.params").write_text("half", encoding="utf-8")
    d2l.save_checkpoint(tmp_path, 3, net, trainer)
    (tmp_path / "epoch-notes.txt").write_text("good so far", encoding="utf-8")
    (tmp_path / "epoch-999").write_text("a file", encoding="utf-8")
    (tmp_path / "epoch-998").mkdir()
    (tmp_path / ".DS_Store").write_text("", encoding="utf-8")
    assert d2l.load_checkpoint(tmp_path, net, trainer) == 3
    assert not (tmp_path / "part").exists()


def test_a_checkpoint_can_be_read_by_those_whom_the_umask_lets(tmp_path):
    net, batches, trainer = prepare()
    train(net, batches, trainer, [0])
    before = os.umask(0o027)
    try:
        d2l.save_checkpoint(tmp_path, 1, net, trainer)
    finally:
        os.umask(before)
    assert (tmp_path / "epoch-001").stat().st_mode & 0o777 == 0o750


def test_a_checkpoint_of_another_optimiser_is_refused(tmp_path):
    net, batches, trainer = prepare()
    train(net, batches, trainer, [0])
    d2l.save_checkpoint(tmp_path, 1, net, trainer)
    adam = gluon.Trainer([*net.collect_params().values()], "adam")
    weights = net[0].weight.data().asnumpy()
    net[0].weight.set_data(net[0].weight.data() + 1)
    with pytest.raises(ValueError, match="epoch-001 is of SGD, not Adam"):
        d2l.load_checkpoint(tmp_path, net, adam)
    assert type(adam.optimizer).__name__ == "Adam"
    assert (net[0].weight.data().asnumpy() == weights + 1).all()  # nothing was changed

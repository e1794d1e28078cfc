"""The drawn garments: the same bytes everywhere, and as instructive as the real pictures."""

import hashlib

import mxnet as mx
import numpy
import pytest
from mxnet import autograd, gluon, np
from mxnet.gluon import nn

from d2lutils.datasets.standins.garments import draw_garments, embedded_fashion_mnist


def test_bytes_are_the_same_on_every_machine():
    images, labels = draw_garments(1000, seed=0)
    digest = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
    assert digest == "74076de674326ef7da2496d2aa928c3bc23fca50259cc683535bfe942b9e9e84"


def test_classes_are_balanced_and_mixed():
    (X, y), (X_test, y_test) = embedded_fashion_mnist()
    assert (X.shape, X.dtype, y.dtype) == ((30_000, 28, 28), numpy.uint8, numpy.uint8)
    assert numpy.bincount(y).tolist() == [3000] * 10
    assert numpy.bincount(y_test).tolist() == [500] * 10
    assert (numpy.bincount(y[:1000]) > 60).all()
    assert not X.flags.writeable  # shared by all loaders of the process
    assert len(numpy.unique(X[:2000].reshape(2000, -1), axis=0)) == 2000
    assert not (X[:100, None] == X_test[None, :100]).all((2, 3)).any()


def test_pictures_look_like_pictures():
    (X, y), _ = embedded_fashion_mnist()
    assert 0.1 < X.mean() / 255 < 0.35  # the real set: 0.29
    assert (X[:, 0, 0] == 0).mean() > 0.95  # black corners
    bright = [(X[y == kind] > 40).mean() for kind in range(10)]
    assert bright[5] == min(bright)  # sandals are mostly air


def test_the_global_generator_is_left_alone():
    before = numpy.random.get_state()[1].copy()
    draw_garments(10, seed=3)
    numpy.testing.assert_array_equal(numpy.random.get_state()[1], before)


def convnet():
    net = nn.HybridSequential()
    for channels in (12, 24):
        net.add(nn.Conv2D(channels, 3, padding=1, activation="relu"), nn.MaxPool2D(2, 2))
    net.add(nn.Dense(64, activation="relu"), nn.Dense(10))
    return net


def mlp():
    net = nn.HybridSequential()
    net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
    return net


def train(net, data, num_epochs, lr=0.003, batch_size=128):
    """Accuracy on the test set after training with Adam and a falling learning rate."""
    (X, y), (X_test, y_test) = data
    net.initialize(mx.init.Xavier())
    net.hybridize()
    trainer = gluon.Trainer(net.collect_params(), "adam")
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    for epoch in range(num_epochs):
        trainer.set_learning_rate(lr * (1 - epoch / num_epochs))
        order = numpy.random.permutation(len(y))
        for rows in numpy.split(order, range(batch_size, len(y), batch_size)):
            with autograd.record():
                l = loss(net(np.array(X[rows])), np.array(y[rows]))
            l.backward()
            trainer.step(len(rows))
    return float((net(np.array(X_test)).argmax(1).asnumpy() == y_test).mean())


@pytest.mark.timeout(120)
def test_better_models_do_better():
    def ready(X, y, n):
        return X[:n, None].astype("float32") / 255, y[:n].astype("float32")

    splits = embedded_fashion_mnist()
    data = ready(*splits[0], 10_000), ready(*splits[1], 2000)
    line, layers, convolutions = (
        train(nn.Dense(10), data, 5),
        train(mlp(), data, 5),
        train(convnet(), data, 4),
    )
    print(f"softmax {line:.3f}, MLP {layers:.3f}, convnet {convolutions:.3f}")
    assert 0.72 < line < 0.86
    assert layers > line + 0.03
    assert convolutions > layers + 0.02
    assert convolutions < 0.97

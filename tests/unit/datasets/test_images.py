"""The loader of Fashion-MNIST, on the drawn pictures."""

import socket

import numpy
import pytest
import scipy.ndimage

import d2lutils as d2l
from d2lutils.datasets.images import resize_bilinear
from d2lutils.datasets.standins.garments import embedded_fashion_mnist


@pytest.fixture(autouse=True)
def _embedded(monkeypatch):
    monkeypatch.setenv("D2L_DATA", "embedded")


def test_batches():
    train_iter, test_iter = d2l.load_fashion_mnist(256)
    assert (train_iter.num_examples, test_iter.num_examples) == (30_000, 5_000)
    assert len(train_iter) == 118
    assert train_iter.source == test_iter.source == "embedded"
    X, y = next(iter(train_iter))
    assert (X.shape, X.dtype, y.shape, y.dtype) == (
        (256, 1, 28, 28),
        numpy.float32,
        (256,),
        numpy.int32,
    )
    assert 0 <= X.min() < 0.01
    assert 0.9 < X.max() <= 1


def test_values_and_order():
    (_, _), (images, labels) = embedded_fashion_mnist()
    _, test_iter = d2l.load_fashion_mnist(1000)
    X, y = next(iter(test_iter))
    numpy.testing.assert_array_equal(X.asnumpy()[:, 0], images[:1000].astype("float32") / 255)
    numpy.testing.assert_array_equal(y.asnumpy(), labels[:1000])
    train_iter, _ = d2l.load_fashion_mnist(1000)
    assert (next(iter(train_iter))[1] != next(iter(train_iter))[1]).any()


def test_num_train_keeps_the_first_examples():
    train_iter, test_iter = d2l.load_fashion_mnist(100, num_train=250)
    assert (train_iter.num_examples, test_iter.num_examples) == (250, 5_000)
    seen = numpy.concatenate([y.asnumpy() for _, y in train_iter])
    first = embedded_fashion_mnist()[0][1][:250]
    numpy.testing.assert_array_equal(numpy.sort(seen), numpy.sort(first))
    assert d2l.load_fashion_mnist(100, num_train=60_000)[0].num_examples == 30_000


def test_resize():
    _, small = d2l.load_fashion_mnist(50)
    _, large = d2l.load_fashion_mnist(50, resize=96)
    X, Z = next(iter(small))[0], next(iter(large))[0]
    assert Z.shape == (50, 1, 96, 96)
    expected = resize_bilinear(X.asnumpy()[:, 0], 96)
    numpy.testing.assert_array_equal(Z.asnumpy()[:, 0], expected)
    same, _ = d2l.load_fashion_mnist(50, resize=28)
    assert next(iter(same))[0].shape == (50, 1, 28, 28)


@pytest.mark.parametrize("side", [1, 14, 20, 28, 32, 96, 224])
def test_bilinear_agrees_with_scipy(side):
    images = numpy.random.rand(3, 28, 28).astype("float32")
    ours = resize_bilinear(images, side)
    peer = scipy.ndimage.zoom(
        images, (1, side / 28, side / 28), order=1, mode="nearest", grid_mode=True
    )
    numpy.testing.assert_allclose(ours, peer, atol=1e-5)


def test_bilinear_keeps_a_constant_and_the_range():
    images = numpy.random.rand(4, 28, 28).astype("float32")
    assert resize_bilinear(images, 61).max() <= images.max() + 1e-6
    numpy.testing.assert_allclose(resize_bilinear(numpy.ones_like(images), 61), 1, rtol=1e-6)


@pytest.mark.parametrize("name", ["batch_size", "resize", "num_train"])
@pytest.mark.parametrize("value", [0, -3, 1.5, "8", True])
def test_bad_arguments(name, value):
    with pytest.raises(ValueError, match=f"{name} must be a whole number from 1 up"):
        d2l.load_fashion_mnist(**{"batch_size": 8, name: value})


def test_more_than_there_are():
    with pytest.raises(ValueError, match="at most 60,000"):
        d2l.load_fashion_mnist(8, num_train=60_001)


def test_labels():
    assert d2l.fashion_mnist_labels(d2l.load_fashion_mnist(4)[1].arrays[1][:0]) == []
    assert d2l.fashion_mnist_labels(range(10)) == [
        "t-shirt",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    ]


def test_embedded_never_touches_the_network(monkeypatch):
    def forbidden(*_):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    d2l.load_fashion_mnist(8)
    d2l.load_airfoil()
    d2l.load_house_prices()

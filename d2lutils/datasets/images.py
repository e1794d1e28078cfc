"""Loaders of picture data."""

import functools

import numpy
from mxnet import np

from d2lutils.datasets.idx import read_idx
from d2lutils.datasets.iterators import ArrayIterator, positive
from d2lutils.datasets.store.errors import DataError
from d2lutils.datasets.store.source import load, note_package

FASHION_LABELS = (
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
)
NUM_FASHION_TRAIN = 60_000


def load_fashion_mnist(batch_size, resize=None, num_train=None):
    """Load Fashion-MNIST as minibatches, the training set shuffled.

    Parameters
    ----------
    batch_size : int
        Examples in a batch.
    resize : int, optional
        Side of the pictures in pixels, by bilinear interpolation; 28 as they are.
    num_train : int, optional
        Keep only the first examples of the training set, up to 60,000.

    Returns
    -------
    train_iter, test_iter : ArrayIterator
        Batches X (n, 1, side, side), float32 from 0 to 1, and y (n,), int32. The attribute
        `source` is "full" for the real 60,000 + 10,000 pictures and "embedded" for the 30,000 +
        5,000 drawn ones.

    Raises
    ------
    ValueError
        An argument is not a whole number from 1 up.
    DataError
        With ``D2L_DATA=full``, if the real files cannot be had.

    Notes
    -----
    Introduced in section 3.5. Xiao, Rasul and Vollgraf, Fashion-MNIST, arXiv:1708.07747, 2017.

    Examples
    --------
    >>> train_iter, test_iter = load_fashion_mnist(64, resize=32, num_train=1000)
    >>> X, y = next(iter(train_iter))
    >>> X.shape, len(train_iter)
    ((64, 1, 32, 32), 16)

    """
    batch_size = positive("batch_size", batch_size)
    side = None if resize is None else positive("resize", resize)
    if num_train is not None and positive("num_train", num_train) > NUM_FASHION_TRAIN:
        raise ValueError(f"num_train must be at most {NUM_FASHION_TRAIN:,}, got {num_train!r}")
    splits, source = load("fashion-mnist", _read_fashion_mnist, _draw_fashion_mnist)
    (X_train, y_train), test = splits
    train = X_train[:num_train], y_train[:num_train]
    transform = functools.partial(to_network_input, side=side)
    return tuple(
        ArrayIterator(
            (X, y.astype("int32")), batch_size, shuffle=shuffle, transform=transform, source=source
        )
        for (X, y), shuffle in ((train, True), (test, False))
    )


def fashion_mnist_labels(y):
    """Return the names of classes of Fashion-MNIST.

    Parameters
    ----------
    y : iterable of int
        Classes, 0 to 9.

    Returns
    -------
    list of str

    Notes
    -----
    Introduced in section 3.5.

    Examples
    --------
    >>> fashion_mnist_labels([9, 0])
    ['ankle boot', 't-shirt']

    """
    return [FASHION_LABELS[int(label)] for label in y]


def load_photo(*, grey=True):
    """Load a photograph of a pavilion, cut out and shrunk.

    The middle of the picture, 423 by 360 pixels, in which every 3 by 3 pixels become their mean.

    Parameters
    ----------
    grey : bool, default True
        Average the three channels.

    Returns
    -------
    mxnet.np.ndarray of float32
        Brightness from 0 to 1, (141, 120) in grey, (3, 141, 120) for red, green and blue.

    Notes
    -----
    Introduced in section 5.1. The photograph ``china.jpg`` that scikit-learn ships, taken by
    danielbuechele, CC BY 2.0; data/README.md gives the credit.

    Examples
    --------
    >>> load_photo().shape, load_photo(grey=False).shape
    ((141, 120), (3, 141, 120))

    """
    from sklearn.datasets import load_sample_image

    note_package("china.jpg")
    photo = load_sample_image("china.jpg")[:423, 40:400] / 255
    photo = photo.reshape(141, 3, 120, 3, 3).mean(axis=(1, 3)).transpose(2, 0, 1)
    return np.array(photo.mean(axis=0) if grey else photo, dtype="float32")


def to_network_input(images, side=None):
    """Turn bytes (n, h, w) into float32 from 0 to 1, (n, 1, h, w) or (n, 1, side, side)."""
    bright = images.astype("float32") / 255
    if side is not None and images.shape[1:] != (side, side):
        bright = resize_bilinear(bright, side)
    return bright[:, None]


def resize_bilinear(images, side):
    """Resize pictures to a square by bilinear interpolation.

    Along each axis a new pixel is a weighted mean of the two old ones nearest to its centre, so
    the whole is two matrix products.

    Parameters
    ----------
    images : numpy.ndarray of float32, shape (n, h, w)
        The pictures.
    side : int
        New height and width.

    Returns
    -------
    numpy.ndarray of float32, shape (n, side, side)

    Examples
    --------
    >>> resize_bilinear(numpy.array([[[0, 1], [0, 1]]], "float32"), 4)[0, 0]
    array([0.  , 0.25, 0.75, 1.  ], dtype=float32)

    """
    rows, columns = _weights(images.shape[1], side), _weights(images.shape[2], side)
    return numpy.matmul(rows, numpy.matmul(images, columns.T))


@functools.lru_cache(maxsize=8)
def _weights(old, new):
    """Interpolation matrix (new, old): pixel centres of both grids cover the same length."""
    centres = numpy.clip((numpy.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
    distance = abs(centres[:, None] - numpy.arange(old)[None, :])
    return numpy.maximum(0, 1 - distance).astype("float32")


def _read_fashion_mnist(paths):
    """Read the four files of the real set."""
    splits = []
    for name in ("train", "t10k"):
        X = read_idx(paths[f"{name}-images-idx3-ubyte.gz"])
        y = read_idx(paths[f"{name}-labels-idx1-ubyte.gz"])
        if X.shape != (len(y), 28, 28):
            raise DataError(
                f"{name}-images-idx3-ubyte.gz",
                f"unexpected shape {X.shape}",
                "Delete the file and fetch it again.",
            )
        splits.append((X, y))
    return splits


def _draw_fashion_mnist():
    from d2lutils.datasets.standins.garments import embedded_fashion_mnist

    return embedded_fashion_mnist()

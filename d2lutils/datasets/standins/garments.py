"""Drawn garments that stand in for Fashion-MNIST when the real pictures are out of reach."""

import functools

import numpy

from d2lutils.datasets.standins.clothes import coat, dress, pullover, shirt, t_shirt, trouser
from d2lutils.datasets.standins.drawing import Canvas
from d2lutils.datasets.standins.shoes import ankle_boot, bag, sandal, sneaker

NUM_TRAIN, NUM_TEST = 30_000, 5_000  # half of the real set
CHUNK = 250  # pictures drawn together: few enough that the arrays stay in the processor's cache


KINDS = [t_shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle_boot]


def draw_garments(num_examples, seed):
    """Draw pictures of the ten classes of Fashion-MNIST, equally many of each, in random order.

    Parameters
    ----------
    num_examples : int
        How many pictures; a multiple of ten.
    seed : int
        The same seed gives the same bytes on every machine. NumPy's global generator is neither
        read nor changed.

    Returns
    -------
    images : numpy.ndarray of uint8, shape (num_examples, 28, 28)
    labels : numpy.ndarray of uint8, shape (num_examples,)

    Notes
    -----
    Stands in for the data of section 3.5.

    Examples
    --------
    >>> images, labels = draw_garments(20, seed=0)
    >>> images.shape, sorted(labels.tolist())[:4]
    ((20, 28, 28), [0, 0, 1, 1])

    """
    rng = numpy.random.RandomState(seed)
    each = num_examples // len(KINDS)
    stacks = []
    for kind in KINDS:
        for start in range(0, each, CHUNK):
            canvas = Canvas(min(CHUNK, each - start), rng)
            kind(canvas)
            stacks.append(canvas.finish())
    order = rng.permutation(each * len(KINDS))
    labels = numpy.repeat(numpy.arange(len(KINDS), dtype="uint8"), each)
    return numpy.concatenate(stacks)[order], labels[order]


@functools.lru_cache(maxsize=1)
def embedded_fashion_mnist():
    """Training and test split, ((X, y), (X, y)); drawn once a process."""
    splits = draw_garments(NUM_TRAIN, seed=1), draw_garments(NUM_TEST, seed=2)
    for array in (*splits[0], *splits[1]):
        array.setflags(write=False)
    return splits

"""Minibatches and splits of arrays that fit into memory."""

import numpy
from mxnet import np

from d2lutils.datasets.dtypes import checked


class ArrayIterator:
    """Minibatches of several arrays of equal length, as often as they are asked for.

    Each pass is a new loop over the examples, in a new random order if `shuffle` is set. The last
    batch is smaller if the batch size does not divide the number of examples. No worker
    processes: the data are in memory already.

    Parameters
    ----------
    arrays : tuple of numpy.ndarray, mxnet.np.ndarray or pandas.DataFrame
        Usually (X, y); example i is row i of each.
    batch_size : int
        Examples in a batch.
    shuffle : bool
        Take the examples in the order of `numpy.random.permutation`, which `numpy.random.seed`
        governs.
    transform : callable, optional
        Applied to the NumPy rows of the first array of each batch, so that only one batch at a
        time takes its final, larger form.
    source : str, optional
        Where the data come from: "full" or "embedded".

    Raises
    ------
    ValueError
        No array, no example, unequal lengths, a batch size below 1, or data of a kind that MXNet
        or its layers do not compute with: text, and tables that are not numbers of one kind.

    Notes
    -----
    Introduced in section 3.3.

    Examples
    --------
    >>> batches = ArrayIterator((numpy.arange(5.0), numpy.arange(5)), batch_size=2)
    >>> len(batches), [len(X) for X, y in batches]
    (3, [2, 2, 1])

    """

    def __init__(self, arrays, batch_size, *, shuffle=False, transform=None, source=None):
        self.arrays = tuple(checked(array) for array in arrays)
        lengths = [len(array) if array.ndim else 0 for array in self.arrays]
        if not lengths or min(lengths) != max(lengths):
            raise ValueError(f"the arrays must have equally many rows, got {lengths}")
        if not lengths[0]:
            raise ValueError("there are no examples: the arrays are empty or have no axis")
        self.num_examples = lengths[0]
        self.batch_size = positive("batch_size", batch_size)
        self.shuffle, self.transform, self.source = shuffle, transform, source

    def __len__(self):
        return -(-self.num_examples // self.batch_size)

    def __iter__(self):
        order = numpy.random.permutation(self.num_examples) if self.shuffle else None
        for start in range(0, self.num_examples, self.batch_size):
            rows = slice(start, start + self.batch_size)
            yield self._batch(rows if order is None else order[rows])

    def _batch(self, rows):
        first, *others = (array[rows] for array in self.arrays)
        if self.transform is not None:
            first = self.transform(first)
        return tuple(_to_mxnet(part) for part in (first, *others))

    def __repr__(self):
        source = f", source={self.source!r}" if self.source else ""
        return (
            f"ArrayIterator({self.num_examples:,} examples in {len(self)} batches of "
            f"{self.batch_size}, shuffle={self.shuffle}{source})"
        )


def load_array(arrays, batch_size, *, shuffle=True):
    """Serve arrays in minibatches.

    Parameters
    ----------
    arrays : tuple of mxnet.np.ndarray
        Usually (X, y), with one example a row.
    batch_size : int
        Examples in a batch; the last one may be smaller.
    shuffle : bool
        A new random order in each pass, by NumPy's global generator.

    Returns
    -------
    ArrayIterator

    Raises
    ------
    ValueError
        As `ArrayIterator`.

    Notes
    -----
    Introduced in section 3.3.

    Examples
    --------
    >>> X, y = np.ones((5, 2)), np.zeros((5, 1))
    >>> [batch.shape for batch in next(iter(load_array((X, y), 3)))]
    [(3, 2), (3, 1)]

    """
    return ArrayIterator(arrays, batch_size, shuffle=shuffle)


def k_fold(num_examples, k):
    """Split examples for k-fold cross-validation, in a random order.

    Parameters
    ----------
    num_examples : int
        n, how many examples there are.
    k : int
        Number of folds, 2 to n. Their sizes differ by at most one, the larger come first.

    Returns
    -------
    list of k pairs (train, valid) of numpy.ndarray of integers
        Row numbers. Each example is in `valid` of one pair and in `train` of all others. NumPy's
        global generator governs the order.

    Raises
    ------
    ValueError
        If `k` is below 2 or above `num_examples`.

    Notes
    -----
    Built in section 3.11. Stone, Cross-validatory choice and assessment of statistical
    predictions, Journal of the Royal Statistical Society B 36(2), 1974.

    Examples
    --------
    >>> [(len(train), len(valid)) for train, valid in k_fold(7, 3)]
    [(4, 3), (5, 2), (5, 2)]

    """
    if not 2 <= k <= num_examples:
        raise ValueError(f"cannot cut {num_examples} examples into {k} folds")
    folds = numpy.array_split(numpy.random.permutation(num_examples), k)
    return [(numpy.concatenate(folds[:i] + folds[i + 1 :]), folds[i]) for i in range(k)]


def positive(name, value):
    """Return `value` as an int if it is a whole number from 1 up; else a clear ValueError."""
    whole = isinstance(value, (int, numpy.integer)) and not isinstance(value, bool)
    if not whole or value < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, got {value!r}")
    return int(value)


def _to_mxnet(array):
    """Copy into a new MXNet array; `np.array` does it by slice assignment, three times slower."""
    result = np.empty(array.shape, dtype=array.dtype)
    result._sync_copyfrom(array)
    return result


class OnDevice:
    """A data iterator whose batches arrive on a device.

    Parameters
    ----------
    data_iter : iterable of (X, y) with a length
        Where the batches come from. In place of an array there may be a tuple or list of arrays,
        and there may be more than two.
    device : mxnet.context.Context
        Where they go; nothing is copied if they are there already.

    Attributes
    ----------
    dtype : str or None
        Of the inputs of the last batch, if they are one array.

    Notes
    -----
    Introduced in section 4.6.

    """

    def __init__(self, data_iter, device):
        self.data_iter, self.device, self.dtype = data_iter, device, None

    def __len__(self):
        return len(self.data_iter)

    def __iter__(self):
        for batch in self.data_iter:
            X, *others = (self._move(part) for part in batch)
            self.dtype = str(numpy.dtype(X.dtype)) if hasattr(X, "dtype") else None
            yield X, *others

    def _move(self, part):
        if isinstance(part, (tuple, list)):
            return type(part)(self._move(item) for item in part)
        return part.as_in_ctx(self.device) if hasattr(part, "as_in_ctx") else part

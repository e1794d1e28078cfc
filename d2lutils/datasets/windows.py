"""Minibatches of windows of a text: drawn at random, or one going on where the last one ended."""

import numpy
from mxnet import np

from d2lutils.datasets.iterators import positive


class Windows:
    """What both kinds of sampling share.

    Parameters
    ----------
    indices : list of int
        N tokens as numbers.
    batch_size : int
        B, rows in a batch.
    num_steps : int
        T, tokens in a row.

    Raises
    ------
    ValueError
        A size below 1, or a text too short for it.

    """

    continues = False  # whether a row goes on where the same row of the batch before ended
    source = None

    def __init__(self, indices, batch_size, num_steps):
        self.indices = numpy.asarray(indices, dtype="int32")
        self.batch_size = positive("batch_size", batch_size)
        self.num_steps = positive("num_steps", num_steps)
        least = self._least()
        if self.indices.ndim != 1 or len(self.indices) < least:
            raise ValueError(
                f"a text of shape {self.indices.shape} is too short: {batch_size} rows of "
                f"{num_steps} tokens need at least {least}"
            )

    def _pair(self, rows):
        """Return X and y of a batch: y is one token further on."""
        return np.array(rows[:, :-1], dtype="int32"), np.array(rows[:, 1:], dtype="int32")

    def __repr__(self):
        return (
            f"{type(self).__name__}({len(self.indices):,} tokens in about {len(self)} batches of "
            f"({self.batch_size}, {self.num_steps}))"
        )


class RandomWindows(Windows):
    """Windows of a text in random order.

    Each pass cuts the text anew, from an offset drawn from 0 to T - 1, so that over the passes
    every token is read and predicted; one pass leaves out fewer than 2 T tokens. The last batch
    has fewer rows if need be. NumPy's global generator draws.

    Parameters
    ----------
    indices, batch_size, num_steps
        As for `Windows`; ``len`` is that of the longest pass.

    Notes
    -----
    Introduced in section 6.3.

    Examples
    --------
    >>> numpy.random.seed(0)
    >>> for X, y in RandomWindows(range(10), batch_size=2, num_steps=3):
    ...     print(X.tolist(), y.tolist())
    [[6, 7, 8], [0, 1, 2]] [[7, 8, 9], [1, 2, 3]]
    [[3, 4, 5]] [[4, 5, 6]]

    """

    def _least(self):
        return 2 * self.num_steps

    def __len__(self):
        return -(-((len(self.indices) - 1) // self.num_steps) // self.batch_size)

    def __iter__(self):
        offset = numpy.random.randint(self.num_steps)
        num_windows = (len(self.indices) - 1 - offset) // self.num_steps
        starts = offset + self.num_steps * numpy.random.permutation(num_windows)
        for i in range(0, num_windows, self.batch_size):
            batch = starts[i : i + self.batch_size]
            yield self._pair(numpy.stack([self.indices[s : s + self.num_steps + 1] for s in batch]))


class SequentialWindows(Windows):
    """Windows of which each row goes on where the same row of the batch before ended.

    The text is cut into B long rows, which are read side by side, T tokens at a time. Each pass
    cuts anew from a random offset, so that over the passes every token is read and predicted; one
    pass leaves out fewer than T + B tokens. The last batch has fewer columns if need be.

    Parameters
    ----------
    indices, batch_size, num_steps
        As for `Windows`; ``len`` is that of the longest pass.
    shuffle : bool
        Whether the offset is random; if not, only fewer than B tokens at the end are left out.

    Notes
    -----
    Introduced in section 6.3.

    Examples
    --------
    >>> for X, y in SequentialWindows(range(10), batch_size=2, num_steps=3, shuffle=False):
    ...     print(X.tolist(), y.tolist())
    [[0, 1, 2], [4, 5, 6]] [[1, 2, 3], [5, 6, 7]]
    [[3], [7]] [[4], [8]]

    """

    continues = True

    def __init__(self, indices, batch_size, num_steps, *, shuffle=True):
        self.shuffle = shuffle
        super().__init__(indices, batch_size, num_steps)

    def _least(self):
        return self.batch_size + 1 + (self.num_steps - 1 if self.shuffle else 0)

    def __len__(self):
        return -(-((len(self.indices) - 1) // self.batch_size) // self.num_steps)

    def __iter__(self):
        start = numpy.random.randint(self.num_steps) if self.shuffle else 0
        length, left = divmod(len(self.indices) - 1 - start, self.batch_size)
        if self.shuffle:
            start += numpy.random.randint(left + 1)  # or the end would never be read
        rows = start + length * numpy.arange(self.batch_size)
        for i in range(0, length, self.num_steps):
            stop = min(i + self.num_steps, length)
            yield self._pair(numpy.stack([self.indices[row + i : row + stop + 1] for row in rows]))

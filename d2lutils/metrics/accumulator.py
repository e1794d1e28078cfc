"""Sums over a data set."""


class Accumulator:
    """Running sums of several quantities over the minibatches of an epoch.

    Parameters
    ----------
    n : int
        How many quantities; the last one is the number of examples if means are asked for.

    Notes
    -----
    Built in section 3.6.

    Examples
    --------
    >>> total = Accumulator(2)
    >>> total.add(1, 10)
    >>> total.add(2, 20)
    >>> total[0], total[1], total.mean(0)
    (3.0, 30.0, 0.1)

    """

    def __init__(self, n):
        self.sums = [0.0] * n

    def add(self, *values):
        """Add one value to each sum; arrays of one element count as numbers."""
        self.sums = [s + float(v) for s, v in zip(self.sums, values)]

    def __getitem__(self, i):
        return self.sums[i]

    def mean(self, i):
        """Divide sum i by the last sum; a ValueError if that is 0, because no data came."""
        if self.sums[-1] == 0:
            raise ValueError("no data: the iterator is empty, or a generator that is used up")
        return self.sums[i] / self.sums[-1]

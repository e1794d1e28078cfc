"""Measuring wall-clock time."""

import time

from mxnet import npx


class Timer:
    """A stopwatch that remembers every lap.

    MXNet computes asynchronously: call `mxnet.npx.waitall()` before stopping, or the time
    measured is only the time it took to hand the work over. `fastest_call` does so.

    Attributes
    ----------
    times : list of float
        Seconds of each lap.

    Notes
    -----
    Built in section 3.1.

    Examples
    --------
    >>> timer = Timer()
    >>> seconds = timer.stop()
    >>> with timer:
    ...     total = sum(range(1000))
    >>> len(timer.times), timer.sum() >= seconds >= 0
    (2, True)

    """

    def __init__(self):
        self.times = []
        self.start()

    def start(self):
        """Begin a lap."""
        self._began = time.perf_counter()
        return self

    def stop(self):
        """End the lap and return its length in seconds."""
        self.times.append(time.perf_counter() - self._began)
        return self.times[-1]

    def avg(self):
        """Mean length of a lap in seconds."""
        return sum(self.times) / len(self.times)

    def sum(self):
        """Total of all laps in seconds."""
        return sum(self.times)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


def fastest_call(call, repeats=20):
    """Time a call several times, each to the end of its computation, and return the shortest.

    Parameters
    ----------
    call : callable
        Without arguments. It is called once before, for what only the first call has to do.
    repeats : int
        How many calls are timed.

    Returns
    -------
    float
        Seconds: what else the machine does only ever adds to them.

    Notes
    -----
    Built in section 8.1.

    Examples
    --------
    >>> 0 < fastest_call(lambda: sum(range(1000)), repeats=3) < 1
    True

    """
    timer = Timer()
    call()
    npx.waitall()
    for _ in range(repeats):
        with timer:
            call()
            npx.waitall()
    return min(timer.times)

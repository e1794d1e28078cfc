"""Between MXNet and NumPy."""

import numpy


def as_numpy(values):
    """Return `values` as a numpy.ndarray, whether they are MXNet arrays, lists or numbers."""
    return values.asnumpy() if hasattr(values, "asnumpy") else numpy.asarray(values)

"""Gradients by finite differences, to check the ones that autograd computes."""

import numpy
from mxnet import np


def numerical_gradient(f, x, eps=1e-3):
    """Gradient of a scalar function by central differences.

    Costs two evaluations of `f` for each element of `x`; meant for checks.

    Parameters
    ----------
    f : callable
        Maps an array like `x` to a scalar.
    x : mxnet.np.ndarray
        Where to differentiate. Use float64: in float32 rounding spoils the difference.
    eps : float
        Half the distance of the two evaluations.

    Returns
    -------
    mxnet.np.ndarray, shape and dtype of `x`

    Notes
    -----
    Built in section 2.3.

    Examples
    --------
    >>> numerical_gradient(lambda x: (x ** 2).sum(), np.array([1.0, 3.0], dtype="float64"))
    array([2., 6.], dtype=float64)

    """
    grad = np.zeros_like(x)
    for i in numpy.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = eps
        grad[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return grad

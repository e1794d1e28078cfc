"""Optimisers written out by hand."""

import math

import numpy


def sgd(params, lr, batch_size):
    """Update parameters in place by one step of minibatch stochastic gradient descent.

    Parameters
    ----------
    params : list of mxnet.np.ndarray
        Each has a gradient attached, summed over the minibatch by `backward`.
    lr : float
        Learning rate.
    batch_size : int
        Number of examples in the minibatch; the step uses the mean gradient.

    Notes
    -----
    Built in section 3.2.

    Examples
    --------
    >>> from mxnet import np
    >>> w = np.array([1.0])
    >>> w.attach_grad()
    >>> w.grad[:] = 4
    >>> sgd([w], lr=0.5, batch_size=2)
    >>> w
    array([0.])

    """
    for param in params:
        param[:] = param - lr * param.grad / batch_size


def grad_clipping(params, max_norm):
    """Scale all gradients in place so that their joint 2-norm is at most `max_norm`.

    Parameters
    ----------
    params : iterable of mxnet.np.ndarray or mxnet.gluon.Parameter
        Each has a gradient attached; parameters that are not trained are left out.
    max_norm : float
        The bound, written theta in the literature, above 0.

    Returns
    -------
    float
        The joint norm before clipping, computed in double precision.

    Raises
    ------
    ValueError
        If a gradient is not finite, there are no gradients, or the bound is not above 0.

    Notes
    -----
    Introduced in section 6.4. Pascanu, Mikolov and Bengio (2013), "On the difficulty of training
    recurrent neural networks", ICML.

    Examples
    --------
    >>> from mxnet import np
    >>> w = np.array([0.0, 0.0])
    >>> w.attach_grad()
    >>> w.grad[:] = np.array([3.0, 4.0])
    >>> grad_clipping([w], max_norm=1.0)
    5.0
    >>> w.grad
    array([0.6, 0.8])

    """
    if not max_norm > 0:
        raise ValueError(f"max_norm must be above 0, got {max_norm}")
    grads = [
        gradient_of(param) for param in params if getattr(param, "grad_req", "write") != "null"
    ]
    if not grads:
        raise ValueError("there are no gradients to clip: is the iterator of parameters used up?")
    norm = _joint_norm(grads)
    if norm > max_norm:
        for grad in grads:
            grad[:] = (grad.astype("float64") * (max_norm / norm)).astype(grad.dtype)
    return norm


def gradient_of(param):
    """Return the gradient of a parameter, whether it is gluon's or an array with one attached."""
    return param.grad() if callable(param.grad) else param.grad


def _joint_norm(grads):
    """Return the 2-norm of all gradients; divided by the largest first, no square overflows."""
    grads = [grad.asnumpy().ravel() for grad in grads]
    largest = float(numpy.max([numpy.abs(grad).max() for grad in grads if grad.size]))
    if not math.isfinite(largest):  # nan is the largest, too
        raise ValueError(
            "a gradient is nan or infinite, and clipping cannot mend it: try a smaller learning "
            "rate, and look for log(0) or a division by 0"
        )
    if largest == 0:
        return 0.0
    scaled = [grad.astype("float64") / largest for grad in grads]
    return largest * math.sqrt(sum(float(grad @ grad) for grad in scaled))

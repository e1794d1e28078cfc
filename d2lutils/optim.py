"""Optimisers written out by hand."""

from mxnet import np


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
    params : list of mxnet.np.ndarray
        Each has a gradient attached.
    max_norm : float
        The bound, written theta in the literature.

    Returns
    -------
    float
        The joint norm before clipping.

    Notes
    -----
    Built in section 6.4. Pascanu, Mikolov and Bengio (2013), "On the difficulty of training
    recurrent neural networks", ICML.

    Examples
    --------
    >>> w = np.array([0.0, 0.0])
    >>> w.attach_grad()
    >>> w.grad[:] = np.array([3.0, 4.0])
    >>> grad_clipping([w], max_norm=1.0)
    5.0
    >>> w.grad
    array([0.6, 0.8])

    """
    norm = float(np.sqrt(sum((param.grad**2).sum() for param in params)))
    if norm > max_norm:
        for param in params:
            param.grad[:] *= max_norm / norm
    return norm

"""Training on several devices: each has a copy of the parameters and a part of every batch."""

from mxnet import autograd, np


def split_batch(X, y, devices):
    """Split a minibatch along its first axis and put each part on its device.

    Parameters
    ----------
    X, y : mxnet.np.ndarray, shapes (n, ...) and (n, ...)
        Inputs and labels of the same n examples.
    devices : list of mxnet.context.Context
        One part goes to each, as long as there are examples.

    Returns
    -------
    X_parts, y_parts : lists of mxnet.np.ndarray
        One entry a device, at most n; the first ones hold one example more when n does not divide
        evenly.

    Raises
    ------
    ValueError
        If X and y differ in length.

    Notes
    -----
    Built in section 8.4.

    Examples
    --------
    >>> import mxnet as mx
    >>> X_parts, _ = split_batch(np.zeros((5, 2)), np.zeros(5), [mx.cpu(0), mx.cpu(1)])
    >>> [part.shape for part in X_parts]
    [(3, 2), (2, 2)]

    """
    n, k = len(X), len(devices)
    if len(y) != n:
        raise ValueError(f"X has {n} examples but y has {len(y)}")
    X_parts, y_parts, start = [], [], 0
    for i, device in enumerate(devices[:n]):
        stop = start + n // k + (i < n % k)
        X_parts.append(X[start:stop].as_in_ctx(device))
        y_parts.append(y[start:stop].as_in_ctx(device))
        start = stop
    return X_parts, y_parts


def allreduce(arrays):
    """Replace each of several arrays, in place, by the sum of all.

    Parameters
    ----------
    arrays : list of mxnet.np.ndarray
        Of one shape, each on its device.

    Notes
    -----
    Built in section 8.4.

    Examples
    --------
    >>> arrays = [np.array([1.0, 2.0]), np.array([10.0, 20.0])]
    >>> allreduce(arrays)
    >>> arrays
    [array([11., 22.]), array([11., 22.])]

    """
    total = arrays[0].copy()
    for array in arrays[1:]:
        total += array.as_in_ctx(total.ctx)
    for array in arrays:
        array[:] = total.as_in_ctx(array.ctx)


def parallel_batches(devices):
    """Return what `fit` needs as ``batches`` to train one network on several devices.

    Parameters
    ----------
    devices : list of mxnet.context.Context
        Those that the network's parameters have been initialised on; the trainer adds up the
        gradients.

    Returns
    -------
    callable
        With the parameters of `train_batches`, and yielding what that yields. Each batch is
        divided by `split_batch`; where there are fewer examples than devices, the others take
        part with gradients of 0.

    Notes
    -----
    Built in section 8.5.

    """

    def batches(net, train_iter, loss, step):
        for X, y in train_iter:
            X_parts, y_parts = split_batch(X, y, devices)
            with autograd.record():
                scores = [net(part) for part in X_parts]
                losses = [loss(*pair) for pair in zip(scores, y_parts)]
                idle = [
                    loss(net(X[:1].as_in_ctx(device)), y[:1].as_in_ctx(device)) * 0
                    for device in devices[len(X_parts) :]
                ]
            autograd.backward(losses + idle)
            step(len(y))
            yield gather(losses), gather(scores), y.as_in_ctx(devices[0])

    return batches


def gather(parts):
    """Join the parts of a batch along the first axis, on the device of the first.

    Parameters
    ----------
    parts : list of mxnet.np.ndarray
        Of shapes (n_1, ...), (n_2, ...), ..., each on its device.

    Returns
    -------
    mxnet.np.ndarray, shape (n_1 + n_2 + ..., ...)

    """
    return np.concatenate([part.as_in_ctx(parts[0].ctx) for part in parts])

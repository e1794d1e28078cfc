"""Where arrays live: the CPU, one GPU or several."""

import mxnet as mx


def try_gpu(i=0):
    """Return GPU `i` if this machine has it, otherwise the CPU.

    Parameters
    ----------
    i : int
        Index of the GPU, from 0.

    Returns
    -------
    mxnet.context.Context

    Notes
    -----
    Built in section 4.6.

    Examples
    --------
    >>> try_gpu(99)
    cpu(0)

    """
    return mx.gpu(i) if mx.context.num_gpus() > i else mx.cpu()


def try_all_gpus():
    """Return every GPU of this machine, or a list with just the CPU when there is none.

    Returns
    -------
    list of mxnet.context.Context
        Never empty.

    Notes
    -----
    Built in section 4.6.

    """
    num_gpus = mx.context.num_gpus()
    return [mx.gpu(i) for i in range(num_gpus)] if num_gpus else [mx.cpu()]


def by_device(*, cpu, gpu):
    """Choose between two settings of an experiment: one that two cores can bear, and the full one.

    Sections say openly with this function what they scale down without a GPU.

    Parameters
    ----------
    cpu, gpu : object
        The value without and with a GPU, for instance a number of images.

    Returns
    -------
    object
        `gpu` if this machine has a GPU, otherwise `cpu`.

    Examples
    --------
    >>> num_train = by_device(cpu=6000, gpu=60000)

    """
    return gpu if mx.context.num_gpus() else cpu


def device_of(net):
    """Return the device that holds the parameters of a network; the CPU if it has none.

    Parameters
    ----------
    net : mxnet.gluon.Block
        Initialised.

    Returns
    -------
    mxnet.context.Context

    Notes
    -----
    Introduced in section 4.6.

    """
    for parameter in net.collect_params().values():
        return parameter.list_ctx()[0]
    return mx.cpu()

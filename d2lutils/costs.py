"""What the layers of a network cost: shapes, parameters, multiply-adds."""

from typing import NamedTuple

from mxnet.gluon import nn

#: Layers that multiply by weights. Their weight has one row an output unit or channel.
WEIGHTED = (nn.Dense, nn.Conv1D, nn.Conv2D, nn.Conv3D)


class LayerCost(NamedTuple):
    """One row of `layer_costs`.

    Attributes
    ----------
    layer : str
        Name of the class of the block, without ``Hybrid``.
    shape : tuple of int
        Shape of the output, without the batch axis.
    params : int
        Numbers that training changes. What an earlier row has counted is not counted again.
    macs : int
        Multiply-adds an example, of dense layers and convolutions.

    """

    layer: str
    shape: tuple
    params: int
    macs: int


def layer_costs(net, X):
    """Measure what each child of a network costs, by sending a batch through it.

    Counted are the products of weights and inputs, each with its addition, as most papers do
    under the name FLOPs; biases, activations, pooling and normalisation are left out, a few
    operations a value.

    Parameters
    ----------
    net : mxnet.gluon.nn.Sequential
        Initialised.
    X : mxnet.np.ndarray, shape (n, ...)
        A batch that the network accepts; one example is enough.

    Returns
    -------
    list of LayerCost
        One entry a child, in order.

    Raises
    ------
    ValueError
        If part of the network is hybridised: its layers are then no longer called one by one.

    Notes
    -----
    Introduced in section 5.5.

    Examples
    --------
    >>> from mxnet import np
    >>> net = nn.Sequential()
    >>> net.add(nn.Conv2D(2, kernel_size=3), nn.Dense(5))
    >>> net.initialize()
    >>> for row in layer_costs(net, np.zeros((1, 1, 4, 4))):
    ...     print(*row)
    Conv2D (2, 2, 2) 20 72
    Dense (5,) 45 40

    """
    rows, counted = [], set()
    for child in net:
        macs, leaves = [], _weighted_blocks(child)
        if any(leaf._active for leaf in leaves):
            raise ValueError("count before `net.hybridize()`, or after `net.hybridize(False)`")
        hooks = [leaf.register_forward_hook(_count_into(macs)) for leaf in leaves]
        try:
            X = child(X)
        finally:
            for hook in hooks:
                hook.detach()
        params = {id(p): p for p in child.collect_params().values() if p.grad_req != "null"}
        new = [p.data().size for key, p in params.items() if key not in counted]
        counted |= params.keys()
        name = type(child).__name__.removeprefix("Hybrid")
        rows.append(LayerCost(name, X.shape[1:], sum(new), sum(macs)))
    return rows


def _weighted_blocks(block):
    """Return the dense layers and convolutions inside a block, each once."""
    found = {id(block): block} if isinstance(block, WEIGHTED) else {}
    for child in block._children.values():
        found.update((id(leaf), leaf) for leaf in _weighted_blocks(child))
    return list(found.values())


def _count_into(macs):
    """Return a hook that appends the multiply-adds of each call to a list."""

    def hook(block, inputs, output):
        weight = block.weight.data()
        rows = len(inputs[0]) * weight.shape[0]  # output numbers at one position
        macs.append(output.size // rows * weight.size)

    return hook

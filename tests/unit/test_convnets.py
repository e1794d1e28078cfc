"""The networks of chapter 5 against published counts and peers, and what counts them."""

import pytest
from mxnet import np
from mxnet.gluon import model_zoo, nn

import d2lutils as d2l


def total(net, *shape):
    """Initialise a network and return its parameters and multiply-adds."""
    net.initialize()
    rows = d2l.layer_costs(net, np.zeros((1, *shape)))
    return sum(row.params for row in rows), sum(row.macs for row in rows)


def test_lenet_has_the_parameters_counted_by_hand():
    convolutions = 6 * 26 + 16 * (6 * 25 + 1)
    dense = 120 * 401 + 84 * 121 + 10 * 85
    macs = 28 * 28 * 6 * 25 + 10 * 10 * 16 * 150 + 120 * 400 + 84 * 120 + 10 * 84
    assert total(d2l.lenet(), 1, 28, 28) == (convolutions + dense, macs)


def test_resnet18_has_the_published_parameters_and_multiply_adds():
    params, macs = total(d2l.resnet18(1000), 3, 224, 224)
    assert params == 11_689_512
    assert 1.80e9 < macs < 1.83e9  # "1.8 x 10^9 FLOPs", table 1 of the paper


def test_resnet18_has_the_shapes_of_the_model_zoo():
    peer = model_zoo.vision.resnet18_v1()
    peer.initialize()
    peer(np.zeros((1, 3, 224, 224)))
    net = d2l.resnet18(1000)
    net.initialize()
    net(np.zeros((1, 3, 224, 224)))

    def weights(block):
        shapes = [p.shape for p in block.collect_params().values() if p.grad_req != "null"]
        return sorted(shape for shape in shapes if len(shape) > 1)

    assert weights(net) == weights(peer)


def test_costs_of_grouped_shared_and_repeated_layers():
    shared = nn.Dense(4, flatten=False)
    net = nn.Sequential()
    net.add(nn.Conv2D(6, kernel_size=3, groups=3, padding=1), nn.BatchNorm())
    net.add(shared, shared)
    net.initialize()
    grouped, norm, first, second = d2l.layer_costs(net, np.zeros((2, 3, 5, 4)))
    assert grouped == ("Conv2D", (6, 5, 4), 6 * 9 + 6, 5 * 4 * 6 * 9)
    assert (norm.params, norm.macs) == (12, 0)  # scales and shifts, no running statistics
    assert (first.params, first.macs) == (4 * 4 + 4, 6 * 5 * 4 * 4)
    assert (second.params, second.macs) == (0, first.macs)  # used again, counted once


def test_costs_leave_no_hooks_and_refuse_hybridised_layers():
    net = nn.Sequential()
    net.add(nn.HybridSequential())
    net[0].add(nn.Dense(3))
    net.initialize()
    X = np.zeros((1, 2))
    assert d2l.layer_costs(net, X) == d2l.layer_costs(net, X)
    assert not net[0][0]._forward_hooks
    net[0].hybridize()
    with pytest.raises(ValueError, match="hybridize"):
        d2l.layer_costs(net, X)

"""The networks of chapter 5 against published counts and peers, and what counts them."""

import pytest
from mxnet import np
from mxnet.gluon import SymbolBlock, model_zoo, nn

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


@pytest.mark.parametrize(
    ("build", "side", "params", "macs"),
    [
        (d2l.alexnet, 227, 60_965_224, 724_406_816),  # both counted by hand from the paper
        (d2l.vgg, 224, 132_863_336, 7.61e9),
        (lambda: d2l.vgg((2, 2, 3, 3, 3)), 224, 138_357_544, 15.47e9),
        (d2l.nin, 227, 7_595_176, 1.1e9),
        (d2l.googlenet, 224, 6_998_552, 1.58e9),
        (d2l.resnet18, 224, 11_689_512, 1.82e9),
        (d2l.densenet, 224, 7_978_856, 2.85e9),
    ],
    ids=["AlexNet", "VGG-11", "VGG-16", "NiN", "GoogLeNet", "ResNet-18", "DenseNet-121"],
)
def test_networks_have_the_published_parameters_and_multiply_adds(build, side, params, macs):
    counted = total(build(), 3, side, side)
    assert counted[0] == params
    assert counted[1] == pytest.approx(macs, rel=0.02)


@pytest.mark.parametrize(
    ("build", "peer"),
    [
        (d2l.vgg, "vgg11"),
        (d2l.resnet18, "resnet18_v1"),
    ],
    ids=["VGG-11", "ResNet-18"],
)
def test_networks_have_the_shapes_of_the_model_zoo(build, peer):
    net, theirs = build(), getattr(model_zoo.vision, peer)()
    for block in (net, theirs):
        block.initialize()
        block(np.zeros((1, 3, 224, 224)))

    def weights(block):
        shapes = [p.shape for p in block.collect_params().values() if p.grad_req != "null"]
        return sorted(shape for shape in shapes if len(shape) > 1)

    assert weights(net) == weights(theirs)


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


def test_small_stems_keep_the_size_and_the_published_parameters():
    # Densely connected networks, table 2: DenseNet-BC with 100 layers and growth 12 has 0.8M
    net = d2l.densenet((16, 16, 16), 10, growth_rate=12, small_stem=True)
    assert total(net, 3, 32, 32)[0] == 769_162 + 2 * 24  # the norm that the paper leaves out
    assert net[0](np.zeros((1, 3, 32, 32))).shape == (1, 24, 32, 32)
    net = d2l.resnet18(10, small_stem=True)
    # the published 11,689,512 with 10 classes and 3x3 instead of 7x7 in the first convolution
    params, macs = total(net, 3, 32, 32)
    assert params == 11_689_512 - 990 * 513 - 64 * 3 * (49 - 9)
    assert macs == pytest.approx(0.56e9, rel=0.01)


def test_width_scales_the_channels():
    net = d2l.resnet18(10, width=0.25, small_stem=True)
    net.initialize()
    shapes = [row.shape for row in d2l.layer_costs(net, np.zeros((1, 1, 28, 28)))]
    assert shapes[0] == (16, 28, 28)
    assert shapes[-3] == (128, 4, 4)


def test_a_residual_block_with_a_silent_branch_is_the_identity():
    block = d2l.Residual(3)
    block.initialize()
    X = np.random.uniform(size=(2, 3, 5, 5))
    block(X)
    block.body[-1].gamma.set_data(np.zeros(3))
    assert (block(X) == X).all()


SMALL = {
    "LeNet": (d2l.lenet, 28),
    "AlexNet": (lambda: d2l.alexnet(10, width=0.25), 67),
    "VGG": (lambda: d2l.vgg(num_classes=10, width=0.1), 32),
    "NiN": (lambda: d2l.nin(10, width=0.1), 67),
    "GoogLeNet": (lambda: d2l.googlenet(10, width=0.1), 33),
    "ResNet": (lambda: d2l.resnet18(10, width=0.1), 32),
    "DenseNet": (lambda: d2l.densenet((2, 2), 10, growth_rate=4), 32),
    "MLP": (lambda: d2l.mlp((8, 4), 10, dropout=0.5), 28),
}


@pytest.mark.parametrize(("build", "side"), SMALL.values(), ids=SMALL)
def test_networks_can_be_compiled_and_exported(build, side, tmp_path):
    net, X = build(), np.random.uniform(size=(2, 1, side, side))
    net.initialize()
    plain = net(X)
    net.hybridize()
    assert net(X).asnumpy() == pytest.approx(plain.asnumpy(), abs=1e-5)
    net.export(str(tmp_path / "net"))
    files = str(tmp_path / "net-symbol.json"), ["data"], str(tmp_path / "net-0000.params")
    again = SymbolBlock.imports(*files)
    assert again(X).asnumpy() == pytest.approx(plain.asnumpy(), abs=1e-5)

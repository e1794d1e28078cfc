"""Figures: what they draw, that their bytes repeat, and what they refuse."""

import subprocess
import sys

import numpy
import pytest
from matplotlib import pyplot
from mxnet import np

import d2lutils as d2l


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    pyplot.close("all")


def test_plot_draws_every_curve_with_its_label():
    x = np.arange(5)
    d2l.plot(x, [x, x**2], labels=["x", "x^2"], xlabel="x", yscale="log", ylim=(1, 20))
    ax = pyplot.gca()
    assert [line.get_label() for line in ax.lines] == ["x", "x^2"]
    numpy.testing.assert_array_equal(ax.lines[1].get_ydata(), [0, 1, 4, 9, 16])
    assert (ax.get_xlabel(), ax.get_yscale(), ax.get_ylim()) == ("x", "log", (1, 20))
    assert len({line.get_linestyle() for line in ax.lines}) == 2  # not by colour alone


def test_plot_takes_a_plain_list_as_one_curve_and_an_axes():
    _, ax = pyplot.subplots()
    d2l.plot([1, 2, 3], [3, 2, 1], ax=ax)
    assert len(ax.lines) == 1


def test_plot_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="curve 0 has 2 values but x has 3"):
        d2l.plot([1, 2, 3], [np.arange(2)])
    with pytest.raises(ValueError, match="1 curves but 2 labels"):
        d2l.plot([1], [np.arange(1)], labels=["a", "b"])


@pytest.mark.parametrize("shape", [(8, 9), (1, 8, 9), (8, 9, 3), (3, 8, 9)])
def test_show_images_accepts_every_layout(shape):
    d2l.show_images([numpy.zeros(shape)] * 3, titles=["a", "b", "c"], num_cols=2)
    axes = pyplot.gcf().axes
    assert len(axes) == 4
    assert [len(ax.images) for ax in axes] == [1, 1, 1, 0]
    assert axes[0].images[0].get_array().shape[:2] == (8, 9)


def test_svg_bytes_repeat_from_one_process_to_the_next():
    code = (
        "import sys, matplotlib; matplotlib.use('agg')\n"
        "import d2lutils as d2l\nfrom matplotlib import pyplot\n"
        "d2l.use_svg_display()\n"
        "d2l.plot([1, 2, 3], [[1, 2, 3], [3, 1, 2]], labels=['a', 'b'])\n"
        "pyplot.savefig(sys.stdout.buffer, format='svg', metadata={'Date': None})"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
        for _ in range(2)
    )
    assert first == second
    assert len(first) > 5000


def test_use_svg_display_is_what_changes_the_style():
    with pyplot.rc_context():
        d2l.use_svg_display(figsize=(2, 1))
        assert pyplot.rcParams["svg.hashsalt"] == "d2l"
        assert list(pyplot.rcParams["figure.figsize"]) == [2, 1]


def test_grey_pictures_are_stretched_unless_black_and_white_are_given():
    from matplotlib import pyplot

    pictures = [numpy.full((2, 2), 0.5), numpy.array([[0.2, 0.4]])]
    d2l.show_images(pictures)
    stretched = [ax.images[0].get_clim() for ax in pyplot.gcf().axes]
    d2l.show_images(pictures, vmin=0, vmax=1)
    assert [ax.images[0].get_clim() for ax in pyplot.gcf().axes] == [(0, 1)] * 2
    assert stretched[1] == (0.2, 0.4)

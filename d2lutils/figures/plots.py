"""Figures: plots and pictures, the same bytes on every run."""

import contextlib
import sys

import numpy

from d2lutils.convert import as_numpy

# Okabe and Ito (2008): eight colours that colour-blind readers can tell apart.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
FORMATS = ("-", "--", "-.", ":")  # colour is never the only difference

STYLE = {
    "svg.hashsalt": "d2l",  # the same figure gives the same bytes
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.axisbelow": True,
    "figure.facecolor": "white",
    "image.cmap": "viridis",
    "legend.framealpha": 0.8,
}


def use_svg_display(figsize=(3.5, 2.5)):
    """Show figures as SVG whose bytes depend on nothing but their content.

    Call it in the first cell of a notebook; until then matplotlib's settings are untouched.

    Parameters
    ----------
    figsize : (float, float)
        Width and height of a figure in inches.

    """
    from IPython import get_ipython
    from matplotlib import cycler, pyplot

    pyplot.rcParams.update(STYLE)
    pyplot.rcParams["axes.prop_cycle"] = cycler(color=COLORS)
    shell = get_ipython()
    if shell is not None and hasattr(shell, "kernel"):
        from IPython.core.pylabtools import select_figure_formats
        from matplotlib_inline.config import InlineBackend

        with contextlib.suppress(ImportError):  # matplotlib 3.7 asks IPython 9 for a table it lost
            pyplot.install_repl_displayhook()
        pyplot.switch_backend("module://matplotlib_inline.backend_inline")
        config = InlineBackend.instance(parent=shell)
        config.figure_formats = {"svg"}
        config.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
        select_figure_formats(shell, config.figure_formats, **config.print_figure_kwargs)
    pyplot.rcParams["figure.figsize"] = figsize  # last: the inline backend sets its own


def plot(x, Y, *, labels=None, fmts=FORMATS, ax=None, **axes):
    """Draw one or several curves over the same x.

    Parameters
    ----------
    x : array of n numbers
        Where the curves are known.
    Y : array of n numbers, or a list of such arrays
        The curves.
    labels : str or list of str, optional
        Names of the curves, shown in a legend.
    fmts : sequence of str
        Matplotlib formats, taken in turn.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    **axes
        Properties of the axes: ``xlabel``, ``ylabel``, ``title``, ``xlim``, ``yscale`` and so on.

    Raises
    ------
    ValueError
        If a curve and `x`, or curves and labels, differ in number.

    """
    from matplotlib import pyplot

    x = as_numpy(x).reshape(-1)
    curves = [as_numpy(y) for y in Y] if isinstance(Y, (list, tuple)) else [as_numpy(Y)]
    if curves[0].ndim == 0:  # a plain list of numbers is one curve
        curves = [numpy.array(curves)]
    labels = [labels] if isinstance(labels, str) else labels
    if labels and len(labels) != len(curves):
        raise ValueError(f"{len(curves)} curves but {len(labels)} labels")
    ax = ax or pyplot.figure().add_subplot()
    for i, curve in enumerate(curves):
        if curve.size != x.size:
            raise ValueError(f"curve {i} has {curve.size} values but x has {x.size}")
        ax.plot(x, curve.reshape(-1), fmts[i % len(fmts)], label=labels[i] if labels else None)
    ax.set(**axes)
    if labels:
        ax.legend()


def show_images(images, titles=None, *, num_cols=None, scale=1.2, vmin=None, vmax=None):
    """Show pictures side by side.

    Parameters
    ----------
    images : sequence of arrays
        Each (h, w), (1, h, w), (h, w, 3) or (3, h, w). Colours are floats in [0, 1] or uint8;
        grey pictures may hold any numbers.
    titles : sequence of str, optional
        One above each picture.
    num_cols : int, optional
        Pictures a row; all in one row by default.
    scale : float
        Width of a picture in inches.
    vmin, vmax : float, optional
        What black and white stand for in grey pictures. By default each picture is stretched: its
        own smallest number is black and its largest white, so that the brightness of two pictures
        cannot be compared. 0 and 1 show floats from 0 to 1 as they are.

    """
    from matplotlib import pyplot

    num_cols = num_cols or len(images)
    num_rows = -(-len(images) // num_cols)
    height = scale * (1.25 if titles is not None else 1.05)
    _, axes = pyplot.subplots(
        num_rows, num_cols, squeeze=False, figsize=(num_cols * scale, num_rows * height)
    )
    for i, ax in enumerate(axes.flat):
        ax.axis("off")
        if i >= len(images):
            continue
        image = as_numpy(images[i])
        if image.ndim == 3 and image.shape[0] in (1, 3):
            image = image.transpose(1, 2, 0)
        if image.ndim == 3 and image.shape[2] == 1:
            image = image[..., 0]
        ax.imshow(image, cmap="gray", vmin=vmin, vmax=vmax)
        if titles is not None:
            ax.set_title(titles[i], fontsize=8)


def in_notebook():
    """Whether this code runs in a Jupyter kernel, where figures can be displayed."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")

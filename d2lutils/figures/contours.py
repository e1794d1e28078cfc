"""The bowl on which optimisers are compared, and the path that they take over it."""

import numpy


def bowl(x, condition=20):
    """A quadratic bowl, `condition` times as steep along its second axis as along its first.

    Parameters
    ----------
    x : array, shape (2, ...)
        Points.
    condition : float
        Its condition number, from 1 up.

    Returns
    -------
    array, shape (...)
        ``(x[0]**2 + condition * x[1]**2) / 2``: 0 at the bottom, the origin.

    Notes
    -----
    Introduced in section 7.2.

    Examples
    --------
    >>> float(bowl(numpy.array([2.0, 1.0]), condition=10))
    7.0

    """
    return (x[0] ** 2 + condition * x[1] ** 2) / 2


def bowl_gradient(x, condition=20):
    """The gradient of `bowl` at a point of shape (2,).

    Examples
    --------
    >>> bowl_gradient(numpy.array([2.0, 1.0]), condition=10).tolist()
    [2.0, 10.0]

    """
    return numpy.array([x[0], condition * x[1]])


def show_trace(f, points, *, ax=None, label=None, levels=12):
    """Draw the path of an optimiser over the contour lines of a function of two variables.

    Parameters
    ----------
    f : callable
        Of an array of shape (2, ...), such as `bowl`.
    points : numpy.ndarray, shape (n, 2)
        The path, as `descend` returns it. What is not finite is left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new one by default. Contour lines are drawn where there are none yet,
        around the origin and as far as the first path goes.
    label : str, optional
        For a legend.
    levels : int
        How many contour lines.

    Returns
    -------
    matplotlib.axes.Axes

    Notes
    -----
    Introduced in section 7.2.

    """
    from matplotlib import pyplot

    points = numpy.asarray(points, dtype="float64")
    points = points[numpy.isfinite(points).all(axis=1)]
    if ax is None:
        _, ax = pyplot.subplots(figsize=(4.5, 3))
    if not ax.collections:
        sides = [_around(points[:, 0]), _around(points[:, 1])]
        grid = numpy.stack(numpy.meshgrid(*sides))
        ax.contour(*grid, f(grid), levels, colors="0.75", linewidths=0.8)
        ax.set(xlabel="x1", ylabel="x2")
    ax.plot(points[:, 0], points[:, 1], "o-", markersize=3, linewidth=1.2, label=label)
    return ax


def _around(values, num=101):
    """Return evenly spaced numbers on both sides of the origin that some values lie among."""
    reach = 1.25 * numpy.abs(values).max() or 1
    return numpy.linspace(-reach, reach, num)

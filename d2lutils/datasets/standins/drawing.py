"""Many small grey pictures drawn at once: the pencil of the embedded Fashion-MNIST.

Only ``+ - * /``, square roots, comparisons and uniform random numbers are used. IEEE 754 fixes
the result of each of them to the last bit, so the pictures are the same bytes on every machine.

A shape is an array of signed distances, positive inside. The union of two shapes is their
`numpy.maximum`, the part common to both their `numpy.minimum`.
"""

import numpy

SIDE = 28  # pixels


class Canvas:
    """A stack of n pictures, each with a pose of its own, on which shapes are painted.

    Parameters
    ----------
    n : int
        How many pictures.
    rng : numpy.random.RandomState
        Where the random numbers come from.
    shift, scale, tilt, shear : float
        Largest deviation of the pose: displacement and relative size (as fractions), rotation
        and slant (as tangents).

    Attributes
    ----------
    x, y : numpy.ndarray, shape (n, 28, 28)
        Coordinates of every pixel in the frame of the garment, which fills -1 to 1; y points down.
    image : numpy.ndarray, shape (n, 28, 28)
        Brightness, 0 to 1.

    """

    def __init__(self, n, rng, *, shift=0.12, scale=0.16, tilt=0.08, shear=0.08):
        self.n, self.rng = n, rng
        axis = ((numpy.arange(SIDE) - (SIDE - 1) / 2) / (SIDE / 2)).astype("float32")
        right = axis[None, None, :] - self.draw(-shift, shift)
        down = axis[None, :, None] - self.draw(-shift, shift)
        slope = self.draw(-tilt, tilt)
        wide, high = self.draw(1 - scale, 1), self.draw(1 - scale, 1)
        self.x = (right + (slope + self.draw(-shear, shear)) * down) / wide
        self.y = (down - slope * right) / high
        self.image = numpy.zeros((n, SIDE, SIDE), "float32")

    def draw(self, low, high):
        """One uniform random number a picture, shape (n, 1, 1)."""
        return (low + (high - low) * self.rng.random_sample((self.n, 1, 1))).astype("float32")

    def chance(self, probability):
        """One yes or no a picture, shape (n, 1, 1)."""
        return self.rng.random_sample((self.n, 1, 1)) < probability

    def paint(self, shape, tone, where=True):
        """Cover the inside of `shape` with `tone`; edges are one pixel soft."""
        cover = numpy.clip(0.5 + shape * (SIDE / 2), 0, 1) * where
        self.image += cover * (tone - self.image)

    def darken(self, shape, strength, where=True):
        """Multiply the brightness inside `shape` by ``1 - strength``."""
        self.image *= 1 - strength * where * numpy.clip(0.5 + shape * (SIDE / 2), 0, 1)

    def finish(self, noise=0.1):
        """The pictures as bytes, after grain that leaves the black background black."""
        grain = self.rng.random_sample(self.image.shape).astype("float32")
        bright = self.image * (1 + noise * (2 * grain - 1))
        return (numpy.clip(bright, 0, 1) * 255 + 0.5).astype("uint8")


def box(x, y, left, right, top, bottom):
    """A rectangle."""
    return numpy.minimum(numpy.minimum(x - left, right - x), numpy.minimum(y - top, bottom - y))


def ellipse(x, y, centre, radii):
    """An ellipse with its axes along x and y."""
    rx, ry = radii
    length = numpy.sqrt(((x - centre[0]) / rx) ** 2 + ((y - centre[1]) / ry) ** 2)
    return (1 - length) * numpy.minimum(rx, ry)


def limb(x, y, start, end, widths):
    """A rounded bar from `start` to `end` whose half-width changes evenly between them."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    t = ((x - start[0]) * dx + (y - start[1]) * dy) / (dx * dx + dy * dy)
    t = numpy.clip(t, 0, 1)
    away = numpy.sqrt((x - start[0] - t * dx) ** 2 + (y - start[1] - t * dy) ** 2)
    return widths[0] + (widths[1] - widths[0]) * t - away


def course(t, points):
    """Height over t of the broken line through `points`, pairs (t, height)."""
    height = points[0][1]
    for (t0, h0), (t1, h1) in zip(points, points[1:]):
        height = height + (h1 - h0) * numpy.clip((t - t0) / (t1 - t0), 0, 1)
    return height


def column(x, y, outline):
    """An upright shape, symmetric about x = 0; `outline` is pairs (y, half-width), downwards."""
    edge = course(y, outline) - abs(x)
    return numpy.minimum(edge, numpy.minimum(y - outline[0][0], outline[-1][0] - y))


def wave(t):
    """A triangle wave between 0 and 1 with period 1."""
    return abs(2 * (t - numpy.floor(t)) - 1)


def cloth(c, patterned=0.55):
    """Brightness of the fabric: plain, striped, checked, blotched or with a print."""
    plain = course(c.draw(0, 1), [(0, 0.25), (0.6, 0.6), (1, 0.95)])
    kind = c.draw(0, 1) / patterned  # above 1: plain
    frequency, phase = c.draw(1.2, 4.5), c.draw(0, 1)
    sharp = c.draw(1, 5)
    across = numpy.clip(0.5 + sharp * (wave(c.y * frequency + phase) - 0.5), 0, 1)
    along = numpy.clip(0.5 + sharp * (wave(c.x * frequency + phase) - 0.5), 0, 1)
    patch = ellipse(
        c.x, c.y, (c.draw(-0.1, 0.1), c.draw(-0.45, 0.1)), (c.draw(0.12, 0.3), c.draw(0.08, 0.25))
    )
    spots = wave(c.x * c.draw(2, 4) + along + phase) * wave(c.y * c.draw(2, 4) + phase)
    pattern = numpy.select(
        [kind < 0.3, kind < 0.4, kind < 0.55, kind < 0.75, kind < 1],
        [across, along, (across + along) / 2, numpy.clip(0.5 + 14 * patch, 0, 1), spots * 1.6],
        numpy.float32(0),
    )
    depth = c.draw(0.25, 0.9)
    to_white = c.chance(0.4)  # a light pattern on a dark ground, or the reverse
    tone = numpy.where(
        to_white, plain + (1 - plain) * depth * pattern, plain * (1 - depth * pattern)
    )
    return tone * (1 - c.draw(0, 0.25) * abs(c.x)) * (1 + c.draw(-0.15, 0.15) * c.y)

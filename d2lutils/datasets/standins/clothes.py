"""Drawings of what is worn between neck and feet: six of the ten classes of Fashion-MNIST."""

import numpy

from d2lutils.datasets.standins.drawing import box, cloth, column, ellipse, limb, wave


def top(c, *, width, hem, waist, sleeve, reach, neck):
    """Body with sleeves and a neckline, painted in one cloth.

    Each argument but the canvas is an array (n, 1, 1), or a pair of them: half-width of the
    shoulders, (height, half-width) of the hem, half-width of the waist, half-widths of the
    sleeve, (x, y) of its end and (half-width, depth) of the neckline.
    """
    side, shoulder = abs(c.x), c.draw(-0.9, -0.8)
    middle = (hem[0] + shoulder) * c.draw(0.45, 0.55)
    body = column(side, c.y, [(shoulder, width), (middle, waist), hem])
    slope = c.y - shoulder - c.draw(0.15, 0.35) * (side - neck[0])
    arm = limb(side, c.y, (width - sleeve[0], shoulder + sleeve[0]), reach, sleeve)
    shape = numpy.maximum(numpy.minimum(body, slope), arm)
    opening = ellipse(c.x, c.y, (0, shoulder), neck)
    shape = numpy.minimum(shape, -opening)
    c.paint(shape, cloth(c))
    # The gap between sleeve and body shows as a fold.
    fold = 0.05 - abs(side - width * 0.93) - 0.2 * numpy.maximum(0, -c.y - 0.2)
    c.darken(numpy.minimum(fold, arm), c.draw(0.1, 0.6), (c.y > shoulder + 0.45))
    return shoulder


def neckline(c):
    """Round, wide or deep, as (half-width, depth)."""
    return c.draw(0.15, 0.32), c.draw(0.08, 0.4)


def long_sleeves(c):
    """Half-widths and ends of sleeves that hang beside the body."""
    width = c.draw(0.5, 0.6)
    return width, (c.draw(0.14, 0.2), c.draw(0.09, 0.15)), (c.draw(0.62, 0.85), c.draw(0.3, 0.8))


def line_down(c, shape, strength):
    """Darken or lighten what lies inside `shape`: a zip, buttons, a seam."""
    dark = c.chance(0.5)
    c.darken(shape, strength, dark)
    c.paint(shape, c.image + strength * (1 - c.image), ~dark)


def collar(c, height, probability):
    """Two small flaps beside the neck."""
    flap = limb(
        abs(c.x), c.y, (c.draw(0.05, 0.12), height + 0.25), (c.draw(0.2, 0.3), height), (0.04, 0.09)
    )
    c.paint(flap, c.draw(0.3, 1), c.chance(probability))


def t_shirt(c):
    """Short sleeves or none, often a print."""
    width, drop = c.draw(0.42, 0.58), c.draw(-0.6, 0.0)
    short = c.draw(0.02, 0.4) * c.chance(0.85)
    hem = (c.draw(0.7, 0.95), c.draw(0.4, 0.58))
    top(
        c,
        width=width,
        hem=hem,
        waist=c.draw(0.38, 0.54),
        neck=neckline(c),
        sleeve=(c.draw(0.14, 0.2), c.draw(0.12, 0.2)),
        reach=(width + short, drop),
    )


def trouser(c):
    """Two legs, wide or narrow, long or short."""
    waist, foot, gap = c.draw(0.22, 0.36), c.draw(0.26, 0.5), c.draw(0.02, 0.16)
    bottom, crotch = c.draw(0.55, 0.95), c.draw(-0.55, -0.2)
    outside = column(c.x, c.y, [(-0.93, waist), (crotch, waist + 0.07), (bottom, foot)])
    between = gap * numpy.clip((c.y - crotch) / (bottom - crotch), 0, 1) - abs(c.x)
    between = numpy.minimum(between, c.y - crotch)
    c.paint(numpy.minimum(outside, -between), cloth(c, 0.35))
    c.darken(box(c.x, c.y, -0.5, 0.5, -0.95, c.draw(-0.85, -0.7)), c.draw(0, 0.5))


def pullover(c):
    """Long sleeves and a closed front; ribs at the hem."""
    width, sleeve, reach = long_sleeves(c)
    hem = (c.draw(0.6, 0.9), c.draw(0.42, 0.58))
    top(
        c,
        width=width,
        hem=hem,
        waist=c.draw(0.44, 0.58),
        neck=(c.draw(0.14, 0.3), c.draw(0.06, 0.2)),
        sleeve=sleeve,
        reach=reach,
    )
    c.darken(box(abs(c.x), c.y, -1, 0.7, hem[0] - 0.12, hem[0]), c.draw(0, 0.35))
    hood = limb(abs(c.x), c.y, (0.0, -0.62), (0.22, -0.8), (0.1, 0.1))
    c.paint(hood, c.draw(0.2, 0.9), c.chance(0.2))


def dress(c):
    """Longer than a top and narrower, with a waist and a skirt."""
    width, short = c.draw(0.24, 0.4), c.draw(0.02, 0.4)
    flare = c.draw(0.22, 0.62)
    hanging = c.chance(0.3)  # long sleeves
    end = (
        width + numpy.where(hanging, c.draw(0.1, 0.3), short * c.chance(0.6)),
        numpy.where(hanging, c.draw(0.0, 0.5), c.draw(-0.7, -0.3)),
    )
    top(
        c,
        width=width,
        hem=(c.draw(0.8, 0.97), flare),
        waist=c.draw(0.2, 0.36),
        neck=(c.draw(0.1, 0.22), c.draw(0.05, 0.4)),
        sleeve=(c.draw(0.08, 0.14), c.draw(0.06, 0.12)),
        reach=end,
    )
    belt = box(c.x, c.y, -0.5, 0.5, -0.1, c.draw(-0.05, 0.08))
    c.darken(belt, c.draw(0.3, 0.8), c.chance(0.35))


def coat(c):
    """Long sleeves, an opening down the front, a collar and pockets."""
    width, sleeve, reach = long_sleeves(c)
    hem = (c.draw(0.8, 0.98), c.draw(0.44, 0.62))
    height = top(
        c,
        width=width,
        hem=hem,
        waist=c.draw(0.44, 0.58),
        sleeve=sleeve,
        reach=reach,
        neck=(c.draw(0.12, 0.24), c.draw(0.06, 0.3)),
    )
    middle, opening = c.draw(-0.12, 0.12), c.draw(0.03, 0.09)
    zipper = box(c.x, c.y, middle - opening, middle + opening, height, hem[0])
    line_down(c, zipper, c.draw(0.45, 0.95))
    collar(c, height, 0.6)
    pocket = box(abs(c.x), c.y, 0.16, c.draw(0.3, 0.4), 0.3, c.draw(0.36, 0.42))
    c.darken(pocket, c.draw(0.2, 0.7), c.chance(0.5))


def shirt(c):
    """Sleeves of any length, a collar, a row of buttons that may be hard to see."""
    width, sleeve, reach = long_sleeves(c)
    rolled = c.chance(0.35)
    reach = (
        numpy.where(rolled, width + c.draw(0.05, 0.4), reach[0]),
        numpy.where(rolled, c.draw(-0.6, 0.1), reach[1]),
    )
    hem = (c.draw(0.68, 0.9), c.draw(0.4, 0.56))
    height = top(
        c,
        width=width - 0.04,
        hem=hem,
        waist=c.draw(0.36, 0.54),
        reach=reach,
        sleeve=sleeve,
        neck=(c.draw(0.12, 0.26), c.draw(0.06, 0.3)),
    )
    buttons = numpy.minimum(
        box(c.x, c.y, -0.05, 0.05, height + 0.1, hem[0]), wave(c.y * c.draw(2.5, 3.5)) / 6 - 0.09
    )
    line_down(c, buttons, c.draw(0.6, 1) * c.chance(0.92))
    collar(c, height, 0.85)

"""Drawings of shoes and bags: four of the ten classes of Fashion-MNIST."""

import numpy

from d2lutils.datasets.standins.drawing import box, cloth, column, course, ellipse, limb, wave


def sole(c, *, heel, thick, ground):
    """The underside of a shoe whose toe points left; returns its upper edge over x."""
    c.x *= numpy.where(c.chance(0.3), -1, 1)  # some face right
    arch = course(c.x, [(-0.9, 0.0), (-0.35, 0.0), (0.45, 1.0), (0.95, 1.05)])
    edge = ground - thick - heel * arch
    under = numpy.minimum(edge + thick - c.y, c.y - edge)
    c.paint(numpy.minimum(under, box(c.x, c.y, -0.93, 0.93, -1, 1)), c.draw(0.3, 1))
    post = box(c.x, c.y, 0.9 - c.draw(0.12, 0.35), 0.9, edge, ground)
    wedge = c.chance(0.3)
    solid = numpy.minimum(numpy.minimum(c.y - edge, ground - c.y), box(c.x, c.y, -0.4, 0.9, -1, 1))
    c.paint(numpy.where(wedge, solid, post), c.draw(0.2, 1), heel > 0.12)
    return edge


def sandal(c):
    """Straps with air between them, on a flat sole or a heel."""
    heel = c.draw(0.0, 0.75) * c.chance(0.65)
    edge = sole(c, heel=heel, thick=c.draw(0.05, 0.14), ground=c.draw(0.3, 0.65))
    tone = cloth(c, 0.3)
    for _ in range(3):
        foot, lean = c.draw(-0.75, 0.1), c.draw(-0.2, 0.45)
        height = edge - c.draw(0.12, 0.4)
        thin = c.draw(0.03, 0.09)
        strap = limb(c.x, c.y, (foot, edge), (foot + lean, height), (thin, thin))
        c.paint(strap, tone, c.chance(0.8))
    rise = c.draw(0.2, 0.55)
    back = limb(c.x, c.y, (0.82, edge), (c.draw(0.6, 0.85), edge - rise), (0.06, 0.06))
    c.paint(back, tone, c.chance(0.8))
    ankle = limb(c.x, c.y, (0.25, edge - rise), (0.75, edge - rise), (0.05, 0.05))
    c.paint(ankle, tone, c.chance(0.6))


def sneaker(c):
    """A low closed shoe with laces and a rubber edge."""
    ground, thick = c.draw(0.3, 0.55), c.draw(0.08, 0.2)
    edge = sole(c, heel=c.draw(0.0, 0.08), thick=thick, ground=ground)
    high = c.draw(0.4, 0.75)
    roof = edge - course(
        c.x,
        [
            (-0.95, 0.1),
            (-0.85, 0.24),
            (-0.45, 0.34),
            (0.1, high),
            (0.3, high),
            (0.55, high * 0.75),
            (0.9, high),
        ],
    )
    upper = numpy.minimum(
        numpy.minimum(c.y - roof, edge - c.y), box(c.x, c.y, -0.92, c.draw(0.82, 0.92), -1, 1)
    )
    c.paint(upper, cloth(c, 0.35))
    lean = c.x + 0.5 * c.y
    stripe = 0.06 - abs(lean - c.draw(-0.1, 0.5))
    c.paint(numpy.minimum(stripe, upper), c.draw(0, 1), c.chance(0.5))
    laces = numpy.minimum(0.14 - (c.y - roof), box(c.x, c.y, -0.45, 0.15, -1, 1))
    c.darken(numpy.minimum(laces, upper), c.draw(0.1, 0.8), wave(c.x * 5) > 0.5)


def ankle_boot(c):
    """A closed shoe with a shaft and, often, a heel."""
    ground, thick = c.draw(0.6, 0.9), c.draw(0.05, 0.14)
    heel = c.draw(0.05, 0.45)
    edge = sole(c, heel=heel, thick=thick, ground=ground)
    mouth = c.draw(-0.9, -0.15)
    neck = c.draw(-0.25, 0.2)
    roof = numpy.maximum(
        mouth,
        edge
        - course(
            c.x,
            [
                (-0.95, 0.12),
                (-0.82, 0.3),
                (-0.5, 0.38),
                (neck - 0.1, 0.6),
                (neck + 0.08, 1.1),
                (neck + 0.12, 2.2),
            ],
        ),
    )
    upper = numpy.minimum(
        numpy.minimum(c.y - roof, edge - c.y), box(c.x, c.y, -0.92, c.draw(0.72, 0.92), -1, 1)
    )
    c.paint(upper, cloth(c, 0.25))
    rim = numpy.minimum(upper, mouth + 0.12 - c.y)
    c.darken(rim, c.draw(0, 0.7), c.chance(0.5))
    side = numpy.minimum(upper, 0.06 - abs(c.x - c.draw(0.2, 0.6)))
    c.darken(side, c.draw(0.2, 0.8), c.chance(0.4))
    tie = numpy.minimum(upper, 0.2 - abs(c.x - neck))
    c.darken(tie, c.draw(0.2, 0.7), c.chance(0.4) & (wave(c.y * 4) > 0.5))


def bag(c):
    """A body with a flap and a handle, short or long."""
    wide, high, low = c.draw(0.5, 0.92), c.draw(-0.45, 0.15), c.draw(0.5, 0.92)
    span = c.draw(0.2, 0.6)
    ring = ellipse(c.x, c.y, (0, high), (span, c.draw(0.25, 0.85)))
    strap = numpy.minimum(ring, c.draw(0.06, 0.12) - ring)
    c.paint(strap, c.draw(0.3, 1), c.chance(0.8))
    slope, tone = c.draw(0.75, 1.15), cloth(c)
    body = column(c.x, c.y, [(high, wide * slope), (low, wide)])
    round_bag = ellipse(c.x, c.y, (0, (high + low) / 2), (wide, (low - high) / 2))
    c.paint(numpy.where(c.chance(0.2), round_bag, body), tone)
    flap = numpy.minimum(body, high + (low - high) * c.draw(0.25, 0.6) - c.y)
    c.darken(flap, c.draw(0.05, 0.5), c.chance(0.5))
    clasp = ellipse(c.x, c.y, (0, (high + low) / 2), (c.draw(0.05, 0.14), c.draw(0.05, 0.14)))
    c.paint(clasp, c.draw(0, 1), c.chance(0.5))

"""A made-up wind-tunnel table that stands in for the NASA airfoil measurements."""

import numpy

ROWS = 1503
CHORDS = numpy.array([0.0254, 0.0508, 0.1016, 0.1524, 0.2286, 0.3048])  # m
SPEEDS = numpy.array([31.7, 39.6, 55.5, 71.3])  # m/s
BANDS = numpy.array(
    [
        200,
        250,
        315,
        400,
        500,
        630,
        800,
        1000,
        1250,
        1600,
        2000,
        2500,
        3150,
        4000,
        5000,
        6300,
        8000,
        10000,
        12500,
        16000,
        20000,
    ]
)  # Hz, a third octave apart


def make_airfoil(seed=5):
    """Make a table with the columns and scales of the real one.

    Each run has a wing (chord), an angle, a speed and the boundary-layer thickness that follows
    from them; its spectrum is a parabola over the logarithm of the Strouhal number, with noise.

    Parameters
    ----------
    seed : int
        NumPy's global generator is neither read nor changed.

    Returns
    -------
    numpy.ndarray, shape (1503, 6)
        Frequency (Hz), angle (degrees), chord (m), speed (m/s), thickness (m), sound level (dB).

    """
    rng = numpy.random.RandomState(seed)
    runs = []
    while sum(map(len, runs)) < ROWS:
        runs.append(_run(rng))
    return numpy.concatenate(runs)[:ROWS]


def _run(rng):
    """One wing at one speed and angle, measured in about 14 frequency bands."""
    size = rng.randint(len(CHORDS))
    chord, speed = CHORDS[size], rng.choice(SPEEDS)
    angle = round(rng.uniform(0, 22 - 2.5 * size) * rng.choice([0.0, 1.0], p=[0.1, 0.9]), 1)
    thickness = 10 ** (
        -2.85 + 0.4 * numpy.log10(chord / 0.1) - 0.2 * numpy.log10(speed / 50) + 0.09 * angle
    )
    first = rng.randint(0, 6) if angle > 8 else rng.randint(0, 8)
    bands = BANDS[first : first + rng.randint(11, 17)].astype("float64")
    peak = 0.13 * speed / thickness**0.6 / 0.02**0.4  # Hz, before the effect of the chord
    octaves = numpy.log10(bands / numpy.clip(peak * (0.1 / chord) ** 0.2, 900, 6000))
    level = (
        131.5
        + 12 * numpy.log10(speed / 55)
        - 7 * numpy.log10(thickness / 0.005)
        - 5 * numpy.log10(chord / 0.1)
        - 16 * octaves**2
        + 8 * octaves
    )
    level += rng.normal(0, 2, len(bands))
    fixed = numpy.tile([angle, chord, speed, round(thickness, 9)], (len(bands), 1))
    return numpy.column_stack([bands, fixed, level.round(3)])

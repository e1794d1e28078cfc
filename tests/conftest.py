"""Shared by all tests: MXNet's NumPy mode, and seeds, as in the first cell of a section."""

import os
import random

os.environ.setdefault("D2L_DATA", "embedded")
os.environ.setdefault("MPLBACKEND", "agg")

import mxnet
import numpy
import pytest

mxnet.npx.set_np()


@pytest.fixture(autouse=True)
def _seeded():
    mxnet.random.seed(0)
    numpy.random.seed(0)
    random.seed(0)


@pytest.fixture(autouse=True)
def _print_options():
    """Some sections set how arrays are printed; the next test must not see it."""
    with numpy.printoptions():
        yield

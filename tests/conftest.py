"""Shared by all tests: MXNet's NumPy mode, and seeds, as in the first cell of a section."""

import os
import random

os.environ.setdefault("D2L_DATA", "embedded")
os.environ.setdefault("MPLBACKEND", "agg")

import mxnet
import numpy
import pytest

mxnet.npx.set_np()


# What CI may lack: the real files (a mirror), and an address of the newer kind.
MAY_BE_MISSING = ("D2L_DATA_MIRROR", "no IPv6")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI nothing is skipped for want of a program: a test that would be, fails."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(missing in reason for missing in MAY_BE_MISSING):
            report.outcome = "failed"
            report.longrepr = f"{reason}: CI needs it, see .ci/run"
    return report


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


@pytest.fixture
def english(monkeypatch):
    """Let the site's own words be English, whichever edition this process has built before."""
    from sphinx.locale import translators

    monkeypatch.delitem(translators, ("general", "d2lsite"), raising=False)

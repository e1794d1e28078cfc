"""The stopwatch."""

import time

import pytest

import d2lutils as d2l


def test_laps_add_up():
    timer = d2l.Timer()
    time.sleep(0.02)
    first = timer.stop()
    with timer:
        time.sleep(0.04)
    assert 0.02 <= first < 0.04 <= timer.times[1]
    assert timer.sum() == pytest.approx(first + timer.times[1])
    assert timer.avg() == pytest.approx(timer.sum() / 2)

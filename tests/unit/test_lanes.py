"""The lanes of a trace: who did what when."""

import subprocess
import sys

import matplotlib.pyplot as plt
import pytest

from d2lutils.figures.lanes import Span, show_lanes, spans_of


def event(cat, ph, name, ts, tid=1):
    return {"cat": cat, "ph": ph, "name": name, "ts": ts, "tid": tid}


TRACE = [
    {"ph": "M", "name": "process_name"},
    event("MXNET_C_API", "b", "invoke", 1_000_000),
    event("MXNET_C_API", "e", "invoke", 1_000_200),
    event("operator", "B", "dot", 1_000_100, tid=2**63),
    event("operator", "B", "DeleteVariable", 1_000_150, tid=5),
    event("operator", "E", "DeleteVariable", 1_000_160, tid=5),
    event("operator", "B", "dot", 1_000_300, tid=7),
    event("operator", "E", "dot", 1_001_100, tid=2**63),
    event("operator", "E", "dot", 1_000_400, tid=7),
    event("Device Storage", "C", "memory", 1_000_000),
]


def test_spans_have_lanes_names_and_seconds_from_the_first_on():
    python, first, second = spans_of(list(reversed(TRACE)))
    assert python == Span("Python", "invoke", 0, pytest.approx(200e-6))
    assert first == Span("worker 1", "dot", pytest.approx(100e-6), pytest.approx(1000e-6))
    assert second == Span("worker 2", "dot", pytest.approx(300e-6), pytest.approx(100e-6))
    assert spans_of([]) == []


def test_only_named_spans_are_drawn_a_row_for_each_lane():
    ax = show_lanes(spans_of(TRACE), {"dot": ("tab:orange", "product")})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["worker 1", "worker 2"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["product"]
    assert ax.get_xlim() == (0, pytest.approx(1100e-6))
    plt.close("all")


def test_a_process_records_once_and_then_says_why(tmp_path):
    code = """
from mxnet import np, npx
npx.set_np()
from d2lutils import record_lanes
spans = record_lanes(lambda: np.dot(np.ones((50, 50)), np.ones((50, 50))))
assert {span.lane for span in spans} >= {"Python", "worker 1"}, spans
assert sum(span.name == "_np_dot" for span in spans) == 1, spans
try:
    record_lanes(lambda: None)
except RuntimeError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert "restart the kernel" in done.stdout
    assert list(tmp_path.iterdir()) == []  # the trace is in a folder of its own

"""A right answer is right, a wrong one wrong with the reason, an open one open."""

import numpy
import pytest
from mxnet import np

import d2lutils as d2l


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3, 3),
        (3.0, 3),
        (0.1 + 0.2, 0.3),
        (True, True),
        ("relu", "relu"),
        ([1, 2], (1, 2)),
        (np.array([1.0, 2.0]), numpy.array([1.0, 2.0])),
        (np.ones((2, 2)), np.ones((2, 2))),
        ({"w": 1.0}, {"w": 1.0}),
        ([np.ones(2), "a"], [np.ones(2), "a"]),
        (float("nan"), float("nan")),
        (np.array(2.0), 2.0),
        ((2, 3), (2, 3)),
        (numpy.float32(1e-7), 0.0),
        (numpy.bool_(True), True),
        (np.array(1) > np.array(0), True),
        (True, numpy.bool_(True)),
        (numpy.array([True, False]), [True, False]),
        (np.array([1, 0]) > 0, (True, False)),
        ([True, False], numpy.array([True, False])),
        ((numpy.bool_(True), numpy.int64(3), numpy.float32(0.5)), [True, 3, 0.5]),
        (numpy.array([[9, 4], [8, 7]]), [[9, 4], [8, 7]]),
        (numpy.int64(203530), 203530),
        (np.array(6.0), 6),
        (numpy.float32(99.99999), 100),
        (2**70, 2**70),
        ([2**70, 1], [2**70, 1]),
        (numpy.uint8(3), 3),
        (numpy.array([1, 2], dtype="uint8"), numpy.array([1, 2])),
        ([1, 0.5], [1, 0.5]),
        ([], []),
    ],
)
def test_right(actual, expected):
    assert d2l.compare(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected", "reason"),
    [
        (3, 4, "is 3, expected 4"),
        (np.ones((2, 3)), np.ones((3, 2)), r"shape is \(2, 3\), expected \(3, 2\)"),
        (
            np.array([1.0, 5.0, 3.0]),
            np.array([1.0, 2.0, 4.0]),
            r"\[1\] is 5, expected 2 \(and 1 more",
        ),
        (np.array([1, 2], dtype="int32"), np.array([1.0, 2.0]), "dtype is int32, expected float32"),
        (np.array([1.0]), 1.0, r"shape is \(1,\), expected \(\)"),
        ("tanh", "relu", "is 'tanh', expected 'relu'"),
        (1, True, "is 1, expected True"),
        (True, 1, "is boolean"),
        ("3", 3, "is a str, expected numbers"),
        ({"w": 1.0}, {"b": 1.0}, "keys are"),
        ({"w": 1.0}, {"w": 2.0}, "at 'w': is 1, expected 2"),
        (3, ["a"], "is a int, expected a list"),
        (["a", "b"], ["a"], "has 2 items, expected 1"),
        (["a", "c"], ["a", "b"], "item 1"),
        (float("inf"), 1.0, "is inf"),
        (float("nan"), 1.0, "is nan"),
        (object(), 1.0, "is a object, expected numbers"),
        ([[1], [1, 2]], [[1], [1, 3]], "item 1: entry"),
        (203528, 203530, "is 203528, expected 203530"),
        (203528.0, 203530, "is 203528, expected 203530"),
        (203530.1, 203530, "expected 203530"),
        (7595246, 7595176, "is 7595246, expected 7595176"),
        ([3, 203528], [3, 203530], r"entry \[1\] is 203528, expected 203530"),
        ([203528, 0.5], [203530, 0.5], r"entry \[0\] is 203528, expected 203530"),
        (np.array([203528]), np.array([203530], dtype="int32"), "dtype is float32, expected int32"),
        (numpy.array([203528]), numpy.array([203530]), r"entry \[0\] is 203528"),
        (2**63 + 1, 2**63, "is 9223372036854775809, expected 9223372036854775808"),
        (numpy.uint64(2**63 + 1), 2**63, "is 9223372036854775809"),
        (2**70 + 1, 2**70, "is 1180591620717411303425"),
        (float(2**70), 2**70 + 2**30, "expected"),
        (numpy.bool_(False), True, "is False, expected True"),
        (numpy.int64(1), True, "expected True"),
        ("True", True, "is a str, expected True or False"),
        (numpy.array([True, True]), [True, False], "item 1: is True, expected False"),
        (numpy.bool_(True), 1, "is boolean"),
        (numpy.array([1, 0]), numpy.array([True, False]), "expected array"),
    ],
)
def test_wrong_with_the_reason(actual, expected, reason):
    import re

    result = d2l.compare(actual, expected)
    assert result.state == "wrong"
    assert re.search(reason, result.message), result.message


@pytest.mark.parametrize("unanswered", [..., None])
def test_open(unanswered, capsys):
    d2l.check(unanswered, 3, name="area")
    assert capsys.readouterr().out == "… area: not answered yet\n"


def test_an_answer_that_cannot_be_compared_is_wrong_and_never_raises(capsys):
    class Hostile:
        def __array__(self, *args):
            raise RuntimeError("no")

    d2l.check(Hostile(), 1.0)
    assert "cannot be compared (RuntimeError: no)" in capsys.readouterr().out


def test_the_hint_is_shown_only_when_wrong(capsys):
    d2l.check(2, 2, hint="count again")
    assert capsys.readouterr().out == "✓ answer\n"
    d2l.check(3, 2, hint="count again")
    assert capsys.readouterr().out.endswith("Hint: count again\n")


def test_tolerance():
    assert not d2l.compare(1.001, 1.0)
    assert d2l.compare(1.001, 1.0, tol=1e-2)


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii", "utf-8"])
def test_the_marks_can_be_printed_everywhere(encoding, monkeypatch):
    import io
    import sys

    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    d2l.check(1, 1, name="面积")
    d2l.check(1, 2, name="area")
    d2l.check(..., 2, name="a\ud800")
    stream.flush()
    lines = stream.buffer.getvalue().decode(encoding).splitlines()
    plain = encoding != "utf-8"
    assert lines[0].startswith("[ok] " if plain else "✓ ")
    assert "面积" in lines[0] or encoding in ("latin-1", "ascii")
    assert lines[1] == ("[x]" if plain else "✗") + " area: is 1, expected 2"
    assert lines[2].startswith("..." if encoding in ("latin-1", "ascii") else "…")

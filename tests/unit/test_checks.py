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

"""Checking the answer of an exercise."""

from dataclasses import dataclass

import numpy

from d2lutils.convert import as_numpy
from d2lutils.marks import say


@dataclass
class CheckResult:
    """Outcome of a comparison: `state` is "right", "wrong" or "open"; `message` says why."""

    state: str
    message: str

    def __bool__(self):
        return self.state == "right"


def check(actual, expected, *, name="answer", tol=1e-5, hint=None):
    """Say in one line whether an answer is right, and if not, what is wrong with it.

    Never raises: a wrong answer in a notebook must not stop the cells below it.

    Parameters
    ----------
    actual : object
        The reader's answer. ``...`` or None count as not answered yet.
    expected : object
        Numbers, arrays of MXNet or NumPy, strings, booleans, or lists, tuples and dicts of them.
    name : str
        What is being checked, shown in front.
    tol : float
        Numbers agree if they differ by at most ``tol * (1 + abs(expected))``. Where a whole number
        is expected, an answer in integers must be that number, and one in floating point may
        differ by no more than `tol` or 0.001, whichever is larger.
    hint : str, optional
        Shown when the answer is wrong.

    Examples
    --------
    >>> check(0.1 + 0.2, 0.3)
    ✓ answer
    >>> check([1, 2], [1, 3], name="pair")
    ✗ pair: entry [1] is 2, expected 3
    >>> check(..., 7)
    … answer: not answered yet

    """
    result = compare(actual, expected, tol=tol)
    mark = {"right": "✓", "wrong": "✗", "open": "…"}[result.state]
    message = f"{mark} {name}" + (f": {result.message}" if result.message else "")
    if result.state == "wrong" and hint:
        message += f". Hint: {hint}"
    say(message)


def compare(actual, expected, *, tol=1e-5):
    """Compare an answer with the expected value; the pure form of `check`.

    Parameters
    ----------
    actual, expected, tol
        As in `check`.

    Returns
    -------
    CheckResult
        True in a boolean context only if the answer is right.

    Examples
    --------
    >>> bool(compare("softmax", "softmax"))
    True
    >>> compare(numpy.zeros((2, 3)), numpy.zeros((3, 2))).message
    'shape is (2, 3), expected (3, 2)'

    """
    if actual is ... or actual is None:
        return CheckResult("open", "not answered yet")
    try:
        message = _difference(actual, expected, tol)
    except Exception as error:  # an exotic answer is a wrong one, not a crash
        message = f"cannot be compared ({type(error).__name__}: {error})"
    return CheckResult("wrong" if message else "right", message)


def _difference(actual, expected, tol):
    """Return what distinguishes two values, or an empty string."""
    if isinstance(expected, dict):
        return _dict_difference(actual, expected, tol)
    if _is_ragged(expected):
        return _sequence_difference(actual, expected, tol)
    if isinstance(expected, str):
        same = isinstance(actual, str) and actual == expected
        return "" if same else f"is {actual!r}, expected {expected!r}"
    return _array_difference(actual, expected, tol)


def _is_ragged(value):
    """Whether a list or tuple must be compared item by item rather than as one array."""
    if not isinstance(value, (list, tuple)):
        return False
    return not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value)


def _dict_difference(actual, expected, tol):
    if not isinstance(actual, dict):
        return f"is a {type(actual).__name__}, expected a dict"
    if set(actual) != set(expected):
        return f"keys are {sorted(map(str, actual))}, expected {sorted(map(str, expected))}"
    for key, value in expected.items():
        message = _difference(actual[key], value, tol)
        if message:
            return f"at {key!r}: {message}"
    return ""


def _sequence_difference(actual, expected, tol):
    if not isinstance(actual, (list, tuple)) and not getattr(actual, "ndim", 0):
        return f"is a {type(actual).__name__}, expected a {type(expected).__name__}"
    if len(actual) != len(expected):
        return f"has {len(actual)} items, expected {len(expected)}"
    for i, (a, e) in enumerate(zip(actual, expected)):
        message = _difference(a, e, tol)
        if message:
            return f"item {i}: {message}"
    return ""


def _array_difference(actual, expected, tol):
    a, e = as_numpy(actual), as_numpy(expected)
    message = _kind_difference(actual, a, expected, e)
    if message:
        return message
    if a.shape != e.shape:
        return f"shape is {a.shape}, expected {e.shape}"
    close = _agree(a, e, _whole(expected, e), tol)
    if close.all():
        return ""
    where = tuple(int(i) for i in numpy.argwhere(~close)[0])
    place = f"entry [{', '.join(map(str, where))}] " if where else ""
    others = int((~close).sum()) - 1
    more = f" (and {others} more differ)" if others else ""
    return f"{place}is {_show(a[where])}, expected {_show(e[where])}{more}"


def _kind_difference(actual, a, expected, e):
    """Say what is wrong with the kind of an answer: numbers, booleans, or the dtype of an array."""
    big = a.dtype.kind == "O" and all(isinstance(v, (int, float)) for v in a.flat)  # beyond 64 bits
    if a.dtype.kind not in "biufc" and not big:
        wanted = "True or False" if _boolean(e) else "numbers"
        return f"is a {type(actual).__name__}, expected {wanted}"
    if _boolean(e) and not _boolean(a):
        return f"is {actual!r}, expected {expected!r}"
    if _boolean(a) and not _boolean(e):
        return f"is boolean, expected {e.dtype}"
    kinds = [array.dtype.kind.replace("u", "i") for array in (a, e)]
    array_expected = hasattr(expected, "dtype") and getattr(expected, "ndim", 0) > 0
    if array_expected and hasattr(actual, "dtype") and kinds[0] != kinds[1]:
        return f"dtype is {a.dtype}, expected {e.dtype}"
    return ""


def _boolean(array):
    return array.dtype.kind == "b"


def _whole(expected, e):
    """Return where whole numbers are expected: of a list [1, 0.5] in the first entry only."""
    if isinstance(expected, (list, tuple)):
        return numpy.array([isinstance(value, int) for value in expected], dtype=bool)
    return numpy.full(e.shape, e.dtype.kind in "iubO")


def _agree(a, e, whole, tol):
    """Compare entry by entry; integers as Python's, which have no largest one."""
    close = numpy.zeros(e.shape, dtype=bool)
    if a.dtype.kind in "iubO":
        close[whole] = a[whole].astype(object) == e[whole].astype(object)
    else:
        target = e[whole].astype("float64")
        allowed = numpy.minimum(tol * (1 + abs(target)), max(tol, 1e-3))
        close[whole] = abs(a[whole] - target) <= allowed
    rest = ~whole
    close[rest] = numpy.isclose(
        a[rest].astype(_wide(a)), e[rest].astype(_wide(e)), rtol=tol, atol=tol, equal_nan=True
    )
    return close


def _wide(array):
    return array.dtype if array.dtype.kind == "c" else "float64"


def _show(value):
    """Write a number so that two different ones look different."""
    if isinstance(value, (int, numpy.integer, numpy.bool_)):
        return str(value)
    return f"{value:.6g}"

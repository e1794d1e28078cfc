"""IDX files: every type of number, and no array from a damaged file."""

import gzip
import struct

import numpy
import pytest

from d2lutils.datasets.idx import read_idx
from d2lutils.datasets.store.errors import DataError

CODES = {"uint8": 8, "int8": 9, "int16": 11, "int32": 12, "float32": 13, "float64": 14}


def idx(array):
    """The bytes of an IDX file, written from the description of the format."""
    head = bytes([0, 0, CODES[array.dtype.name], array.ndim])
    head += b"".join(struct.pack(">I", length) for length in array.shape)
    return head + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("dtype", CODES)
@pytest.mark.parametrize("shape", [(7,), (3, 4), (2, 3, 5), (0, 28, 28)])
def test_round_trip(tmp_path, dtype, shape, packed):
    array = numpy.random.uniform(-100, 100, shape).astype(dtype)
    content = idx(array)
    (tmp_path / "a").write_bytes(gzip.compress(content) if packed else content)
    read = read_idx(tmp_path / "a")
    assert read.dtype == numpy.dtype(dtype)
    assert read.dtype.isnative
    assert read.flags.writeable
    numpy.testing.assert_array_equal(read, array)


GOOD = idx(numpy.arange(60, dtype="int32").reshape(3, 20))
DAMAGED = {
    "empty": b"",
    "short header": GOOD[:7],
    "bad magic": b"\x01" + GOOD[1:],
    "unknown type": GOOD[:2] + b"\x0a" + GOOD[3:],
    "a byte missing": GOOD[:-1],
    "a byte too many": GOOD + b"\0",
    "huge shape": GOOD[:4] + b"\xff" * 8 + GOOD[12:],
    "a page": b"<html>404</html>",
    "gzip cut off": gzip.compress(GOOD)[:-9],
    "gzip flipped": gzip.compress(GOOD)[:-5] + b"\xff" + gzip.compress(GOOD)[-4:],
    "gzip garbage": b"\x1f\x8b" + b"garbage" * 5,
    "no deflate": gzip.compress(GOOD)[:10] + b"\xff" * 20,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_damaged(tmp_path, content):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(DataError, match="Delete the file and fetch it again") as caught:
        read_idx(tmp_path / "a")
    assert str(tmp_path / "a") in str(caught.value)


def test_missing(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read_idx(tmp_path / "a")

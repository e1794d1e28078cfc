"""Reading IDX, the file format of MNIST and Fashion-MNIST."""

import gzip
import struct
import zlib
from pathlib import Path

import numpy

from d2lutils.datasets.store.errors import DataError

# The third byte of a file names the type of its numbers, stored big end first.
DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path):
    """Read an array from an IDX file, gzipped or not.

    Two zero bytes, the type of the numbers, the number of axes; then the length of each axis as
    a big-endian 32-bit integer; then the numbers.

    Parameters
    ----------
    path : str or pathlib.Path
        The file.

    Returns
    -------
    numpy.ndarray
        In the byte order of this machine, writable.

    Raises
    ------
    DataError
        The file cannot be read, is not IDX, or is shorter or longer than its header says.

    Notes
    -----
    Used in section 3.5. Format: http://yann.lecun.com/exdb/mnist/.

    """
    raw = _content(path)
    code, axes = (raw[2], raw[3]) if len(raw) >= 4 else (0, 0)
    if raw[:2] != b"\0\0" or code not in DTYPES or len(raw) < 4 + 4 * axes:
        raise _damaged(path, f"it is not an IDX file (it begins with {raw[:4].hex(' ')!r})")
    shape = struct.unpack_from(f">{axes}I", raw, 4)
    dtype = numpy.dtype(DTYPES[code])
    size = 4 + 4 * axes + dtype.itemsize * int(numpy.prod(shape, dtype=object))
    if len(raw) != size:
        raise _damaged(path, f"it holds {len(raw):,} bytes where its header asks for {size:,}")
    values = numpy.frombuffer(raw, dtype, offset=4 + 4 * axes)
    return values.reshape(shape).astype(dtype.newbyteorder("="))


def _content(path):
    """Return the bytes of a file, decompressed if they are gzip."""
    try:
        raw = Path(path).read_bytes()
        return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _damaged(path, f"its gzip stream is broken ({error})") from None
    except OSError as error:
        raise DataError(
            path, f"it cannot be read ({error.strerror})", "Check the name and the permissions."
        ) from None


def _damaged(path, cause):
    return DataError(path, cause, "Delete the file and fetch it again.")

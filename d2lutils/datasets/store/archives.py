"""Unpacking archives without letting them write anywhere else."""

import gzip
import lzma
import os
import shutil
import tarfile
import uuid
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from d2lutils.datasets.store.errors import DataError

DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
)


def unpack(archive, folder):
    """Unpack a zip or tar archive into a folder of its own.

    Parameters
    ----------
    archive : str or pathlib.Path
        Zip, or tar with any compression.
    folder : str or pathlib.Path
        Appears under this name only when all is unpacked; returned as it is if it exists.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    DataError
        The archive is damaged, or holds ``..``, an absolute name, a link or a device; or the
        folder cannot be written. Nothing is left behind.

    """
    archive, folder = Path(archive), Path(folder)
    if folder.is_dir():
        return folder
    part = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}.part")
    try:
        part.mkdir(parents=True)
        if zipfile.is_zipfile(archive):
            _unzip(archive, part)
        else:
            _untar(archive, part)
        _rename(part, folder)
    except DAMAGE:
        raise DataError(
            archive, "it is damaged, or no archive at all", "Delete it and fetch it again."
        ) from None
    except OSError as error:
        raise DataError(
            archive,
            f"it cannot be unpacked into {folder} ({error})",
            "Free some space, or set D2L_DATA_HOME to a folder that you can write to.",
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _rename(part, folder):
    """Give the folder its name, unless another process was faster."""
    try:
        os.rename(part, folder)
    except OSError:
        if not folder.is_dir():
            raise


def _unzip(archive, part):
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            _require_inside(archive, member.filename)
            if member.external_attr >> 28 == 0xA:  # the Unix type of a symbolic link
                _refuse(archive, member.filename, "is a link")
        packed.extractall(part)


def _untar(archive, part):
    _check_gzip(archive)
    with tarfile.open(archive) as packed:
        members = packed.getmembers()
        for member in members:
            _require_inside(archive, member.name)
            if not (member.isfile() or member.isdir()):
                _refuse(archive, member.name, "is a link or a device")
            member.mode = 0o755 if member.isdir() else 0o644
        packed.extractall(part, members)


def _check_gzip(archive):
    """Read a gzip file to the end, where its checksum is; tarfile alone stops before it."""
    with open(archive, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if packed:
        with gzip.open(archive) as file:
            while file.read(1 << 20):
                pass


def _require_inside(archive, name):
    path = PurePosixPath(name.replace("\\", "/"))
    drive = path.parts and path.parts[0].endswith(":")
    if path.is_absolute() or drive or ".." in path.parts:
        _refuse(archive, name, "leads out of the folder")


def _refuse(archive, name, why):
    raise DataError(
        archive,
        f"its member {name!r} {why}, so nothing was unpacked",
        "Do not use this archive; fetch it from its registered address.",
    )

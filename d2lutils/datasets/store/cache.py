"""Where data files come from: the cache, a mirror, the registered addresses; all verified."""

import contextlib
import os
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from d2lutils.datasets.store.download import download, give_up, import_pooch
from d2lutils.datasets.store.errors import DataError, Refused, Unreachable
from d2lutils.datasets.store.mirror import mirror
from d2lutils.datasets.store.registry import find, registry
from d2lutils.paths import DATA

_verified = set()  # (path, size, time of change, sum) of files whose sum this process has seen


def cache_folder():
    """Folder of the cache: ``D2L_DATA_HOME``, or ``data/cache`` in the book."""
    return _in_book(os.environ.get("D2L_DATA_HOME") or DATA / "cache")


def _in_book(folder):
    """Read a relative path from the book's folder: each notebook runs in a folder of its own."""
    return DATA.parent / Path(folder).expanduser()


def data_mode():
    """Return ``D2L_DATA``: auto (the default), full or embedded."""
    mode = os.environ.get("D2L_DATA") or "auto"
    if mode not in ("auto", "full", "embedded"):
        raise DataError(
            "D2L_DATA",
            f"the value {mode!r} is not known",
            "Set it to auto, full or embedded, or unset it.",
        )
    return mode


def defect(path, entry):
    """Say what is wrong with a file, or None if it is the registered one."""
    try:
        state = os.stat(path)
        if state.st_size != entry.bytes:
            return f"has {state.st_size:,} bytes instead of {entry.bytes:,}"
        key = (str(path), state.st_size, state.st_mtime_ns, entry.sha256)
        if key not in _verified:
            if import_pooch().file_hash(str(path)) != entry.sha256:
                return "has a wrong sha256 sum"
            _verified.add(key)
    except FileNotFoundError:
        return "does not exist"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return None


def fetch(dataset):
    """Get all files of a data set, from the cache, a mirror or the network.

    Parameters
    ----------
    dataset : str
        Its name in the registry, such as ``"fashion-mnist"``.

    Returns
    -------
    dict of str to pathlib.Path
        Where each file is, by its registered name. Size and sha256 sum of each are right.

    Raises
    ------
    DataError
        The name is not registered, or a file cannot be had; nothing half-done is left behind.

    """
    return {entry.name: fetch_file(entry) for entry in find(dataset).files}


def fetch_file(entry):
    """Return the path of one registered file, after getting it where it is not at hand."""
    target = cache_folder() / entry.name
    problems = []
    if os.path.lexists(target):
        problem = defect(target, entry)
        if problem is None:
            return target
        problems.append(f"the copy in {target.parent} {problem}")
    folder, web = mirror()
    try:
        if folder:
            found = _from_folder(_in_book(folder), target, entry, problems)
            if found:
                return found
        addresses = ([f"{web.rstrip('/')}/{entry.name}"] if web else []) + [*entry.addresses]
        _from_web(addresses, target, entry, problems)
    except OSError as error:
        raise DataError(
            entry.name,
            f"{target.parent} cannot take it ({error.strerror or error})",
            f"It needs {entry.bytes:,} bytes. Free some space, or set D2L_DATA_HOME to a folder "
            "that you can write to.",
        ) from None
    if problems:
        print(f"{entry.name}: {'; '.join(problems)}. Downloaded it from elsewhere instead.")
    return target


def _from_folder(folder, target, entry, problems):
    """Copy the file from a mirror folder; read it there if the cache cannot be written."""
    original = folder / entry.name
    problem = defect(original, entry)
    if problem:
        problems.append(f"{original} in the mirror {problem}")
        return None

    def copy(file):
        with open(original, "rb") as source:
            shutil.copyfileobj(source, file)

    try:
        install(target, entry, copy)
    except (OSError, Refused):
        return original
    return target


def _from_web(addresses, target, entry, problems):
    """Download the file from the first address that serves it."""
    if data_mode() == "embedded":
        _refuse(target, entry, [*problems, "D2L_DATA=embedded forbids the network"])
    answered = False
    for address in addresses:
        try:
            install(
                target, entry, lambda file, address=address: download(address, file, entry.bytes)
            )
        except Unreachable as error:
            problems.append(str(error))
        except Refused as error:
            answered = True
            problems.append(str(error))
        else:
            return
    if addresses and not answered:
        give_up()
    _refuse(target, entry, problems)


def _refuse(target, entry, problems):
    """Raise the error that tells how to get the file by hand."""
    mirrored = "set D2L_DATA_MIRROR to a folder or an http address that holds it"
    if entry.addresses:
        remedy = (
            f"Connect to the network and restart the kernel; or download {entry.addresses[0]} in a "
            f"browser and put {entry.name} into {target.parent}; or {mirrored}."
        )
    else:
        problems = [*problems, "the book may not fetch it"]
        remedy = f"If you have it, put {entry.name} into {target.parent}; or {mirrored}."
    raise DataError(entry.name, "; ".join(problems), f"{remedy} See data/README.md.") from None


def install(target, entry, fill):
    """Create a file under its final name only once it is complete and right.

    Parameters
    ----------
    target : pathlib.Path
        The final name. Two processes may install it at once: each writes a file of its own, and
        renaming is atomic.
    entry : FileEntry
        Size and sum it must have.
    fill : callable
        Writes the content to the open binary file it is given.

    Raises
    ------
    Refused
        The content is not the registered one.
    OSError
        The folder cannot be written, or the disk is full.

    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        with open(part, "xb") as file:
            fill(file)
        problem = defect(part, entry)
        if problem:
            raise Refused(f"the file received {problem}")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _sweep(folder):
    """Remove what a process killed in the middle of a download left over a day ago."""
    for part in folder.glob(".*.part"):
        with contextlib.suppress(OSError):  # another process sweeps, too
            if time.time() - part.lstat().st_mtime > 24 * 3600:
                part.unlink()


@dataclass(frozen=True)
class FileStatus:
    """One line of `list_files`: a registered file and whether it is in the cache."""

    dataset: str
    name: str
    bytes: int
    licence: str
    state: str  # "ready", "missing", or what is wrong with it
    path: Path


def list_files():
    """List all registered files with their state in the cache; no network is used."""
    files = []
    for dataset in registry().values():
        for entry in dataset.files:
            path = cache_folder() / entry.name
            state = (defect(path, entry) or "ready") if os.path.lexists(path) else "missing"
            files.append(
                FileStatus(dataset.name, entry.name, entry.bytes, dataset.licence, state, path)
            )
    return files


def verify():
    """List the files in the cache that are not what the registry says; empty if all is well."""
    _verified.clear()
    return [file for file in list_files() if file.state not in ("ready", "missing")]

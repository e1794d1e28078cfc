"""The registry: which files a data set has, where they are and how to recognise them."""

import functools
import json
from dataclasses import dataclass

from d2lutils.datasets.store.errors import DataError
from d2lutils.paths import DATA


@dataclass(frozen=True)
class FileEntry:
    """One registered file: its name, size in bytes, sha256 sum and addresses in order."""

    name: str
    bytes: int
    sha256: str
    addresses: tuple


@dataclass(frozen=True)
class Dataset:
    """One registered data set: its files, where it comes from, and what stands in for it."""

    name: str
    title: str
    licence: str
    source: str
    embedded: str
    files: tuple


@functools.lru_cache(maxsize=1)
def registry():
    """Read ``data/registry.json``: data sets by name."""
    path = DATA / "registry.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            path,
            f"the registry of the data cannot be read ({error})",
            "Install d2lutils from a checkout of the book: pip install -e .",
        ) from None
    return {name: _dataset(name, facts) for name, facts in raw.items()}


def _dataset(name, facts):
    facts = dict(facts)
    files = tuple(
        FileEntry(file, entry["bytes"], entry["sha256"], tuple(entry["addresses"]))
        for file, entry in facts.pop("files").items()
    )
    return Dataset(name=name, files=files, **facts)


def find(name):
    """Return the data set of this name, or raise a DataError that lists the known names."""
    if name not in registry():
        raise DataError(
            name, "no data set of this name is registered", f"Known names: {', '.join(registry())}."
        )
    return registry()[name]

"""The reader's own copies of the book's notebooks: work/zh and work/en.

A reader works in these; the pages are built from the book's. A copy is made when it is first
opened. When the book changes, a copy that the reader has not touched is renewed, and beside one
that the reader has changed the new section appears as ``04_x.new.ipynb``.
"""

import datetime
import hashlib
import json
import os
import re

from d2lutils.notebooks.execution import trust
from d2lutils.paths import ENGLISH, ROOT, WORK, notebooks_in

SOURCES = {"zh": ROOT, "en": ENGLISH}  # where the book has its notebooks
RECORD = ".copies.json"  # of each edition: what was written for the reader, as digests
PICTURE = re.compile(r"(?<=[\s(])(?:\.\./)+(?=book/static/)")  # the way to the book's pictures


class CopyError(Exception):
    """A copy that cannot be made: its message says why and what to do."""


def copy_path(page, edition):
    """Return where the reader's copy of a page is; page is such as ``chapters/03_x/04_y``."""
    return WORK / edition / f"{page}.ipynb"


def find_page(number):
    """Return the page of a section.

    Parameters
    ----------
    number : str
        Of chapter and section, such as "03/04".

    Returns
    -------
    str
        Such as ``chapters/03_deep_learning_basics/04_softmax_regression``.

    Raises
    ------
    CopyError
        If there is no such section.

    """
    match = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})", number)
    chapter, section = (f"{int(part):02}" for part in match.groups()) if match else ("", "")
    found = sorted(SOURCES["zh"].glob(f"chapters/{chapter}_*/{section}_*.ipynb")) if match else []
    if not found:
        raise CopyError(f"the book has no section {number}; a section is named as in 03/04.")
    return found[0].relative_to(SOURCES["zh"]).with_suffix("").as_posix()


def bring_chapter(page, edition):
    """Make or renew the copies of a page's chapter, whose notebooks may read one another.

    Returns
    -------
    Path
        Of the page's copy.

    Raises
    ------
    CopyError
        If the book lacks the notebook, or the copy cannot be written.

    """
    source = SOURCES[edition] / f"{page}.ipynb"
    if not source.is_file():
        raise CopyError(f"{page}.ipynb is not there in this edition: run `make html` first.")
    _bring(notebooks_in(source.parent), edition)
    return copy_path(page, edition)


def bring_all(edition):
    """Make or renew the copies of all notebooks of an edition."""
    _bring(notebooks_in(SOURCES[edition] / "chapters"), edition)


def reset(page, edition):
    """Put the book's notebook in the place of the reader's copy, which is kept under another name.

    Returns
    -------
    Path or None
        Where the old copy is now; None if there was none, or it was as the book's.

    Raises
    ------
    CopyError
        As `bring_chapter` does.

    """
    copy, kept = copy_path(page, edition), None
    bring_chapter(page, edition)
    text = _text(SOURCES[edition] / f"{page}.ipynb", edition)
    if _digest(copy.read_bytes()) != _digest(text):
        kept = _set_aside(copy)
        bring_chapter(page, edition)
    return kept


def _bring(sources, edition):
    record = _read_record(edition)
    try:
        written = [_bring_one(source, edition, record) for source in sources]
        path = WORK / edition / RECORD
        _write(path, json.dumps(record, indent=1).encode())
    except OSError as error:
        raise CopyError(f"{WORK} cannot be written: {error.strerror or error}.") from error
    trust([path for path in written if path])  # or Lab hides the stored plots


def _bring_one(source, edition, record):
    """Make, renew or leave one copy; return what was written, or None."""
    page = source.relative_to(SOURCES[edition]).with_suffix("").as_posix()
    copy, text = copy_path(page, edition), _text(source, edition)
    book, before = _digest(text), record.get(page, {})
    if not copy.exists():
        target = copy
    elif (now := _digest(copy.read_bytes())) == book:
        record[page] = {"copy": book, "book": book}
        return None
    elif now == before.get("copy"):
        target = copy  # untouched
    elif book == before.get("book"):
        return None  # changed by the reader, and the book has nothing new
    else:
        target = copy.with_suffix(".new.ipynb")
        if target.exists() and _digest(target.read_bytes()) != before.get("offered"):
            _set_aside(target)
    _write(target, text)
    offered = target != copy
    record[page] = {"copy": before.get("copy") if offered else book, "book": book}
    if offered:
        record[page]["offered"] = book
    return target


def _text(source, edition):
    """Return the bytes of a copy: as JupyterLab would save it, its pictures still found."""
    import nbformat

    notebook = nbformat.reads(source.read_text(encoding="utf-8"), as_version=4)
    depth = len((WORK / edition).relative_to(WORK.parent).parts)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = PICTURE.sub("../" * (depth + 2), cell.source)
    return (nbformat.writes(notebook) + "\n").encode()


def _set_aside(path):
    """Rename a file by date and time, and return its new path."""
    stem = path.name.removesuffix(".ipynb")
    stamp = f"{datetime.datetime.now():%Y-%m-%d_%H-%M-%S}"
    kept, count = path.with_name(f"{stem}.{stamp}.ipynb"), 2
    while kept.exists():
        kept, count = path.with_name(f"{stem}.{stamp}-{count}.ipynb"), count + 1
    path.rename(kept)
    return kept


def _digest(data):
    return hashlib.sha256(data).hexdigest()


def _read_record(edition):
    try:
        record = json.loads((WORK / edition / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or damaged: then every copy counts as changed
        return {}
    return record if isinstance(record, dict) else {}


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(data)
    os.replace(temporary, path)

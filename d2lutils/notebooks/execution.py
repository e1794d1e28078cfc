"""Running the book's notebooks in place, so that a second run changes nothing but the times."""

import datetime
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import time
from pathlib import Path

from d2lutils.notebooks.signature import sign
from d2lutils.paths import CHAPTERS, ROOT, notebooks_in

CELL_TIMEOUT = 600  # seconds
KEPT_CELL_METADATA = {"tags", "mystnb", "slideshow", "d2l", "jupyter"}
# What every kernel of Python says, but for its version: tools know by it that a script ends in .py.
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


PACKAGED = re.compile(r"sklearn\.datasets import .*\bload_")  # by the notebook's own hands


class NotebookError(Exception):
    """A notebook of the book did not run clean."""


def find_notebooks(paths=()):
    """Return the notebooks under the given files and folders, or all chapters.

    Parameters
    ----------
    paths : sequence of str or Path
        Files or folders; all of ``chapters`` if empty.

    Returns
    -------
    list of Path, sorted

    Raises
    ------
    NotebookError
        If a path does not exist or holds no notebook.

    """
    found = []
    for path in map(Path, paths or [CHAPTERS]):
        here = notebooks_in(path) if path.is_dir() else [path]
        if not here or not here[0].exists():
            raise NotebookError(f"no notebook at {path}")
        found += here
    return found


def execute(path):
    """Run one notebook in a fresh kernel and store its outputs in it.

    The file is replaced only after every cell has run without an error and without a word on
    the standard error stream.

    Parameters
    ----------
    path : Path
        The notebook.

    Returns
    -------
    dict
        The record also stored as ``metadata.d2l``: seconds, cores, data, date, signature, versions.

    Raises
    ------
    NotebookError
        Naming the notebook and the cell that failed.

    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    path = Path(path)
    notebook = read(path)
    normalise(notebook)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": path.parent}},
    )
    began = time.perf_counter()
    try:
        with client.setup_kernel():
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
            seconds = time.perf_counter() - began
            data = _data_used(client)
    except CellExecutionError as error:
        message = re.sub(r"\x1b\[[0-9;]*m", "", str(error))  # colours
        raise NotebookError(f"{path}: cell {index} failed:\n{message}") from None
    _refuse_noise(path, notebook)
    notebook.metadata["d2l"] = record = _record(seconds, data, sign(notebook.cells))
    write(notebook, path)
    return record


def read(path):
    """Read a notebook for `normalise`: unlike nbformat's own reading, without inventing ids."""
    import nbformat

    return nbformat.reader.reads(Path(path).read_text(encoding="utf-8"))


def normalise(notebook):
    """Bring a notebook's metadata into the form that is committed.

    Keeps only metadata that the book uses, gives an id to each cell that has none of its own, and
    folds every cell of a solution for JupyterLab, so that nobody reads an answer by accident.
    """
    _identify(notebook.cells)
    inside_solution = False
    for cell in notebook.cells:
        kept = {k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA}
        inside_solution = inside_solution or "{solution-start}" in cell.source
        if inside_solution:
            kept["jupyter"] = {"source_hidden": True}
            if cell.cell_type == "code":
                kept["jupyter"]["outputs_hidden"] = True
        else:
            kept.pop("jupyter", None)
        inside_solution = inside_solution and "{solution-end}" not in cell.source
        cell.metadata = type(cell.metadata)(sorted(kept.items()))
    notebook.metadata = type(notebook.metadata)(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": LANGUAGE_INFO,
            **({"d2l": notebook.metadata["d2l"]} if "d2l" in notebook.metadata else {}),
        }
    )


def _identify(cells):
    """Keep each cell's id, which links and reviews may name; make one from the text of a new one.

    Of two cells with one id (copied, or from two branches) the second counts as new.
    """
    taken = {cell["id"] for cell in cells if "id" in cell}
    seen = set()
    for cell in cells:
        if cell.get("id") in {None, *seen}:
            digest, count = hashlib.sha256(cell.source.encode("utf-8")).hexdigest()[:8], 0
            while (name := f"new-{digest}" + f"-{count}" * bool(count)) in taken:
                count += 1
            cell["id"] = name
            taken.add(name)
        seen.add(cell["id"])


def write(notebook, path):
    """Write a notebook so that a reader never sees half a file."""
    import nbformat

    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    text = nbformat.writes(notebook) + "\n"  # as JupyterLab would save it
    temporary = path.with_suffix(".ipynb.part")
    temporary.write_text(text, encoding="utf8")
    os.replace(temporary, path)


def trust(paths):
    """Sign notebooks as this reader's own; JupyterLab hides the stored plots of unsigned ones.

    Parameters
    ----------
    paths : sequence of Path
        The notebooks. The signatures go to Jupyter's data folder, not into the files.

    """
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for path in paths:
        notary.sign(nbformat.read(path, as_version=4))
    notary.store.close()


def _data_used(client):
    """Find out which data a notebook used.

    Returns
    -------
    str
        "embedded" if any loader served a stand-in, else "full" if one served registered files,
        else "package" if something came with a dependency (a photo, a small data set), else "none".

    """
    from nbformat.v4 import new_code_cell

    probe = new_code_cell(
        "import sys\n"
        "_source = sys.modules.get('d2lutils.datasets.store.source')\n"
        "print(*(_source.sources_used().values() if _source else []))"
    )
    client.nb.cells.append(probe)
    client.execute_cell(probe, len(client.nb.cells) - 1)
    client.nb.cells.remove(probe)
    used = {word for output in probe.outputs for word in output.text.split()}
    if any(PACKAGED.search(c.source) for c in client.nb.cells if c.cell_type == "code"):
        used.add("package")
    return next((source for source in ("embedded", "full", "package") if source in used), "none")


def _refuse_noise(path, notebook):
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise NotebookError(f"{path}: cell {index} wrote to stderr:\n{output['text']}")
            if str(ROOT) in json.dumps(output, ensure_ascii=False):  # Chinese names as they are
                raise NotebookError(
                    f"{path}: an output of cell {index} holds a path of this machine"
                )


def _record(seconds, data, signature):
    version = importlib.metadata.version
    return {
        "seconds": round(seconds, 1),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "data": data,
        "date": datetime.date.today().isoformat(),
        "signature": signature,
        "versions": {
            "python": platform.python_version(),
            "mxnet": version("mxnet"),
            "numpy": version("numpy"),
        },
    }

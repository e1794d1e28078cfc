"""Running the book's notebooks in place, so that a second run changes nothing but the times."""

import datetime
import importlib.metadata
import json
import os
import platform
import re
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
CELL_TIMEOUT = 600  # seconds
KEPT_CELL_METADATA = {"tags", "mystnb", "slideshow", "d2l", "jupyter"}


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
    for path in map(Path, paths or [REPO / "chapters"]):
        here = sorted(path.rglob("*.ipynb")) if path.is_dir() else [path]
        here = [p for p in here if ".ipynb_checkpoints" not in p.parts]
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
        The record also stored as ``metadata.d2l``: seconds, cores, data, date, versions.

    Raises
    ------
    NotebookError
        Naming the notebook and the cell that failed.

    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    path = Path(path)
    notebook = nbformat.read(path, as_version=4)
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
    notebook.metadata["d2l"] = record = _record(seconds, data)
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    write(notebook, path)
    return record


def normalise(notebook):
    """Bring a notebook's metadata into the form that is committed.

    Keeps only metadata that the book uses, gives cells stable ids, and folds every cell of a
    solution for JupyterLab, so that nobody reads an answer by accident.
    """
    inside_solution = False
    for index, cell in enumerate(notebook.cells):
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
        cell["id"] = f"cell-{index:02d}"
    notebook.metadata = type(notebook.metadata)(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            **{k: v for k, v in notebook.metadata.items() if k in ("d2l", "language_info")},
        }
    )


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
    """Ask the kernel which data its loaders served: "full", "embedded" or "none"."""
    from nbformat.v4 import new_code_cell

    probe = new_code_cell(
        "import sys\n"
        "_loaders = sys.modules.get('d2lutils.datasets')\n"
        "print(*(_loaders.sources_used().values() if _loaders else []))"
    )
    client.nb.cells.append(probe)
    client.execute_cell(probe, len(client.nb.cells) - 1)
    client.nb.cells.remove(probe)
    used = {word for output in probe.outputs for word in output.text.split()}
    if not used:
        return "none"
    return "embedded" if "embedded" in used else "full"


def _refuse_noise(path, notebook):
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise NotebookError(f"{path}: cell {index} wrote to stderr:\n{output['text']}")
            if str(REPO) in json.dumps(output):
                raise NotebookError(
                    f"{path}: an output of cell {index} holds a path of this machine"
                )


def _record(seconds, data):
    version = importlib.metadata.version
    return {
        "seconds": round(seconds, 1),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "data": data,
        "date": datetime.date.today().isoformat(),
        "versions": {
            "python": platform.python_version(),
            "mxnet": version("mxnet"),
            "numpy": version("numpy"),
        },
    }

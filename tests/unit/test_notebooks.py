"""Executing a notebook in place: clean outputs, stable bytes, clear failures, nothing half done."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from d2lutils.notebooks import execution


def make(path, *cells):
    """Write a notebook of code cells (str) and Markdown cells (in a list)."""
    made = [new_markdown_cell(c[0]) if isinstance(c, list) else new_code_cell(c) for c in cells]
    nbformat.write(new_notebook(cells=made), path)
    return path


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A small notebook after one run, with its bytes after the first and the second run."""
    path = make(
        tmp_path_factory.mktemp("chapter") / "01_small.ipynb",
        ["(sec-small)=\n# Small"],
        "import os\nos.path.basename(os.getcwd())",
        "print('one')\nprint('two')",
        ["```{solution-start} ex-1\n:class: dropdown\n```\nBecause."],
        "1 + 1",
        ["```{solution-end}\n```"],
        "3",
    )
    record = execution.execute(path)
    first = path.read_bytes()
    execution.execute(path)
    return record, nbformat.read(path, as_version=4), first, path.read_bytes()


def test_it_runs_in_the_folder_of_the_notebook(executed):
    assert executed[1].cells[1].outputs[0].data["text/plain"].startswith("'chapter")


def test_streams_are_one_output_and_cells_are_counted(executed):
    cells = executed[1].cells
    assert [output.text for output in cells[2].outputs] == ["one\ntwo\n"]
    counts = [cell.execution_count for cell in cells if cell.cell_type == "code"]
    assert counts == [1, 2, 3, 4]


def test_the_record_says_what_was_used(executed):
    record = executed[0]
    assert record["data"] == "none"
    assert record["seconds"] > 0
    assert record["versions"]["mxnet"] == "1.9.1"


def test_a_second_run_changes_nothing_but_the_record(executed):
    first, second = (json.loads(content) for content in executed[2:])
    for content in (first, second):
        del content["metadata"]["d2l"]
    assert first == second
    assert executed[2].endswith(b"}\n")


def test_solutions_are_folded_and_nothing_else(executed):
    folded = [bool(cell.metadata.get("jupyter")) for cell in executed[1].cells]
    assert folded == [False, False, False, True, True, True, False]


def test_cells_keep_their_ids_and_new_ones_get_their_own(tmp_path):
    path = make(tmp_path / "ids.ipynb", "1", "2", "3")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    named = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    cells = [{**named, "source": str(index)} for index in range(5)]
    cells[1]["id"], cells[3]["id"], cells[4]["id"] = "old", "other", "old"  # the last is a copy
    path.write_text(json.dumps({**notebook, "cells": cells}), encoding="utf-8")
    execution.execute(path)
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert (ids[1], ids[3]) == ("old", "other")
    assert len(set(ids)) == 5
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"].insert(0, {**named, "source": "0"})  # as the cell after it, which has an id
    path.write_text(json.dumps(notebook), encoding="utf-8")
    execution.execute(path)
    again = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert again[1:] == ids
    assert again[0] not in ids


def test_a_notebook_is_exported_as_a_python_script(executed):
    from nbconvert.exporters import ScriptExporter

    assert ScriptExporter().from_notebook_node(executed[1])[1]["output_extension"] == ".py"


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("import d2lutils as d2l\ntrain, test = d2l.load_airfoil(10)", "embedded"),
        ("import d2lutils as d2l\nX = d2l.load_photo()", "package"),
        ("import d2lutils as d2l\nX = d2l.load_photo(), d2l.load_airfoil(10)", "embedded"),
        ("from sklearn.datasets import load_digits, load_iris", "package"),
        ("from sklearn.datasets import make_moons", "none"),
    ],
)
def test_data_used_is_found_out(tmp_path, monkeypatch, code, data):
    monkeypatch.setenv("D2L_DATA", "embedded")
    assert execution.execute(make(tmp_path / "data.ipynb", code))["data"] == data


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1 / 0", "cell 1 failed(.|\n)*ZeroDivisionError"),
        ("import sys\nprint('hm', file=sys.stderr)", "cell 1 wrote to stderr:\nhm"),
        (f"print({str(execution.ROOT)!r})", "cell 1 holds a path of this machine"),
    ],
)
def test_a_failing_notebook_is_named_and_left_as_it_was(tmp_path, code, message):
    path = make(tmp_path / "bad.ipynb", "1", code)
    before = path.read_bytes()
    with pytest.raises(execution.NotebookError, match=message) as caught:
        execution.execute(path)
    assert "bad.ipynb" in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["bad.ipynb"]


def test_a_path_with_chinese_characters_is_found_in_an_output(tmp_path, monkeypatch):
    monkeypatch.setattr(execution, "ROOT", tmp_path / "我的书")
    path = make(tmp_path / "bad.ipynb", f"{str(tmp_path / '我的书' / 'data')!r}")
    with pytest.raises(execution.NotebookError, match="cell 0 holds a path of this machine"):
        execution.execute(path)


def test_trusted_notebooks_show_their_plots_in_jupyterlab(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    from nbformat.sign import NotebookNotary

    path = make(tmp_path / "plots.ipynb", "1")
    notebook = nbformat.read(path, as_version=4)
    assert not NotebookNotary().check_signature(notebook)
    execution.trust([path])
    assert NotebookNotary().check_signature(notebook)


def test_notebooks_are_found_without_checkpoints(tmp_path):
    for name in ("b.ipynb", "a.ipynb", ".ipynb_checkpoints/a.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        make(tmp_path / name)
    found = execution.find_notebooks([tmp_path])
    assert [path.name for path in found] == ["a.ipynb", "b.ipynb"]
    assert len(execution.find_notebooks()) >= 7
    with pytest.raises(execution.NotebookError, match="no notebook at"):
        execution.find_notebooks([tmp_path / "missing.ipynb"])

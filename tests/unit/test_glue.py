"""Reading the glued numbers of notebooks."""

import json

import pytest

import d2lutils as d2l
from d2lutils.glue import RECORD


def notebook(path, count):
    """Write a notebook with one code cell that glues two values."""
    outputs = [
        {
            "output_type": "display_data",
            "data": {RECORD: [text]},
            "metadata": {"scrapbook": {"name": name}},
        }
        for name, text in (("lenet_params", "61706"), ("lenet_acc", "0.87"))
    ]
    code = {"cell_type": "code", "source": ["glue"], "execution_count": count, "outputs": outputs}
    text = {"cell_type": "markdown", "source": ["# Title"]}
    empty = {"cell_type": "code", "source": [], "execution_count": None, "outputs": []}
    path.write_text(json.dumps({"cells": [text, code, empty]}), encoding="utf-8")
    return path


def test_recorded_values_are_python_numbers(tmp_path):
    values = d2l.recorded_values(notebook(tmp_path / "05_lenet.ipynb", 1))
    assert values == {"lenet_params": 61706, "lenet_acc": 0.87}
    assert isinstance(values["lenet_params"], int)


def test_a_missing_an_unexecuted_and_a_broken_notebook_are_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"06_alexnet.ipynb"):
        d2l.recorded_values("06_alexnet.ipynb")
    notebook(tmp_path / "07_vgg.ipynb", None)
    with pytest.raises(ValueError, match=r"07_vgg.ipynb .* run it"):
        d2l.recorded_values("07_vgg.ipynb")
    for content in ("no JSON", "[]", "{}"):
        (tmp_path / "08_nin.ipynb").write_text(content, encoding="utf-8")
        with pytest.raises(ValueError, match=r"08_nin.ipynb is not a notebook"):
            d2l.recorded_values("08_nin.ipynb")

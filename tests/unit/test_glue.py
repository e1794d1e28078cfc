"""Reading the glued numbers of notebooks."""

import json

import pytest

import d2lutils as d2l
from d2lutils.notebooks.glue import RECORD, fill_in, glued_values
from d2lutils.paths import CHAPTERS

NETWORKS = {  # what the closing table of section 5.12 reads
    "05_lenet": "lenet",
    "06_alexnet": "alexnet",
    "07_vgg": "vgg",
    "08_nin": "nin",
    "09_googlenet": "googlenet",
    "10_batch_norm": "bn_lenet",
    "11_resnet": "resnet",
    "12_densenet": "densenet",
}


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


@pytest.mark.parametrize(("section", "prefix"), NETWORKS.items())
def test_sections_record_what_the_table_of_networks_reads(section, prefix):
    chapter = CHAPTERS / "05_convolutional_neural_networks"
    values = d2l.recorded_values(chapter / f"{section}.ipynb")
    params, macs, seconds, acc = (
        values[f"{prefix}_{key}"] for key in ("params", "macs", "seconds", "acc")
    )
    assert isinstance(params, int)
    assert isinstance(macs, int)
    assert seconds > 0
    assert 0.5 < acc < 1


def glued(**texts):
    """Return the cells of a notebook that glues values shown by these texts."""
    outputs = [
        {"data": {RECORD: text}, "metadata": {"scrapbook": {"name": name}}}
        for name, text in texts.items()
    ]
    return [{"cell_type": "code", "outputs": outputs}]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nan", "nan"),
        ("inf", "inf"),
        ("-inf", "-inf"),
        ("0.12345", "0.12"),
    ],
)
def test_nan_and_inf_are_numbers(text, shown):
    values = glued_values(glued(loss=text))
    assert isinstance(values["loss"], float)
    assert fill_in("a loss of {glue:text}`loss:.2f`", values) == f"a loss of {shown}"
    nested = glued_values(glued(losses=f"[1.0, ({text}, 2)]"))["losses"]
    assert str(nested[1][0]) == str(float(text))


@pytest.mark.parametrize(
    "text", ["array([1., 2.])", "   a  b\n0  1  2", "<Figure size 1x1>", "x", "f(1)", ""]
)
def test_what_cannot_be_read_leaves_the_role_as_it_stands(text):
    values = glued_values(glued(wrong=text, right="3"))
    assert values == {"right": 3}
    line = "{glue:text}`right` and {glue:text}`wrong:.2f`"
    assert fill_in(line, values) == "3 and {glue:text}`wrong:.2f`"


@pytest.mark.parametrize("text", ["[1.0, 2.0]", "None", "'a'"])
def test_a_value_without_such_a_format_leaves_the_role_as_it_stands(text):
    role = "{glue:text}`value:.2f`"
    assert fill_in(role, glued_values(glued(value=text))) == role


def test_a_run_that_diverged_can_be_saved_and_read():
    """As Lab saves it."""
    import nbformat

    values = {"loss": "nan", "weights": "array([1., 2.])", "table": "   a\n0  1"}
    notebook = nbformat.v4.new_notebook()
    code = nbformat.v4.new_code_cell("glue()", execution_count=1)
    code.outputs = [
        nbformat.v4.new_output("display_data", {RECORD: t}, metadata={"scrapbook": {"name": n}})
        for n, t in values.items()
    ]
    roles = " ".join(f"{{glue:text}}`{name}:.2f`" for name in values)
    notebook.cells = [code, nbformat.v4.new_markdown_cell(roles)]
    expected = "nan {glue:text}`weights:.2f` {glue:text}`table:.2f`"
    assert fill_in(roles, glued_values(notebook.cells)) == expected

"""Opening and running a notebook of the book in JupyterLab changes its outputs and no more."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import MemorySignatureStore, NotebookNotary

from d2lutils.notebooks.execution import LANGUAGE_INFO, find_notebooks
from d2lutils.notebooks.glue import RECORD
from d2lutils.server import contents

GLUED = {
    "output_type": "display_data",
    "data": {RECORD: "0.8567"},
    "metadata": {"scrapbook": {"name": "acc", "mime_prefix": ""}},
}


def example():
    code = nbformat.v4.new_code_cell("1 + 1", id="code", metadata={"tags": ["solution"]})
    code["metadata"]["jupyter"] = {"source_hidden": True}
    code["outputs"] = [nbformat.from_dict(GLUED)]
    text = nbformat.v4.new_markdown_cell("It is {glue:text}`acc:.2f`, not {glue:text}`lost`.")
    number = nbformat.v4.new_markdown_cell("It is {glue:text}`acc:.2f`.", id="number")
    notebook = nbformat.v4.new_notebook(cells=[code, text, number])
    notebook["metadata"] = {"d2l": {"seconds": 1}, "language_info": dict(LANGUAGE_INFO)}
    return nbformat.from_dict(notebook)


@pytest.fixture
def manager(tmp_path):
    (tmp_path / "book.ipynb").write_text(nbformat.writes(example()) + "\n", encoding="utf-8")
    # in memory: each run below has a thread of its own, and a SQLite connection keeps to one
    notary = NotebookNotary(store_factory=MemorySignatureStore, secret=b"test")
    return contents.BookContentsManager(root_dir=str(tmp_path), notary=notary)


def wait_for(coroutine):
    """Return a coroutine's result; in a thread, since a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def opened_and_saved(manager, edit=lambda notebook: None):
    """Open the notebook as JupyterLab does, save it; return the text before and after."""
    path = Path(manager.root_dir, "book.ipynb")

    async def run():
        model = await manager.get("book.ipynb", type="notebook")
        content = json.loads(json.dumps(model["content"]))
        edit(content)
        await manager.save({"type": "notebook", "format": "json", "content": content}, "book.ipynb")

    before = path.read_text(encoding="utf-8")
    wait_for(run())
    return before, path.read_text(encoding="utf-8")


def test_numbers_stand_in_the_text_and_unknown_roles_stay(manager):
    model = wait_for(manager.get("book.ipynb"))
    sources = [cell["source"] for cell in model["content"]["cells"]]
    assert sources[2] == "It is 0.86."
    assert "{glue:text}`lost`" in sources[1]


def test_saving_what_was_opened_leaves_the_file_as_it_was(manager):
    before, after = opened_and_saved(manager)
    assert after == before


def test_unfolding_and_another_python_are_not_saved(manager):
    def look_around(notebook):
        notebook["cells"][0]["metadata"]["jupyter"] = {"source_hidden": False}
        notebook["cells"][0]["metadata"]["collapsed"] = True
        notebook["metadata"]["language_info"]["version"] = "3.10.1"
        notebook["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Mine"}

    before, after = opened_and_saved(manager, look_around)
    assert after == before


def test_saving_mends_a_notebook_that_would_be_exported_as_text(manager):
    """An older run recorded no extension; the export of a script then ends in .txt."""
    path = Path(manager.root_dir, "book.ipynb")
    whole = path.read_text(encoding="utf-8")
    lacking = json.loads(whole)
    lacking["metadata"]["language_info"] = {"name": "python"}
    path.write_text(json.dumps(lacking), encoding="utf-8")
    assert opened_and_saved(manager)[1] == whole


def test_edits_and_outputs_are_saved(manager):
    def work(notebook):
        notebook["cells"][0]["source"] = "2 + 2"
        notebook["cells"][0]["outputs"][0]["data"][RECORD] = "0.5"
        notebook["cells"][1]["source"] = "My note."

    _, after = opened_and_saved(manager, work)
    cells = json.loads(after)["cells"]
    assert ("".join(cells[0]["source"]), "".join(cells[1]["source"])) == ("2 + 2", "My note.")
    assert "{glue:text}`acc:.2f`" in "".join(cells[2]["source"])
    assert "".join(cells[0]["outputs"][0]["data"][RECORD]) == "0.5"


def test_saving_again_after_a_run_with_other_numbers_keeps_the_roles(manager):
    """JupyterLab goes on showing the numbers that were there when the notebook was opened."""
    seen = wait_for(manager.get("book.ipynb"))["content"]["cells"][2]["source"]

    def run_again(notebook):
        notebook["cells"][0]["outputs"][0]["data"][RECORD] = "0.5"
        notebook["cells"][2]["source"] = seen

    for _ in range(2):
        _, after = opened_and_saved(manager, run_again)
    assert "{glue:text}`acc:.2f`" in "".join(json.loads(after)["cells"][2]["source"])


def test_other_notebooks_are_left_alone(manager):
    own = example()
    del own["metadata"]["d2l"]
    Path(manager.root_dir, "book.ipynb").write_text(nbformat.writes(own), encoding="utf-8")
    model = wait_for(manager.get("book.ipynb"))
    assert "{glue:text}" in model["content"]["cells"][2]["source"]


@pytest.mark.parametrize("path", find_notebooks(), ids=lambda path: path.stem)
def test_committed_notebooks_are_as_jupyterlab_would_save_them(path):
    text = path.read_text(encoding="utf-8")
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text


@pytest.mark.parametrize("value", ["nan", "inf", "array([1., 2.])", "   a\n0  1"])
def test_a_notebook_opens_again_whatever_it_glued(manager, value):
    """A learning rate of 3 in section 3.2 is enough to glue a nan."""

    def diverge(notebook):
        notebook["cells"][0]["outputs"][0]["data"][RECORD] = value

    opened_and_saved(manager, diverge)
    model = wait_for(manager.get("book.ipynb"))
    shown = model["content"]["cells"][2]["source"]
    assert shown == (
        f"It is {value}." if value in ("nan", "inf") else "It is {glue:text}`acc:.2f`."
    )
    stored = json.loads(Path(manager.root_dir, "book.ipynb").read_text(encoding="utf-8"))
    assert "{glue:text}`acc:.2f`" in "".join(stored["cells"][2]["source"])

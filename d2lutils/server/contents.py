"""What JupyterLab shows and saves of the book's notebooks.

JupyterLab shows `glue` roles by name, and saves more than a reader changed: which solutions are
unfolded, which version of Python ran. Here the roles become numbers when a notebook is opened, and
what the reader did not write is put back when it is saved.
"""

import re

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from d2lutils.notebooks.execution import LANGUAGE_INFO
from d2lutils.notebooks.glue import GLUE, fill_in, glued_values

VIEW = ("jupyter", "collapsed", "scrolled", "execution")  # how Lab shows a cell, not what it is
NUMBER = r"(?:[-+\d.,e]+|nan|inf)"


def show_numbers(notebook):
    """Replace the glue roles of a notebook's text by their numbers, in place.

    Parameters
    ----------
    notebook : dict
        As JupyterLab receives it. A role without a number stays.

    """
    values = glued_values(notebook["cells"])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = fill_in(cell["source"], values)


def keep_what_was_not_edited(notebook, stored):
    """Put back what opening and running a notebook changes in it, besides outputs, in place.

    Parameters
    ----------
    notebook : dict
        As JupyterLab wants to save it.
    stored : dict
        The notebook in the file.

    """
    before = {(cell.get("id"), cell["cell_type"]): cell for cell in stored["cells"]}
    for cell in notebook["cells"]:
        old = before.get((cell.get("id"), cell["cell_type"]))
        if old is None:
            continue
        if cell["cell_type"] == "markdown" and _differs_in_numbers(cell["source"], old["source"]):
            cell["source"] = old["source"]
        _put_back(cell["metadata"], old["metadata"], VIEW)
    _put_back(notebook["metadata"], stored["metadata"], ("kernelspec",))
    notebook["metadata"]["language_info"] = dict(LANGUAGE_INFO)  # Lab's names a version as well


def _differs_in_numbers(shown, text):
    """Whether a text was made from another by numbers for its roles, of this run or an earlier."""
    pattern, end = "", 0
    for role in GLUE.finditer(text):
        pattern += re.escape(text[end : role.start()]) + f"(?:{re.escape(role[0])}|{NUMBER})"
        end = role.end()
    pattern += re.escape(text[end:])
    return re.fullmatch(pattern, shown) is not None


def _put_back(metadata, stored, keys):
    for key in keys:
        metadata.pop(key, None)
        if key in stored:
            metadata[key] = stored[key]


class BookContentsManager(AsyncLargeFileManager):
    """Jupyter's files, with the book's notebooks opened and saved as this module says.

    The book's are those in whose metadata `make execute` has recorded a run.
    """

    async def get(self, path, content=True, type=None, format=None, require_hash=False):
        """Return a file's model; a notebook of the book with its numbers in the text."""
        model = await super().get(path, content, type, format, require_hash)
        if content and model["type"] == "notebook" and "d2l" in model["content"]["metadata"]:
            show_numbers(model["content"])
        return model

    async def save(self, model, path=""):
        """Save a file's model; a notebook of the book changes by what the reader wrote."""
        if model.get("type") == "notebook" and await self.file_exists(path):
            stored = (await super().get(path, type="notebook"))["content"]
            if "d2l" in stored["metadata"]:
                keep_what_was_not_edited(model["content"], stored)
        return await super().save(model, path)

"""Numbers of a notebook's outputs, for its text and for other notebooks."""

import ast
import contextlib
import json
import re
from pathlib import Path

GLUE = re.compile(r"\{glue:(?:text)?\}`([\w-]+)(?::([^`]+))?`")
RECORD = "application/papermill.record/text/plain"


def glued_values(cells):
    """Return the values that a notebook's outputs glue, as Python objects, by key.

    What is no number, string or structure of them, as an array or a table, is left out.

    Parameters
    ----------
    cells : list of dict
        The notebook's cells.

    Returns
    -------
    dict

    """
    values = {}
    for cell in cells:
        for output in cell.get("outputs", []):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if name and RECORD in output["data"]:  # a glued figure has none
                with contextlib.suppress(ValueError, SyntaxError, TypeError, RecursionError):
                    values[name] = _read("".join(output["data"][RECORD]))
    return values


def _read(text):
    """Return the Python object that a text shows; nan and inf are numbers."""
    tree = ast.parse(text.strip(), mode="eval")
    return ast.literal_eval(_Numbers().visit(tree))


class _Numbers(ast.NodeTransformer):
    """Replaces the names nan and inf by the numbers."""

    def visit_Name(self, node):
        if node.id in ("nan", "inf"):
            return ast.copy_location(ast.Constant(float(node.id)), node)
        return node


def recorded_values(path):
    """Return the values that the stored outputs of a notebook glue.

    Parameters
    ----------
    path : str or Path
        The notebook; in a notebook relative to its own folder.

    Returns
    -------
    dict
        Python objects by key; empty if the notebook glues nothing.

    Raises
    ------
    FileNotFoundError
        If there is no such notebook.
    ValueError
        If the file is no notebook, or some of its code cells have not been executed.

    Notes
    -----
    Introduced in section 5.12.

    Examples
    --------
    >>> from d2lutils.paths import CHAPTERS
    >>> chapter = CHAPTERS / "05_convolutional_neural_networks"
    >>> recorded_values(chapter / "05_lenet.ipynb")["lenet_params"]
    61706

    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"no notebook {path} in {Path.cwd().name or Path.cwd()}")
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{path} is not a notebook") from None
    code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"])]
    if not all(cell["execution_count"] for cell in code):
        raise ValueError(f"{path} has no complete outputs: run it from top to bottom and save it")
    return glued_values(cells)


def fill_in(text, values):
    """Replace the glue roles of a text by the numbers they stand for.

    Parameters
    ----------
    text : str
        Markdown.
    values : dict
        What `glued_values` returned.

    Returns
    -------
    str
        A role stays as it is if its value is not there or has no such format: a reader's notebook
        must open whatever it glues.

    Examples
    --------
    >>> fill_in("an accuracy of {glue:text}`acc:.2f`", {"acc": 0.8567})
    'an accuracy of 0.86'

    """
    return GLUE.sub(lambda role: _filled(role, values), text)


def _filled(role, values):
    try:
        return format(values[role[1]], role[2] or "")
    except (KeyError, TypeError, ValueError):
        return role[0]

"""Numbers of a notebook's outputs in its text, for programs that show a `glue` role by its name."""

import ast
import re

GLUE = re.compile(r"\{glue:(?:text)?\}`([\w-]+)(?::([^`]+))?`")
RECORD = "application/papermill.record/text/plain"


def glued_values(cells):
    """Return the values that a notebook's outputs glue, as Python objects, by key.

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
            if name:
                values[name] = ast.literal_eval("".join(output["data"][RECORD]))
    return values


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

    Raises
    ------
    KeyError
        If a role's key was not glued.

    Examples
    --------
    >>> fill_in("an accuracy of {glue:text}`acc:.2f`", {"acc": 0.8567})
    'an accuracy of 0.86'

    """
    return GLUE.sub(lambda role: format(values[role[1]], role[2] or ""), text)

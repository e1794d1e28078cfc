"""What a notebook's outputs were made with: its code, and the part of the library that it uses.

`make execute` records the signature; where it differs, the outputs may be out of date, and CI runs
the notebook on the real data again.
"""

import ast
import functools
import hashlib
import importlib.util
import json
import re
from pathlib import Path

PACKAGE = "d2lutils"
MAGIC = re.compile(r"\s*[%!?]|.*\?\s*$")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def code_of(source):
    """Return what a piece of code does, as a string: its syntax tree, without its docstrings.

    Lines that only IPython understands count as they are.
    """
    lines = source.split("\n")
    magics = [line for line in lines if MAGIC.match(line)]
    tree = ast.parse("\n".join("pass" if MAGIC.match(line) else line for line in lines))
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return "\n".join([ast.dump(tree), *magics])


@functools.cache
def module_path(name):
    """Return the file of a module of the library, or None if `name` is no module of it."""
    if name.split(".")[0] != PACKAGE:
        return None
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:  # d2lutils.x.name, and x is no package
        return None
    return Path(spec.origin) if spec and spec.origin else None


@functools.cache
def imports_of(name):
    """Return the modules of the library that a module imports, inside functions too.

    Parameters
    ----------
    name : str
        Such as "d2lutils.metrics".

    Returns
    -------
    frozenset of str

    """
    tree = ast.parse(module_path(name).read_text(encoding="utf-8"))
    return frozenset(imported_names(tree) - {name})


def imported_names(tree):
    """Return the names of the library's modules that a syntax tree imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found.update(name if module_path(name) else node.module for name in inner)
    return {name for name in found if module_path(name) and name != PACKAGE}


@functools.cache
def library_code(name):
    """Return what the code of a module does, as a string."""
    return code_of(module_path(name).read_text(encoding="utf-8"))


def modules_used(source):
    """Return all modules of the library that a notebook's code depends on.

    Parameters
    ----------
    source : str
        The code of all its cells, without lines that only IPython understands.

    Returns
    -------
    list of str
        In alphabetical order: those that hold the names used, and all that these import.

    """
    import d2lutils

    tree = ast.parse(source)
    found = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("d2l."):
            value = getattr(d2lutils, ast.unparse(node).split(".")[1], None)
            name = getattr(value, "__module__", None) or getattr(value, "__name__", "")
            found |= {name} if module_path(name) else set()
    waiting = list(found)
    while waiting:
        new = imports_of(waiting.pop()) - found
        found |= new
        waiting += new
    return sorted(found)


def is_current(path):
    """Whether a notebook's outputs were made by the code that it and the library now hold."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    return notebook["metadata"]["d2l"].get("signature") == sign(notebook["cells"])


def sign(cells):
    """Return the signature of a notebook's code and of the library code behind it.

    Parameters
    ----------
    cells : list of dict
        Of the notebook.

    Returns
    -------
    str
        16 hexadecimal digits.

    """
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    plain = "\n".join(
        line if not MAGIC.match(line) else "pass" for line in "\n".join(sources).split("\n")
    )
    parts = [code_of(source) for source in sources]
    for name in modules_used(plain):
        parts += [name, library_code(name)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

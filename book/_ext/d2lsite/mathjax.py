"""MathJax from a Python package, so that formulas need no network."""

import importlib.util
import shutil
from pathlib import Path


def copy_mathjax(app):
    """Copy the one file that draws formulas as SVG; it loads no fonts and no further files."""
    if app.builder.format != "html":
        return
    package = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent
    target = Path(app.outdir, "_static", app.config.mathjax_path)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "static" / "mathjax" / target.name, target)


def setup(app):
    """Copy MathJax when a build starts."""
    app.connect("builder-inited", copy_mathjax)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

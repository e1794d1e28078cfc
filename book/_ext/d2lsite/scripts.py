"""The site's scripts: three on every page, and Thebe, fetched for live code, where it is there."""

import shutil
from pathlib import Path

THEBE = Path("_build", "vendor", "thebe")  # tools/fetch_scripts.py puts it there


def has_thebe(app):
    """Whether Thebe was fetched before this build."""
    return Path(app.srcdir, THEBE, "index.js").exists()


def copy_thebe(app):
    """Copy Thebe beside the pages, which load it when a reader asks for live code."""
    if app.builder.format == "html" and has_thebe(app):
        target = Path(app.outdir, "_static", "thebe")
        shutil.copytree(Path(app.srcdir, THEBE), target, dirs_exist_ok=True)


def setup(app):
    """Add theme.js, which runs before anything is painted, and those that run after all is read."""
    app.add_js_file("theme.js")
    app.add_js_file("book.js", loading_method="defer")
    app.add_js_file("progress.js", loading_method="defer")
    app.connect("builder-inited", copy_thebe)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The line under a section's title: how long it takes to read and to run, on which data, and when.

The facts of the run are in the notebook's metadata under ``d2l``, where `make execute` wrote them.
"""

import json
from pathlib import Path

from docutils import nodes

from d2lsite.reading_time import describe_reading, measure_page
from d2lsite.words import _


def describe_run(info):
    """Return the parts of the line that come from the run.

    Parameters
    ----------
    info : dict
        ``seconds``, ``cores``, ``data``, ``date``, ``versions``.

    """
    data = {
        "full": _("full data"),
        "embedded": _("sample data that ships with the book"),
        "package": _("data from a package that the book uses"),
    }
    seconds = max(1, round(info["seconds"]))
    return [
        _("about {seconds} s on a {cores}-core CPU", cores=info["cores"], seconds=seconds),
        data.get(info["data"], ""),
        f"MXNet {info['versions']['mxnet']}" if "mxnet" in info["versions"] else "",
        info["date"],
    ]


def add_line(app, doctree, docname):
    """Put the line under the title of a notebook that has been executed."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".ipynb":
        return
    info = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("d2l")
    title = next(doctree.findall(nodes.title), None)
    if info and title is not None:
        parts = [describe_reading(measure_page(path)), *describe_run(info)]
        text = " · ".join(part for part in parts if part)
        line = nodes.paragraph("", text, classes=["notebook-info"])
        title.parent.insert(title.parent.index(title) + 1, line)


def drop_docinfo(app, doctree):
    """Keep the metadata off the page: MyST shows what it does not know as a list of fields."""
    for docinfo in list(doctree.findall(nodes.docinfo)):
        docinfo.parent.remove(docinfo)


def keep_outputs_apart(app):
    """Let each build unpack the notebooks' plots in its own folder, not in the published one."""
    folder = Path(app.doctreedir, "outputs")
    app.env.mystnb_config = app.env.mystnb_config.copy(output_folder=str(folder))


def setup(app):
    """Register the hooks."""
    app.connect("builder-inited", keep_outputs_apart, priority=900)  # after MyST-NB's own
    app.connect("doctree-resolved", add_line)
    app.connect("doctree-read", drop_docinfo)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

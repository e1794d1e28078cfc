"""One line under a section's title: how long it ran, on which data, and when.

The facts are in the notebook's metadata under ``d2l``, where `make execute` wrote them.
"""

import json
from pathlib import Path

from docutils import nodes

ENGLISH_NOTEBOOKS = "_build/notebooks/en/"  # tools/english_notebooks.py writes them
PHRASES = {
    "zh_CN": {
        "time": "{cores} 核 CPU 约 {seconds} 秒",
        "full": "数据：完整",
        "embedded": "数据：随书样本",
        "package": "数据：依赖包自带",
    },
    "en": {
        "time": "about {seconds} s on a {cores}-core CPU",
        "full": "full data",
        "embedded": "sample data that ships with the book",
        "package": "data from a package that the book uses",
    },
}


def describe(info, language):
    """Return the line for one notebook.

    Parameters
    ----------
    info : dict
        ``seconds``, ``cores``, ``data`` ("full", "embedded", "package" or "none"), ``date`` and
        ``versions``.
    language : str
        "zh_CN" or "en".

    """
    phrases = PHRASES[language]
    seconds = max(1, round(info["seconds"]))
    parts = [
        phrases["time"].format(cores=info["cores"], seconds=seconds),
        phrases.get(info["data"], ""),
        f"MXNet {info['versions']['mxnet']}" if "mxnet" in info["versions"] else "",
        info["date"],
    ]
    return " · ".join(part for part in parts if part)


def add_line(app, doctree, docname):
    """Put the line under the title of a notebook that has been executed."""
    path = Path(app.env.doc2path(docname))
    language = app.config.language
    if path.suffix != ".ipynb" or language not in PHRASES:
        return
    info = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("d2l")
    title = next(doctree.findall(nodes.title), None)
    if info and title is not None:
        line = nodes.paragraph("", describe(info, language), classes=["notebook-info"])
        title.parent.insert(title.parent.index(title) + 1, line)


def drop_docinfo(app, doctree):
    """Keep the metadata off the page: MyST shows what it does not know as a list of fields."""
    for docinfo in list(doctree.findall(nodes.docinfo)):
        docinfo.parent.remove(docinfo)


def name_notebook(app, pagename, templatename, context, doctree):
    """Tell the templates which notebook a page was made from."""
    if doctree is not None:
        path = app.env.doc2path(pagename, base=False)
        folder = ENGLISH_NOTEBOOKS if app.config.language == "en" else ""
        context["notebook"] = f"{folder}{path}" if path.endswith(".ipynb") else None


def keep_outputs_apart(app):
    """Let each build unpack the notebooks' plots in its own folder, not in the published one."""
    folder = Path(app.doctreedir, "outputs")
    app.env.mystnb_config = app.env.mystnb_config.copy(output_folder=str(folder))


def setup(app):
    """Register the hooks."""
    app.connect("builder-inited", keep_outputs_apart, priority=900)  # after MyST-NB's own
    app.connect("doctree-resolved", add_line)
    app.connect("doctree-read", drop_docinfo)
    app.connect("html-page-context", name_notebook)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

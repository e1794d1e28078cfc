"""Parts headed 深入 are folded on the page, open with one click, and are printed open."""

import html
from pathlib import Path

from docutils import nodes

from d2lsite.reading_time import about, measure_page
from d2lsite.words import _


class folded(nodes.General, nodes.Element):
    """What is shown when the reader asks for it, under the line ``summary``."""


def fold(app, doctree, docname):
    """Fold all of such a part but its heading."""
    path = Path(app.env.doc2path(docname))
    if app.builder.format != "html" or path.suffix != ".ipynb":
        return
    beginning = _("Going further: ")
    parts = [
        section
        for section in doctree.findall(nodes.section)
        if isinstance(section[0], nodes.title) and section[0].astext().startswith(beginning)
    ]
    for section, part in zip(parts, measure_page(path).deeper):
        summary = _("Open (about {minutes} min)", minutes=about(part.minutes))
        section["classes"].append("going-further")
        section[1:] = [folded("", *section[1:], summary=summary)]


def visit_folded(translator, node):
    """Begin the fold; the browser itself opens it, also when it holds what a link leads to."""
    summary = html.escape(node["summary"])
    translator.body.append(f"<details><summary>{summary}</summary>\n")


def depart_folded(translator, node):
    """End the fold."""
    translator.body.append("</details>\n")


def setup(app):
    """Register the fold."""
    app.add_node(folded, html=(visit_folded, depart_folded))
    app.connect("doctree-resolved", fold, priority=900)  # when slides have been cut
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

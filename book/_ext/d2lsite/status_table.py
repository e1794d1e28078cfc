"""The directive ``execution-status``: every section with the time, data and date of its run.

The facts are in the notebooks' metadata under ``d2l``, where `make execute` wrote them.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from d2lsite.reading_time import about, measure_page
from d2lsite.tables import make_table
from d2lsite.words import _

WIDTHS = [52, 14, 14, 10, 14, 14]
NAMES = {"python": "Python", "mxnet": "MXNet", "numpy": "NumPy"}


class status_table(nodes.General, nodes.Element):
    """Where the table goes once the titles and numbers of all pages are known."""


class ExecutionStatus(SphinxDirective):
    """Leave a place for the table; the page is read again when a notebook changes."""

    def run(self):
        """Return the placeholder."""
        for docname in sorted(self.env.found_docs):
            path = Path(self.env.doc2path(docname))
            if path.suffix == ".ipynb":
                self.env.note_dependency(str(path))
        return [status_table()]


def read_runs(env):
    """Return (page, record of its run) of every executed notebook, in order of their numbers."""
    runs = []
    for docname in env.found_docs:
        path = Path(env.doc2path(docname))
        if path.suffix == ".ipynb":
            record = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("d2l")
            runs += [(docname, record)] if record else []
    return sorted(runs)


def summarise(records):
    """Return the two sentences under the table."""
    seconds = sorted(record["seconds"] for record in records)
    total = _(
        "{count} sections; one run of them all takes {minutes} minutes, the median is {median} s "
        "and the longest {longest} s, on {cores} CPU cores.",
        count=len(records),
        minutes=f"{sum(seconds) / 60:.1f}",
        median=round(seconds[len(seconds) // 2]),
        longest=round(seconds[-1]),
        cores="/".join(sorted({str(record["cores"]) for record in records})),
    )
    versions = [
        f"{label} {'/'.join(sorted({record['versions'][key] for record in records}))}"
        for key, label in NAMES.items()
    ]
    return [total, _("Versions: {versions}.", versions=", ".join(versions))]


def link_to(app, docname, target):
    """Return a paragraph that links to a page by its number and title."""
    number = ".".join(map(str, app.env.titles[target].get("secnumber", ())))
    title = f"{number} {app.env.titles[target].astext()}".strip()
    address = app.builder.get_relative_uri(docname, target)
    link = nodes.reference("", title, internal=True, refuri=address)
    return nodes.paragraph("", "", link)


def row_of(app, docname, page, record):
    """Return a section's row: its name, reading times, and what its run took and used."""
    reading = measure_page(app.env.doc2path(page))
    data = {
        "full": _("full"),
        "embedded": _("sample"),
        "package": _("in a package"),
        "none": _("none needed"),
    }
    return [
        link_to(app, docname, page),
        str(about(reading.main.minutes)),
        str(about(reading.deeper_minutes)) if reading.deeper else "",
        f"{record['seconds']:.1f}",
        data[record["data"]],
        record["date"],
    ]


def fill_in(app, doctree, docname):
    """Replace the placeholder by the table and what follows from it."""
    for place in list(doctree.findall(status_table)):
        runs = read_runs(app.env)
        head = [_("Section"), _("Main, min"), _("Further, min"), _("Run, s"), _("Data"), _("Date")]
        rows = [head, *(row_of(app, docname, page, record) for page, record in runs)]
        sentences = summarise([record for _page, record in runs])
        place.replace_self(
            [
                *(nodes.paragraph("", s) for s in sentences),
                make_table(rows, WIDTHS, "execution-status"),
            ]
        )


def setup(app):
    """Register the directive."""
    app.add_node(status_table)
    app.add_directive("execution-status", ExecutionStatus)
    app.connect("doctree-resolved", fill_in)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

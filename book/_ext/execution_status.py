"""The directive ``execution-status``: every section with the time, data and date of its run.

The facts are in the notebooks' metadata under ``d2l``, where `make execute` wrote them.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from tables import make_table

PHRASES = {
    "zh_CN": {
        "head": ["节", "秒", "数据", "日期"],
        "full": "完整",
        "embedded": "随书样本",
        "package": "依赖包自带",
        "none": "不需要",
        "total": (
            "共{count}节，运行一遍合计{minutes:.1f}分钟，"
            "中位数{median:.0f}秒，最长的一节{longest:.0f}秒，都在{cores}核CPU上。"
        ),
        "versions": "版本：{versions}。",
    },
    "en": {
        "head": ["Section", "Seconds", "Data", "Date"],
        "full": "full",
        "embedded": "sample",
        "package": "in a package",
        "none": "none needed",
        "total": (
            "{count} sections; one run of them all takes {minutes:.1f} minutes, the median is "
            "{median:.0f} s and the longest {longest:.0f} s, on {cores} CPU cores."
        ),
        "versions": "Versions: {versions}.",
    },
}
WIDTHS = [60, 12, 14, 14]
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


def summarise(records, phrases):
    """Return the two sentences under the table."""
    seconds = sorted(record["seconds"] for record in records)
    total = phrases["total"].format(
        count=len(records),
        minutes=sum(seconds) / 60,
        median=seconds[len(seconds) // 2],
        longest=seconds[-1],
        cores="/".join(sorted({str(record["cores"]) for record in records})),
    )
    versions = [
        f"{label} {'/'.join(sorted({record['versions'][key] for record in records}))}"
        for key, label in NAMES.items()
    ]
    return [total, phrases["versions"].format(versions=", ".join(versions))]


def link_to(app, docname, target):
    """Return a paragraph that links to a page by its number and title."""
    number = ".".join(map(str, app.env.titles[target].get("secnumber", ())))
    title = f"{number} {app.env.titles[target].astext()}".strip()
    address = app.builder.get_relative_uri(docname, target)
    link = nodes.reference("", title, internal=True, refuri=address)
    return nodes.paragraph("", "", link)


def fill_in(app, doctree, docname):
    """Replace the placeholder by the table and what follows from it."""
    phrases = PHRASES.get(app.config.language, PHRASES["en"])
    for place in list(doctree.findall(status_table)):
        runs = read_runs(app.env)
        rows = [phrases["head"]]
        for page, record in runs:
            name = link_to(app, docname, page)
            rows.append([name, f"{record['seconds']:.1f}", phrases[record["data"]], record["date"]])
        sentences = summarise([record for _, record in runs], phrases)
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

"""A deck of slides for each section, cut from its page by the notebook's slide types.

A cell is on a slide if its metadata say so: ``slide`` and ``subslide`` begin one, ``fragment``
adds to it unless it is full, anything else stays on the page alone, as do parts headed 深入. The
deck of ``x.html`` is ``x-slides.html`` beside it: the same words, plots and formulas in the
edition's language, shown by reveal.js.
"""

import json
import re
import shutil
from pathlib import Path
from string import Template

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from docutils import nodes

from d2lutils.notebooks.reading import DEEPER, HEADING

REVEAL = Path("_build", "vendor", "reveal.js")  # tools/fetch_scripts.py puts it there
CELL_LINES = 10_000  # MyST-NB numbers the lines of cell i from (i + 1) * 10,000 on
BEGINNINGS = ("slide", "subslide")
SLIDE_LINES = 40  # a slide that would get longer goes on on the next
PLOT_LINES = 14
PRE = re.compile(r"(<pre\b[^>]*>)(.*?)(</pre>)", re.DOTALL)


def has_reveal(app):
    """Whether reveal.js was fetched before this build."""
    return Path(app.srcdir, REVEAL, "reveal.js").exists()


def lines_of(cell):
    """Return about how many lines a cell takes on a slide, with its outputs."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return len(source) / 45
    lines = source.count("\n") + 2
    for output in cell["outputs"]:
        data = output.get("data", {})
        drawn = any(kind.startswith("image/") for kind in data)
        text = "".join(output.get("text", data.get("text/plain", "")))
        lines += PLOT_LINES if drawn else text.count("\n") + 2
    return lines


def slide_numbers(notebook):
    """Return the slide of each cell that is on one, as ``{cell index: slide number}``, from 1."""
    number, lines, slides, deeper = 0, 0, {}, False
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "markdown":
            for heading in HEADING.findall("".join(cell["source"])):
                deeper = heading.startswith(DEEPER)
        kind = cell["metadata"].get("slideshow", {}).get("slide_type")
        hidden = "remove-cell" in cell["metadata"].get("tags", [])
        if hidden or deeper or kind not in (*BEGINNINGS, "fragment"):
            continue
        if kind == "fragment" and not number:
            continue
        if kind in BEGINNINGS or lines + lines_of(cell) > SLIDE_LINES:
            number, lines = number + 1, 0
        lines += lines_of(cell)
        slides[index] = number
    return slides


def parts_of(parent):
    """Yield the blocks of a page in reading order: titles, paragraphs, cells, without sections."""
    for node in parent.children:
        if isinstance(node, nodes.section):
            yield from parts_of(node)
        else:
            yield node


def mark_slides(app, doctree, docname):
    """Give each block that is on a slide the class ``on-slide-<number>``."""
    path = Path(app.env.doc2path(docname))
    if app.builder.format != "html" or path.suffix != ".ipynb":
        return
    slides = slide_numbers(json.loads(path.read_text(encoding="utf-8")))
    for node in parts_of(doctree):
        slide = slides.get((getattr(node, "line", None) or 0) // CELL_LINES - 1)
        if slide and not isinstance(node, (nodes.target, nodes.Invisible)):
            # A title has no place for classes in HTML, its section has.
            marked = node.parent if isinstance(node, nodes.title) else node
            marked["classes"].append(f"on-slide-{slide}")


def cut(body):
    """Return the slides of a page's HTML, each a string of HTML that begins with its heading."""
    code = PRE.findall(body)  # most of a page's elements, and none of them is looked for
    soup = BeautifulSoup(PRE.sub(r"\1\3", body), "html.parser")
    for place, (_, inside, _) in zip(soup.find_all("pre"), code):
        place.append(PreformattedString(inside))
    slides, heading = {}, ""
    for block in soup.find_all(lambda tag: tag.name == "section" or slide_of(tag)):
        if block.name == "section" and not block.find(["h1", "h2", "h3"], recursive=False):
            continue  # of an exercise
        number, running = slide_of(block), f'<p class="running">{heading}</p>'
        if block.name == "section":
            block, running = block.find(["h1", "h2", "h3"]), ""
            heading = block.get_text().rstrip("#")
        if number:
            for link in block.select("a.headerlink, button"):
                link.decompose()
            slides.setdefault(number, [running]).append(str(block))
    return ["\n".join(filter(None, slides[number])) for number in sorted(slides)]


def slide_of(block):
    """Return the number in a block's class ``on-slide-<number>``, or None."""
    marks = (name for name in block.get("class", ()) if name.startswith("on-slide-"))
    return next((int(name.removeprefix("on-slide-")) for name in marks), None)


def write_deck(app, pagename, templatename, context, doctree):
    """Write the deck beside the page and tell the page's template about it."""
    if not context.get("notebook") or not has_reveal(app):
        return
    slides = cut(context["body"])
    if not slides:
        return
    target = Path(app.outdir, f"{pagename}-slides.html")
    template = Template(Path(__file__).with_name("slides.html").read_text(encoding="utf-8"))
    deck = template.substitute(
        language="en" if app.config.language == "en" else "zh-CN",
        title=BeautifulSoup(context["title"], "html.parser").get_text(),
        static=context["pathto"]("_static", resource=True),
        mathjax=app.config.mathjax_path,
        slides="\n".join(f"<section>\n{slide}\n</section>" for slide in slides),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(deck, encoding="utf-8")


def copy_reveal(app):
    """Copy the two files of reveal.js that decks use."""
    if app.builder.format == "html" and has_reveal(app):
        target = Path(app.outdir, "_static", "reveal")
        target.mkdir(parents=True, exist_ok=True)
        for name in ("reveal.js", "reveal.css"):
            shutil.copyfile(Path(app.srcdir, REVEAL, name), target / name)


def setup(app):
    """Register the hooks."""
    app.connect("builder-inited", copy_reveal)
    app.connect("doctree-resolved", mark_slides)
    app.connect("html-page-context", write_deck, priority=900)  # when the body is final
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The room that a formula will take, so that the text does not jump when MathJax draws it.

Matplotlib sets the same Computer Modern type: its widths come within a few per cent of MathJax's.
"""

import functools
import html
import re

from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser

EX = 0.442  # em, the height of an x in MathJax's type: it draws in units of the text's own
SIZE = 100  # points
LOOSER = 1.04  # MathJax's median width over Matplotlib's
FRACTION = 0.24  # em around a fraction, which Matplotlib leaves out
FORMULA = re.compile(
    r'(<span class="math notranslate nohighlight">)(\\\((.*?)\\\))(?=</span>)'
    r'|(<div class="math notranslate nohighlight"[^>]*>)(?=[^\\]*\\\[(.*?)\\\]\s*</div>)',
    re.DOTALL,
)
ROWS = re.compile(r"\\\\(?:\[[^\]]*\])?")
# What MathJax knows and Matplotlib does not, or by another name.
DIALECT = [
    (r"\\(begin|end)\{(split|aligned|gathered)\}|&|\\[bB]ig+[lr]?(?![a-z])", " "),
    (r"\\boldsymbol(?![a-zA-Z])", r"\\mathbf"),
    (r"\\(text|textrm|operatorname\*?)(?![a-zA-Z])", r"\\mathrm"),
    (r"\\[lr]Vert(?![a-zA-Z])", r"\\Vert "),
    (r"\\[lr]vert(?![a-zA-Z])", "|"),
    (r"\\(ne|le|ge)(?![a-zA-Z])", r"\\\1q"),
    (r"\\tfrac", r"\\frac"),
    (r"\\frac(\d)(\d)", r"\\frac{\1}{\2}"),
    (r"\\sqrt(\w)", r"\\sqrt{\1}"),
    (r"_(\\math\w+\{\w+\})", r"_{\1}"),
]
parser, type_ = MathTextParser("path"), FontProperties(size=SIZE, math_fontfamily="cm")


@functools.cache
def size(formula):
    """Return width, height and depth of a line in em, or None if Matplotlib cannot set it."""
    for pattern, known in DIALECT:
        formula = re.sub(pattern, known, formula)
    try:
        box = parser.parse(f"${' '.join(formula.split())}$", dpi=72, prop=type_)
    except ValueError:
        return None
    width = LOOSER * box.width / SIZE + FRACTION * formula.count(r"frac{")
    return width, box.height / SIZE, box.depth / SIZE


def with_room(match):
    """Return the beginning of a formula's element with its size in it."""
    inline, source, formula, block, displayed = match.groups()
    if inline:
        room = size(html.unescape(formula))
        if room is None:
            return match[0]
        style = "; ".join(f"--{n}: {v / EX:.2f}ex" for n, v in zip(("w", "h", "d"), room))
        return f'{inline}<span class="room" style="{style}">{source}</span>'
    rows = ROWS.split(html.unescape(displayed).replace(r"\frac", r"\dfrac"))
    rooms = [size(row) for row in rows]
    if None in rooms:
        return block
    gaps = 0.38 * len(rooms) if len(rooms) > 1 else 0.1  # em, as MathJax spaces its lines
    height = sum(room[1] for room in rooms) + gaps
    return f'{block[:-1]} style="--h: {height / EX:.2f}ex">'


def make_room(app, pagename, templatename, context, doctree):
    """Write the size of each formula into a page."""
    if context.get("body"):
        context["body"] = FORMULA.sub(with_room, context["body"])


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", make_room)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Reading times: on each section's page, and the role ``minutes`` for a plan of a course.

``{minutes}`2.2, 3.1-3.3``` is the sum of the main lines of these sections; ``{minutes}`3``` of a
whole chapter, as far as it is written.
"""

import functools
import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from d2lsite.numbering import page_number
from d2lsite.words import _
from d2lutils.notebooks.reading import measure


@functools.lru_cache(maxsize=512)
def _measure(path, modified):
    return measure(path)


def measure_page(path):
    """Return the measure of a notebook; each version of the file is read once."""
    return _measure(str(path), Path(path).stat().st_mtime_ns)


def about(minutes):
    """Return minutes as one says them: whole, at least 1."""
    return max(1, round(minutes))


def describe_reading(reading):
    """Return "正文约25分钟，深入约15分钟", or the same in English, for a `Reading`."""
    text = _("main text about {minutes} min", minutes=about(reading.main.minutes))
    if reading.deeper:
        deeper = _("going further about {minutes} min", minutes=about(reading.deeper_minutes))
        text += _(", ") + deeper
    return text


def sections_of(text, numbers):
    """Return those section numbers, of all that there are, that a text like ``2, 3.1-3.3`` names.

    Parameters
    ----------
    text : str
        Chapters, sections and ranges of sections, with commas between.
    numbers : iterable of (int, int)
        The sections of the book.

    """
    found = []
    for item in re.split(r"\s*,\s*", text.strip()):
        first, _dash, last = item.partition("-")
        low = tuple(map(int, first.split(".")))
        high = tuple(map(int, last.split("."))) if last else low
        chosen = [n for n in sorted(numbers) if low <= n[: len(low)] and n[: len(high)] <= high]
        if not chosen and len(low) == 2:
            raise ValueError(f"there is no section {item}")
        found += chosen
    return found


class Minutes(SphinxRole):
    """The sum of the reading times of the main lines of some sections."""

    def run(self):
        """Return the number; the page is read again when one of the notebooks changes."""
        pages = {page_number(name): name for name in self.env.found_docs}
        pages = {number: name for number, name in pages.items() if len(number) == 2}
        total = 0
        for number in sections_of(self.text, pages):
            path = self.env.doc2path(pages[number])
            self.env.note_dependency(path)
            total += measure_page(path).main.minutes
        return [nodes.Text(str(about(total)) if total else "")], []


def setup(app):
    """Register the role."""
    app.add_role("minutes", Minutes())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""How long a section takes to read: the measure that keeps sections short (DESIGN, section 5)."""

import json
import re
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from d2lutils.notebooks.comments import CHINESE

CHARACTERS_A_MINUTE = 300  # Chinese characters of prose
MINUTES_A_LINE = 0.4  # of code
DEEPER = "深入："  # how the heading of a part that may be skipped begins
SUMMARY = "小结"  # what comes from here on is not counted: exercises, references
HIDDEN = {"remove-cell", "remove-input", "hide-cell", "hide-input"}
HEADING = re.compile(r"(?m)^## +(.+?)[ \t]*$")


@dataclass
class Part:
    """A part of a section: its Chinese characters and the lines of each of its code cells."""

    characters: int = 0
    cells: list = field(default_factory=list)

    @property
    def lines(self):
        """Lines of code, blank ones not counted."""
        return sum(self.cells)

    @property
    def minutes(self):
        """Reading time by the measure."""
        return self.characters / CHARACTERS_A_MINUTE + MINUTES_A_LINE * self.lines

    @property
    def median_cell(self):
        """Median of the lines of a code cell, 0 without code."""
        return statistics.median(self.cells) if self.cells else 0


@dataclass
class Reading:
    """The main line of a section, and the parts headed 深入 that go further, in order."""

    main: Part = field(default_factory=Part)
    deeper: list = field(default_factory=list)

    @property
    def deeper_minutes(self):
        """Reading time of all parts that go further."""
        return sum(part.minutes for part in self.deeper)


def measure_cells(cells):
    """Measure a section.

    Parameters
    ----------
    cells : list of dict
        Of its notebook.

    Returns
    -------
    Reading

    """
    reading = Reading()
    part = reading.main
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            if not HIDDEN & set(cell["metadata"].get("tags", [])):
                part.cells.append(sum(bool(line.strip()) for line in source.split("\n")))
            continue
        text, *rest = HEADING.split(source)  # text, heading, text, heading, text, ...
        part.characters += len(CHINESE.findall(text))
        for heading, text in zip(rest[::2], rest[1::2]):
            if heading == SUMMARY:
                return reading
            part = reading.main
            if heading.startswith(DEEPER):
                part = Part()
                reading.deeper.append(part)
            part.characters += len(CHINESE.findall(heading + text))
    return reading


def measure(path):
    """Measure the section in a notebook's file; see `measure_cells`."""
    return measure_cells(json.loads(Path(path).read_text(encoding="utf-8"))["cells"])

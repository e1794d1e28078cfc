"""The directive ``full-size-results``: what the networks reach when trained at full size.

The facts are in data/results, where tools/train_full.py wrote them, one file a run.
"""

import json
import statistics
from pathlib import Path

from sphinx.util.docutils import SphinxDirective

from d2lsite.tables import make_table
from d2lsite.words import _

WIDTHS = [16, 12, 10, 10, 18, 12, 24, 10]


class FullSizeResults(SphinxDirective):
    """Put the table in its place."""

    def run(self):
        """Return the table, or nothing without results."""
        paths = sorted(Path(self.env.srcdir, "data", "results").glob("*.json"))
        self.env.note_reread()  # in the next build there may be a new result
        rows = summarise([json.loads(path.read_text(encoding="utf-8")) for path in paths])
        return [make_table([head(), *rows], WIDTHS, "full-size-results")] if rows else []


def head():
    """Return the names of the columns."""
    return [
        _("Network"),
        _("Pictures"),
        _("Side"),
        _("Epochs"),
        _("Device"),
        _("s/epoch"),
        _("Test accuracy"),
        _("Seeds"),
    ]


def summarise(results):
    """Return one row for each group of runs that differ by their seed only."""
    groups = {}
    for result in results:
        keys = ("section", "title", "num_train", "side", "num_epochs", "batch_size", "lr", "device")
        groups.setdefault(tuple(result[key] for key in keys), []).append(result)
    rows = []
    for (_section, title, num_train, side, num_epochs, _batch, _lr, device), runs in sorted(
        groups.items(), key=place
    ):
        count, kind = device.split(" ", 1)
        seconds = statistics.median(run["seconds_per_epoch"] for run in runs)
        rows.append(
            [
                title,
                f"{num_train:,}",
                str(side),
                str(num_epochs),
                _("{count} CPU cores", count=count) if kind == "CPU cores" else kind,
                f"{seconds:.1f}",
                spread([run["test_acc"] for run in runs]),
                str(len(runs)),
            ]
        )
    return rows


def place(group):
    """Return what groups are ordered by: the section that builds the network, then settings."""
    (section, *settings), _runs = group
    return [int(part) for part in section.split(".")], settings


def spread(values):
    """Return the median, and the range if there are several: ``0.872 (0.870-0.875)``."""
    middle = f"{statistics.median(values):.3f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.3f}–{max(values):.3f})"


def setup(app):
    """Register the directive."""
    app.add_directive("full-size-results", FullSizeResults)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

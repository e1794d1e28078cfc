"""What the whole book may cost: DESIGN, section 8, which one section alone cannot break."""

import json

from d2lutils.paths import CHAPTERS, notebooks_in
from tests.longest_first import pytest_collection_modifyitems

SECONDS = 33  # on average a section (30 in November 2026)
KILOBYTES = 300  # on average a notebook


def test_all_notebooks_together_keep_to_the_time():
    paths = notebooks_in(CHAPTERS)
    records = [json.loads(p.read_text(encoding="utf-8"))["metadata"]["d2l"] for p in paths]
    total = sum(record["seconds"] for record in records)
    assert total <= SECONDS * len(paths), f"{total:.0f} s for {len(paths)} sections"


def test_all_notebooks_together_keep_to_the_size():
    paths = notebooks_in(CHAPTERS)
    total = sum(path.stat().st_size for path in paths)
    assert total <= 1000 * KILOBYTES * len(paths), f"{total / 1e6:.1f} MB"


def test_the_longest_notebook_comes_first_and_its_cells_in_order(tmp_path):
    def items(name, seconds):
        path = tmp_path / name
        path.write_text(json.dumps({"metadata": {"d2l": {"seconds": seconds}}}), encoding="utf-8")
        return [type("Item", (), {"path": path, "cell": i}) for i in range(2)]

    found = items("a", 3.0) + items("b", 20.0)
    pytest_collection_modifyitems(found)
    assert [(item.path.name, item.cell) for item in found] == [
        ("b", 0),
        ("b", 1),
        ("a", 0),
        ("a", 1),
    ]

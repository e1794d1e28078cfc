"""The measure of a section, against counts made by hand."""

import pytest

from d2lutils.notebooks.reading import measure_cells


def text(source):
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def code(lines, *tags):
    return {"cell_type": "code", "source": "x = 1\n\n" * lines, "metadata": {"tags": list(tags)}}


def test_main_line_and_what_goes_further_are_counted_apart():
    cells = [
        text("# 标题\n" + "字" * 298),
        code(5),
        code(9, "remove-cell"),
        text("## 深入：深\n" + "字" * 147),
        code(10),
        text("## 再来\n" + "字" * 298 + "\n\n## 小结\n" + "字" * 999),
        code(100),
    ]
    reading = measure_cells(cells)
    assert reading.main.minutes == pytest.approx(2 + 0.4 * 5)
    assert reading.main.cells == [5]
    assert [part.lines for part in reading.deeper] == [10]
    assert reading.deeper_minutes == pytest.approx(0.5 + 4)


def test_a_section_without_code_has_a_median_of_none():
    assert measure_cells([text("# 字")]).main.median_cell == 0

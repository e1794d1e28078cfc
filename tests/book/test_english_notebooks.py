"""The English notebooks: the code of the Chinese ones, and no Chinese."""

import json
import re

import nbformat
import pytest
from nbclient import NotebookClient

import english_notebooks
from d2lutils.notebooks.comments import find_comments, outside_code, outside_strings
from english_notebooks import ENGLISH, UntranslatedError, translate_code, translate_markdown
from tests.book.site import CHINESE, NOTEBOOKS, ROOT, reads_chinese

pytestmark = pytest.mark.site

QUICK = [
    "chapters/02_preliminaries/02_ndarray",
    "chapters/02_preliminaries/03_autograd",
    "chapters/03_deep_learning_basics/03_linear_regression_gluon",
]
MESSAGES = {"甲": "A", "乙 $x|y$": "B $x|y$", "标题": "Title", "说明": "Note"}


def without_comments(source):
    """Return the lines of a cell with their comments emptied; everything else is at its place."""
    lines = source.split("\n")
    for line, column, _text in find_comments(source):
        lines[line] = lines[line][:column]
    return lines


@pytest.fixture(scope="module")
def written():
    """Write the English notebooks."""
    return english_notebooks.write_all(NOTEBOOKS)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(sec-a)=\n# 标题", "(sec-a)=\n# Title"),
        ("* 甲\n* 说明", "* A\n* Note"),
        ("| 甲 | $x$ |\n|---|---|\n| 说明 | 1 |", "| A | $x$ |\n|---|---|\n| Note | 1 |"),
        ("```{figure} a.svg\n:alt: 说明\n\n甲\n```", "```{figure} a.svg\n:alt: Note\n\nA\n```"),
        ("```{admonition} 标题\n甲\n```", "```{admonition} Title\nA\n```"),
    ],
)
def test_marks_stay_and_messages_are_translated(source, expected):
    translated = translate_markdown(source, MESSAGES)
    assert re.sub(r"^ (?=\|)|^\| ?(?=\|)", "", translated) == expected


def test_what_is_not_translated_stops_it():
    with pytest.raises(UntranslatedError, match="丙"):
        translate_markdown("甲\n\n丙", MESSAGES)


def test_chinese_data_stays():
    assert translate_markdown("甲 `月`", {"甲 `月`": "A `月`"}) == "A `月`"
    assert translate_code('x = "月"  # 甲', MESSAGES) == 'x = "月"  # A'
    for source in ('x = "月"  # 丙', "月 = 1"):
        with pytest.raises(UntranslatedError):
            translate_code(source, MESSAGES)


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_cells_are_the_same_and_in_english(written, page):
    chinese = nbformat.read(ROOT / f"{page}.ipynb", as_version=4)
    english = nbformat.read(ENGLISH / f"{page}.ipynb", as_version=4)
    assert len(english.cells) == len(chinese.cells)
    for ours, theirs in zip(english.cells, chinese.cells):
        assert ours.cell_type == theirs.cell_type
        if ours.cell_type == "code":
            assert without_comments(ours.source) == without_comments(theirs.source)
            assert ours.outputs == theirs.outputs
            assert max(map(len, ours.source.split("\n"))) <= 79
        assert "{glue" not in ours.source
        for target in re.findall(r"[\s(]((?:\.\./)+book/static/[^\s)]+)", ours.source):
            assert (ENGLISH / page).parent.joinpath(target).exists(), target
        texts = [json.dumps(ours.metadata, ensure_ascii=False), ours.source]
        if ours.cell_type == "code" and reads_chinese(page):
            texts[1] = outside_strings(ours.source)
        elif ours.cell_type == "code":
            texts.append(json.dumps(ours.outputs, ensure_ascii=False))
        assert not [text for text in texts if CHINESE.search(outside_code(text))]
    assert not CHINESE.search(json.dumps(english.metadata, ensure_ascii=False))


@pytest.mark.parametrize("page", QUICK)
def test_they_run(written, page, monkeypatch):
    monkeypatch.setenv("D2L_DATA", "embedded")
    notebook = nbformat.read(ENGLISH / f"{page}.ipynb", as_version=4)
    folder = str((ENGLISH / page).parent)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()


@pytest.mark.usefixtures("site")
def test_english_pages_lead_to_them(written):
    for page in NOTEBOOKS:
        download = ROOT / "_build" / "html" / "en" / "_sources" / f"{page}.ipynb"
        assert download.read_bytes() == (ENGLISH / f"{page}.ipynb").read_bytes()
        for edition in ("en", "zh"):
            html = (ROOT / "_build" / "html" / edition / f"{page}.html").read_text("utf-8")
            assert f'data-copy="{edition}/{page}"' in html

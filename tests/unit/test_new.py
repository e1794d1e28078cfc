"""A new section has every part, and its place in the table of contents."""

import nbformat
import pytest

from d2lutils.cli import new
from d2lutils.cli.new import SectionError, new_section
from d2lutils.notebooks.reading import measure

TOC = """\
format: jb-book
root: book/index
parts:
  - caption: 基础
    chapters:
      - file: chapters/05_nets/index
        sections:
          - file: chapters/05_nets/01_one
          - file: chapters/05_nets/03_three
      - file: chapters/06_rnn/index
"""


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of two chapters; the second has no section yet."""
    for chapter in ("05_nets", "06_rnn"):
        (tmp_path / "chapters" / chapter).mkdir(parents=True)
    (tmp_path / "toc.yml").write_text(TOC, encoding="utf-8")
    monkeypatch.setattr(new, "CHAPTERS", tmp_path / "chapters")
    monkeypatch.setattr(new, "TOC", tmp_path / "toc.yml")
    return tmp_path


def test_it_is_a_notebook_within_the_measure(book):
    path = new_section("05/02", "two", "第二节")
    assert path == book / "chapters" / "05_nets" / "02_two.ipynb"
    nbformat.validate(nbformat.read(path, as_version=4))
    reading = measure(path)
    assert reading.main.minutes < 40
    assert reading.main.median_cell <= 5


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        ("05/02", "05_nets/01_one", "05_nets/03_three"),
        ("05/04", "05_nets/03_three", "06_rnn/index"),
        ("06/01", "06_rnn/index", None),
    ],
)
def test_it_comes_in_its_place(book, number, before, after):
    path = new_section(number, "new", "新")
    lines = [line.strip() for line in (book / "toc.yml").read_text(encoding="utf-8").split("\n")]
    files = [line.removeprefix("- file: chapters/") for line in lines if line.startswith("- file")]
    place = files.index(f"{path.parent.name}/{path.stem}")
    assert files[place - 1] == before
    assert files[place + 1 : place + 2] == ([after] if after else [])


@pytest.mark.parametrize(
    ("number", "name", "why"),
    [
        ("5/2", "two", "looks like 06/04"),
        ("05/02", "Two words", "looks like 06/04"),
        ("07/01", "one", "chapter 07 has no folder"),
    ],
)
def test_what_cannot_be_is_said(book, number, name, why):
    with pytest.raises(SectionError, match=why):
        new_section(number, name, "题")
    assert (book / "toc.yml").read_text(encoding="utf-8") == TOC


def test_a_section_is_not_overwritten(book):
    path = new_section("05/02", "two", "第二节")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(SectionError, match="exists"):
        new_section("05/02", "other", "题")
    assert path.read_text(encoding="utf-8") == "mine"

"""The reader's own copies: made once, never overwritten, renewed while they are untouched."""

import json
import re

import nbformat
import pytest

from d2lutils import cli
from d2lutils.server import copies

PAGE, NEIGHBOUR = "chapters/03_nets/04_softmax", "chapters/03_nets/05_images"
PICTURE = "![x](../../book/static/img/x.svg)"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [nbformat.v4.new_markdown_cell(text, id="a"), nbformat.v4.new_code_cell("1", id="b")]
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells)) + "\n", encoding="utf-8")


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of one chapter with two sections in both editions."""
    sources = {"zh": tmp_path, "en": tmp_path / "_build" / "notebooks" / "en"}
    for source in sources.values():
        for page in (PAGE, NEIGHBOUR):
            write(source / f"{page}.ipynb", f"First. {PICTURE}")
    picture = tmp_path / "book" / "static" / "img" / "x.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(copies, "SOURCES", sources)
    monkeypatch.setattr(copies, "WORK", tmp_path / "work")
    monkeypatch.setattr(copies, "trust", lambda paths: None)
    return tmp_path


def text_of(path):
    return "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])


@pytest.mark.parametrize("edition", ["zh", "en"])
def test_a_copy_is_made_with_its_chapter_and_finds_its_pictures(book, edition):
    copy = copies.bring_chapter(PAGE, edition)
    assert copy == book / "work" / edition / f"{PAGE}.ipynb"
    assert (copy.parent / "05_images.ipynb").exists()
    (target,) = re.findall(r"\((\S+)\)", text_of(copy))
    assert (copy.parent / target).resolve() == book / "book" / "static" / "img" / "x.svg"


def test_what_the_reader_wrote_stays(book):
    copy = copies.bring_chapter(PAGE, "zh")
    write(copy, "Mine.")
    copies.bring_chapter(PAGE, "zh")
    copies.bring_all("zh")
    assert text_of(copy) == "Mine."
    assert sorted(path.name for path in copy.parent.iterdir()) == [
        "04_softmax.ipynb",
        "05_images.ipynb",
    ]


def test_an_update_renews_an_untouched_copy_and_is_offered_beside_a_changed_one(book):
    copy = copies.bring_chapter(PAGE, "zh")
    write(copy, "Mine.")
    for page in (PAGE, NEIGHBOUR):
        write(book / f"{page}.ipynb", "Second.")
    copies.bring_chapter(PAGE, "zh")
    new = copy.with_suffix(".new.ipynb")
    assert (text_of(copy), text_of(new)) == ("Mine.", "Second.")
    assert text_of(copy.parent / "05_images.ipynb") == "Second."
    assert not (copy.parent / "05_images.new.ipynb").exists()
    new.unlink()
    copies.bring_chapter(PAGE, "zh")  # offered once
    assert not new.exists()


def test_notes_in_an_offered_version_stay_as_well(book):
    copy = copies.bring_chapter(PAGE, "zh")
    write(copy, "Mine.")
    write(book / f"{PAGE}.ipynb", "Second.")
    copies.bring_chapter(PAGE, "zh")
    write(copy.with_suffix(".new.ipynb"), "Notes.")
    write(book / f"{PAGE}.ipynb", "Third.")
    copies.bring_chapter(PAGE, "zh")
    texts = {text_of(path) for path in copy.parent.glob("04_*.ipynb")}
    assert texts == {"Mine.", "Notes.", "Third."}
    assert text_of(copy.with_suffix(".new.ipynb")) == "Third."


@pytest.mark.parametrize("damage", [None, "", "[1]", '{"a":'])
def test_without_its_record_nothing_of_the_reader_is_lost(book, damage):
    copy = copies.bring_chapter(PAGE, "zh")
    write(copy, "Mine.")
    record = book / "work" / "zh" / copies.RECORD
    record.unlink()
    if damage is not None:
        record.write_text(damage, encoding="utf-8")
    write(book / f"{PAGE}.ipynb", "Second.")
    copies.bring_chapter(PAGE, "zh")
    assert text_of(copy) == "Mine."


def test_reset_keeps_the_old_version(book):
    copy = copies.bring_chapter(PAGE, "en")
    assert copies.reset(PAGE, "en") is None  # as the book has it
    for text in ("Mine.", "Mine again."):
        write(copy, text)
        kept = copies.reset(PAGE, "en")
        assert text_of(kept) == text
        assert re.fullmatch(r"04_softmax\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(-\d)?\.ipynb", kept.name)
        assert text_of(copy).startswith("First.")
    assert len(list(copy.parent.glob("04_*.ipynb"))) == 3


def test_the_command_resets_a_section(book, monkeypatch, capsys):
    monkeypatch.setattr("d2lutils.paths.ROOT", book)
    copy = copies.bring_chapter(PAGE, "en")
    write(copy, "Mine.")
    assert cli.main(["reset", "3/4", "--edition", "en"]) == 0
    told = capsys.readouterr().out
    assert "work/en/chapters/03_nets/04_softmax.ipynb" in told
    assert re.search(r"04_softmax\.\d{4}-\S+\.ipynb", told)
    assert not (book / "work" / "zh").exists()


@pytest.mark.parametrize("number", ["03/99", "softmax", "../../x", "03"])
def test_a_section_that_is_not_there_is_one_line(book, number, capsys):
    assert cli.main(["reset", number]) == 1
    assert f"no section {number}" in capsys.readouterr().err


def test_an_edition_that_was_not_built_says_what_to_do(book):
    (copies.SOURCES["en"] / f"{PAGE}.ipynb").unlink()
    with pytest.raises(copies.CopyError, match="make html"):
        copies.bring_chapter(PAGE, "en")

"""The interface's words: each in the catalog, none left over, none written beside it."""

import ast
import re

import polib

from d2lsite import reading_time, words
from tests.book.site import CHINESE, ROOT

PACKAGE = ROOT / "book" / "_ext" / "d2lsite"
TEMPLATES = ROOT / "book" / "_templates"


def spoken():
    """Return all words that the code and the templates say."""
    found = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                found.add(node.args[0].value)
    for path in TEMPLATES.glob("*.html"):
        found |= set(re.findall(r'word\("([^"]+)"', path.read_text(encoding="utf-8")))
    return found


def test_the_catalog_holds_what_is_said_and_nothing_else():
    catalog = polib.pofile(str(words.SOURCES / "zh_CN" / "LC_MESSAGES" / "d2lsite.po"))
    assert {entry.msgid for entry in catalog} == spoken()
    for entry in catalog:
        assert entry.msgstr
        assert set(re.findall(r"\{\w+\}|%s", entry.msgid)) == set(
            re.findall(r"\{\w+\}|%s", entry.msgstr)
        )


def test_no_word_of_the_interface_is_written_elsewhere():
    for path in [*TEMPLATES.glob("*.html"), *(ROOT / "book" / "static").rglob("*.js")]:
        assert not CHINESE.search(path.read_text(encoding="utf-8")), path.name


def test_sections_are_named_by_chapter_number_and_range():
    book = [(2, 1), (2, 2), (3, 1), (3, 2), (3, 10)]
    assert reading_time.sections_of("2, 3.2-3.10", book) == [(2, 1), (2, 2), (3, 2), (3, 10)]
    assert reading_time.sections_of("3.1, 2.2", book) == [(3, 1), (2, 2)]
    assert reading_time.sections_of("9", book) == []

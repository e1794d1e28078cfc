"""The English edition's .po files against the messages of the Chinese pages."""

import re
from collections import Counter

import polib
import pytest

import translate
from d2lutils.notebooks.comments import outside_code
from tests.book.site import CHINESE, PAGES

pytestmark = pytest.mark.site

ROLE = re.compile(r"\{([\w:]+)\}`([^`]+)`")
PARTS = {
    "inline code": re.compile(r"(?<![}`])`([^`]+)`"),
    "inline mathematics": re.compile(r"(?<!\\)\$([^$]+)\$"),
    "address": re.compile(r"\]\(([^)]+)\)"),
}


def fixed_parts(text):
    """Return what a translation must keep, each with its count."""
    parts = Counter()
    for role, content in ROLE.findall(text):
        target = re.search(r"<([^>]+)>$", content)  # {ref}`words <target>`: the words may change
        parts[role, target[1] if target else content] += 1
    text = ROLE.sub("", text)
    for kind, pattern in PARTS.items():
        parts.update((kind, content) for content in pattern.findall(text))
    return parts


@pytest.fixture(scope="module")
def messages():
    """Return the Chinese messages of all pages, extracted anew."""
    return translate.extract_messages()


def test_fixed_parts_sees_what_must_be_kept():
    text = (
        "见{numref}`fig-a`，{ref}`这里 <sec-b>`，值 {glue:text}`acc:.2f`，$x$、`f(x)`、[甲](a.md)"
    )
    assert fixed_parts(text) == fixed_parts(text.replace("这里", "here"))
    for part in ("fig-a", "sec-b", "acc:.2f", "$x$", "`f(x)`", "a.md"):
        assert fixed_parts(text) != fixed_parts(text.replace(part, ""))


@pytest.mark.parametrize("page", PAGES)
def test_every_message_is_translated(messages, page):
    known = translate.read_catalog(page)
    missing = [text for text in messages.get(page, []) if text not in known]
    assert not missing, "run `make translate`, then translate these"
    fuzzy = [entry.msgid for entry in known.values() if entry.fuzzy or entry.previous_msgid]
    assert not fuzzy, "the Chinese has changed: translate these again"
    assert not [entry.msgid for entry in known.values() if not entry.msgstr.strip()]


def test_no_translation_is_left_over(messages):
    for path in translate.CATALOGS.rglob("*.po"):
        page = path.relative_to(translate.CATALOGS).with_suffix("").as_posix()
        known = {entry.msgid for entry in polib.pofile(path)}
        assert known <= set(messages.get(page, [])), f"run `make translate`: {path}"


@pytest.mark.parametrize("page", PAGES)
def test_translation_keeps_what_is_not_language(page):
    for entry in translate.read_catalog(page).values():
        assert fixed_parts(entry.msgstr) == fixed_parts(entry.msgid), entry.msgid
        assert not CHINESE.search(outside_code(entry.msgstr)), entry.msgstr


@pytest.mark.parametrize("page", PAGES)
def test_file_is_as_make_translate_writes_it(messages, page):
    if page in messages:
        before = translate.catalog_path(page).read_text(encoding="utf-8")
        assert translate.format_catalog(page, messages[page]) == before, "run `make translate`"

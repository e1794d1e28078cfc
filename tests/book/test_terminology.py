"""TERMINOLOGY.md against the pages: every term once, and no term translated in two ways."""

import json
import re
from collections import Counter, defaultdict

import polib
import pytest

from tests.book.site import ROOT

CATALOGS = ROOT / "book" / "locales" / "en" / "LC_MESSAGES"
INTRODUCTION = re.compile(r"([\w\u4e00-\u9fff]+)（([A-Za-z][A-Za-z –-]+)）")
ENDING = 5  # letters in which forms of one word may differ: initialisation, initialise
FEWEST = 4  # messages of a page from which a habit can be read


def read_terms():
    """Return ``[(中文, [English, ...]), ...]``; a semicolon parts two senses, or a short form."""
    lines = (ROOT / "TERMINOLOGY.md").read_text(encoding="utf8").splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")][2:]
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)
    return [(row[0].strip(), [form.strip() for form in row[1].split(";")]) for row in rows]


TERMS = dict(read_terms())


def words(text):
    """Return the words of a text in lower case: those of roles too, not code and formulas."""
    text = re.sub(r"`[^`]*`|\$[^$]*\$", " ", re.sub(r"\{\w+\}`([^`]*)`", r"\1", text))
    return re.findall(r"[a-zà-ÿ0-9]+", text.lower().replace("axes", "axis"))


def says(text, forms):
    """Tell whether all words of one of the forms are in the text, whatever their endings."""
    found = " " + " ".join(words(text))
    stems = [[word[: max(4, len(word) - ENDING)].rstrip("y") for word in words(f)] for f in forms]
    return any(all(f" {stem}" in found for stem in form) for form in stems)


def spot(text, terms=TERMS):
    """Return the Chinese terms in a text; 学习率 is not also 学习, nor 特征值 a 特征.

    A term of one character, such as 图 or 轴, is part of too many words to be found in a text.
    """
    longest_first = sorted((term for term in terms if len(term) > 1), key=len, reverse=True)
    return set(re.findall("|".join(map(re.escape, longest_first)), text))


def habits(messages, terms=TERMS):
    """Return how often each term occurs in ``(中文, English)`` messages, and how often as given."""
    seen, kept = Counter(), Counter()
    for chinese, english in messages:
        for term in spot(chinese, terms):
            seen[term] += 1
            kept[term] += says(english, terms[term])
    return seen, kept


def strangers(messages, terms=TERMS):
    """Return the terms that most of a page's messages translate by something else."""
    seen, kept = habits(messages, terms)
    return [term for term in seen if seen[term] >= FEWEST and kept[term] * 2 < seen[term]]


def catalogs():
    """Return each page's messages as ``{page: [(中文, English), ...]}``."""
    return {
        path.relative_to(CATALOGS).with_suffix("").as_posix(): [
            (entry.msgid, entry.msgstr) for entry in polib.pofile(path)
        ]
        for path in sorted(CATALOGS.rglob("*.po"))
    }


def introductions():
    """Return every 中文（English） of the Chinese pages as ``{(before the bracket, English)}``."""
    found = defaultdict(set)
    for path in sorted(ROOT.glob("chapters/*/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf8"))["cells"]
        text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        for before, english in INTRODUCTION.findall(re.sub(r"\*|\$ ?", "", text)):
            found[before, english.strip()].add(path.stem)
    return found


def misfit(before, english):
    """Return what is wrong with an introduction, or None. Names of people and things are free."""
    if english[0].isupper() and not any(english in forms for forms in TERMS.values()):
        return None
    chinese = [term for term, forms in TERMS.items() if words(english) in map(words, forms)]
    if not chinese:
        return f"{before}（{english}） is not in TERMINOLOGY.md"
    if not any(before.endswith(term) for term in chinese):
        return f"{before}（{english}） is called {chinese[0]} in TERMINOLOGY.md"
    return None


def test_no_term_has_two_rows():
    chinese = Counter(term for term, _ in read_terms())
    english = Counter(form.lower() for _, forms in read_terms() for form in forms)
    assert [term for term, count in (chinese + english).items() if count > 1] == []


def test_introduced_terms_are_those_of_the_table():
    found = introductions()
    assert len(found) > 100
    wrong = {misfit(*pair): pages for pair, pages in found.items()}
    wrong.pop(None, None)
    assert wrong == {}


@pytest.mark.parametrize("page", catalogs())
def test_a_page_translates_terms_as_the_table_does(page):
    assert strangers(catalogs()[page]) == []


def test_every_term_is_used_and_kept_by_the_book():
    seen, kept = habits([pair for page in catalogs().values() for pair in page])
    assert {term for term in TERMS if len(term) > 1} - set(seen) == set()
    assert [term for term in seen if kept[term] < 0.6 * seen[term]] == []


def test_a_second_translation_is_found():
    terms = {"批量": ["batch"], "批量大小": ["batch size"], "精度": ["accuracy", "precision"]}
    right = [("批量大小是十", "a batch size of ten"), ("精度够了", "its accuracy will do")] * 4
    wrong = [("批量大小是十", "a mini-lot of ten"), ("双精度", "double precision")] * 4
    assert strangers(right, terms) == []
    assert strangers(wrong, terms) == ["批量大小"]
    assert misfit("这叫学习率", "learning rate") is None
    assert "学习率" in misfit("这叫学习速率", "learning rate")
    assert misfit("这叫学习步子", "learning stride").endswith("not in TERMINOLOGY.md")

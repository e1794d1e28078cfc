"""Bring the English edition's .po files in step with the Chinese pages.

    python tools/translate.py

Each page has book/locales/en/LC_MESSAGES/<page>.po with its Chinese messages in reading order,
and behind them the comments in its code cells.
New messages get an empty translation; a changed message keeps its old translation, marked fuzzy
and with the old text above it, until somebody has translated it again by hand. Messages that are
gone are dropped. Nothing else is in the files (no dates, no line numbers), so that a second run
changes nothing.
"""

import difflib
import json
import shutil
import sys
from pathlib import Path

import polib

from catalogs import CATALOGS, catalog_path, read_catalog
from d2lutils.notebooks.comments import CHINESE, find_comments
from d2lutils.paths import BUILD, ROOT
from sphinx_run import run_sphinx

HEADER = {
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def extract_messages():
    """Return the messages that contain Chinese, in reading order, as ``{page: [message, ...]}``."""
    output = BUILD / "gettext"
    for folder in (output, BUILD / "doctrees" / "gettext"):
        shutil.rmtree(folder, ignore_errors=True)
    if run_sphinx("gettext", output, strict=False):  # a reference may be ahead of its section
        raise SystemExit("The book does not build (above), so its messages cannot be extracted.")
    messages = {}
    for template in sorted(output.rglob("*.pot")):
        page = template.relative_to(output).with_suffix("").as_posix()
        entries = polib.pofile(template)
        texts = [entry.msgid for entry in entries] + comments_of(ROOT / f"{page}.ipynb")
        messages[page] = list(dict.fromkeys(text for text in texts if CHINESE.search(text)))
    return {page: texts for page, texts in messages.items() if texts}


def comments_of(path):
    """Return the comments in a notebook's code cells; none if there is no such notebook."""
    if not path.exists():
        return []
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [text for source in sources for _line, _column, text in find_comments(source)]


def carry_over(message, known, removed):
    """Return a message's entry: as it is known, fuzzy from the most similar old one, or empty."""
    if message in known:
        return known[message]
    similar = difflib.get_close_matches(message, removed, n=1, cutoff=0.6)
    if not similar or not known[similar[0]].msgstr:
        return polib.POEntry(msgid=message)
    old = removed.pop(removed.index(similar[0]))
    return polib.POEntry(
        msgid=message, msgstr=known[old].msgstr, previous_msgid=old, flags=["fuzzy"]
    )


def merge(page, messages):
    """Return a page's catalog for its present messages."""
    known = read_catalog(page)
    removed = [message for message in known if message not in messages]
    catalog = polib.POFile(wrapwidth=0)  # a paragraph is one line, as in the notebooks
    catalog.metadata = HEADER
    for message in messages:
        entry = carry_over(message, known, removed)
        entry.occurrences, entry.obsolete = [], False
        catalog.append(entry)
    return catalog


def format_catalog(page, messages):
    """Return the text of a page's .po file for its present messages."""
    return str(merge(page, messages)).strip("#\n") + "\n"


def main():
    """Update all files and say where translations are missing."""
    messages = extract_messages()
    open_messages = 0
    for page, texts in messages.items():
        path, catalog = catalog_path(page), merge(page, texts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(format_catalog(page, texts), encoding="utf-8")
        fuzzy, empty = len(catalog.fuzzy_entries()), len(catalog.untranslated_entries())
        open_messages += fuzzy + empty
        if fuzzy or empty:
            name = path.relative_to(ROOT).as_posix()
            print(f"{name}: {empty} untranslated, {fuzzy} fuzzy of {len(texts)}")
    for path in sorted(Path(CATALOGS).rglob("*.po")):
        if path.relative_to(CATALOGS).with_suffix("").as_posix() not in messages:
            print(f"{path.relative_to(ROOT).as_posix()}: no such page in book/_toc.yml")
    print(f"{len(messages)} pages, {open_messages} messages to translate.")


if __name__ == "__main__":
    sys.exit(main())

"""Write the notebooks in English to _build/notebooks/en: text and comments translated.

    python tools/english_notebooks.py

The translations are those of the site's English edition (book/locales/en). Numbers glued from
outputs are filled in, since JupyterLab shows a `glue` role by its name. `make html` does this too,
so that the English pages lead to English notebooks.
"""

import json
import os
import re
import shutil
import sys

from catalogs import read_catalog
from d2lutils.notebooks.comments import (
    CHINESE,
    outside_code,
    outside_strings,
    translate_comments,
)
from d2lutils.notebooks.glue import fill_in, glued_values
from d2lutils.paths import ENGLISH, ROOT, toc_notebooks

FENCE = re.compile(r"(`{3,}|:{3,})\s*(\{[\w:-]+\})?\s*(.*)")
# What may stand before a message on its line: list marks, headings, quotes, options of directives.
LEAD = re.compile(r"\s*(?:(?:[-*+]|\d+\.|#+|>)\s+|:\w+:\s*)*")
TABLE_BAR = re.compile(r"(?<!\\)\|")
RELATIVE = re.compile(r"(?<=[\s(])(?:\.\./)+(?=book/static/)")


class UntranslatedError(ValueError):
    """A line of a notebook has no translation."""


def translate_line(line, messages):
    """Return a line of Markdown with its message translated, its marks kept."""
    if not CHINESE.search(line):
        return line
    fence = FENCE.match(line)
    start = fence.start(3) if fence else LEAD.match(line).end()
    head, text = line[:start], line[start:].rstrip()
    if text in messages:
        return head + messages[text]
    if text.startswith("|"):
        cells = [cell.strip() for cell in TABLE_BAR.split(text)]
        return head + " | ".join(messages.get(cell, cell) for cell in cells).strip()
    return line


def translate_markdown(source, messages, *, strict=True):
    """Return the source of a Markdown cell in English.

    Parameters
    ----------
    source : str
        In Chinese.
    messages : dict
        From Chinese to English, as the page's .po file holds them.
    strict : bool
        Whether Chinese that is left outside inline code is an error; otherwise it stays.

    Returns
    -------
    str

    Raises
    ------
    UntranslatedError
        If Chinese is left.

    """
    lines, code = [], False
    for line in source.split("\n"):
        fence = FENCE.match(line)
        if fence and not fence[2] and fence[3] != "" and not code:
            code = True  # an example in some language, not a directive
        elif fence and code:
            code = False
        lines.append(line if code else translate_line(line, messages))
    text = "\n".join(lines)
    if strict and CHINESE.search(outside_code(text)):
        left = next(line for line in lines if CHINESE.search(outside_code(line)))
        raise UntranslatedError(f"no translation for {left!r}")
    return text


def translate_code(source, messages, *, strict=True):
    """Return a code cell with its comments in English, or raise `UntranslatedError`.

    Strings stay as they are: a Chinese text to compute with is the same in both editions.
    """
    text = translate_comments(source, lambda comment: messages.get(comment, comment))
    left = [line for line in outside_strings(text).split("\n") if CHINESE.search(line)]
    if strict and left:
        raise UntranslatedError(f"no translation for {left[0]!r}")
    return text


def translate_notebook(path, messages, depth, *, strict=True):
    """Return an English copy of a notebook.

    Parameters
    ----------
    path : Path
        The Chinese notebook.
    messages : dict
        From Chinese to English.
    depth : int
        How many folders deeper than the original the copy will be.
    strict : bool
        Whether Chinese that is left is an error.

    Returns
    -------
    dict

    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    values = glued_values(notebook["cells"])
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            text = fill_in(translate_markdown(source, messages, strict=strict), values)
            cell["source"] = RELATIVE.sub(lambda up: depth * "../" + up[0], text)
        elif cell["cell_type"] == "code":
            cell["source"] = translate_code(source, messages, strict=strict)
        shown = cell["metadata"].get("mystnb", {})
        for part, key in (("figure", "caption"), ("image", "alt")):
            if part in shown:
                text = messages.get(shown[part][key], shown[part][key])
                shown[part][key] = fill_in(text, values)
    return notebook


def write_all(pages):
    """Write the English copy of each notebook and return the paths.

    Parameters
    ----------
    pages : iterable of str
        Names like ``chapters/03_x/05_y``.

    Returns
    -------
    list of Path

    Raises
    ------
    SystemExit
        If one is not wholly translated.

    """
    paths = []
    for page in pages:
        try:
            paths.append(write_one(page))
        except (UntranslatedError, KeyError) as error:
            raise SystemExit(f"{page}: {error}. Run `make translate` and translate it.") from error
    return paths


def write_what_there_is(pages):
    """Write the English copies; one that is not wholly translated stays as it last was.

    Returns
    -------
    list of str
        One line for each notebook that is not translated.

    """
    complaints = []
    for page in pages:
        try:
            write_one(page)
        except (UntranslatedError, KeyError) as error:
            complaints.append(f"{page}.ipynb: {error}")
            if not (ENGLISH / f"{page}.ipynb").exists():
                write_one(page, strict=False)
    return complaints


def write_one(page, *, strict=True):
    """Write the English copy of a notebook and return its path."""
    messages = {entry.msgid: entry.msgstr for entry in read_catalog(page).values()}
    target = ENGLISH / f"{page}.ipynb"
    depth = len(ENGLISH.relative_to(ROOT).parts)
    notebook = translate_notebook(ROOT / f"{page}.ipynb", messages, depth, strict=strict)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".part")
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, target)
    return target


def offer_for_download(pages, site):
    """Put the English copies where the download buttons of an English `site` look."""
    for page in pages:
        copy = site / "_sources" / f"{page}.ipynb"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ENGLISH / f"{page}.ipynb", copy)


def main():
    """Write them all; with --for-reading, as far as they are translated."""
    if "--for-reading" in sys.argv[1:]:
        print(*write_what_there_is(toc_notebooks()), sep="\n", end="", file=sys.stderr)
        return
    paths = write_all(toc_notebooks())
    print(f"{len(paths)} notebooks in {ENGLISH.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())

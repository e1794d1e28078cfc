"""The notation page against the chapters: each symbol is used first where the page says."""

import re

import pytest

from tests.book.site import NOTEBOOKS, ROOT, read_notebook

CODE_BLOCK = re.compile(r"^```[a-z]+\n.*?^```", re.S | re.M)  # not a directive
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+)\$", re.S)
TOKEN = re.compile(r"\\(?:mathbf|boldsymbol|mathcal|mathbb|operatorname)\{\\?\w+\}|\\[A-Za-z]+|\S")
ROW = re.compile(r"^\| \$(.+?)\$ \| (.+?) \| \{numref\}`([\w-]+)` \|$", re.M)
# Letters that must be explained once they are used in several sections.
SYMBOL = re.compile(
    r"\\(?:mathbf|boldsymbol|mathcal|mathbb|operatorname)\{\\?\w+\}"
    r"|\\(?:alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|rho|sigma|tau|phi|Phi|ell|nabla|partial)$"
)
SEVERAL = 3


def formulas(page):
    """Return the formulas of a section's text, each as a list of tokens."""
    cells = read_notebook(page)["cells"]
    text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    text = re.sub(r"`[^`\n]*`", "", CODE_BLOCK.sub("", text).replace("```", ""))
    return [TOKEN.findall(display or inline) for display, inline in FORMULA.findall(text)]


def tokens_of(symbol):
    r"""Return the tokens of a symbol on the page: a bar must not be ``\|`` in a table."""
    return TOKEN.findall(symbol.replace(r"\Vert", r"\|").replace(r"\cdot)", ""))


def contains(formula, symbol):
    """Whether a symbol's tokens stand side by side in a formula."""
    return any(
        formula[i : i + len(symbol)] == symbol for i in range(len(formula) - len(symbol) + 1)
    )


@pytest.fixture(scope="module")
def used():
    """Return the formulas of all sections by page, in reading order."""
    return {page: formulas(page) for page in NOTEBOOKS}


def rows():
    """Return symbol, meaning and label of each row of the page."""
    return ROW.findall((ROOT / "book" / "notation.md").read_text(encoding="utf-8"))


def page_of_label(label):
    """Return the page that a section's label is on."""
    for page in NOTEBOOKS:
        if f"({label})=" in "".join(read_notebook(page)["cells"][0]["source"]):
            return page
    return None


def test_a_symbol_is_found_as_tokens_not_as_letters():
    formula = TOKEN.findall(r"\ell(\hat{y}, y) = \max(\mathbf{x}^\top \mathbf{w}, 0)")
    for symbol in (r"\hat{y}", r"\mathbf{x}", r"^\top", "0"):
        assert contains(formula, TOKEN.findall(symbol)), symbol
    for symbol in ("x", "m", r"\mathbf{y}", r"\top w"):
        assert not contains(formula, TOKEN.findall(symbol)), symbol


@pytest.mark.parametrize(("symbol", "meaning", "label"), rows())
def test_each_symbol_is_first_used_where_the_page_says(used, symbol, meaning, label):
    tokens = tokens_of(symbol)
    pages = [page for page, all_ in used.items() if any(contains(f, tokens) for f in all_)]
    assert pages, "no section uses it"
    assert pages[0] == page_of_label(label)


def test_no_symbol_that_several_sections_use_is_missing(used):
    listed = {token for symbol, _, _ in rows() for token in tokens_of(symbol)}
    counts = {}
    for all_ in used.values():
        for token in {token for formula in all_ for token in formula if SYMBOL.match(token)}:
            counts[token] = counts.get(token, 0) + 1
    missing = {token for token, count in counts.items() if count >= SEVERAL} - listed
    assert not missing, missing

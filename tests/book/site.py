"""The built site, for the tests that read its pages and for those that open them in a browser."""

import fcntl
import functools
import json
import os
import re
import subprocess
import sys
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from d2lutils.notebooks.comments import CHINESE  # noqa: F401
from d2lutils.paths import HTML, ROOT, toc_notebooks, toc_pages

EDITIONS = ["zh", "en"]


PAGES, NOTEBOOKS = toc_pages(), toc_notebooks()
READ_CHINESE = re.compile(r"chapters/(06|10|11)_")


def reads_chinese(page):
    """Whether a section computes with Chinese texts: its strings and outputs may hold them."""
    return bool(READ_CHINESE.match(page))


def read_notebook(page):
    """Return a notebook as a dictionary."""
    return json.loads((ROOT / f"{page}.ipynb").read_text(encoding="utf-8"))


def html_path(edition, page):
    """Return the path of a built page."""
    return HTML / edition / f"{page}.html"


@functools.lru_cache(maxsize=8)  # a parsed page takes megabytes: tests come page by page
def read_page(path):
    """Return a built page, parsed."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@functools.cache
def ids_on(path):
    """Return the places on a built page that a link may lead to."""
    return set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8")))


def article(edition, page):
    """Return the text part of a page: no side bars, no header."""
    return read_page(html_path(edition, page)).select_one("article.bd-article")


def resolve(path, address):
    """Return the file and the fragment that a relative address on a page leads to."""
    parts = urlsplit(address)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    return target, unquote(parts.fragment)


@functools.cache
def build():
    """Build both editions, once in a test run; a warning is an error.

    Of the processes that test side by side one builds; the others wait, and find it done.
    """
    HTML.parent.mkdir(exist_ok=True)
    test_run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "alone")
    with (HTML.parent / "built-by-tests").open("a+", encoding="utf-8") as last:
        fcntl.flock(last, fcntl.LOCK_EX)
        last.seek(0)
        if test_run == "alone" or last.read() != test_run:
            last.truncate(0)
            command = [sys.executable, str(ROOT / "tools" / "build_site.py")]
            run = subprocess.run(
                command, capture_output=True, encoding="utf-8", errors="replace", timeout=600
            )
            assert run.returncode == 0, run.stdout + run.stderr
            last.write(test_run)
    return HTML


@pytest.fixture(scope="session")
def site():
    """Return the folder that holds the editions."""
    return build()

"""The built site, for the tests that read its pages and for those that open them in a browser."""

import fcntl
import functools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
EDITIONS = ["zh", "en"]
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def toc_pages():
    """Return the page names in book/_toc.yml, in reading order."""
    text = (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8")

    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key in ("root", "file"):
                    yield re.sub(r"\.(md|ipynb)$", "", value)
                else:
                    yield from walk(value)
        elif isinstance(node, list):
            for item in node:
                yield from walk(item)

    return list(walk(yaml.safe_load(text)))


PAGES = toc_pages()
NOTEBOOKS = [page for page in PAGES if (ROOT / f"{page}.ipynb").exists()]


def read_notebook(page):
    """Return a notebook as a dictionary."""
    return json.loads((ROOT / f"{page}.ipynb").read_text(encoding="utf-8"))


def html_path(edition, page):
    """Return the path of a built page."""
    return HTML / edition / f"{page}.html"


@functools.cache
def read_page(path):
    """Return a built page, parsed."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


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

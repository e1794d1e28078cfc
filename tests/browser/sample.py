"""Which pages are opened in Chromium: a sample that moves from commit to commit, and what changed.

All pages are checked as HTML on every change (tests/book/test_site.py); in a browser each is looked
at once in a few commits, and at once when its text, its translation or its outputs change.
"""

import functools
import re
import subprocess

from d2lutils.paths import ROOT

CATALOG = re.compile(r"book/locales/en/LC_MESSAGES/(.+)\.po")


def git(*arguments):
    """Return what git prints, or nothing where there is no git or no history."""
    try:
        run = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return run.stdout


def pages_of(paths):
    """Return the pages that files belong to: pages themselves and their catalogs."""
    named = {match[1] for match in map(CATALOG.fullmatch, paths) if match}
    return named | {re.sub(r"\.(ipynb|md)$", "", path) for path in paths}


@functools.cache
def touched():
    """Return the pages that the last commit, or work not yet committed, has changed."""
    committed = git("diff", "--name-only", "HEAD^", "HEAD").split("\n")
    uncommitted = git("diff", "--name-only", "HEAD").split("\n")
    return pages_of([*committed, *uncommitted])


@functools.cache
def turn():
    """Return the number of this commit; 0 without git."""
    return int(git("rev-list", "--count", "HEAD") or 0)


def sample(pages, share, *, turn=turn, touched=touched):
    """Return every `share`-th page, beginning elsewhere at each commit, and those that changed."""
    start = turn() % share
    return [page for i, page in enumerate(pages) if i % share == start or page in touched()]

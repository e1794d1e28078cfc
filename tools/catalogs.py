"""The catalogs of the English edition: a .po file for each page."""

import polib

from d2lutils.paths import ROOT

CATALOGS = ROOT / "book" / "locales" / "en" / "LC_MESSAGES"


def catalog_path(page):
    """Return the path of a page's .po file."""
    return CATALOGS / f"{page}.po"


def read_catalog(page):
    """Return a page's entries by message; none if the file does not exist."""
    path = catalog_path(page)
    return {entry.msgid: entry for entry in polib.pofile(path)} if path.exists() else {}

"""The words of the interface: English in the code, Chinese in a catalog beside it.

The catalog is words/zh_CN/LC_MESSAGES/d2lsite.po; ``_("Slides")`` is the word in the language of
the edition that is being built.
"""

from pathlib import Path

import polib
from sphinx.locale import get_translation

CATALOG = "d2lsite"
SOURCES = Path(__file__).parent / "words"

translate = get_translation(CATALOG)


def _(message, **values):
    """Return a word or sentence of the interface, its ``{names}`` filled in."""
    text = str(translate(message))
    return text.format(**values) if values else text


def compile_catalogs(folder):
    """Write each language's catalog as gettext reads it, below `folder`."""
    for source in SOURCES.rglob(f"{CATALOG}.po"):
        target = folder / source.relative_to(SOURCES).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        polib.pofile(str(source)).save_as_mofile(str(target))


def give_to_templates(app, pagename, templatename, context, doctree):
    """Let the templates of the book's own buttons say ``{{ word("Slides") }}``."""
    context["word"] = _


def setup(app):
    """Load the catalog of the edition's language."""
    folder = Path(app.doctreedir, "words")  # each build has its own
    compile_catalogs(folder)
    app.add_message_catalog(CATALOG, str(folder))
    app.connect("html-page-context", give_to_templates, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The Chinese and the English edition: what differs, and the way from one to the other."""

from pathlib import Path

from sphinx import addnodes
from sphinx.locale import init as load_catalog

from d2lsite.words import _

#: Of each edition, by Sphinx's language: its folder, its language in HTML, and its own name.
EDITIONS = {
    "zh_CN": {"folder": "zh", "language": "zh-CN", "label": "中文"},
    "en": {"folder": "en", "language": "en", "label": "English"},
}


def worded_options():
    """Return the options of Sphinx and of its extensions that are words of the interface."""
    title = _("Dive into Deep Learning")
    return {
        "html_title": title,
        "project": title,
        "author": title,
        "numfig_format": {
            "section": _("Section %s"),
            "figure": _("Figure %s"),
            "table": _("Table %s"),
            "code-block": _("Listing %s"),
        },
        "nb_code_prompt_show": _("Show code"),
        "nb_code_prompt_hide": _("Hide code"),
        "togglebutton_hint": _("Show"),
        "togglebutton_hint_hide": _("Hide"),
        "html_theme_options": {
            "logo": {"text": title},
            "search_bar_text": _("Search this book"),
            "toc_title": _("On this page"),
        },
    }


def merged(old, new):
    """Return `new`, or where both are dictionaries, `old` with what `new` has to say."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}


def apply_edition(app, config):
    """Set the options that the edition which is being built has for itself."""
    for options in (worded_options(), config.d2l_editions.get(config.language, {})):
        for name, value in options.items():
            setattr(config, name, merged(getattr(config, name), value))


def other_edition(config):
    """Return folder, language and label of the edition that is not being built."""
    (other,) = (facts for language, facts in EDITIONS.items() if language != config.language)
    return other


def page_catalog(app, docname):
    """Return the translations of a page as a gettext catalog."""
    folders = [str(Path(app.srcdir, folder)) for folder in app.config.locale_dirs]
    catalog, _found = load_catalog(folders, app.config.language, docname)
    return catalog


def translate_captions(app, doctree):
    """Translate the captions of the parts, which sphinx-external-toc adds too late for Sphinx."""
    catalog = page_catalog(app, app.env.docname)
    for toctree in doctree.findall(addnodes.toctree):
        if toctree.get("caption"):
            toctree["caption"] = catalog.gettext(toctree["caption"])


def setup(app):
    """Register the options and hooks of the editions."""
    app.add_config_value("d2l_editions", {}, "env")
    app.connect("config-inited", apply_edition, priority=10)
    app.connect("doctree-read", translate_captions)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The Chinese and the English edition: what differs, and the way from one to the other."""

from pathlib import Path

from sphinx import addnodes
from sphinx.locale import init as load_catalog


def apply_edition(app, config):
    """Overwrite options by those of the edition that is being built."""
    for name, value in config.d2l_editions.get(config.language, {}).items():
        if isinstance(value, dict):
            value = {**getattr(config, name), **value}
        setattr(config, name, value)


def translate_captions(app, doctree):
    """Translate the captions of the parts, which sphinx-external-toc adds too late for Sphinx."""
    config = app.config
    folders = [str(Path(app.srcdir, folder)) for folder in config.locale_dirs]
    catalog, _ = load_catalog(folders, config.language, app.env.docname)
    for toctree in doctree.findall(addnodes.toctree):
        if toctree.get("caption"):
            toctree["caption"] = catalog.gettext(toctree["caption"])


def link_other_edition(app, pagename, templatename, context, doctree):
    """Tell the templates where the same page of the other edition is."""
    other = app.config.d2l_other_edition
    if other:
        up = "../" * (pagename.count("/") + 1)
        context["other_edition"] = {**other, "url": f"{up}{other['folder']}/{pagename}.html"}


def setup(app):
    """Register the options and hooks of the editions."""
    app.add_config_value("d2l_editions", {}, "env")
    app.add_config_value("d2l_other_edition", {}, "html")
    app.connect("config-inited", apply_edition, priority=10)
    app.connect("doctree-read", translate_captions)
    app.connect("html-page-context", link_other_edition)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

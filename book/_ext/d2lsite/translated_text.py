"""What a translated paragraph needs beyond Sphinx's own translation.

Sphinx parses the translation of a paragraph as a small document of its own.
"""

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole


class GluedText(PasteTextRole):
    """``{glue:text}`` that finds the notebook's outputs from within a translated paragraph, too."""

    def run(self):
        """Remember the outputs when the notebook itself is parsed; its translations come after."""
        memory = self.document.settings.env.temp_data
        if "nb_renderer" in self.document:
            memory["nb_renderer"] = self.document["nb_renderer"]
        if "nb_renderer" in self.document or "nb_renderer" not in memory:
            return super().run()
        self.document["nb_renderer"] = memory["nb_renderer"]
        result = super().run()
        del self.document["nb_renderer"]  # it cannot be pickled with the page
        return result


def adopt(app, doctree):
    """Make the page the document of its translated nodes.

    Each translation was a document of its own, and through their references all that were made so
    far would be stored with every page: ten times its size, and seconds whenever one is looked up.
    """
    for node in doctree.findall():
        node.document = doctree


def drop_back_links(app, doctree, docname):
    """Remove the links from a reference to the text: a translated citation counts twice."""
    for citation in doctree.findall(nodes.citation):
        citation["backrefs"] = []


def setup(app):
    """Replace MyST-NB's role."""
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", GluedText(), override=True)
    app.connect("doctree-read", adopt)
    app.connect("doctree-resolved", drop_back_links)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

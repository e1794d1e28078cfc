"""Comments in code cells on the English pages: translated by the page's own catalog."""

from docutils import nodes

from d2lsite.editions import page_catalog
from d2lutils.notebooks.comments import translate_comments


def translate_cells(app, doctree):
    """Translate the comments of the code cells, which Sphinx takes for code alone."""
    if app.config.language == "zh_CN" or app.builder.format == "":
        return
    catalog = page_catalog(app, app.env.docname)
    for cell in doctree.findall(nodes.container):
        if "cell_input" in cell.get("classes", ()):
            for block in cell.findall(nodes.literal_block):
                source = translate_comments(block.astext(), catalog.gettext)
                block.rawsource = source
                block.children = []
                block += nodes.Text(source)


def setup(app):
    """Register the hook."""
    app.connect("doctree-read", translate_cells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

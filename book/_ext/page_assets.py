"""The site's one script, loaded on every page after Sphinx's own."""


def setup(app):
    """Add book.js; it runs when the page has been read, before it is complete with images."""
    app.add_js_file("book.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The site of the book, as extensions of Sphinx: each module is one, and is listed here once."""

EXTENSIONS = (
    "words",  # first: the others speak through it
    "editions",
    "search",
    "numbering",
    "translated_text",
    "comments",
    "quick_references",
    "mathjax",
    "formula_room",
    "scripts",
    "slides",
    "header",
    "run_line",
    "reading_time",
    "status_table",
    "results_table",
    "going_further",
    "explorables",
    "pdf",
)


def setup(app):
    """Set up all of them."""
    for name in EXTENSIONS:
        app.setup_extension(f"{__name__}.{name}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

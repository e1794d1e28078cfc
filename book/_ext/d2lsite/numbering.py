"""Section numbers that come from the file names.

``chapters/03_x/05_y`` is section 3.5, whether or not 3.1 to 3.4 are written yet. Sphinx and its
extensions count pages instead; their counting is replaced here. Figures, tables, equations and
exercises are numbered afterwards and take their section's number.
"""

import re

from docutils import nodes
from sphinx.environment.collectors.toctree import TocTreeCollector

PAGE = re.compile(r"chapters/(\d+)_[^/]+/(?:(\d+)_[^/]+|index)")


def page_number(docname):
    """Return the number that a page's file name states: ``(3, 5)``, ``(3,)`` or ``()``."""
    match = PAGE.fullmatch(docname)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def headings(contents):
    """Yield the reference and the sub-headings of each heading in a page's table of contents."""
    for item in contents.children if contents else []:
        if isinstance(item, nodes.list_item):
            below = next((part for part in item if isinstance(part, nodes.bullet_list)), None)
            yield next(item.findall(nodes.reference)), below


def number_page(env, docname):
    """Number a page's title and its second-level headings, and return the numbers by anchor."""
    page, numbers = page_number(docname), {}
    for title, sections in headings(env.tocs[docname]):
        numbers[title["anchorname"]] = page
        for count, (heading, _) in enumerate(headings(sections), start=1):
            # A heading in a chapter's index page would take the number of a section.
            numbers[heading["anchorname"]] = (*page, count) if len(page) == 2 else ()
    for reference in env.tocs[docname].findall(nodes.reference):
        reference["secnumber"] = list(numbers.get(reference["anchorname"], ())) or None
    env.titles[docname]["secnumber"] = list(page)  # for the links to the previous and next page
    return numbers


def number_from_file_names(collector, env):
    """Number all pages of the chapters and return the names of those whose numbers changed."""
    before = env.toc_secnumbers
    pages = [docname for docname in env.tocs if page_number(docname)]
    env.toc_secnumbers = {docname: number_page(env, docname) for docname in pages}
    return [name for name in pages if env.toc_secnumbers[name] != before.get(name)]


def rewrite_all_if_outline_changed(app, env):
    """A changed title or order shows in every sidebar, which Sphinx would leave stale."""
    outline = {name: title.astext() for name, title in env.titles.items()}, env.toctree_includes
    changed = outline != getattr(env, "d2l_outline", None)
    env.d2l_outline = outline
    return sorted(env.found_docs) if changed else []


def setup(app):
    """Replace the counting of Sphinx and of sphinx-external-toc, which subclasses it."""
    app.setup_extension("sphinx_external_toc")
    # It comes with sphinx-external-toc and says nothing of parallel builds, which is a warning.
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
    for collector in [TocTreeCollector, *TocTreeCollector.__subclasses__()]:
        collector.assign_section_numbers = number_from_file_names
    app.connect("env-updated", rewrite_all_if_outline_changed)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}

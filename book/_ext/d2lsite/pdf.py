"""The book as one PDF: parts, the sections' own numbers, and solutions behind each chapter.

Sphinx joins all pages to one document and resolves it. What is done here happens to that document
alone; the pages of the site stay as they are.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex.nodes import thebibliography
from sphinx_exercise.nodes import solution_node

from d2lsite.numbering import page_number
from d2lsite.words import _


class moved(nodes.General, nodes.Element):
    """Holds what comes from a page, ``docname``, and is printed elsewhere; its labels stay."""


def latex(source):
    """Return a node of LaTeX."""
    return nodes.raw("", source, format="latex")


def arrange(app, doctree, docname):
    """Arrange the joined document for print; called for each document that is resolved."""
    if app.builder.format != "latex" or docname != app.config.root_doc:
        return
    pages = list(doctree.findall(addnodes.start_of_file))
    for page in pages:
        for child in page:
            child.parent = page  # Sphinx leaves them to the documents they come from
    drop_welcome(doctree)
    drop_empty_sections(doctree)
    link_exercises(doctree, app.env.sphinx_exercise_registry)
    merge_references(doctree)
    for page in pages:
        if len(page_number(page["docname"])) == 1:
            gather_solutions(app, page)
    for page in pages:
        number(page)
    begin_parts(app, pages)


def drop_welcome(doctree):
    """Keep of the site's first page only what it leads to: a book has a title page."""
    for section in list(doctree.children):
        if isinstance(section, nodes.section):
            contents = list(section.findall(lambda node: "toctree-wrapper" in classes(node)))
            section.children = [section[0], *(node for node in contents if within(node, section))]
            for node in section.children:
                node.parent = section


def drop_empty_sections(doctree):
    """Drop the sections' lists of references, which Sphinx makes one list at the end."""
    for section in list(doctree.findall(nodes.section)):
        titled = isinstance(section[0], nodes.title)  # the body of an exercise is a section too
        if titled and not any(node.astext().strip() for node in section.children[1:]):
            section.parent.remove(section)


def link_exercises(doctree, registry):
    """Lead the links to exercises to the labels that sphinx-exercise writes."""
    for reference in list(doctree.findall(nodes.reference)):
        label = reference.get("refid") or reference.get("refuri", "").partition("#")[2]
        if label in registry:
            link = latex(rf"\hyperref[exercise:{label}]{{")
            reference.parent.replace(reference, [link, *reference.children, latex("}")])


def merge_references(doctree):
    """Order the list of references by its labels, and list a work once that many sections cite."""
    for references in doctree.findall(thebibliography):
        listed = {}
        for citation in references.children:
            label, *body = citation.children
            first = listed.setdefault("".join(part.astext() for part in body), citation)
            if first is not citation:
                anchor = f"cite.{citation['docname']}:{citation['ids'][0]}"
                first[-1].append(latex(rf"\hypertarget{{{anchor}}}{{}}"))
        references.children = sorted(listed.values(), key=lambda node: node[0].astext().lower())


def classes(node):
    """Return the classes of a node, none for a text."""
    return node.get("classes", ()) if isinstance(node, nodes.Element) else ()


def within(node, section):
    """Whether a node lies in a section's page, not in one that the page leads to."""
    while node.parent is not section:
        node = node.parent
        if isinstance(node, addnodes.start_of_file):
            return False
    return True


def number(page):
    """Give a page the number that its file name states, and one without a number none."""
    where = page.parent.index(page)
    numbers = page_number(page["docname"])
    if numbers:
        counter = ("chapter", "section")[len(numbers) - 1]
        page.parent.insert(where, latex(rf"\setcounter{{{counter}}}{{{numbers[-1] - 1}}}"))
    else:
        page.parent.insert(where + 1, latex(r"\setcounter{secnumdepth}{2}"))
        page.parent.insert(where, latex(r"\setcounter{secnumdepth}{-1}"))


def begin_parts(app, pages):
    """Begin each part of the table of contents before its first page."""
    first = {}
    for toctree in app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree):
        if toctree.get("caption"):
            first[toctree["includefiles"][0]] = toctree["caption"]
    for page in pages:
        if caption := first.get(page["docname"]):
            begin = [latex(r"\part{"), nodes.Text(caption), latex("}")]
            where = page.parent.index(page)
            page.parent.insert(where - 1, begin)  # before its counter


def gather_solutions(app, chapter):
    """Move the solutions of a chapter's sections to its end, under their sections' titles."""
    gathered = nodes.section(ids=[f"solutions-{chapter['docname']}"])
    gathered += nodes.title("", _("Solutions"))
    for page in chapter.findall(addnodes.start_of_file):
        if page is chapter:
            continue
        solutions = list(page.findall(solution_node))
        if solutions:
            heading = next(page.findall(nodes.title))
            numbers = ".".join(map(str, page_number(page["docname"])))
            part = nodes.section(ids=[f"solutions-{page['docname']}"])
            part += nodes.title("", f"{numbers} {heading.astext()}")
            for solution in solutions:
                part += unpack(solution)
            gathered += moved("", part, docname=page["docname"])
    if len(gathered) > 1:
        unnumbered = [latex(r"\setcounter{secnumdepth}{-1}"), gathered]
        next(chapter.findall(nodes.section)).extend(
            [*unnumbered, latex(r"\setcounter{secnumdepth}{2}")]
        )


def unpack(solution):
    """Take a solution from its place and out of its frame, in which LaTeX allows no figure."""
    solution.parent.remove(solution)
    title, *parts = solution.children
    target = nodes.target(ids=[solution["label"]])
    return [target, nodes.paragraph("", "", nodes.strong("", "", *title.children)), *parts]


def enter_page(translator, node):
    """Let labels be those of the page that the node comes from."""
    translator.curfilestack.append(node["docname"])


def leave_page(translator, node):
    """Let labels be again those of the page around."""
    translator.curfilestack.pop()


def name_edition(app, env):
    """Let the title page and the running heads be in the edition's language."""
    app.config.latex_documents = [
        (start, file, app.config.project, "", *rest)
        for start, file, _, _, *rest in app.config.latex_documents
    ]


def setup(app):
    """Register the hook; 900: after all that resolves references and makes plain text of roles."""
    app.setup_extension("sphinxcontrib.rsvgconverter")
    app.add_node(moved, latex=(enter_page, leave_page))
    app.connect("env-updated", name_edition)
    app.connect("doctree-resolved", arrange, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

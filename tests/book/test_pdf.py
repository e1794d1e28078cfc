"""What `make pdf` does to the joined document, and what it finds in TeX's log."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex.nodes import thebibliography
from sphinx_exercise.nodes import solution_node

import build_pdf
from d2lsite import pdf
from tests.book.site import ROOT


def page(docname, title, *parts):
    """Return a page as Sphinx joins it to the others."""
    section = nodes.section("", nodes.title("", title), *parts, ids=[docname])
    return addnodes.start_of_file("", section, docname=docname)


def words(node):
    """Return the text and the LaTeX of a document in order."""
    return [text.astext() for text in node.findall(nodes.Text)]


def test_pages_have_the_numbers_of_their_file_names():
    book = nodes.section("", page("book/preface", "Preface"), page("chapters/05_b/07_c", "C"))
    for part in list(book):
        pdf.number(part)
    assert words(book) == [
        r"\setcounter{secnumdepth}{-1}",
        "Preface",
        r"\setcounter{secnumdepth}{2}",
        r"\setcounter{section}{6}",
        "C",
    ]


@pytest.mark.usefixtures("english")
def test_solutions_stand_behind_their_chapter():
    def solution(label):
        title = nodes.title("", f"Solution {label}")
        return solution_node("", title, nodes.paragraph("", "because"), label=label)

    first = page("chapters/05_b/01_c", "C", nodes.paragraph("", "Text."), solution("c-1"))
    second = page("chapters/05_b/02_d", "D", solution("d-1"), solution("d-2"))
    chapter = page("chapters/05_b/index", "B", first, second)
    pdf.gather_solutions(SimpleNamespace(config=SimpleNamespace(language="en")), chapter)
    text = [line for line in words(chapter) if not line.startswith("\\")]
    assert text[:4] == ["B", "C", "Text.", "D"]
    assert text[4:8] == ["Solutions", "5.1 C", "Solution c-1", "because"]
    assert text[8:] == ["5.2 D", "Solution d-1", "because", "Solution d-2", "because"]
    pages = [moved["docname"] for moved in chapter.findall(pdf.moved)]
    assert pages == ["chapters/05_b/01_c", "chapters/05_b/02_d"]


def test_a_work_is_listed_once_and_all_links_find_it():
    def citation(label, text, docname):
        body = nodes.paragraph("", text)
        return nodes.citation("", nodes.label("", label), body, ids=["id1"], docname=docname)

    references = thebibliography()
    for entry in (("Z9", "Zhang", "a"), ("B1", "Bach", "b"), ("Z9", "Zhang", "c")):
        references += citation(*entry)
    pdf.merge_references(nodes.section("", references))
    assert [entry[0].astext() for entry in references] == ["B1", "Z9"]
    assert r"\hypertarget{cite.c:id1}{}" in references[1].astext()


def test_empty_sections_are_dropped_and_others_are_not():
    empty = nodes.section("", nodes.title("", "References"))
    full = nodes.section("", nodes.title("", "Text"), nodes.paragraph("", "Words."))
    exercise = nodes.section("", nodes.paragraph("", "Predict."))  # without a title
    book = nodes.section("", nodes.title("", "Book"), empty, full, exercise)
    pdf.drop_empty_sections(book)
    assert words(book) == ["Book", "Text", "Words.", "Predict."]


FAULTY = [
    ("Missing character: There is no ✗ (U+2717) in font Latin Modern Roman!", "no glyph for ✗"),
    ("LaTeX Warning: Hyper reference `a:b' on page 7 undefined on input line 3.", "a:b, page 7"),
    ("LaTeX Warning: Reference `fig-x' on page 12 undefined on input line 3.", "fig-x, page 12"),
    ("LaTeX Warning: Citation `Li' on page 2 undefined on input line 9.", "citation Li"),
    ("LaTeX Warning: Label `eq' multiply defined.", "label eq defined twice"),
    ("! Undefined control sequence.", "! Undefined control sequence."),
]


@pytest.mark.parametrize(("line", "message"), FAULTY, ids=[message for _, message in FAULTY])
def test_faults_in_the_log_are_found_once(line, message):
    found = build_pdf.faults(f"This is XeTeX\n{line}\nOverfull hbox\n{line}\n")
    assert len(found) == 1
    assert message in found[0]


def test_a_clean_log_has_no_faults():
    assert build_pdf.faults("LaTeX Font Info: ...\nOutput written on d2l.pdf (446 pages).\n") == []


def test_without_tex_one_paragraph_names_what_is_missing_and_the_cure(tmp_path):
    command = [sys.executable, "tools/build_pdf.py"]
    run = subprocess.run(
        command, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 1
    assert re.match(r"make pdf: this machine lacks xelatex, .*apt-get install", run.stderr)
    assert run.stderr.count("\n") == 1

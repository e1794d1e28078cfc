"""Every section is what DESIGN promises of a section: structure, outputs, exercises, library."""

import ast
import contextlib
import inspect
import io
import json
import re
import unicodedata

import numpy
import pytest

import d2lutils as d2l
from d2lutils.notebooks.comments import CHINESE, find_comments, outside_strings
from d2lutils.notebooks.execution import LANGUAGE_INFO
from d2lutils.notebooks.reading import measure_cells
from d2lutils.paths import ROOT
from tests.book.notebooks import (
    PATHS,
    Section,
    committed_files,
    tags,
    text_of,
    without_magics,
)
from tests.book.site import reads_chinese

PROJECTS = {"3.16"}  # competitions and trained detectors: 60 minutes
LONG_AT_MOST = 45  # lines of too_long.txt
MAX_SECONDS = 60
MAX_SECONDS_TRAINED = 90  # of the networks that chapter 5 trains, 5.5 to 5.12
MACHINE = re.compile(r"(/(dev|etc|home|root|tmp|usr|var|proc|sys|opt|mnt)\b|~(/|$)|\.\./|[A-Z]:\\)")
TRAINED = re.compile(r"05_convolutional_neural_networks/(0[5-9]|1[0-2])_")


@pytest.fixture(params=PATHS, ids=lambda path: path.parent.name[:2] + "/" + path.stem)
def section(request):
    """Each section in turn."""
    return Section.read(request.param)


def test_there_are_sections():
    assert len(PATHS) >= 7


def test_it_opens_with_label_title_and_aims(section):
    first = section.cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"\(sec-[\w-]+\)=\n# \S", first.source)
    assert "学完本节" in "\n".join(cell.source for cell in section.cells[:3])


def test_parts_come_in_order(section):
    places = [section.markdown.find(f"\n## {part}") for part in ("小结", "练习", "参考文献")]
    assert -1 not in places
    assert places == sorted(places)


def width(line):
    """Return how many columns a line takes: a Chinese character takes two."""
    return len(line) + sum(unicodedata.east_asian_width(c) in "WF" for c in line)


def test_code_fits_the_page(section):
    for cell in section.code_cells:
        assert len(cell.source.splitlines()) <= 25, cell.source
        assert max(map(width, cell.source.splitlines())) <= 79, cell.source


def excesses(section):
    """Return by what a section is over the measure of DESIGN, section 5."""
    reading = measure_cells(section.notebook.cells)
    number = f"{int(section.path.parent.name[:2])}.{int(section.path.name[:2])}"
    limits = {
        "minutes": (reading.main.minutes, 60 if number in PROJECTS else 40),
        "lines of code": (reading.main.lines, 80),
        "cells": (len(reading.main.cells), 14),
        "median lines of a cell": (reading.main.median_cell, 5),
        "longest cell": (max(reading.main.cells, default=0), 20),
        "parts that go further": (len(reading.deeper), 2),
        "their lines of code": (sum(part.lines for part in reading.deeper), 40),
    }
    return {name: round(value) for name, (value, limit) in limits.items() if value > limit}


def listed_as_long():
    """Return the sections that are still over the measure; the list may only get shorter."""
    lines = (ROOT / "tests" / "book" / "too_long.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


def test_it_can_be_taken_in_at_one_sitting(section):
    name = f"{section.path.parent.name}/{section.path.stem}"
    if name in listed_as_long():
        assert excesses(section), f"{name} keeps to the measure: take it off too_long.txt"
    else:
        assert not excesses(section)


def test_the_list_of_long_sections_only_gets_shorter():
    names = listed_as_long()
    assert names == sorted(set(names))
    assert len(names) <= LONG_AT_MOST
    assert all(name < "06" for name in names), "from chapter 6 on sections keep to the measure"


def test_the_first_cell_sets_up_and_random_sections_are_seeded(section):
    setup, code = section.code_cells[0].source, "\n".join(c.source for c in section.code_cells)
    assert "npx.set_np()" in setup
    assert "import d2lutils as d2l" in setup
    if re.search(r"random|shuffle|load_|initialize\(|synthetic_data", code):
        assert "mx.random.seed(" in setup
        assert "numpy.random.seed(" in setup


def test_code_is_english_and_its_comments_chinese(section):
    data = reads_chinese(section.path.relative_to(ROOT).as_posix())
    for cell in section.code_cells:
        code = cell.source.split("\n")
        for line, column, text in find_comments(cell.source):
            code[line] = code[line][:column]
            words = re.sub(r"`[^`]*`", "", text)
            sentence = re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", words)
            assert not sentence or CHINESE.search(text), f"a comment in English: {text}"
        code = "\n".join(code)
        assert not CHINESE.search(outside_strings(code) if data else code), cell.source
        for output in cell.outputs:
            assert data or not CHINESE.search(text_of(output))


def test_code_names_no_file_outside_temporary_folders(section):
    """As root a library would replace even /dev/null; and other machines have other folders."""
    for cell in section.code_cells:
        for node in ast.walk(ast.parse(without_magics(cell.source))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not MACHINE.match(node.value), node.value
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("devnull", "expanduser", "home"), cell.source


def test_mathematics_holds_no_chinese(section):
    for formula in re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", section.markdown, re.S):
        assert not re.search(r"[\u3400-\u9fff]", formula), formula


def test_what_both_editions_share_has_no_chinese_punctuation(section):
    """Without a Chinese character nothing is translated, so English readers see it as it is."""
    for line in section.markdown.split("\n"):
        for part in line.split("|") if line.startswith("|") else [line]:
            assert CHINESE.search(part) or not re.search("[、，。；：（）]", part), part


def test_outputs_are_stored_and_clean(section):
    counts = [cell.execution_count for cell in section.code_cells]
    assert counts == list(range(1, len(counts) + 1)), "run it again from top to bottom"
    for cell in section.code_cells:
        for output in cell.outputs:
            assert output.output_type != "error" or "raises-exception" in tags(cell)
            assert output.get("name") != "stderr"
            text = json.dumps(output)
            assert not re.search(r"0x[0-9a-f]{8,}", text), "an address of memory changes every run"
            assert not re.search(r"/(home|root|tmp|Users)/|site-packages", text)


def test_the_record_of_the_run_is_complete_and_within_budget(section):
    record = section.notebook.metadata["d2l"]
    assert set(record) == {"seconds", "cores", "data", "date", "signature", "versions"}
    assert record["data"] in ("full", "package", "none"), "outputs come from the real data"
    trained = TRAINED.search(section.path.as_posix())
    assert 0 < record["seconds"] <= (MAX_SECONDS_TRAINED if trained else MAX_SECONDS)
    assert set(record["versions"]) == {"python", "mxnet", "numpy"}


def test_it_is_exported_as_a_python_script(section):
    assert section.notebook.metadata["language_info"] == LANGUAGE_INFO


def test_a_section_that_uses_data_does_not_say_none(section):
    code = "\n".join(cell.source for cell in section.code_cells)
    if re.search(r"d2l\.load_(photo|fashion|airfoil|house)|sklearn\.datasets import.*load_", code):
        assert section.notebook.metadata["d2l"]["data"] != "none"


def test_figures_have_captions_names_alternatives_and_a_mention(section):
    names = re.findall(r"\{figure\}[^\n]*\n(?::[^\n]*\n)*?:name:\s*([\w-]+)", section.markdown)
    for match in re.finditer(r"```\{figure\}.*?```", section.markdown, re.S):
        assert ":alt:" in match.group()
    for cell in section.teaching_cells:
        if not any(_is_figure(output) for output in cell.outputs):
            continue
        settings = cell.metadata.get("mystnb", {})
        assert settings.get("figure", {}).get("caption"), cell.source
        assert settings.get("image", {}).get("alt"), cell.source
        names.append(settings["figure"]["name"])
    assert names, "a section shows at least one figure"
    assert len(names) == len(set(names))
    for name in names:
        assert f"`{name}`" in section.markdown or f"<{name}>`" in section.markdown, name


def _is_figure(output):
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def test_exercises_all_have_executed_solutions(section):
    exercises, solutions = section.labels("exercise"), section.labels("solution")
    assert 3 <= len(exercises) <= 6
    assert len(set(exercises)) == len(exercises)
    assert solutions == exercises
    for kind in ("exercise", "solution"):
        started = section.markdown.count(f"{{{kind}-start}}")
        assert started == section.markdown.count(f"{{{kind}-end}}")


def test_at_least_two_exercises_check_the_answer(section):
    starters = [cell for cell in section.code_cells if "exercise" in tags(cell)]
    assert len([cell for cell in starters if "d2l.check(" in cell.source]) >= 2


def test_solutions_are_folded_and_their_checks_pass(section):
    inside = False
    for cell in section.cells:
        inside = inside or "{solution-start}" in cell.source
        assert cell.metadata.get("jupyter", {}).get("source_hidden", False) == inside
        if cell.cell_type == "code":
            assert ("solution" in tags(cell)) == inside, cell.source
        if inside and "d2l.check(" in cell.source:
            printed = "".join(text_of(output) for output in cell.outputs)
            assert printed.count("✓") >= cell.source.count("d2l.check("), cell.source
            assert not re.search("[✗…]", printed), cell.source
        inside = inside and "{solution-end}" not in cell.source


def _is_open(statement):
    """Whether a statement of an exercise waits for the reader: ``x = ...``, ``def f(): ...``."""
    if isinstance(statement, ast.Assign):
        values = getattr(statement.value, "elts", [statement.value])  # x, y = ..., ...
        return bool(values) and all(isinstance(v, ast.Constant) and v.value is ... for v in values)
    return any(
        isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(statement)
    ) and isinstance(statement, (ast.FunctionDef, ast.ClassDef))


def _run(source, definitions):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), numpy.errstate(all="ignore"):  # wrong answers warn
        exec(compile(definitions, "definitions", "exec"), space := {})
        exec(compile(source, "exercise", "exec"), space)
    return printed.getvalue()


def test_an_exercise_starts_open_and_refuses_wrong_answers(section, monkeypatch):
    """Run each starter cell with nothing but the imports and definitions of its section."""
    monkeypatch.chdir(section.path.parent)
    definitions = without_magics(section.definitions())
    for cell in section.code_cells:
        if "exercise" not in tags(cell) or "d2l.check(" not in cell.source:
            continue
        at_first = _run(cell.source, definitions)
        assert at_first.count("not answered yet") >= cell.source.count("d2l.check("), cell.source
        assert not re.search("[✗✓]", at_first), cell.source
        given = [s for s in ast.parse(cell.source).body if not _is_open(s)]
        assert len(given) < len(ast.parse(cell.source).body), f"nothing to answer: {cell.source}"
        wrong_answers = cell.metadata.get("d2l", {}).get("wrong", [])
        assert wrong_answers, f"no wrong answer to try on: {cell.source}"
        for answer in wrong_answers:
            attempt = f"{answer}\n" + "\n".join(map(ast.unparse, given))
            assert "✗" in _run(attempt, definitions), f"accepts {answer!r}"


def test_saved_cells_are_what_the_library_holds(section):
    for cell in section.code_cells:
        if "saved" not in tags(cell):
            continue
        for node in ast.parse(cell.source).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                library = ast.parse(inspect.getsource(getattr(d2l, node.name))).body[0]
                assert _shape(node) == _shape(library), f"{node.name} drifted from d2lutils"
                assert ":func:" not in cell.source


def _shape(tree):
    """Return the syntax tree of a definition without docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
            node.body = node.body[1:]
    return ast.dump(tree)


def test_saved_names_are_not_defined_by_hand_elsewhere():
    """What the library holds is shown once."""
    seen = {}
    for path in PATHS:
        for cell in Section.read(path).code_cells:
            if "saved" in tags(cell):
                for node in ast.parse(cell.source).body:
                    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                        assert node.name not in seen, f"{node.name}: {path} and {seen[node.name]}"
                        seen[node.name] = path


def test_training_is_followed_by_an_assertion(section):
    code = "\n".join(cell.source for cell in section.code_cells)
    if re.search(r"\bd2l\.fit\(|trainer\.step\(|\bsgd\(", code):
        hidden = [cell.source for cell in section.code_cells if "remove-cell" in tags(cell)]
        assert any("assert " in source for source in hidden)


def test_numbers_in_prose_are_glued_once(section):
    code = "\n".join(cell.source for cell in section.code_cells)
    glued = re.findall(r"\bglue\(\s*[\"']([\w-]+)[\"']", code)
    used = re.findall(r"\{glue:(?:text|math)?\}`([\w-]+)", section.markdown)
    assert len(glued) == len(set(glued))
    assert set(used) == set(glued)


def test_slides_are_tagged(section):
    kinds = [c.metadata.get("slideshow", {}).get("slide_type") for c in section.cells]
    decks = sum(kind in ("slide", "subslide") for kind in kinds)
    assert 8 <= decks <= 20


def test_numbers_follow_the_file_names():
    for path in PATHS:
        assert re.fullmatch(r"\d\d_[a-z_]+", path.parent.name)
        assert re.fullmatch(r"\d\d_[a-z0-9_]+", path.stem)


def test_no_checkpoint_or_large_file_is_committed():
    for path in committed_files():
        assert ".ipynb_checkpoints" not in path.parts
        assert path.stat().st_size < 5_000_000, path

"""What ``d2l new section`` writes: a notebook with every part of a section, to be filled in."""

import json
import re
from pathlib import Path

from d2lutils.paths import CHAPTERS, TOC

IMPORTS = """\
import mxnet as mx
import numpy
from mxnet import autograd, gluon, init, np, npx
from mxnet.gluon import nn
from myst_nb import glue

import d2lutils as d2l

npx.set_np()
d2l.use_svg_display()
mx.random.seed(0)
numpy.random.seed(0)"""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
OPENING = """\
(sec-{name})=
# {title}

（上一节留下的问题）

学完本节，你将能够**（动词）**……"""
STEP = """\
np.arange(3)"""
FIGURE = """\
x = numpy.arange(5)
d2l.plot(x, x**2, xlabel="x", ylabel="x squared")"""
CHECK = """\
answer = ...

d2l.check(answer, {value})"""
EXERCISE = "```{{exercise-start}}\n:label: ex-{name}-{number}\n```\n（题目）"
SOLUTION = "```{{solution-start}} ex-{name}-{number}\n:class: dropdown\n```\n（解答）"


class SectionError(Exception):
    """A section that cannot be begun: its message says why and what to do."""


def new_section(number, name, title):
    """Begin a section: its notebook, and its line in the table of contents.

    Parameters
    ----------
    number : str
        Of chapter and section, such as "06/04".
    name : str
        In the file's name and in labels: English words in lower case, with underscores between.
    title : str
        In Chinese.

    Returns
    -------
    Path
        The notebook.

    Raises
    ------
    SectionError
        The number or name is malformed, the chapter has no folder, or the section exists.

    """
    match = re.fullmatch(r"(\d\d)/(\d\d)", number)
    if not match or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise SectionError(
            f"{number} {name}: the number looks like 06/04, and the name like lstm_from_scratch."
        )
    folders = sorted(CHAPTERS.glob(f"{match[1]}_*/"))
    if not folders:
        raise SectionError(
            f"chapter {match[1]} has no folder: make chapters/{match[1]}_<name> with an index.md, "
            "and add that page to book/_toc.yml."
        )
    existing = sorted(folders[0].glob(f"{match[2]}_*.ipynb"))
    if existing:
        raise SectionError(f"section {number} exists: {existing[0].name}.")
    path = folders[0] / f"{match[2]}_{name}.ipynb"
    notebook = {
        "cells": cells_of(name.replace("_", "-"), title),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    add_to_toc(path)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def cells_of(name, title):
    """Return the cells of a new section."""
    cells = [
        _text(
            f"(sec-{name})=\n# {title}\n\n（上一节留下的问题）\n\n学完本节，你将能够**（动词）**……",
            "slide",
        ),
        _code(IMPORTS),
        _text(f"## （第一步）\n\n（为什么，然后{{numref}}`fig-{name}`）", "slide"),
        _code(FIGURE, "fragment", mystnb=_figure(name)),
        *_steps("二三四五"),
        _text("## 小结\n\n* （没有一条比本节量到的更强）", "slide"),
        _text("## 练习", "slide"),
    ]
    for number in (1, 2, 3):
        cells += _exercise(name, number)
    cells.append(_text("## 参考文献\n\n```{bibliography}\n:filter: docname in docnames\n```"))
    return [{"id": f"cell-{i:02d}", **cell} for i, cell in enumerate(cells)]


def _steps(numbers):
    for number in numbers:
        yield _text(f"## （第{number}步）\n\n（为什么，然后怎么做）", "slide")
        yield _code(STEP, "fragment", tags=["nbval-check-output"])


def _exercise(name, number):
    wrong = {"wrong": [f"answer = {number + 1}"]}
    solution = CHECK.format(value=number).replace("...", str(number))
    return [
        _text(EXERCISE.format(name=name, number=number)),
        _code(CHECK.format(value=number), tags=["exercise"], d2l=wrong),
        _text("```{exercise-end}\n```"),
        _text(SOLUTION.format(name=name, number=number)),
        _code(solution, tags=["solution", "nbval-check-output"]),
        _text("```{solution-end}\n```"),
    ]


def _figure(name):
    return {
        "figure": {"caption": "（图的说明）", "name": f"fig-{name}"},
        "image": {"alt": "（图上看得见什么）"},
    }


def _text(source, slide="skip"):
    metadata = {"slideshow": {"slide_type": slide}}
    return {"cell_type": "markdown", "metadata": metadata, "source": source.splitlines(True)}


def _code(source, slide="skip", **metadata):
    metadata["slideshow"] = {"slide_type": slide}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source.splitlines(True),
    }


def add_to_toc(path):
    """Write a section into book/_toc.yml, after its chapter's page and the sections before it."""
    page = Path("chapters", path.parent.name, path.stem).as_posix()
    lines = TOC.read_text(encoding="utf-8").split("\n")
    chapter = [i for i, line in enumerate(lines) if f"file: chapters/{path.parent.name}/" in line]
    if not chapter:
        raise SectionError(f"book/_toc.yml lacks chapters/{path.parent.name}/index: add it first.")
    first = chapter[0]
    indent = " " * (len(lines[first]) - len(lines[first].lstrip()) + 2)
    if len(chapter) == 1:
        lines.insert(first + 1, f"{indent}sections:")
        chapter.append(first + 1)
    before = [i for i in chapter[1:] if lines[i].strip() <= f"- file: {page}" or i == first + 1]
    where = max(before, default=first + 1)
    lines.insert(where + 1, f"{indent}  - file: {page}")
    TOC.write_text("\n".join(lines), encoding="utf-8")

"""What the tests of the book need to know about a notebook."""

import ast
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import nbformat

from d2lutils.paths import ROOT
from unchanged import BUILT, files_under

PATHS = sorted((ROOT / "chapters").rglob("*.ipynb"))
PATHS = [path for path in PATHS if ".ipynb_checkpoints" not in path.parts]


def committed_files(root=ROOT):
    """Return the paths that git knows; in a download without git, all but what was built since."""
    if not (root / ".git").exists():
        return [path for path in files_under(root, skip=BUILT) if path.is_file()]
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, encoding="utf-8", check=True
    )
    paths = [root / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@dataclass
class Section:
    """A notebook with its cells sorted by their part in the section."""

    path: Path
    notebook: nbformat.NotebookNode

    @classmethod
    def read(cls, path):
        """Read a notebook from its file."""
        return cls(path, nbformat.read(path, as_version=4))

    @property
    def cells(self):
        """All cells."""
        return self.notebook.cells

    @property
    def code_cells(self):
        """The cells that a kernel runs."""
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @property
    def teaching_cells(self):
        """Code cells that carry the text: not exercises, solutions, or hidden checks."""
        hidden = {"exercise", "solution", "remove-cell"}
        return [cell for cell in self.code_cells if not hidden & tags(cell)]

    @property
    def markdown(self):
        """The whole prose."""
        return "\n\n".join(c.source for c in self.cells if c.cell_type == "markdown")

    def labels(self, directive):
        """Labels of the exercises (``exercise``), or of what the solutions (``solution``) solve."""
        if directive == "solution":
            pattern = r"\{solution(?:-start)?\}\s+([\w-]+)"
        else:
            pattern = r"\{exercise(?:-start)?\}[^\n]*\n(?::[^\n]*\n)*?:label:\s*([\w-]+)"
        return re.findall(pattern, self.markdown)

    def definitions(self):
        """Source of the imports cell and of every function and class that the text defines."""
        parts = [self.teaching_cells[0].source]
        for cell in self.teaching_cells[1:]:
            for node in ast.parse(without_magics(cell.source)).body:
                if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
                    parts.append(ast.unparse(node))
        return "\n".join(parts)


def tags(cell):
    """Return the tags of a cell as a set."""
    return set(cell.metadata.get("tags", []))


def without_magics(source):
    """Return a cell's source without the lines that only IPython understands."""
    return "\n".join(
        "pass" if re.match(r"\s*[%!?]|.*\?\s*$", line) else line for line in source.splitlines()
    )


def text_of(output):
    """Return all text that an output shows."""
    data = output.get("data", {})
    return "".join([output.get("text", ""), *(str(v) for k, v in data.items() if "text" in k)])

"""Where the book's files are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # the checkout
CHAPTERS = ROOT / "chapters"
DATA = ROOT / "data"
TOC = ROOT / "book" / "_toc.yml"
BUILD = ROOT / "_build"
HTML = BUILD / "html"
ENGLISH = BUILD / "notebooks" / "en"  # the notebooks in English
WORK = ROOT / "work"  # the reader's own copies of the notebooks


def is_notebook(path):
    """Whether a path is that of a notebook, and not of a copy that JupyterLab keeps."""
    path = Path(path)
    return path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts


def notebooks_in(folder):
    """Return the paths of the notebooks in a folder and below it, in reading order."""
    return [path for path in sorted(Path(folder).rglob("*.ipynb")) if is_notebook(path)]


def toc_pages():
    """Return the names of the book's pages, such as chapters/03_x/05_y, in reading order."""
    from sphinx_external_toc.parsing import parse_toc_yaml

    site = parse_toc_yaml(TOC)
    pages = []

    def walk(name):
        pages.append(Path(name).with_suffix("").as_posix() if Path(name).suffix else name)
        for tree in site[name].subtrees:
            for item in tree.items:
                walk(str(item))

    walk(site.root.docname)
    return pages


def toc_notebooks():
    """Return the names of the pages that are notebooks, in reading order."""
    return [page for page in toc_pages() if (ROOT / f"{page}.ipynb").exists()]

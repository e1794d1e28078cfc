"""Print an edition of the book to _build/pdf as one PDF, by XeLaTeX.

    python tools/build_pdf.py                  # Chinese
    python tools/build_pdf.py --edition en

Needs TeX, which the book's environment does not install; what is missing is named. The log is
searched: characters that no font has, references and citations that lead nowhere are errors.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time

from d2lutils.paths import BUILD
from sphinx_run import LANGUAGES, run_sphinx

PROGRAMS = {"xelatex": "texlive-xetex", "latexmk": "latexmk", "rsvg-convert": "librsvg2-bin"}
FONTS = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "DejaVu Sans Mono": "fonts-dejavu-core",
}
PACKAGES = (
    "texlive-xetex texlive-lang-chinese texlive-latex-extra texlive-fonts-recommended latexmk "
    "lmodern librsvg2-bin fontconfig fonts-noto-cjk fonts-dejavu-core"
)
FAULTS = {
    r"^Missing character: There is no (\S+).*? in font ([^!]+)": "no glyph for {} in {}",
    r"^LaTeX Warning: (?:Hyper )?[Rr]eference [`'](.+?)' on page (\d+)": (
        "undefined reference {}, page {}"
    ),
    r"^LaTeX Warning: Citation [`'](.+?)' on page (\d+)": "undefined citation {}, page {}",
    r"^LaTeX Warning: Label [`'](.+?)' multiply defined()": "label {} defined twice{}",
    r"^(! .+)()": "{}{}",
}


def missing_tools():
    """Return the programs and fonts that printing needs and this machine lacks."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if shutil.which("fc-list"):
        families = subprocess.run(
            ["fc-list", ":", "family"], capture_output=True, encoding="utf-8", errors="replace"
        ).stdout
        missing += [font for font in FONTS if font not in families]
    return missing


def faults(log):
    """Return what is wrong with a PDF, by its log, each fault once.

    Parameters
    ----------
    log : str
        Of XeLaTeX's last run, its lines not wrapped.

    Returns
    -------
    list of str

    """
    found = {}
    for pattern, message in FAULTS.items():
        for match in re.finditer(pattern, log, re.M):
            found[message.format(*(part.strip() for part in match.groups()))] = None
    return list(found)


def write_latex(edition):
    """Write the book as LaTeX and return its folder, or None if Sphinx warned."""
    folder = BUILD / "latex" / edition
    shutil.rmtree(folder, ignore_errors=True)
    return None if run_sphinx("latex", folder, language=LANGUAGES[edition]) else folder


def print_pages(folder):
    """Run XeLaTeX until the references stand, and return the exit status and the log."""
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-quiet"]
    run = subprocess.run(
        [*command, "d2l.tex"],
        cwd=folder,
        env={**os.environ, "max_print_line": "10000"},  # or the log's lines are cut at 79
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    log = (folder / "d2l.log").read_text(encoding="utf-8", errors="replace")
    return run.returncode, log


def build(edition):
    """Print one edition and return the exit status."""
    folder = write_latex(edition)
    if folder is None:
        return 1
    status, log = print_pages(folder)
    found = faults(log)
    if status:  # references are open until the last run
        found = [fault for fault in found if fault.startswith("!")]
    if found:
        print(*found, sep="\n", file=sys.stderr)
    if status or found:
        print(f"The {edition} PDF has faults; the log: {folder / 'd2l.log'}", file=sys.stderr)
        return 1
    target = BUILD / "pdf" / f"d2l-{edition}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "d2l.pdf", target)
    pages = re.search(r"Output written on .*? \((\d+) pages", log)[1]
    print(f"{target.as_uri()}: {pages} pages, {target.stat().st_size / 1e6:.1f} MB")
    return 0


def main():
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edition", choices=LANGUAGES, default="zh")
    arguments = parser.parse_args()
    if missing := missing_tools():
        sys.exit(
            f"make pdf: this machine lacks {', '.join(missing)}. Printing needs TeX, about 550 MB, "
            f"which the book's environment leaves out. On Debian and Ubuntu: apt-get install "
            f"--no-install-recommends {PACKAGES}"
        )
    start = time.perf_counter()
    status = build(arguments.edition)
    if status == 0:
        print(f"Built in {time.perf_counter() - start:.1f} s.")
    return status


if __name__ == "__main__":
    sys.exit(main())

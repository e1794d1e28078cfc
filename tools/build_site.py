"""Build the book's two editions into _build/html, and the English notebooks.

    python tools/build_site.py                  # both: _build/html/zh and _build/html/en
    python tools/build_site.py --edition zh
    python tools/build_site.py --for-reading    # what cannot be built stays as it was

Warnings are errors, and an edition that has some is not published: the pages of its last good
build stay. A second run rebuilds only what changed.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time

import fetch_scripts
from d2lutils.paths import BUILD, HTML, ROOT, toc_notebooks, toc_pages
from english_notebooks import offer_for_download, write_all, write_what_there_is
from publish import faults, publish
from sphinx_run import LANGUAGES, run_sphinx

BUILT = BUILD / "site"  # where Sphinx writes; published in _build/html
TO_MEND = """\
The book's own files have been changed, and something is wrong with them:
{faults}
{shown} `make html` shows all that is wrong. `git status` names the files that were changed;
`git stash` sets the changes aside, and `git stash pop` brings them back. Notes and answers
belong into your own copies in work/, which "Open in JupyterLab" leads to."""
LAST_GOOD = "You see the pages as far as they could be built, the last good ones where not."
NO_PAGES = "There are no pages yet to show instead."
# A change to one of these changes every page, and Sphinx does not see it.
MACHINERY = [
    "_config.yml",
    "book/_toc.yml",
    "book/_ext/d2lsite/*.*",
    "book/_ext/d2lsite/words/**/*.po",
    "d2lutils/notebooks/comments.py",
    "d2lutils/notebooks/reading.py",
    "book/_templates/*",
    "book/static/*.*",
    "book/static/explorables/*.*",
]
FORWARD = """<!DOCTYPE html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=zh/index.html">
<title>动手学深度学习</title>
<p><a href="zh/index.html">中文</a> · <a href="en/index.html">English</a></p>
</html>
"""


def drop_stale(edition):
    """Delete an edition that was built with other options, templates or scripts, or not wholly."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MACHINERY for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    digest.update(str(sorted(fetch_scripts.VENDOR.glob("*"))).encode())  # live code, slides
    stamp = BUILD / "stamps" / edition
    whole = (BUILT / edition / "searchindex.js").exists()  # Sphinx writes it last
    if not whole or not stamp.exists() or stamp.read_text(encoding="utf-8") != digest.hexdigest():
        shutil.rmtree(BUILT / edition, ignore_errors=True)
        shutil.rmtree(BUILD / "doctrees" / edition, ignore_errors=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest(), encoding="utf-8")


def missing_pages(output):
    """Return the pages of the table of contents that an edition lacks."""
    return [page for page in toc_pages() if not (output / f"{page}.html").exists()]


def build_edition(edition, *, jobs, for_reading=False):
    """Build one edition, publish it if it is good or better than nothing; return the status."""
    drop_stale(edition)
    output = BUILT / edition
    status = run_sphinx("html", output, language=LANGUAGES[edition], jobs=jobs)
    missing = missing_pages(output)
    if status == 0 and missing:
        # A writing process that fails says nothing; alone it shows its error.
        print(f"{len(missing)} pages were not written, among them {missing[0]}.", file=sys.stderr)
        run_sphinx("html", output, language=LANGUAGES[edition])
        status = 1
    if edition == "en" and (status == 0 or for_reading):
        status = write_english(output, for_reading) or status
    if status:
        print(f"The {edition} edition has errors or warnings (above).", file=sys.stderr)
    nothing_yet = not (HTML / edition / "index.html").exists()
    if status == 0 or (for_reading and nothing_yet and not missing):
        publish(output, HTML / edition)
    return status


def write_english(output, for_reading):
    """Write the English notebooks and offer them for download; return 1 if one is not translated.

    Only `for_reading` goes on then; else the program ends.
    """
    pages = toc_notebooks()
    complaints = write_what_there_is(pages) if for_reading else []
    if not for_reading:
        write_all(pages)
    print(*complaints, sep="\n", end="\n" if complaints else "", file=sys.stderr)
    offer_for_download(pages, output)
    return int(bool(complaints))


def build_both(for_reading):
    """Build the editions side by side, each in a process of its own; return the status."""
    command = [sys.executable, __file__, "--quiet", *["--for-reading"] * for_reading, "--edition"]
    stderr = subprocess.PIPE if for_reading else None
    processes = [
        subprocess.Popen([*command, edition], stderr=stderr, encoding="utf-8", errors="replace")
        for edition in LANGUAGES
    ]
    printed = [process.communicate()[1] for process in processes]
    status = max(abs(process.returncode) for process in processes)
    return tell("".join(printed)) if status and for_reading else status


def tell(printed):
    """Say in one paragraph what is wrong with the book; return 0 if there are pages to show."""
    lines = faults(printed) or printed.strip().split("\n")[-1:]
    pages = all((HTML / edition / "index.html").exists() for edition in LANGUAGES)
    named = "\n".join(f"    {line}" for line in lines)
    shown = LAST_GOOD if pages else NO_PAGES
    print(TO_MEND.format(faults=named, shown=shown), file=sys.stderr)
    return 0 if pages else 1


def main():
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edition", choices=[*LANGUAGES, "both"], default="both")
    parser.add_argument("--quiet", action="store_true", help="print warnings and errors only")
    parser.add_argument("--for-reading", action="store_true", help="keep what cannot be built")
    arguments = parser.parse_args()
    start = time.perf_counter()
    if not arguments.quiet:  # not again for each edition
        fetch_scripts.fetch_all()
    lenient, both = arguments.for_reading, arguments.edition == "both"
    if both:
        status = build_both(lenient)
    else:
        status = build_edition(arguments.edition, jobs=2, for_reading=lenient)
    if status == 0 and not arguments.quiet:
        (HTML / "index.html").write_text(FORWARD, encoding="utf-8")
        for edition in LANGUAGES if both else [arguments.edition]:
            print((HTML / edition / "index.html").as_uri())
        print(f"Built in {time.perf_counter() - start:.1f} s.")
    return status


if __name__ == "__main__":
    sys.exit(main())

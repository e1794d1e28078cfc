"""Build the book's two editions into _build/html, and the English notebooks.

    python tools/build_site.py                  # both: _build/html/zh and _build/html/en
    python tools/build_site.py --edition zh

Warnings are errors. A second run rebuilds only what changed.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time

import fetch_scripts
from d2lutils.paths import BUILD, ROOT, toc_notebooks, toc_pages
from english_notebooks import offer_for_download, write_all
from sphinx_run import LANGUAGES, run_sphinx

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
    whole = (BUILD / "html" / edition / "searchindex.js").exists()  # Sphinx writes it last
    if not whole or not stamp.exists() or stamp.read_text(encoding="utf-8") != digest.hexdigest():
        shutil.rmtree(BUILD / "html" / edition, ignore_errors=True)
        shutil.rmtree(BUILD / "doctrees" / edition, ignore_errors=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest(), encoding="utf-8")


def missing_pages(output):
    """Return the pages of the table of contents that an edition lacks."""
    return [page for page in toc_pages() if not (output / f"{page}.html").exists()]


def build_edition(edition, *, jobs):
    """Build one edition and return the exit status."""
    drop_stale(edition)
    output = BUILD / "html" / edition
    status = run_sphinx("html", output, language=LANGUAGES[edition], jobs=jobs)
    if status == 0 and (missing := missing_pages(output)):
        # A writing process that fails says nothing; alone it shows its error.
        print(f"{len(missing)} pages were not written, among them {missing[0]}.", file=sys.stderr)
        run_sphinx("html", output, language=LANGUAGES[edition])
        status = 1
    if status:
        print(f"The {edition} edition has errors or warnings (above).", file=sys.stderr)
    elif edition == "en":
        write_all(toc_notebooks())
        offer_for_download(toc_notebooks())
    return status


def build_both():
    """Build the editions side by side, each in a process of its own."""
    command = [sys.executable, __file__, "--quiet", "--edition"]
    processes = [subprocess.Popen([*command, edition]) for edition in LANGUAGES]
    return max(process.wait() for process in processes)


def main():
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edition", choices=[*LANGUAGES, "both"], default="both")
    parser.add_argument("--quiet", action="store_true", help="print warnings and errors only")
    arguments = parser.parse_args()
    start = time.perf_counter()
    if not arguments.quiet:  # not again for each edition
        fetch_scripts.fetch_all()
    both = arguments.edition == "both"
    status = build_both() if both else build_edition(arguments.edition, jobs=2)
    if status == 0 and not arguments.quiet:
        (BUILD / "html" / "index.html").write_text(FORWARD, encoding="utf-8")
        for edition in LANGUAGES if both else [arguments.edition]:
            print((BUILD / "html" / edition / "index.html").as_uri())
        print(f"Built in {time.perf_counter() - start:.1f} s.")
    return status


if __name__ == "__main__":
    sys.exit(main())

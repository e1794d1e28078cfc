"""One run of Sphinx over the book, as all builders of the book need it."""

import sys

from d2lutils.paths import BUILD, ROOT

# jsonschema, which Jupyter Book imports, makes 38 grammars for addresses that nothing here checks;
# without that package it does not, and each edition begins 2 s earlier.
sys.modules.setdefault("rfc3987_syntax", None)


LANGUAGES = {"zh": "zh_CN", "en": "en"}


def run_sphinx(builder, output, *, language="zh_CN", jobs=1, strict=True):
    """Run one Sphinx builder over the book and return its exit status: 0 if it found no error.

    A warning is an error, unless `strict` is false.
    """
    from jupyter_book.sphinx import build_sphinx

    result = build_sphinx(
        ROOT,
        output,
        path_config=ROOT / "_config.yml",
        noconfig=True,  # all options come from _config.yml; no conf.py is written
        confoverrides={"language": language, "latex_individualpages": False},
        doctreedir=BUILD / "doctrees" / output.name,
        builder=builder,
        warningiserror=strict,
        keep_going=True,
        quiet=True,
        jobs=jobs,
    )
    return result if isinstance(result, int) else 1

"""The buttons above a page: live code, JupyterLab, slides, and the other edition."""

from d2lsite.editions import other_edition
from d2lsite.scripts import has_thebe
from d2lsite.slides import has_reveal
from d2lsite.words import _
from d2lutils.paths import ENGLISH, ROOT

LIVE_SCRIPTS = ("live_kernel.js", "live_edits.js", "live.js")  # in this order
ENGLISH_NOTEBOOKS = f"{ENGLISH.relative_to(ROOT).as_posix()}/"


def notebook_of(app, pagename):
    """Return the path of the notebook that a page was made from, or None."""
    path = app.env.doc2path(pagename, base=False)
    return path if path.endswith(".ipynb") else None


def set_buttons(app, pagename, templatename, context, doctree):
    """Tell the templates which buttons a page has, and where they lead."""
    other = other_edition(app.config)
    up = "../" * (pagename.count("/") + 1)
    context["other_edition"] = {**other, "url": f"{up}{other['folder']}/{pagename}.html"}
    context["progress_words"] = progress_words()
    notebook = notebook_of(app, pagename) if doctree is not None else None
    if notebook is None:
        return
    folder = ENGLISH_NOTEBOOKS if app.config.language == "en" else ""
    context["notebook"] = f"{folder}{notebook}"
    context["own_copy"] = f"{'en' if folder else 'zh'}/{pagename}"
    context["copy_words"] = copy_words()
    app.add_js_file("copy.js", loading_method="defer")
    if has_reveal(app):
        context["slides"] = f"{pagename.rsplit('/')[-1]}-slides.html"
    if has_thebe(app):
        context["live_words"] = live_words()
        for script in LIVE_SCRIPTS:
            app.add_js_file(script, loading_method="defer")


def copy_words():
    """Return what copy.js says of the reader's own copy, by the names it uses."""
    return {
        "yours": _(
            "In JupyterLab you work in a copy of your own, {path}, which no update of the book "
            "overwrites."
        ),
        "reset": _("Begin the copy afresh"),
        "sure": _(
            "Put the book's version in the place of your copy of this section? Your copy is kept "
            "beside it under another name."
        ),
        "kept": _("Done. Your old copy is kept as {name}."),
        "same": _("Your copy is as the book has it; nothing was changed."),
        "failed": _("That did not work: the server does not answer, or refused."),
    }


def progress_words():
    """Return what progress.js says, by the names it uses."""
    return {
        "onward": _("Go on where you stopped: "),
        "count": _(" (sections read: {read}; exercises solved: {solved})"),
        "export": _("Save progress as a file"),
        "mark": _("✓: read; exercises solved: {solved}"),
    }


def live_words():
    """Return what live.js says, by the names it uses."""
    return {
        "connecting": _("Connecting…"),
        "ready": _(
            "Connected. Shift+Enter runs a cell that you have edited; Esc leaves the editor. Your "
            "edits are kept in this browser."
        ),
        "kept": _(
            "Connected. Cells that you edited earlier show your edits, which this browser has "
            "kept; “Reset” beside such a cell brings the book's code back."
        ),
        "reset": _("Reset"),
        "resetTitle": _("Bring the book's code of this cell back"),
        "run": _("Run"),
        "runTitle": _("Run this cell (Shift+Enter)"),
        "runAll": _("Run all"),
        "restart": _("Restart"),
        "running": _("Running…"),
        "done": _("Finished."),
        "failed": _("A cell failed, and those after it were not run."),
        "restarted": _(
            "The kernel was restarted and its variables are gone: run from the first cell on."
        ),
        "died": _(
            "The kernel stopped unexpectedly and was replaced. Its variables are gone: run from "
            "the first cell on."
        ),
        "lost": _(
            "The kernel was shut down (idle for long, or stopped). Reload this page and press "
            "“Live code” again."
        ),
        "disk": _(
            "This page was opened from a disk or an ordinary web site, with no server behind it "
            "that could run code. Run make book in the book's folder and open the address that it "
            "prints."
        ),
        "stopped": _(
            "The server does not answer; it has probably stopped. Run make book again in the "
            "book's folder and open the address that it prints."
        ),
        "full": _(
            "Too many kernels are running, and the server starts no more. Close some pages with "
            "live code, then reload this one."
        ),
        "refused": _(
            "The server does not know this browser (the token is wrong or has expired). Open the "
            "address that make book printed, which holds the token."
        ),
    }


def setup(app):
    """Register the hook; 400: before the theme drops parts of the header that are empty."""
    app.connect("html-page-context", set_buttons, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

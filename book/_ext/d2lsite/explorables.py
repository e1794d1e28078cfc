"""Figures that can be dragged: pages that have one get its script, and its words.

Such a figure is an ordinary one, with a still picture, and has the classes ``explorable`` and the
name of a script in book/static/explorables, which takes the picture's place in a browser::

    ```{figure} ../../book/static/img/explorable_rate.svg
    :figclass: explorable rate
"""

import json

from docutils import nodes
from sphinx.util.logging import getLogger

from d2lsite.words import _

logger = getLogger(__name__)

#: The scripts of each, after the two of all of them.
SCRIPTS = {
    "rate": ("optimisers.js", "rate.js"),
    "condition": ("optimisers.js", "condition.js"),
    "descent": ("optimisers.js", "descent.js"),
    "timeline": ("timeline.js",),
}
SHARED = ("plot.js", "explorable.js")


def words():
    """Return what the scripts say, by figure and by the names that they use."""
    return {
        "player": {
            "play": _("Play"),
            "pause": _("Pause"),
            "step": _("One step"),
            "again": _("Start over"),
        },
        "rate": {
            "lr": _("Learning rate η"),
            "x": _("Start x"),
            "curvature": _("Curvature L"),
            "steps": _("steps"),
            "walksName": _("approaches"),
            "jumpsName": _("jumps across"),
            "divergesName": _("diverges"),
            "stays": _("η = 0: x stays where it is."),
            "walks": _(
                "η = {lr}, below the limit 2/L = {limit}. Each step multiplies x by 1 − ηL = "
                "{factor}: it approaches the bottom from one side. After 20 steps x = {end}."
            ),
            "hits": _(
                "η = {lr} = 1/L, half the limit 2/L = {limit}. Each step multiplies x by 1 − ηL = "
                "{factor}: the first step hits the bottom."
            ),
            "jumps": _(
                "η = {lr}, below the limit 2/L = {limit}. Each step multiplies x by 1 − ηL = "
                "{factor}: it jumps across the bottom each time, and less far. After 20 steps "
                "x = {end}."
            ),
            "swings": _(
                "η = {lr}, exactly the limit 2/L = {limit}. Each step multiplies x by 1 − ηL = "
                "{factor}: it jumps to and fro, neither closer nor farther."
            ),
            "diverges": _(
                "η = {lr}, above the limit 2/L = {limit}. Each step multiplies x by 1 − ηL = "
                "{factor}: it jumps farther each time, and diverges. After 20 steps x = {end}."
            ),
        },
        "condition": {
            "condition": _("Condition number κ"),
            "beta": _("Momentum β"),
            "useBest": _("Best momentum"),
            "steps": _("steps"),
            "best": _("best"),
            "counted": _(
                "Condition number {condition}, momentum {beta}, learning rate 2(1 + β)/(1 + κ) = "
                "{lr}: {count} steps to within 10⁻⁶ of the bottom. "
            ),
            "atBest": _("That is the formula's best momentum; without any it takes {plain}."),
            "tooSmall": _(
                "The formula's best momentum is {best}: {least} steps. Without any: {plain}."
            ),
            "fewer": _(
                "Even fewer than the {least} with the formula's best momentum, {best}: the formula "
                "is about the long run."
            ),
            "tooLarge": _(
                "That is too much, it overshoots. The formula's best momentum is {best}: {least} "
                "steps. Without any: {plain}."
            ),
        },
        "descent": {
            "function": _("Function"),
            "bowl": _("bowl (κ = 20)"),
            "valleys": _("two valleys, a saddle"),
            "optimiser": _("Optimiser"),
            "gradient_descent": _("Gradient descent"),
            "momentum": _("Momentum"),
            "adagrad": "AdaGrad",
            "rmsprop": "RMSProp",
            "adam": "Adam",
            "lr": _("Learning rate η"),
            "from": _("Start"),
            "steps": _("steps"),
            "begins": _(
                "{optimiser}, η = {lr}, starts at ({x1}, {x2}), where the function is {value}. "
                "Press Play, or click another start."
            ),
            "moved": _(
                "{optimiser}, η = {lr}, is at ({x1}, {x2}) after {count} steps, where the function "
                "is {value}. "
            ),
            "diverges": _("It has diverged."),
            "saddle": _("It is near the saddle, where the gradient is small."),
            "arrives": _("It has arrived at the bottom, or nearly."),
        },
        "timeline": {
            "compute": _("Compute, seconds"),
            "transfer": _("Transfer, seconds"),
            "devices": _("Devices"),
            "computeName": _("compute"),
            "transferName": _("transfer"),
            "seconds": _("seconds"),
            "speedup": _("speedup"),
            "hidden": _(
                "Five pieces, {compute} s to compute and {transfer} s to transfer each: {together} "
                "s instead of {apart} s. All transfers but the last are hidden. "
            ),
            "waits": _(
                "Five pieces, {compute} s to compute and {transfer} s to transfer each: {together} "
                "s instead of {apart} s. The bus is the bottleneck. "
            ),
            "even": _(
                "Five pieces, {compute} s to compute and {transfer} s to transfer each: {together} "
                "s instead of {apart} s. Both take equally long, which saves most. "
            ),
            "several": _(
                "If the five pieces are a step on one device, and sending its gradients once takes "
                "{transfer} s, {k} devices are {speedup} times as fast; ever more of them, at most "
                "{limit} times."
            ),
            "one": _("One device needs no transfer."),
        },
    }


def names_of(figure):
    """Return the name of the figure's script in a list, or an empty list if it has none."""
    classes = figure["classes"] if "explorable" in figure["classes"] else []
    return [name for name in classes if name in SCRIPTS]


def add_scripts(app, pagename, templatename, context, doctree):
    """Give a page the scripts and words of its figures."""
    figures = doctree.findall(nodes.figure) if doctree is not None else []
    names = [name for figure in figures for name in names_of(figure)]
    if not names:
        return
    said = {name: text for name, text in words().items() if name in ("player", *names)}
    app.add_js_file(None, body=json.dumps(said), type="application/json", id="explorable-words")
    scripts = dict.fromkeys(script for name in names for script in SCRIPTS[name])
    for script in (*SHARED, *scripts):
        app.add_js_file(f"explorables/{script}", loading_method="defer")
    app.add_css_file("explorables/explorable.css")


def check(app, doctree):
    """Warn of a figure that names no script."""
    for figure in doctree.findall(nodes.figure):
        if "explorable" in figure["classes"] and not names_of(figure):
            logger.warning("explorable: none of %s is known", figure["classes"], location=figure)


def setup(app):
    """Register the hooks."""
    app.connect("doctree-read", check)
    app.connect("html-page-context", add_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

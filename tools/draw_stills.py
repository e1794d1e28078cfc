"""Draw the still pictures of the figures that can be dragged, with the code that draws the figures.

    python tools/draw_stills.py

writes book/static/img/explorable_<name>.svg. It needs node, which comes with npm.
"""

import json
import re
import subprocess
import sys

from d2lutils.paths import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))

from d2lsite import explorables  # noqa: E402

FOLDER = ROOT / "book" / "static" / "explorables"
IMAGES = ROOT / "book" / "static" / "img"
PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" \
height="{height}" role="img" font-family="DejaVu Sans, Arial, sans-serif">
<style>
{style}
</style>
<rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>
{marks}
</svg>
"""


def run_scripts(names, code):
    """Return what JavaScript computes with some of the scripts.

    Parameters
    ----------
    names : iterable of str
        Files in book/static/explorables, those needed first coming first.
    code : str
        An expression.

    Returns
    -------
    object
        Its value, as JSON carries it.

    """
    sources = [(FOLDER / name).read_text(encoding="utf-8") for name in names]
    program = "\n".join([*sources, f"console.log(JSON.stringify({code}))"])
    run = subprocess.run(
        ["node", "-"], input=program, capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(run.stdout)


def style():
    """Return the style of the marks with the light colours put in."""
    text = (FOLDER / "explorable.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"(--x-\w+): (#\w+);", text.split("}")[0]))
    marks = text.split("/* Marks of drawings */\n")[1].split("/* End of the marks */")[0]
    return re.sub(r"var\((--x-\w+)\)", lambda match: colours[match[1]], marks).strip()


def draw(name):
    """Return the still picture of a figure as SVG; its words are English in both editions."""
    text = {**explorables.words()["player"], **explorables.words()[name]}
    scripts = ["plot.js", *explorables.SCRIPTS[name]]
    still = run_scripts(scripts, f"drawing.still(explorables.{name}, {json.dumps(text)})")
    return PICTURE.format(**still, style=style())


def main():
    """Draw all of them."""
    for name in explorables.SCRIPTS:
        (IMAGES / f"explorable_{name}.svg").write_text(draw(name), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Put what was built where it is served, so that a build that fails leaves the last good pages."""

import filecmp
import os
import re
import shutil
import textwrap

NAMED = re.compile(r"((?:chapters|book)/[\w/]+(?:\.ipynb|\.md|(?=:)))")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SHOWN = 3  # faults
WIDTH = 140  # of a line about one


def publish(built, served):
    """Make a folder the same as another; files that are the same already are not touched.

    Parameters
    ----------
    built, served : Path
        The folder that was built, and the one that readers see.

    """
    files = {path.relative_to(built) for path in built.rglob("*") if path.is_file()}
    for name in sorted(files):
        target = served / name
        if target.is_file() and filecmp.cmp(built / name, target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(target.name + ".part")
        shutil.copy2(built / name, temporary)
        os.replace(temporary, target)
    for path in [path for path in served.rglob("*") if path.is_file()]:
        if path.relative_to(served) not in files:
            path.unlink()


def faults(printed):
    """Return one line for each page that a failed build complained of, the first few of them.

    Parameters
    ----------
    printed : str
        The build's standard error.

    Returns
    -------
    list of str

    """
    found = {}
    for line in COLOUR.sub("", printed).split("\n"):
        named = NAMED.search(line)
        if named and named[1] not in found:
            found[named[1]] = textwrap.shorten(line[named.start() :], WIDTH, placeholder="…")
    lines = list(found.values())
    more = len(lines) - SHOWN
    return lines[:SHOWN] + ([f"and {more} more pages"] if more > 0 else [])

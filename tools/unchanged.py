"""Run a command and fail if it changed the machine: device files, the home folder or the checkout.

    python tools/unchanged.py pytest --nbval-lax chapters

A notebook may write into temporary folders and nowhere else. As root it could replace /dev/null.
"""

import os
import stat
import subprocess
import sys
from pathlib import Path

from d2lutils.paths import ROOT

# Jupyter's, matplotlib's and fontconfig's own places, and what a desktop writes all the time
HOME_OWN = {".cache", ".config", ".ipython", ".jupyter", ".local", ".fontconfig"}
BUILT = {".git", ".venv", ".conda", "_build", "work", "cache", "__pycache__"}
BUILT |= {".pytest_cache", ".ruff_cache", ".ipynb_checkpoints"}


def describe(path):
    """Return what must stay the same of a file: for a device also its numbers, rights and owner."""
    state = path.lstat()
    kind = stat.S_IFMT(state.st_mode)
    if kind == stat.S_IFREG:
        return kind, state.st_size, state.st_mtime_ns
    if kind in (stat.S_IFDIR, stat.S_IFLNK):
        return (kind,)
    return kind, state.st_rdev, state.st_mode, state.st_uid, state.st_gid


def files_under(folder, skip=(), depth=None):
    """Yield the paths under a folder, without those named in `skip`, `depth` levels deep."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:  # gone, or not ours to read
        return
    for path in (folder / name for name in names if name not in skip):
        yield path
        if path.is_dir() and not path.is_symlink() and depth != 1:
            yield from files_under(path, skip, depth and depth - 1)


def snapshot(devices=Path("/dev"), home=None, checkout=ROOT):
    """Return a description of every watched file of this machine by its path."""
    home = home or Path.home()
    watched = [
        *files_under(devices, depth=1),
        *files_under(home, skip=HOME_OWN, depth=1),
        *files_under(checkout, skip=BUILT),
    ]
    found = {}
    for path in watched:
        try:
            found[path] = describe(path)
        except OSError:  # removed meanwhile, by somebody else
            continue
    return found


def differences(before, after):
    """Return one line for each file that is new, gone or no longer the same."""
    lines = [f"new: {path}" for path in after if path not in before]
    lines += [f"gone: {path}" for path in before if path not in after]
    same = before.keys() & after.keys()
    lines += [f"changed: {path}" for path in same if before[path] != after[path]]
    return sorted(lines)


def main(command):
    """Run the command; return its exit code, or 1 if it changed the machine."""
    before = snapshot()
    code = subprocess.run(command).returncode
    changed = differences(before, snapshot())
    if changed:
        print("The command changed this machine:", *changed, sep="\n  ", file=sys.stderr)
    return code or bool(changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

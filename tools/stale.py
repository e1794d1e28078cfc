"""Name the notebooks on real data whose outputs were made by other code than there is now.

    python tools/stale.py [--renew]

CI runs these on the real data again. `make execute NB=...` makes their outputs anew; with --renew
each is only run and compared, and those that print what they printed before are signed again.
"""

import argparse
import json
import os
import subprocess
import sys

from d2lutils.notebooks.signature import is_current, sign
from d2lutils.paths import CHAPTERS, ROOT, notebooks_in

NBVAL = ["--nbval-lax", "--nbval-cell-timeout=600", "-q", "-p", "no:cacheprovider"]


def on_real_data(path):
    """Whether a notebook's outputs were made with registered files."""
    record = json.loads(path.read_text(encoding="utf-8"))["metadata"]["d2l"]
    return record["data"] == "full"


def stale_notebooks():
    """Return the paths of the notebooks to run again."""
    return [path for path in notebooks_in(CHAPTERS) if on_real_data(path) and not is_current(path)]


def passes(path):
    """Run a notebook on the real data; return whether it does what its outputs show."""
    env = {**os.environ, "D2L_DATA": "full"}
    command = [sys.executable, "-m", "pytest", *NBVAL, str(path)]
    return subprocess.run(command, cwd=ROOT, env=env).returncode == 0


def write_signature(path):
    """Record in a notebook that its outputs are those of the code there is now."""
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    old = notebook["metadata"]["d2l"]["signature"]
    text = text.replace(f'"{old}"', f'"{sign(notebook["cells"])}"')
    path.write_text(text, encoding="utf-8")


def main(argv=None):
    """Print one path a line; return 1 if a notebook to renew did not pass."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--renew", action="store_true", help="run them, sign those that pass")
    renew, failed = parser.parse_args(argv).renew, False
    for path in stale_notebooks():
        print(path.relative_to(ROOT).as_posix(), flush=True)
        if renew and passes(path):
            write_signature(path)
        elif renew:
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

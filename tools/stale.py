"""Name the notebooks on real data whose outputs were made by other code than there is now.

    python tools/stale.py

CI runs these on the real data again. `make execute NB=...` makes their outputs anew.
"""

import json
import sys

from d2lutils.notebooks.signature import is_current
from d2lutils.paths import CHAPTERS, ROOT, notebooks_in


def on_real_data(path):
    """Whether a notebook's outputs were made with registered files."""
    record = json.loads(path.read_text(encoding="utf-8"))["metadata"]["d2l"]
    return record["data"] == "full"


def main():
    """Print one path a line."""
    for path in notebooks_in(CHAPTERS):
        if on_real_data(path) and not is_current(path):
            print(path.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    sys.exit(main())

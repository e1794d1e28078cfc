"""A place for what Jupyter and matplotlib keep, where the home folder cannot be written."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Each by its environment variable, with the folder under the home folder that it is by default
FOLDERS = {
    "JUPYTER_DATA_DIR": ".local/share/jupyter",
    "JUPYTER_CONFIG_DIR": ".jupyter",
    "JUPYTER_RUNTIME_DIR": ".local/share/jupyter/runtime",
    "IPYTHONDIR": ".ipython",
    "MPLCONFIGDIR": ".config/matplotlib",
}
BORROWED = (
    "The home folder {home} cannot be written. Settings, history and caches of Jupyter go to a "
    "temporary folder and are lost at the end; set HOME to a folder of yours to keep them."
)


def nearest_folder(path):
    """Return the deepest folder on the way to a path that exists and that one may look at."""
    for place in (path, *path.parents):
        try:
            if place.exists():
                return place
        except OSError:  # in a folder that one may not enter
            continue
    return Path(path.anchor)


def is_writable(path):
    """Whether files can be made in a folder, which may be yet to be made itself."""
    folder = nearest_folder(Path(path))
    as_now = os.access in os.supports_effective_ids
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK, effective_ids=as_now)


def borrow_home():
    """Let this process and those it starts keep their files in a temporary folder if they must.

    Returns
    -------
    str or None
        One sentence to the reader if the home folder cannot be written.

    """
    home = Path(os.path.expanduser("~"))
    missing = [
        name
        for name, folder in FOLDERS.items()
        if name not in os.environ and not is_writable(home / folder)
    ]
    if not missing:
        return None
    borrowed = tempfile.mkdtemp(prefix="d2l-home-")
    atexit.register(shutil.rmtree, borrowed, ignore_errors=True)
    for name in missing:
        place = Path(borrowed, FOLDERS[name])
        place.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(place)
    return BORROWED.format(home=home)

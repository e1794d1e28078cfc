"""How long a browser stays logged in: beyond the server's end, so that bookmarks go on working.

Jupyter signs the login cookie with a secret. The book has one of its own, in the reader's own
configuration folder, so that a login here is none at other Jupyter servers.
"""

import os
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir


def secret_file():
    """Return the path of the secret; Jupyter makes the file, for its owner alone."""
    return Path(jupyter_config_dir(), "d2l", "cookie_secret")


def keep():
    """Make the folder of the secret, and drop a secret that others may have read or written.

    Returns
    -------
    Path
        Of the secret.

    """
    path = secret_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        state = path.stat()
        if state.st_mode & 0o077 or state.st_uid != os.getuid():
            forget()
    return path


def forget():
    """Let every browser need the token again."""
    secret_file().unlink(missing_ok=True)

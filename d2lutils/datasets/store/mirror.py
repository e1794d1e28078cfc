"""The mirror of a classroom: a folder or an address, however it was typed."""

import os
import re
from urllib.parse import urlsplit
from urllib.request import url2pathname

from d2lutils.datasets.store.errors import DataError

HOST_AND_PORT = re.compile(r"[\w.-]+:\d+(/.*)?")


def mirror():
    """Read ``D2L_DATA_MIRROR``.

    Returns
    -------
    (str or None, str or None)
        The folder and the http address, of which at most one is there. ``file:///media/usb`` is a
        folder, ``HTTP://...`` and ``host:8000`` are addresses.

    Raises
    ------
    DataError
        If it is an address of another kind.

    """
    typed = os.environ.get("D2L_DATA_MIRROR", "").strip().strip("'\"")
    scheme = typed.split("://")[0].lower() if "://" in typed else ""
    if scheme in ("http", "https"):
        return None, scheme + typed[len(scheme) :]
    if typed.lower().startswith("file:"):
        return url2pathname(urlsplit(typed).path), None
    if scheme:
        raise DataError(
            "D2L_DATA_MIRROR",
            f"addresses that begin with {scheme}:// cannot be read",
            "Set it to a folder or to an address that begins with http:// or https://.",
        )
    if HOST_AND_PORT.fullmatch(typed) and not os.path.exists(typed):
        return None, f"http://{typed}"
    return typed or None, None

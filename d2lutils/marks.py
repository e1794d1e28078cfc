"""Marks of a diagnosis, in what the terminal can show."""

import sys

#: What stands for a mark where the encoding of the output lacks it.
PLAIN = {"✓": "[ok]", "✗": "[x]", "…": "..."}


def say(text):
    """Print a line, in ASCII where the encoding of the output lacks a character.

    Never raises for the encoding: Windows consoles in GBK, Latin-1 and the locale C lack ✓ and ✗.

    Parameters
    ----------
    text : str
        The line.

    """
    print(printable(text, getattr(sys.stdout, "encoding", None)))


def printable(text, encoding):
    """Return a text that an encoding can express.

    Parameters
    ----------
    text : str
        Marks that the encoding lacks become `PLAIN`, other characters a backslash and a number.
    encoding : str or None
        None for a stream that takes everything.

    Returns
    -------
    str

    Examples
    --------
    >>> printable("✓ café …", "latin-1")
    '[ok] café ...'

    """
    if encoding is None:
        return text
    marked = "".join(c if _knows(encoding, c) else PLAIN.get(c, c) for c in text)
    return marked.encode(encoding, "backslashreplace").decode(encoding)


def _knows(encoding, character):
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

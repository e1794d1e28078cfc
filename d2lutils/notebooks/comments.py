"""Comments in code cells: Chinese in the source, in the reader's language elsewhere."""

import io
import re
import tokenize

CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def find_comments(source):
    """Return the comments of a code cell.

    Parameters
    ----------
    source : str
        Python, with or without lines that only IPython understands.

    Returns
    -------
    list of (int, int, str)
        Line (from 0), column of the ``#`` and the text after it, without surrounding spaces.

    Examples
    --------
    >>> find_comments("x = 1  # 一\\ny = '# 2'")
    [(0, 7, '一')]

    """
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                found.append((line - 1, column, token.string.lstrip("#").strip()))
    except (tokenize.TokenError, IndentationError):
        pass  # unfinished, as the first lines of an exercise may be; what came before is found
    return found


def translate_comments(source, translate):
    """Return a code cell with its Chinese comments translated and nothing else changed.

    Parameters
    ----------
    source : str
        The cell.
    translate : callable
        Maps a comment's text to its translation.

    Returns
    -------
    str

    Examples
    --------
    >>> translate_comments("x = 1  # 一", {"一": "one"}.get)
    'x = 1  # one'

    """
    lines = source.split("\n")
    for line, column, text in find_comments(source):
        if CHINESE.search(text):
            lines[line] = f"{lines[line][:column]}# {translate(text)}"
    return "\n".join(lines)

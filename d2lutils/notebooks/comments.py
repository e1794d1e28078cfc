"""What of a page is in the reader's language, comments in code included, and what is data."""

import io
import re
import tokenize

CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
INLINE_CODE = re.compile(r"`[^`\n]+`")


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


def outside_strings(source):
    """Return a code cell with its string literals emptied: a text to compute with is no language.

    Examples
    --------
    >>> outside_strings("x = '一' + 一")
    "x = '' + 一"

    """
    lines = source.split("\n")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, IndentationError):
        return source
    for token in reversed(tokens):
        if token.type == tokenize.STRING:
            (top, left), (bottom, right) = token.start, token.end
            rest = lines[bottom - 1][right:]
            lines[top - 1 : bottom] = [f"{lines[top - 1][:left]}''{rest}"]
    return "\n".join(lines)


def outside_code(text):
    """Return Markdown without its inline code, in which Chinese characters are data.

    Examples
    --------
    >>> outside_code("`月` is the moon")
    ' is the moon'

    """
    return INLINE_CODE.sub("", text)

"""Tables of docutils, made from rows."""

from docutils import nodes


def make_table(rows, widths, name):
    """Return a table whose first row is its head; entries are strings or nodes.

    Parameters
    ----------
    rows : list of list of (str or docutils.nodes.Node)
        The head and the body.
    widths : list of int
        Of the columns, relative to each other.
    name : str
        The table's class in HTML.

    Returns
    -------
    docutils.nodes.table

    """
    table = nodes.table(classes=[name])
    group = nodes.tgroup(cols=len(widths))
    group += [nodes.colspec(colwidth=width) for width in widths]
    for part, content in ((nodes.thead(), rows[:1]), (nodes.tbody(), rows[1:])):
        for row in content:
            entries = [
                nodes.entry("", nodes.paragraph("", item) if isinstance(item, str) else item)
                for item in row
            ]
            part += nodes.row("", *entries)
        group += part
    table += group
    return table

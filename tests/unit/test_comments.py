"""Comments of code cells: found by Python's own tokens, and nothing else touched."""

import pytest

from d2lutils.notebooks.comments import find_comments, translate_comments

MESSAGES = {"一": "one", "二": "two"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1  # 一\n# 二\ny = 2", "x = 1  # one\n# two\ny = 2"),
        ("x = '# 一'", "x = '# 一'"),
        ('x = """\n# 一\n"""  # 二', 'x = """\n# 一\n"""  # two'),
        ("%matplotlib inline\nx = 1  # 一", "%matplotlib inline\nx = 1  # one"),
        ("d2l.fit?\nx = 1  # 一", "d2l.fit?\nx = 1  # one"),
        ("x = (1,  # 一\n     2)  # (n, 2)", "x = (1,  # one\n     2)  # (n, 2)"),
        ("def f():  # 一\n    ...", "def f():  # one\n    ..."),
    ],
)
def test_only_chinese_comments_change(source, expected):
    assert translate_comments(source, MESSAGES.__getitem__) == expected


def test_what_comes_before_an_unfinished_line_is_found():
    assert find_comments("x = 1  # 一\ny = (") == [(0, 7, "一")]

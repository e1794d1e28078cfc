"""Search that finds Chinese words.

Chinese is written without spaces, and the browser has no dictionary to cut a query into words.
So the index holds every two neighbouring characters, and the query is cut the same way:
随机梯度 is looked up as 随机, 机梯 and 梯度. English words are stemmed alike on both sides.
"""

import functools
import re

from sphinx.search.en import SearchEnglish

CHINESE = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
RUN = re.compile(rf"[{CHINESE}]+|\w+?(?=[{CHINESE}]|\b)")


def bigrams(run):
    """Return the overlapping pairs of characters of a run of Chinese; one alone is its own pair."""
    return [run[i : i + 2] for i in range(max(1, len(run) - 1))]


def is_chinese(word):
    """Tell whether a run begins with a Chinese character."""
    return re.match(f"[{CHINESE}]", word) is not None


class BigramSearch(SearchEnglish):
    """The search language of both editions."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = r"""
// A plain "var": searchtools.js has defined its own splitQuery when this file is loaded.
var splitQuery = (() => {
  const run = /[CJK]+|[^\sCJK]+/gu;
  const word = /[\p{Letter}\p{Number}_]+/gu;
  const pairs = (text) =>
    Array.from({ length: Math.max(1, text.length - 1) }, (_, i) => text.slice(i, i + 2));
  return (query) =>
    (query.match(run) || []).flatMap((text) =>
      /^[CJK]/.test(text) ? pairs(text) : text.match(word) || []
    );
})();
""".replace("CJK", CHINESE)

    @functools.cache  # noqa: B019  there is one of it, as long as the build
    def stem(self, word):
        """Return the stem of an English word, which comes again and again."""
        return super().stem(word)

    def split(self, text):
        """Cut a text into words and pairs of Chinese characters."""
        words = []
        for run in RUN.findall(text):
            words += bigrams(run) if is_chinese(run) else [run]
        return words


def setup(app):
    """Register the search language."""
    app.add_search_language(BigramSearch)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

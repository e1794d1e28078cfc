"""A deck of slides beside each section: whole, in its language, long enough to teach from."""

import re

import pytest
from bs4 import BeautifulSoup

import fetch_scripts
from d2lsite import slides
from tests.book.site import CHINESE, EDITIONS, HTML, NOTEBOOKS, reads_chinese

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(not fetch_scripts.fetch("reveal.js"), reason="npm could not fetch it"),
]
DECKS = [(edition, name) for edition in EDITIONS for name in NOTEBOOKS]


def deck_of(edition, name):
    return HTML / edition / f"{name}-slides.html"


@pytest.mark.parametrize(("edition", "name"), DECKS)
def test_a_deck_is_whole(site, edition, name):
    path = deck_of(edition, name)
    deck = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    shown = deck.select(".slides > section")
    assert 8 <= len(shown) <= 20
    assert shown[0].h1
    assert all(slide.find(["h1", "h2", "h3"]) or slide.select_one(".running") for slide in shown)
    assert all(len(slide.get_text(strip=True)) > 20 for slide in shown)
    assert len(deck.select(".cell")) >= 4
    assert deck.select("img")
    for element in deck.select("img[src], script[src], link[href]"):
        address = (element.get("src") or element["href"]).split("?")[0]
        assert address.startswith("data:") or (path.parent / address).exists(), address[:200]
    if edition == "en":
        for data in deck.select("pre, code") if reads_chinese(name) else []:
            data.decompose()
        assert not CHINESE.search(deck.get_text())


@pytest.mark.parametrize(("edition", "name"), DECKS)
def test_a_page_links_to_its_deck(site, edition, name):
    page = (HTML / edition / f"{name}.html").read_text(encoding="utf-8")
    (link,) = re.findall(r'<a class="[^"]*slides-link" href="([^"]+)"', page)
    assert link == deck_of(edition, name).name


def test_code_comes_to_its_slide_as_it_was():
    code = [f"<pre{kind}><span>1 &lt; 2</span>\n{kind}</pre>" for kind in ("", ' class="a"', "")]
    blocks = [f'<div class="on-slide-{i}">{one}</div>' for i, one in enumerate(code, 1) if i != 2]
    body = "<section><h1>Title</h1>" + blocks[0] + code[1] + blocks[1] + "</section>"
    assert slides.cut(body) == [f'<p class="running">Title</p>\n{block}' for block in blocks]


def test_only_cells_that_say_so_are_on_slides():
    def cell(kind=None, tags=(), source=""):
        metadata = {"tags": list(tags), "slideshow": {"slide_type": kind}}
        return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}

    cells = [cell("fragment"), cell("slide"), cell("skip"), cell(), cell("fragment")]
    cells += [cell("fragment", ["remove-cell"]), cell("subslide")]
    assert slides.slide_numbers({"cells": cells}) == {1: 1, 4: 1, 6: 2}
    cells[4:4] = [{**cell("slide", source="## 深入：x"), "cell_type": "markdown"}, cell("slide")]
    cells[6:6] = [{**cell("slide", source="## x"), "cell_type": "markdown"}]
    assert slides.slide_numbers({"cells": cells}) == {1: 1, 6: 2, 7: 2, 9: 3}
    long = cell("fragment", source="\n" * 25)
    assert slides.slide_numbers({"cells": [cell("slide"), long, long]}) == {0: 1, 1: 1, 2: 2}


def test_a_slide_that_continues_repeats_its_heading():
    body = (
        '<section class="on-slide-1"><h2>Title<a class="headerlink">#</a></h2>'
        '<p class="on-slide-1">one</p><p>left out</p><div class="on-slide-2">two</div></section>'
    )
    first, second = slides.cut(body)
    assert first == '<h2>Title</h2>\n<p class="on-slide-1">one</p>'
    assert second == '<p class="running">Title</p>\n<div class="on-slide-2">two</div>'

"""The pages as a reader sees them: from disk and from a web server, on screen and telephone."""

import re

import pytest

from tests.book.site import CHINESE, EDITIONS, NOTEBOOKS, PAGES, article
from tests.browser.conftest import wait_for_formulas
from tests.browser.sample import sample

pytestmark = [pytest.mark.browser, pytest.mark.site]

each_edition = pytest.mark.parametrize("edition", EDITIONS)
WORDS = {
    "zh": [
        "随机梯度下降",
        "交叉熵损失",
        "广播机制",
        "自动求梯度",
        "深度学习基础",
    ],
    "en": ["gradients", "learning", "autograd"],
}
NONSENSE = {"zh": "鑫淼焱垚", "en": "qwertzuiopq"}
WAIT = 15_000  # ms


def text_of(edition, page):
    """Return what the search index has of a page: its text, without code."""
    body = article(edition, page)
    code = {id(pre) for pre in body.select("pre")}
    texts = body.find_all(string=True)
    return "".join(t for t in texts if code.isdisjoint(id(parent) for parent in t.parents)).lower()


def found_pages(page):
    """Return the results of a finished search."""
    done = "document.querySelector('#search-results .search-summary')?.innerText"
    page.wait_for_function(done, timeout=WAIT)
    links = page.locator("#search-results ul.search li a").evaluate_all("l => l.map(a => a.href)")
    return {re.search(r"/(?:zh|en)/(.*)\.html", link)[1] for link in links}


def check_whole(page):
    """Check that every picture and every formula of a page is drawn."""
    assert page.evaluate(
        "Promise.all([...document.querySelectorAll('article img')].map(image => {"
        " image.loading = 'eager'; return image.decode().then(() => image.naturalWidth > 0); }))"
        ".then(widths => widths.every(Boolean))"
    )
    wait_for_formulas(page)
    if page.locator("article .math").count():
        sizes = page.locator("article mjx-container svg").evaluate_all(
            "all => all.filter(s => s.checkVisibility())"
            ".map(s => [s.getBoundingClientRect().width, s.getBoundingClientRect().height])"
        )
        assert sizes
        assert all(w > 0 and h > 0 for w, h in sizes)
        assert not page.locator("article mjx-merror").count()


@each_edition
@pytest.mark.parametrize("name", sample(PAGES, 6))
def test_a_page_is_whole_and_scrolls_one_way_only_on_a_telephone(site, open_page, edition, name):
    page = open_page(f"{site.as_uri()}/{edition}/{name}.html", width=390, height=844)
    check_whole(page)
    width = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    )
    assert width <= 390


@each_edition
@pytest.mark.parametrize("name", sample(PAGES, 16))
def test_a_page_is_whole_on_a_wide_screen(base, open_page, edition, name):
    check_whole(open_page(f"{base}/{edition}/{name}.html"))


@each_edition
def test_search_finds_words_where_they_are_and_only_there(base, open_page, edition):
    texts = {name: text_of(edition, name) for name in PAGES}
    words = [word for word in WORDS[edition] if any(word in text for text in texts.values())]
    assert words
    for word in words:
        page = open_page(f"{base}/{edition}/search.html?q={word}")
        expected = {name for name, text in texts.items() if word in text}
        assert expected <= found_pages(page), word
        page.context.close()
    page = open_page(f"{base}/{edition}/search.html?q={NONSENSE[edition]}")
    assert not found_pages(page)


def test_search_field_of_a_page_leads_to_the_results(base, open_page):
    page = open_page(f"{base}/zh/book/index.html")
    page.keyboard.press("Control+k")
    page.locator(".search-button__search-container input[type=search]").fill("深度学习")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=**")
    assert "book/index" in found_pages(page)


def test_switch_leads_to_the_same_page_and_back(base, open_page):
    for name in sample(PAGES, 16):  # all: tests/book/test_site.py
        page = open_page(f"{base}/zh/{name}.html")
        page.locator("a.edition-switch").click()
        page.wait_for_url(f"**/en/{name}.html")
        assert not CHINESE.search(page.locator("article h1").inner_text())
        page.locator("a.edition-switch").click()
        page.wait_for_url(f"**/zh/{name}.html")
        page.context.close()


@pytest.mark.parametrize(
    ("edition", "name"),
    [(edition, name) for edition in EDITIONS for name in sample(NOTEBOOKS, 12)],
)
def test_solutions_are_folded_until_clicked(site, open_page, edition, name):
    page = open_page(f"{site.as_uri()}/{edition}/{name}.html")
    solutions = page.locator("article div.solution.dropdown")
    assert solutions.count() == len(article(edition, name).select("div.solution"))
    for solution in solutions.all():
        content = solution.locator("> .section, > section, > div, > p:not(.admonition-title)").last
        assert not content.is_visible()
        solution.locator("button.toggle-button").click()
        content.wait_for(state="visible", timeout=WAIT)


@each_edition
@pytest.mark.parametrize("name", NOTEBOOKS[:1])
def test_lab_button_hides_without_a_jupyter_server(base, open_page, edition, name):
    page = open_page(f"{base}/{edition}/{name}.html")
    button = page.locator("a.open-in-lab")
    assert (
        button.text_content() == {"zh": "在 JupyterLab 中打开", "en": "Open in JupyterLab"}[edition]
    )
    assert not button.is_visible()

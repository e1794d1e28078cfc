"""Live code: the cells of a page run in a kernel of `d2l serve`, from the page itself."""

import json
import re

import pytest

import fetch_scripts
from tests.book.site import EDITIONS, HTML, ROOT
from tests.browser.conftest import start_book

pytestmark = [
    pytest.mark.browser,
    pytest.mark.site,
    pytest.mark.skipif(
        not fetch_scripts.fetch("thebe"), reason="Thebe could not be fetched by npm"
    ),
]
SECTIONS = ["chapters/02_preliminaries/02_ndarray", "chapters/02_preliminaries/03_autograd"]
WAIT = 90_000  # ms
OUTPUTS = """() => [...document.querySelectorAll('div.cell')]
    .filter(cell => cell.querySelector('.cell_input'))
    .map(cell => {
        const out = cell.querySelector('.cell_output')?.cloneNode(true);
        out?.querySelectorAll('figcaption, button, .lm-mod-hidden, .jp-OutputPrompt')
            .forEach(part => part.remove());
        return {
            text: (out?.textContent ?? '').replace(/\\s+/g, ' ').trim(),
            pictures: out?.querySelectorAll('img, .jp-RenderedSVG').length ? 1 : 0,
        };
    })"""


@pytest.fixture
def live(open_page, server):
    """Return a function that opens a section of an edition and makes it live."""

    def open_live(edition="zh", section=SECTIONS[1], address=server[1]):
        page = open_page(address.replace("/zh/index.html", f"/{edition}/{section}.html"))
        page.committed = page.evaluate(OUTPUTS)
        page.locator("button.live-code").click()
        page.locator(".live-bar[data-state=ready]").wait_for(timeout=WAIT)
        return page

    return open_live


def bar_says(page, state):
    """Wait for a state of the bar and return its message."""
    page.locator(f".live-bar[data-state={state}]").wait_for(timeout=WAIT)
    return page.locator(".live-bar [role=status]").inner_text()


def run_code(page, code, *, state="ready", cell=0):
    """Replace a cell's code by the keyboard, run it, and return its output element."""
    page.locator(".CodeMirror").nth(cell).click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    page.evaluate("document.querySelector('.live-bar').dataset.state = 'asked'")
    page.keyboard.press("Shift+Enter")
    bar_says(page, state)
    return page.locator(".cell_output").nth(cell)


def shown_cells(section):
    """Return the notebook's code cells that are on the page."""
    cells = json.loads((ROOT / f"{section}.ipynb").read_text(encoding="utf-8"))["cells"]
    tags = [set(cell["metadata"].get("tags", [])) for cell in cells]
    return [
        own
        for own, cell in zip(tags, cells, strict=True)
        if cell["cell_type"] == "code" and "remove-cell" not in own
    ]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_cell_runs_and_shows_what_the_book_prints(live, edition, section):
    page = live(edition, section)
    page.locator(".live-bar button").first.click()
    page.locator(".live-bar[data-state=busy]").wait_for(timeout=WAIT)
    bar_says(page, "ready")
    page.wait_for_timeout(1000)  # the last outputs are still being drawn
    now, before, cells = page.evaluate(OUTPUTS), page.committed, shown_cells(section)
    assert len(now) == len(before) == len(cells) > 20
    compared = 0
    for tags, new, old in zip(cells, now, before, strict=True):
        if "nbval-check-output" in tags:
            assert new == old
            compared += bool(old["text"])
    assert compared > 10
    assert any(output["pictures"] for output in now)


@pytest.mark.parametrize("edition", EDITIONS)
def test_cells_are_edited_run_and_restarted(live, edition):
    page = live(edition)
    words = {"zh": ("运行", "全部运行", "重启"), "en": ("Run", "Run all", "Restart")}[edition]
    run, run_all, restart = words
    assert page.locator(".thebe-cell > button").first.inner_text() == f"▶ {run}"
    assert page.locator(".live-bar button").all_inner_texts() == [run_all, restart]
    assert run_code(page, "kept = 6 * 7\nprint(kept)").inner_text().strip() == "42"
    assert "42" in run_code(page, "kept", cell=1).inner_text()
    page.locator(".live-bar button").nth(1).click()
    bar_says(page, "warning")
    assert "NameError" in run_code(page, "kept", state="warning").inner_text()


def test_formulas_errors_and_pictures_are_drawn(live):
    page = live()
    output = run_code(page, "from IPython.display import Math\nMath(r'\\frac{1}{2}')")
    output.locator("mjx-container svg").wait_for(timeout=WAIT)
    assert "ZeroDivisionError" in run_code(page, "1 / 0", state="warning").inner_text()
    run_code(page, "import d2lutils as d2l\nd2l.use_svg_display()")
    run_code(page, "d2l.plot([1, 2], [[3, 4]])").locator("img, svg").first.wait_for(timeout=WAIT)


def start_live(page):
    """Start live code again after the page was loaded again."""
    page.locator("button.live-code").click()
    bar_says(page, "ready")


@pytest.mark.parametrize(
    ("edition", "words"), [("zh", ["还原", "改动"]), ("en", ["Reset", "edits"])]
)
def test_edits_are_kept_shown_again_and_reset(live, edition, words):
    page = live(edition)
    reset = page.locator(".thebe-cell").first.get_by_role("button", name=words[0])
    original = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert not reset.is_visible()
    run_code(page, "print(6 * 7)")
    address, other = page.url, page.url.replace(SECTIONS[1], SECTIONS[0])
    page.goto(other)
    start_live(page)
    assert "6 * 7" not in page.locator(".CodeMirror").first.inner_text()  # another section
    page.goto(address)
    start_live(page)
    assert words[1] in page.locator(".live-bar [role=status]").inner_text()
    assert page.locator(".CodeMirror").first.inner_text().strip() == "print(6 * 7)"
    page.locator(".thebe-cell > button").first.click()
    page.locator(".thebe-cell[data-state=done]").first.wait_for(timeout=WAIT)
    assert page.locator(".cell_output").first.inner_text().strip() == "42"
    reset.click()
    code = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert code == original
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('d2l-edits'))") == []


def test_a_solved_exercise_is_noted_and_a_wrong_answer_is_not(live):
    page = live()
    cells = page.locator("div.cell:has(.cell_input)").evaluate_all(
        "all => all.map(cell => cell.classList.contains('tag_exercise'))"
    )
    first = cells.index(True)
    setup = "import d2lutils as d2l\n"
    solved = "JSON.parse(localStorage.getItem('d2l-progress')).sections"
    run_code(page, f"{setup}d2l.check(1, 2)", cell=first)
    assert page.evaluate(solved) == {}
    run_code(page, f"{setup}d2l.check(2, 2)", cell=first)
    (section,) = page.evaluate(f"Object.entries({solved})")
    assert section[0] == SECTIONS[1]
    exercise = page.locator(".exercise[id]").first.get_attribute("id")
    assert section[1]["solved"] == [exercise]
    assert section[1]["exercises"] == cells.count(True)


def test_a_kernel_that_dies_is_reported_and_replaced(live):
    page = live()
    run_code(page, "import os\nos._exit(1)", state="warning")
    page.wait_for_function(
        "document.querySelector('.live-bar').innerText.includes('内核意外退出')", timeout=WAIT
    )
    assert run_code(page, "print('again')").inner_text().strip() == "again"


def test_a_cell_waits_for_the_kernel_that_replaces_a_dead_one(live):
    """It is run before anybody has noticed the death, which takes up to 3 s."""
    page = live()
    for cell, code in enumerate(["import os\nos._exit(1)", "print('later')"]):
        page.locator(".CodeMirror").nth(cell).click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(code)
        page.keyboard.press("Shift+Enter")
    page.locator(".thebe-cell[data-state=failed]").wait_for(timeout=WAIT)
    page.locator(".thebe-cell[data-state=done]").wait_for(timeout=WAIT)
    assert page.locator(".cell_output").nth(1).inner_text().strip() == "later"
    assert bar_says(page, "ready")


def test_a_kernel_that_was_shut_down_is_reported(live):
    page = live()
    page.evaluate(
        "fetch('/api/kernels').then(a => a.json()).then(all => Promise.all(all.map(k =>"
        " fetch(`/api/kernels/${k.id}`, {method: 'DELETE', headers:"
        " {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]*)/)[1]}}))))"
    )
    page.locator(".thebe-cell > button").first.click()
    assert "内核已经关闭" in bar_says(page, "error")


def test_a_server_that_stops_is_reported(site, environment, live):
    process, address = start_book(environment)
    page = live(address=address)
    process.terminate()
    process.wait(timeout=30)
    page.locator(".thebe-cell > button").first.click()
    assert "make book" in bar_says(page, "error")


@pytest.mark.parametrize(("edition", "told"), [("zh", "令牌"), ("en", "token")])
def test_when_the_login_is_gone_the_page_says_so(open_page, server, edition, told):
    page = open_page(server[1].replace("/zh/index.html", f"/{edition}/{SECTIONS[0]}.html"))
    page.context.clear_cookies()
    page.locator("button.live-code").click()
    assert told in bar_says(page, "error")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_without_a_server_says_how_to_start_one(base, open_page, edition):
    page = open_page(f"{base}/{edition}/{SECTIONS[0]}.html")
    page.locator("button.live-code").click()
    assert "make book" in bar_says(page, "error")
    assert page.locator("button.live-code").is_enabled()


def test_leaving_the_page_frees_its_kernel(live, server):
    page = live()
    address = re.match(r"http://127\.0\.0\.1:\d+", page.url)[0]
    count = "fetch('/api/sessions').then(a => a.json()).then(all => all.length)"
    running = page.evaluate(count)
    page.goto(f"{address}/read/zh/book/preface.html")
    page.wait_for_function(f"{count}.then(n => n < {running})", timeout=WAIT)


def test_live_code_is_on_notebooks_alone():
    assert "live-code" in (HTML / "zh" / f"{SECTIONS[0]}.html").read_text(encoding="utf-8")
    assert "live-code" not in (HTML / "zh" / "book" / "preface.html").read_text(encoding="utf-8")

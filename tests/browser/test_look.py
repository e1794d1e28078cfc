"""What makes pages comfortable: contrast in the light and in the dark, plots, no jumping text."""

import io

import numpy
import pytest
from PIL import Image

from tests.book.site import EDITIONS, NOTEBOOKS, PAGES, read_notebook
from tests.browser.conftest import wait_for_formulas
from tests.browser.sample import sample

pytestmark = [pytest.mark.browser, pytest.mark.site]

THEMES = ["light", "dark"]
LOOKED_AT = [*(page for page in PAGES if page.startswith("book/")), *sample(NOTEBOOKS, 12)]
# WCAG 2.1, 1.4.3: the contrast of text with what is behind it, all colours made opaque.
FAINT_TEXT = """() => {
  const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const once = (f, seen = new Map()) => (key) => seen.get(key) ?? seen.set(key, f(key)).get(key);
  const rgba = once((color) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  });
  const over = (top, below) => below.map((v, i) => v + (top[i] - v) * top[3] / 255);
  const behind = once((element) => {
    const below = element.parentElement ? behind(element.parentElement) : [255, 255, 255];
    return over(rgba(getComputedStyle(element).backgroundColor), below);
  });
  const luminance = (rgb) => {
    const linear = rgb.map((v) => v / 255).map(
      (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, style = getComputedStyle(element);
    const seen = element.checkVisibility({opacityProperty: true, visibilityProperty: true});
    if (!walker.currentNode.textContent.trim() || !seen) continue;
    if (element.closest("script, style, svg, mjx-container, .visually-hidden")) continue;
    const ground = behind(element);
    const pair = [over(rgba(style.color), ground), ground].map(luminance).sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      faint.add(`${element.tagName}.${element.className} ${style.color}: ${ratio.toFixed(2)}`);
    }
  }
  return [...faint];
}"""
WATCH_SHIFTS = """
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""


def set_theme(page, theme):
    """Choose light or dark as the reader's button does, without the fading."""
    page.add_style_tag(content="* { transition: none !important }")
    page.evaluate("theme => { document.documentElement.dataset.mode = theme }", theme)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", LOOKED_AT)
def test_text_stands_out_from_what_is_behind_it(site, open_page, edition, name):
    page = open_page((site / edition / f"{name}.html").as_uri())
    wait_for_formulas(page)  # their sources are not to be seen
    for theme in THEMES:
        set_theme(page, theme)
        assert page.evaluate(FAINT_TEXT) == [], theme


def test_faint_text_is_found(site, open_page):
    page = open_page((site / "en" / "book" / "preface.html").as_uri())
    page.add_style_tag(content="article p { color: #999 !important }")
    assert any(faint.startswith("P.") for faint in page.evaluate(FAINT_TEXT))


def has_plot(page):
    """Whether a section shows a plot."""
    outputs = [o for cell in read_notebook(page)["cells"] for o in cell.get("outputs", [])]
    return any("image/svg+xml" in output.get("data", {}) for output in outputs)


def test_the_button_turns_the_page_dark_and_plots_stay_readable(site, open_page):
    plotted = next(page for page in reversed(NOTEBOOKS) if has_plot(page))
    page = open_page((site / "zh" / f"{plotted}.html").as_uri())
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(3):  # light, dark, as the system
        if page.evaluate("document.documentElement.dataset.theme") != "dark":
            page.locator("button.theme-switch-button").first.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.wait_for_timeout(400)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    plot = page.locator(".cell_output img[src$='.svg']").first
    plot.scroll_into_view_if_needed()
    grey = numpy.asarray(Image.open(io.BytesIO(plot.screenshot())).convert("L"))
    dark, light = numpy.percentile(grey, [0.5, 50])
    assert dark < 90 < 180 < light < 240, (dark, light)  # dark lines on a dimmed sheet


@pytest.mark.parametrize("theme", THEMES)
def test_light_or_dark_is_known_before_the_first_painting(site, open_page, theme):
    page = open_page("about:blank")
    page.emulate_media(color_scheme=theme)
    page.route("**/scripts/pydata-sphinx-theme.js*", lambda route: route.abort())  # comes late
    page.goto((site / "zh" / f"{NOTEBOOKS[0]}.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    logos = {shown: page.locator(f".navbar-brand .only-{shown}").is_visible() for shown in THEMES}
    assert logos == {shown: shown == theme for shown in THEMES}


def shift_while_loading(open_page, address, width):
    """Return how far the text of a page moves while it loads, Web Vitals' cumulative shift."""
    page = open_page("about:blank", width=width)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(address)
    wait_for_formulas(page)
    page.wait_for_timeout(300)  # what comes late is counted, too
    shift = page.evaluate("window.shift")
    page.context.close()
    return shift


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", sample(NOTEBOOKS, 12))
def test_text_does_not_jump_while_a_page_loads(site, open_page, edition, width, name):
    address = (site / edition / f"{name}.html").as_uri()
    # 0.1 is "good" by Web Vitals. A busy machine may add a shift now and then; what the page itself
    # does, it does each time.
    assert any(shift_while_loading(open_page, address, width) < 0.1 for _ in range(3))


@pytest.mark.parametrize("name", sample(NOTEBOOKS, 12))
def test_no_line_of_code_is_cut_between_the_side_bars(site, open_page, name):
    page = open_page((site / "zh" / f"{name}.html").as_uri(), width=1280)
    cut = "(cells) => cells.filter((c) => c.scrollWidth > c.clientWidth).map((c) => c.innerText)"
    assert page.locator("div.cell_input pre").evaluate_all(cut) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_is_printed_in_black_on_white_without_what_is_for_screens(site, open_page, edition):
    page = open_page((site / edition / f"{NOTEBOOKS[0]}.html").as_uri())
    set_theme(page, "dark")
    theme = "document.documentElement.dataset.theme"
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.printed = {theme} }})")
    page.pdf()
    assert page.evaluate("[window.printed, " + theme + "]") == ["light", "dark"]
    page.emulate_media(media="print")
    for shown in ("article h1", "article pre"):
        assert page.locator(shown).first.is_visible()
    for hidden in ("nav.bd-links", ".bd-sidebar-secondary", "button", "#jb-print-docs-body"):
        assert not any(part.is_visible() for part in page.locator(hidden).all()), hidden
    # A box that may be cut leaves an empty frame at the foot of the page.
    cut = "(box) => getComputedStyle(box).breakInside"
    assert page.locator("div.cell_input").first.evaluate(cut) == "avoid"

"""Figures that can be dragged: with mouse, finger and keyboard, alone and on their pages."""

import json
import re

import numpy
import polib
import pytest

import d2lutils as d2l
from d2lsite import explorables, words
from tests.book.site import EDITIONS, NOTEBOOKS, ROOT, read_notebook
from tests.browser.conftest import wait_for_formulas
from tests.browser.test_look import FAINT_TEXT, THEMES, set_theme

pytestmark = pytest.mark.browser

FOLDER = ROOT / "book" / "static" / "explorables"
WIDTHS = [1280, 390]
each_edition = pytest.mark.parametrize("edition", EDITIONS)
each_width = pytest.mark.parametrize("width", WIDTHS)
each_figure = pytest.mark.parametrize("name", explorables.SCRIPTS)
USED = re.compile(r":figclass: explorable (\w+)")
ALONE = """<!DOCTYPE html><html lang="{language}" data-theme="light">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="{folder}/explorable.css">
<script type="application/json" id="explorable-words">{words}</script>
{scripts}
<body style="font-family: sans-serif"><p style="height: 300px">A line.
<figure class="explorable {name}" style="margin: 0"><img src="{still}" alt="A still picture">
<figcaption>A caption.</figcaption></figure><p style="height: 900px">Another line."""


def pages_with_figures():
    """Return (page, name) of each figure in the book that can be dragged."""
    found = []
    for page in NOTEBOOKS:
        text = "\n".join("".join(cell["source"]) for cell in read_notebook(page)["cells"])
        found += [(page, name) for name in USED.findall(text)]
    return found


ON_PAGES = pages_with_figures()
each_page = pytest.mark.parametrize(("page_name", "name"), ON_PAGES)


def spoken(edition, monkeypatch):
    """Return the words of an edition."""
    catalog = polib.pofile(str(words.SOURCES / "zh_CN" / "LC_MESSAGES" / "d2lsite.po"))
    known = {entry.msgid: entry.msgstr for entry in catalog}
    monkeypatch.setattr(explorables, "_", known.__getitem__ if edition == "zh" else str)
    return explorables.words()


@pytest.fixture
def alone(open_page, tmp_path, monkeypatch):
    """Return a function that opens a page with nothing but a figure; an error on it fails."""
    errors = []

    def open_alone(name, edition="en", **options):
        scripts = (*explorables.SHARED, *explorables.SCRIPTS[name])
        said = spoken(edition, monkeypatch)
        html = ALONE.format(
            language=edition,
            folder=FOLDER.as_uri(),
            words=json.dumps(said),
            scripts="".join(
                f'<script defer src="{FOLDER.as_uri()}/{s}"></script>' for s in scripts
            ),
            name=name,
            still=(ROOT / "book" / "static" / "img" / f"explorable_{name}.svg").as_uri(),
        )
        path = tmp_path / f"{name}.html"
        path.write_text(html, encoding="utf-8")
        page = open_page("about:blank", **options)
        page.on("pageerror", lambda error: errors.append(error))
        page.goto(path.as_uri())
        page.locator(
            "figure.live" if options.get("java_script_enabled", True) else "figure"
        ).wait_for()
        page.text = {**said["player"], **said[name]}
        return page

    yield open_alone
    assert not errors


def handle(page, key):
    """Return the handle that is called by a word."""
    return page.locator(f"svg [role=slider][aria-label='{page.text[key]}']")


def middle(part):
    """Return the middle of a part of the page."""
    box = part.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, knob, dx, dy=0):
    """Drag with the mouse, in some steps."""
    knob.scroll_into_view_if_needed()
    x, y = middle(knob)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=8)
    page.mouse.up()


def drag_with_finger(page, start, dx, dy):
    """Drag with a finger from a place: the browser itself decides whether this scrolls."""
    touch = page.context.new_cdp_session(page)
    points = [{"x": start[0] + dx * i / 8, "y": start[1] + dy * i / 8} for i in range(9)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def value(knob):
    """Return where a handle is."""
    return float(knob.get_attribute("aria-valuenow"))


def sentence(page):
    """Return what is said of the figure."""
    return page.locator(".explorable-says").inner_text()


def number_after(text, beginning):
    """Return the first number in a text after some words."""
    found = re.search(re.escape(beginning) + r"\s*(−?[\d.]*\d)", text)
    return float(found[1].replace("−", "-"))


def last_x(lr):
    """Return where 20 steps on the parabola of section 7.2 lead."""
    return d2l.descend(lambda x: 2 * x, d2l.gradient_descent, [2], 20, lr=lr)[-1, 0]


@each_edition
@each_width
def test_times_are_dragged_and_the_sum_of_both_is_said(alone, edition, width):
    page = alone("timeline", edition, width=width)
    words = {"zh": ("一共", "快", "瓶颈"), "en": ("each:", "devices are", "bottleneck")}[edition]
    assert number_after(sentence(page), words[0]) == 17
    assert words[2] not in sentence(page)
    drag(page, handle(page, "compute"), -2000)
    assert value(handle(page, "compute")) == 0.5
    assert number_after(sentence(page), words[0]) == 5 * 2 + 0.5
    assert words[2] in sentence(page)
    faster = number_after(sentence(page), words[1])
    page.locator("input[type=range]").focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    assert number_after(sentence(page), words[0]) == 5 * 1 + 0.5
    assert number_after(sentence(page), words[1]) > faster
    drag(page, handle(page, "devices"), 2000)
    assert value(handle(page, "devices")) == 64


@each_edition
@each_width
def test_the_rate_is_dragged_past_the_limit(alone, edition, width):
    page = alone("rate", edition, width=width)
    knob = handle(page, "lr")
    ends = {"zh": "发散", "en": "diverges"}
    assert value(knob) == 0.95
    assert ends[edition] not in sentence(page)
    before = page.locator("svg .path").first.get_attribute("d")
    drag(page, knob, 60)
    lr = value(knob)
    assert 1.05 < lr < 2
    assert ends[edition] in sentence(page)
    x = number_after(sentence(page), "x =")
    assert x == pytest.approx(last_x(lr), rel=1e-3) or "×10" in sentence(page)
    assert page.locator("svg .path").first.get_attribute("d") != before
    drag(page, knob, -2000)
    assert value(knob) == 0


@each_edition
def test_the_rate_is_dragged_with_a_finger_and_the_page_stays(alone, edition):
    page = alone("rate", edition, width=390, height=844, has_touch=True)
    knob = handle(page, "lr")
    knob.scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    drag_with_finger(page, middle(knob), 40, 48)
    assert 1.1 < value(knob) < 1.6
    assert page.evaluate("scrollY") == scrolled


def test_a_finger_beside_the_handle_scrolls_the_page(alone):
    page = alone("rate", width=390, height=844, has_touch=True)
    knob = handle(page, "lr")
    knob.scroll_into_view_if_needed()
    x, y = middle(knob)
    before = page.evaluate("scrollY")
    drag_with_finger(page, (x, y + 200), 0, -150)
    page.wait_for_function(f"scrollY > {before} + 50")
    assert value(knob) == 0.95


@each_figure
@each_edition
def test_every_handle_obeys_the_keyboard(alone, edition, name):
    page = alone(name, edition)
    knobs = page.locator("svg [role=slider]")
    assert knobs.count() >= 1
    for knob in knobs.all():
        assert knob.get_attribute("aria-label")
        low, high = (float(knob.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
        knob.focus()
        assert knob.evaluate("k => getComputedStyle(k.querySelector('.hit')).stroke") != "none"
        start, said = value(knob), sentence(page)
        page.keyboard.press("ArrowLeft")
        assert value(knob) < start
        assert sentence(page) != said
        page.keyboard.press("ArrowRight")
        assert value(knob) == pytest.approx(start)
        page.keyboard.press("PageDown")
        few = value(knob)
        page.keyboard.press("ArrowLeft")
        assert start - few > 5 * (few - value(knob)) > 0
        page.keyboard.press("Home")
        assert value(knob) == low
        page.keyboard.press("ArrowLeft")
        assert value(knob) == low
        page.keyboard.press("End")
        assert value(knob) == high
        assert knob.get_attribute("aria-valuetext")
    labels = page.locator(".explorable-controls label")
    assert all(label.inner_text().strip() for label in labels.all())


def test_the_tab_key_reaches_everything_in_order(alone):
    page = alone("rate")
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.ariaLabel ?? 'input'"))
    assert reached == [page.text["lr"], page.text["x"], "input"]


def test_the_curvature_moves_the_limit(alone):
    page = alone("rate")
    page.locator("input[type=range]").press("End")
    assert page.locator("output").inner_text() == "4"
    assert number_after(sentence(page), "2/L =") == 0.5
    drag(page, handle(page, "x"), -40)
    assert value(handle(page, "x")) < 1.8


def count_steps(condition, beta):
    """Count as section 7.4 does, with the rate of the figure."""
    lr = 2 * (1 + beta) / (1 + condition)
    path = d2l.descend(
        lambda x: d2l.bowl_gradient(x, condition), d2l.momentum, [1, 1], 12_000, lr=lr, beta=beta
    )
    return int((numpy.linalg.norm(path, axis=1) > 1e-6).sum())


@each_edition
@each_width
def test_momentum_is_dragged_and_steps_are_counted(alone, edition, width):
    page = alone("condition", edition, width=width)
    knob = handle(page, "beta")
    drag(page, knob, 50)
    beta = value(knob)
    assert 0.25 < beta < 0.6
    said = sentence(page)
    pattern = {"zh": r"以内要(\d+)步", "en": r": (\d+) steps to within"}[edition]
    assert int(re.search(pattern, said)[1]) == count_steps(20, beta)
    page.get_by_role("button", name=page.text["useBest"]).click()
    assert value(knob) == pytest.approx(((20**0.5 - 1) / (20**0.5 + 1)) ** 2)
    assert int(re.search(pattern, sentence(page))[1]) == 40
    condition = page.locator("input[type=range]").first
    path = page.locator("svg .curve").get_attribute("d")
    condition.press("End")
    assert page.locator("output").first.inner_text() == "1000"
    assert page.locator("svg .curve").get_attribute("d") != path
    assert int(re.search(pattern, sentence(page))[1]) == count_steps(1000, value(knob))


@each_edition
@each_width
def test_a_start_is_clicked_and_the_path_grows_step_by_step(alone, edition, width):
    page = alone("descent", edition, width=width)
    panel = page.locator("svg.clicked")
    panel.scroll_into_view_if_needed()
    box = panel.bounding_box()
    panel.click(position={"x": box["width"] * 0.35, "y": box["height"] * 0.35})
    x1, x2 = (float(v.replace("−", "-")) for v in re.findall(r"= (−?[\d.]+)", shown(page)))
    assert -1.5 < x1 < -0.2
    assert 0.1 < x2 < 1
    assert page.locator("svg .dot").count() == 1
    for _ in range(3):
        page.get_by_role("button", name=page.text["step"]).click()
    assert page.locator("svg .dot").count() == 4
    expected = d2l.descend(d2l.bowl_gradient, d2l.adam, [x1, x2], 3, lr=0.2)[-1]
    reached = re.search(r"\((−?[\d.]+), (−?[\d.]+)\)", sentence(page)).groups()
    reached = [float(v.replace("−", "-")) for v in reached]
    numpy.testing.assert_allclose(reached, expected, rtol=6e-3)


def shown(page):
    """Return what a screen reader says of the place of the start."""
    return handle(page, "from").get_attribute("aria-valuetext")


def test_the_player_plays_pauses_and_starts_over(alone):
    page = alone("descent")
    dots, live = page.locator("svg .dot"), page.locator(".explorable-says")
    page.get_by_role("button", name="Start over").click()
    assert dots.count() == 1
    page.get_by_role("button", name="Play").click()
    assert live.get_attribute("aria-live") == "off"
    page.wait_for_function("document.querySelectorAll('svg .dot').length > 4")
    page.get_by_role("button", name="Pause").click()
    assert live.get_attribute("aria-live") == "polite"
    stopped = dots.count()
    page.wait_for_timeout(300)
    assert dots.count() == stopped
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelectorAll('svg .dot').length == 121", timeout=30_000)
    page.get_by_role("button", name="Play").wait_for()  # it has stopped by itself


def test_each_optimiser_comes_with_a_rate_and_each_function_with_a_start(alone):
    page = alone("descent")
    function, optimiser = page.locator("select").all()
    optimiser.select_option("gradient_descent")
    assert page.locator("output").inner_text() == "0.09"
    assert "Gradient descent, η = 0.09" in sentence(page)
    function.select_option("valleys")
    assert shown(page) == "x₁ = 0.02, x₂ = 1.2"
    page.locator("input[type=range]").press("End")
    assert page.locator("output").inner_text() == "1"
    assert page.text["diverges"] in sentence(page)
    drag(page, handle(page, "from"), 0, 30)
    assert not shown(page).endswith("1.2")


@each_figure
@each_edition
def test_a_figure_fits_every_width_and_follows_it(alone, edition, name):
    page = alone(name, edition)
    for width in (1280, 390, 320, 800):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)  # the observer of sizes comes after the layout
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for panel in page.locator("svg.half, svg.wide").all():
            drawn = float(panel.get_attribute("viewBox").split()[2])
            assert 0 <= panel.bounding_box()["width"] - drawn < 1
        stage = page.locator(".explorable-stage").bounding_box()
        for control in page.locator(".explorable-controls :is(input, select, button)").all():
            box = control.bounding_box()
            assert box["x"] >= stage["x"]
            assert box["x"] + box["width"] <= stage["x"] + stage["width"]


LUMINANCE = """(element, property) => {
  const paint = document.createElement("canvas").getContext("2d");
  paint.fillStyle = getComputedStyle(element)[property];
  paint.fillRect(0, 0, 1, 1);
  const linear = [...paint.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}"""


def contrast(page, mark, ground, properties=("fill", "backgroundColor")):
    """Return the contrast of a mark with what it is on (WCAG 2.1)."""
    parts = zip((mark, ground), properties, strict=True)
    values = [page.locator(part).first.evaluate(LUMINANCE, name) for part, name in parts]
    return (max(values) + 0.05) / (min(values) + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_in_the_light_and_in_the_dark(alone, theme):
    page = alone("rate")
    set_theme(page, theme)
    assert contrast(page, ".axes text", ".explorable-stage") >= 4.5
    for zone in ("walks", "jumps", "diverges"):
        assert contrast(page, ".axes text", f".zone-{zone}", ("fill", "fill")) >= 4.5
        assert contrast(page, ".knob", f".zone-{zone}", ("fill", "fill")) >= 3
    for mark in (".dot", ".knob"):
        assert contrast(page, mark, ".explorable-stage") >= 3
    assert contrast(page, ".curve", ".explorable-stage", ("stroke", "backgroundColor")) >= 3
    assert page.evaluate(FAINT_TEXT) == []


@each_figure
def test_on_paper_and_without_scripts_the_still_picture_stands(alone, name):
    page = alone(name)
    picture, stage = page.locator("figure img"), page.locator(".explorable-stage")
    assert stage.is_visible()
    assert not picture.is_visible()
    page.emulate_media(media="print")
    assert picture.is_visible()
    assert not stage.is_visible()
    page = alone(name, java_script_enabled=False)
    assert page.locator("figure img").is_visible()
    assert page.locator("figure img").bounding_box()["height"] > 200
    assert page.locator(".explorable-stage").count() == 0


@pytest.mark.site
@each_page
@each_edition
@each_width
def test_a_figure_on_its_page_is_there_once_and_fits(
    site, open_page, edition, width, page_name, name
):
    page = open_page((site / edition / f"{page_name}.html").as_uri(), width=width)
    figure = page.locator(f"figure.explorable.{name}")
    assert figure.locator(".explorable-stage").count() == 1
    assert not figure.locator("img").is_visible()
    assert figure.locator("figcaption .caption-number").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    knob = figure.locator("[role=slider]").first
    knob.focus()
    before = value(knob)
    page.keyboard.press("ArrowRight")
    assert value(knob) > before
    wait_for_formulas(page)
    for theme in THEMES:
        set_theme(page, theme)
        assert page.evaluate(FAINT_TEXT) == [], theme


@pytest.mark.site
@each_page
def test_slides_show_the_still_picture(site, open_page, page_name, name):
    page = open_page((site / "zh" / f"{page_name}-slides.html").as_uri())
    assert page.locator(f"figure.explorable.{name} img").count() == 1
    assert page.locator("script[src*=explorables]").count() == 0

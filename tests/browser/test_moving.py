"""What moves: decks of slides, and figures with a player."""

import pytest

import fetch_scripts
from tests.book.site import EDITIONS, NOTEBOOKS

pytestmark = [pytest.mark.browser, pytest.mark.site]
WAIT = 30_000  # ms
HEIGHT = 800  # of a slide, in pixels
PLAYER = "[id^=player-]"


@pytest.mark.skipif(not fetch_scripts.fetch("reveal.js"), reason="npm could not fetch it")
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", NOTEBOOKS[::4])
def test_every_slide_fits_and_its_formulas_are_drawn(site, open_page, edition, name):
    page = open_page(f"{site.as_uri()}/{edition}/{name}-slides.html", height=HEIGHT)
    page.locator("body[data-ready]").wait_for(state="attached", timeout=WAIT)
    slides = page.evaluate("Reveal.getTotalSlides()")
    assert slides == page.locator(".slides > section").count() >= 8
    for i in range(slides):
        zoom, height = page.evaluate(
            f"Reveal.slide({i}), [+Reveal.getCurrentSlide().style.zoom,"
            " Reveal.getCurrentSlide().scrollHeight]"
        )
        assert zoom >= 0.5
        assert height * zoom <= HEIGHT * 1.02, f"slide {i + 1} is cut"
    formulas = page.locator(".math").count()
    assert page.locator("mjx-container svg").count() >= formulas
    assert not page.locator("mjx-merror").count()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_player_steps_plays_and_pauses(site, open_page, edition):
    name = "chapters/03_deep_learning_basics/02_linear_regression_scratch"
    page = open_page(f"{site.as_uri()}/{edition}/{name}.html")
    player = page.locator(PLAYER)
    page.locator("details", has=player).locator("> summary").click()  # a part that goes further
    slider, picture = player.locator("input"), player.locator("img")
    first = picture.get_attribute("src")
    player.locator("[data-step='1']").click()
    assert slider.input_value() == "1"
    assert picture.get_attribute("src") != first
    player.locator("[data-step='-1']").click()
    assert picture.get_attribute("src") == first
    player.locator("[data-play]").click()
    page.wait_for_function(f"+document.querySelector('{PLAYER} input').value > 2", timeout=WAIT)
    player.locator("[data-play]").click()
    stopped = slider.input_value()
    page.wait_for_timeout(600)
    assert slider.input_value() == stopped
    slider.fill("29")
    assert picture.get_attribute("src") != first

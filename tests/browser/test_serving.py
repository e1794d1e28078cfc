"""The page of the prediction service: drawing, choosing a picture, and what it says on an error."""

import numpy
import pytest

import d2lutils as d2l

pytestmark = pytest.mark.browser
WAIT = 30_000  # ms
LABELS = ["dark", "bright"]


@pytest.fixture
def service():
    """Yield a service whose network tells bright pictures from dark ones."""
    seen = []

    def predict(X):
        seen.append(X.copy())
        mean = X.mean(axis=(1, 2, 3))
        return 50 * numpy.stack([0.3 - mean, mean - 0.3], axis=1)

    with d2l.PictureService(predict, LABELS) as running:
        running.seen = seen
        yield running


def ask(page):
    """Click and return the class that the page shows as the best."""
    page.locator("#ask").click()
    best = page.locator("tr", has=page.locator(".best"))
    best.wait_for(timeout=WAIT)
    return best.locator("td").first.inner_text()


def test_a_drawing_is_answered(service, open_page):
    page = open_page(service.url)
    assert ask(page) == "dark"
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + 140, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 260, steps=5)
    page.mouse.up()
    ask(page)
    drawn = service.seen[-1][0, 0]
    assert drawn[4:24, 14].min() > 0.9
    assert drawn[:, :8].max() == 0
    page.locator("#invert").click()
    assert ask(page) == "bright"
    page.locator("#clear").click()
    assert page.locator("tr").count() == 0


def test_a_chosen_picture_reaches_the_network_as_it_is(service, open_page, tmp_path):
    x = numpy.zeros((1, 28, 28))
    x[0, 10:20, 5:25] = 1
    (tmp_path / "x.png").write_bytes(d2l.write_picture(x))
    page = open_page(service.url)
    page.locator("#file").set_input_files(str(tmp_path / "x.png"))
    page.wait_for_function(
        "document.getElementById('canvas').getContext('2d').getImageData(150,150,1,1).data[0] > 0",
        timeout=WAIT,
    )
    ask(page)
    assert numpy.abs(service.seen[-1][0] - x)[0, 11:19, 6:24].max() < 0.02
    assert numpy.abs(service.seen[-1][0] - x).mean() < 0.05


def test_a_service_that_has_ended_is_said(service, open_page):
    page = open_page(service.url)
    service.stop()
    page.locator("#ask").click()
    page.get_by_text("The service does not answer.").wait_for(timeout=WAIT)

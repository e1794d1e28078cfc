"""What a reader did is remembered: sections read, exercises solved, where to go on."""

import json

import pytest

from tests.book.site import EDITIONS

pytestmark = [pytest.mark.browser, pytest.mark.site]
SECTION = "chapters/02_preliminaries/02_ndarray"
CONTENTS = ".bd-sidebar-primary a.internal[href='#'] .progress-mark"  # of the page itself
WAIT = 15_000  # ms


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_cover_leads_on_and_the_contents_show_what_was_read(file_server, open_page, edition):
    page = open_page(f"{file_server}/{edition}/book/index.html")
    assert page.locator(".progress-cover").count() == 0
    page.goto(f"{file_server}/{edition}/{SECTION}.html")
    assert page.locator(CONTENTS).count() == 0  # opened is not read
    page.locator("footer.prev-next-footer").scroll_into_view_if_needed()
    page.locator(CONTENTS, has_text="✓").wait_for(state="attached", timeout=WAIT)
    page.goto(f"{file_server}/{edition}/book/index.html")
    told = page.locator(".progress-cover")
    words = {"zh": ("从上次的地方继续", "读完1节"), "en": ("Go on where you", "sections read: 1")}
    assert all(word in told.inner_text() for word in words[edition])
    with page.expect_download() as saved:
        told.locator("button").click()
    progress = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert progress["last"] == SECTION
    assert list(progress["sections"]) == [SECTION]
    assert progress["sections"][SECTION]["read"]
    told.locator("a").click()
    page.wait_for_url(f"**/{edition}/{SECTION}.html")


@pytest.mark.parametrize("stored", ["", "[]", "null", '{"sections": 3'])
def test_what_is_stored_may_be_damaged(file_server, open_page, stored):
    page = open_page(f"{file_server}/zh/book/index.html")
    page.evaluate("text => localStorage.setItem('d2l-progress', text)", stored)
    page.goto(f"{file_server}/zh/{SECTION}.html")
    page.locator("footer.prev-next-footer").scroll_into_view_if_needed()
    page.locator(CONTENTS).wait_for(state="attached", timeout=WAIT)

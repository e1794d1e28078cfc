"""The sample of pages that Chromium opens."""

from tests.browser.sample import pages_of, sample

PAGES = [f"chapters/01_x/{i:02d}_y" for i in range(20)]


def chosen(turn, touched=()):
    return sample(PAGES, 8, turn=lambda: turn, touched=lambda: set(touched))


def test_in_eight_commits_every_page_has_its_turn():
    assert {page for turn in range(100, 108) for page in chosen(turn)} == set(PAGES)
    assert all(2 <= len(chosen(turn)) <= 3 for turn in range(8))


def test_a_changed_page_is_always_looked_at():
    assert PAGES[5] in chosen(0, touched=[PAGES[5]])
    assert PAGES[5] not in chosen(0)


def test_a_page_changes_with_its_notebook_and_with_its_translation():
    assert "chapters/a/b" in pages_of(["chapters/a/b.ipynb"])
    assert "chapters/a/b" in pages_of(["book/locales/en/LC_MESSAGES/chapters/a/b.po"])
    assert "book/preface" in pages_of(["book/preface.md"])

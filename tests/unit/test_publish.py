"""A build that fails leaves the last good pages and names what is wrong."""

import pytest

import build_site
from publish import faults, publish

PRINTED = """\
\x1b[91m/home/me/d2l/chapters/03_nets/03_gluon.ipynb:30002: WARNING: No key "loss" found\x1b[39;49m
/home/me/d2l/chapters/03_nets/03_gluon.ipynb:40002: WARNING: another
chapters/03_nets/04_softmax.ipynb: no translation for '我的笔记'
"""


def test_what_was_built_replaces_what_is_served(tmp_path):
    built, served = tmp_path / "built", tmp_path / "served"
    for folder, files in ((built, {"a/x": "new", "b": "same"}), (served, {"b": "same", "c": "x"})):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    publish(built, served)
    files = [path for path in served.rglob("*") if path.is_file()]
    found = {str(path.relative_to(served)): path.read_text(encoding="utf-8") for path in files}
    assert found == {"a/x": "new", "b": "same"}


def test_faults_name_each_notebook_once():
    assert faults(PRINTED) == [
        'chapters/03_nets/03_gluon.ipynb:30002: WARNING: No key "loss" found',
        "chapters/03_nets/04_softmax.ipynb: no translation for '我的笔记'",
    ]


@pytest.fixture
def edition(tmp_path, monkeypatch):
    """An edition whose build writes a page and ends as the test says."""

    def run_sphinx(builder, output, **options):
        output.mkdir(parents=True, exist_ok=True)
        (output / "index.html").write_text(options["language"] + edition.text, encoding="utf-8")
        return edition.status

    edition = type("Edition", (), {"status": 0, "text": " first"})
    monkeypatch.setattr(build_site, "HTML", tmp_path / "html")
    monkeypatch.setattr(build_site, "BUILT", tmp_path / "site")
    monkeypatch.setattr(build_site, "run_sphinx", run_sphinx)
    monkeypatch.setattr(build_site, "drop_stale", lambda edition: None)
    monkeypatch.setattr(build_site, "missing_pages", lambda output: [])
    edition.page = tmp_path / "html" / "zh" / "index.html"
    return edition


@pytest.mark.parametrize("for_reading", [False, True])
def test_a_failed_build_leaves_the_last_good_pages(edition, for_reading):
    assert build_site.build_edition("zh", jobs=1) == 0
    edition.status, edition.text = 1, " second"
    assert build_site.build_edition("zh", jobs=1, for_reading=for_reading) == 1
    assert edition.page.read_text(encoding="utf-8") == "zh_CN first"


def test_where_there_are_no_pages_yet_a_reader_gets_what_was_built(edition):
    edition.status = 1
    assert build_site.build_edition("zh", jobs=1) == 1
    assert not edition.page.exists()
    assert build_site.build_edition("zh", jobs=1, for_reading=True) == 1
    assert edition.page.read_text(encoding="utf-8") == "zh_CN first"


def test_the_reader_is_told_in_one_paragraph(edition, capsys):
    assert build_site.tell(PRINTED) == 1  # no pages at all
    assert "There are no pages yet" in capsys.readouterr().err
    for name in ("zh", "en"):
        (build_site.HTML / name).mkdir(parents=True)
        (build_site.HTML / name / "index.html").touch()
    assert build_site.tell(PRINTED) == 0
    told = capsys.readouterr().err
    assert "chapters/03_nets/03_gluon.ipynb" in told
    assert "work/" in told
    assert "\n\n" not in told

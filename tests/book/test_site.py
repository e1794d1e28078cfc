"""The built pages, read as files."""

import json
import pickle
import re

import pytest
from bs4 import NavigableString

import translate
from d2lsite import explorables
from d2lutils.notebooks.comments import translate_comments
from d2lutils.notebooks.reading import DEEPER, measure
from tests.book.site import (
    CHINESE,
    EDITIONS,
    HTML,
    NOTEBOOKS,
    PAGES,
    ROOT,
    article,
    html_path,
    ids_on,
    read_notebook,
    read_page,
    resolve,
)

pytestmark = [pytest.mark.site, pytest.mark.usefixtures("site")]

# Module scope: pytest runs all tests of a page before those of the next, and it is parsed once.
each_edition = pytest.mark.parametrize("edition", EDITIONS, scope="module")
each_page = pytest.mark.parametrize("page", PAGES, scope="module")
each_notebook = pytest.mark.parametrize("page", NOTEBOOKS, scope="module")

EXTERNAL = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
CSS_LOADS = re.compile(r"""(?:url\(|@import)\s*["']?\s*((?:https?:)?//[^"')\s]+)""")
LEFTOVER = re.compile(r"\{(?:ref|numref|eq|doc|cite|glue|figure|note)(?::\w+)?\}")


def number_in_file_name(page):
    """Return "3.5" for chapters/03_x/05_y, "3" for the chapter's index, "" for other pages."""
    chapter = re.match(r"chapters/(\d+)_", page)
    section = re.match(r"chapters/\d+_[^/]+/(\d+)_", page)
    return ".".join(str(int(match[1])) for match in (chapter, section) if match)


def page_of(path):
    """Return the edition's page that a file is, such as chapters/03_x/05_y, or None."""
    for edition in EDITIONS:
        if path.is_relative_to(HTML / edition):
            return path.relative_to(HTML / edition).with_suffix("").as_posix()
    return None


def visible_text(node):
    """Return the text outside code and bibliography."""
    skipped = {id(tag) for tag in node.select("pre, code, script, style, .citation-list")}
    texts = [text for text in node.find_all(string=True) if type(text) is NavigableString]
    return "\n".join(t for t in texts if skipped.isdisjoint(id(parent) for parent in t.parents))


def test_front_address_leads_to_the_chinese_edition():
    refresh = read_page(HTML / "index.html").select_one("meta[http-equiv=refresh]")["content"]
    assert refresh == "0; url=zh/index.html"
    inner = read_page(HTML / "zh" / "index.html").select_one("meta[http-equiv=Refresh i]")
    assert resolve(HTML / "zh" / "index.html", inner["content"].split("url=")[1])[0].exists()


@each_edition
def test_each_page_of_the_toc_is_there_and_no_other(edition):
    built = {page_of(path) for path in (HTML / edition).rglob("*.html")}
    built -= {f"{page}-slides" for page in NOTEBOOKS}  # tests/book/test_slides.py
    from_sphinx = {"index", "search", "genindex"} | {p for p in built if p.startswith("_static/")}
    assert built - from_sphinx == set(PAGES)


@each_edition
@each_page
def test_page_is_small_and_in_its_language(edition, page):
    path = html_path(edition, page)
    assert path.stat().st_size < 1_000_000
    assert read_page(path).html["lang"] == {"zh": "zh-CN", "en": "en"}[edition]


@each_edition
@each_page
def test_switch_leads_to_the_same_page_of_the_other_edition(edition, page):
    path = html_path(edition, page)
    (other,) = set(EDITIONS) - {edition}
    (link,) = read_page(path).select("a.edition-switch")
    assert resolve(path, link["href"]) == (html_path(other, page), "")


@each_notebook
def test_what_sphinx_keeps_of_a_page_is_that_page_alone(page):
    """Translations refer to each other: kept, a page would hold all that were read before it."""
    path = HTML.parent / "doctrees" / "en" / f"{page}.doctree"
    doctree = pickle.loads(path.read_bytes())
    nodes = list(doctree.findall())
    assert len(nodes) > 50
    assert all(node.document is doctree for node in nodes)


@each_edition
@each_page
def test_title_and_headings_carry_the_number_of_the_file(edition, page):
    body, number = article(edition, page), number_in_file_name(page)
    shown = body.h1.select_one(".section-number")
    assert (shown.text.strip() if shown else "") == number
    counts = [h.select_one(".section-number") for h in body.select("h2")]
    expected = [f"{number}.{i + 1}" for i in range(len(counts))] if "." in number else []
    assert [c.text.strip() for c in counts if c] == expected


@each_edition
@each_page
def test_links_to_pages_carry_the_number_of_the_file(edition, page):
    path = html_path(edition, page)
    html = read_page(path)
    links = html.select("nav.bd-links a.reference.internal, .toctree-wrapper a, .prev-next-area a")
    for link in links:
        target, fragment = resolve(path, link["href"])
        expected = number_in_file_name(page_of(target))
        numbers = re.findall(r"\d+(?:\.\d+)*(?= )", link.get_text(" ", strip=True) + " ")
        assert fragment or not expected or expected in numbers, link
    for link in html.select("a:has(> .std-numref)"):
        section = re.fullmatch(r"第([\d.]+)节|Section ([\d.]+)", link.text)
        if section:
            expected = number_in_file_name(page_of(resolve(path, link["href"])[0]))
            assert f"{section[1] or section[2]}.".startswith(f"{expected}."), link


@each_edition
@each_notebook
def test_the_place_of_each_formula_in_the_text_is_kept(edition, page):
    for formula in article(edition, page).select("span.math"):
        (room,) = formula.select(".room")  # book/_ext/d2lsite/formula_room.py knows its commands
        width, height = (float(re.search(rf"--{n}: ([\d.]+)ex", room["style"])[1]) for n in "wh")
        assert 0.4 < width < 1.2 * len(formula.text) + 4
        assert 0.5 < height < 10


@each_edition
@each_notebook
def test_figures_are_numbered_in_their_section(edition, page):
    captions = [c.text.strip() for c in article(edition, page).select("figure .caption-number")]
    word = {"zh": "图", "en": "Figure "}[edition]
    expected = [f"{word}{number_in_file_name(page)}.{i + 1}" for i in range(len(captions))]
    assert captions == expected


@each_edition
@each_notebook
def test_every_code_cell_and_every_plot_is_on_the_page(edition, page):
    body = article(edition, page)
    cells = [
        cell
        for cell in read_notebook(page)["cells"]
        if cell["cell_type"] == "code"
        and "".join(cell["source"]).strip()
        and "remove-cell" not in cell["metadata"].get("tags", [])
    ]
    shown = [pre.get_text().strip() for pre in body.select("div.cell_input pre")]
    sources = ["".join(cell["source"]).strip() for cell in cells]
    if edition == "en":
        known = translate.read_catalog(page)
        sources = [translate_comments(source, lambda t: known[t].msgstr) for source in sources]
    assert shown == sources
    outputs = [output.get("data", {}) for cell in cells for output in cell["outputs"]]
    plots = [data for data in outputs if any(kind.startswith("image/") for kind in data)]
    assert len(body.select("div.cell_output img")) == len(plots)
    figures = [c["metadata"].get("mystnb", {}).get("figure") for c in cells]
    names = {figure["name"] for figure in figures if figure}
    assert names <= {figure.get("id") for figure in body.select("figure")}


@each_edition
@each_notebook
def test_line_under_the_title_says_what_the_run_took(edition, page):
    info = read_notebook(page)["metadata"].get("d2l")
    line = article(edition, page).select_one("p.notebook-info")
    assert (line is not None) == (info is not None)
    if info:
        assert line.find_previous_sibling().name == "h1"
        seconds = max(1, round(info["seconds"]))
        time = {"zh": f"约 {seconds} 秒", "en": f"about {seconds} s "}[edition]
        assert time in line.text
        assert info["date"] in line.text
        minutes = max(1, round(measure(ROOT / f"{page}.ipynb").main.minutes))
        reading = {"zh": f"正文约{minutes}分钟", "en": f"main text about {minutes} min"}[edition]
        assert line.text.startswith(reading)
        assert info["versions"]["mxnet"] in line.text


@each_edition
def test_status_lists_the_run_of_every_section(edition):
    rows = article(edition, "book/status").select("table.execution-status tbody tr")
    shown = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]
    expected = {
        number_in_file_name(page): read_notebook(page)["metadata"]["d2l"] for page in NOTEBOOKS
    }
    assert [row[0].split()[0] for row in shown] == sorted(expected, key=as_numbers)
    for name, _main, _deeper, seconds, data, date in shown:
        record = expected[name.split()[0]]
        assert (seconds, date) == (f"{record['seconds']:.1f}", record["date"])
        assert bool(CHINESE.search(name + data)) == (edition == "zh")


def as_numbers(number):
    """Return "3.10" as (3, 10), which sorts after (3, 9)."""
    return tuple(int(part) for part in number.split("."))


@each_edition
@each_notebook
def test_parts_that_go_further_are_folded_and_whole(edition, page):
    headings = [
        line
        for cell in read_notebook(page)["cells"]
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).split("\n")
        if line.startswith(f"## {DEEPER}")
    ]
    folded = article(edition, page).select("section.going-further")
    assert len(folded) == len(headings)
    for section in folded:
        assert [child.name for child in section.find_all(recursive=False)][-2:] == ["h2", "details"]
        assert section.details.find("p")


@each_edition
@each_page
def test_nothing_is_left_unrendered(edition, page):
    body = article(edition, page)
    assert not body.select(".system-message, .problematic, .docinfo")
    assert not LEFTOVER.search(visible_text(body))


@each_page
def test_english_page_has_no_chinese(page):
    body = article("en", page)
    assert not [line for line in visible_text(body).splitlines() if CHINESE.search(line)]
    assert not [image for image in body.select("img") if CHINESE.search(image.get("alt", ""))]


@each_page
def test_english_page_has_the_outline_of_the_chinese_one(page):
    tags = "h1, h2, h3, figure, table, div.math, div.exercise, div.solution, div.admonition, pre"
    outlines = [[t.name for t in article(edition, page).select(tags)] for edition in EDITIONS]
    assert outlines[0] == outlines[1]


@each_page
def test_side_bars_of_an_english_page_are_in_english(page):
    side = read_page(html_path("en", page)).select("nav.bd-links, #pst-secondary-sidebar")
    assert not [part for part in side if CHINESE.search(part.text)]


@each_edition
@each_page
def test_exercises_are_headed_in_the_language_of_the_edition(edition, page):
    words = {"zh": ("练习", "解答"), "en": ("Exercise", "Solution to")}[edition]
    for kind, word in zip(("exercise", "solution"), words, strict=True):
        titles = article(edition, page).select(f"div.{kind} > p.admonition-title")
        assert all(title.text.strip().startswith(word) for title in titles)


@each_edition
@each_page
def test_internal_links_and_images_resolve(edition, page):
    broken, path = [], html_path(edition, page)
    for tag in read_page(path).select("a[href], img[src], link[href], script[src]"):
        address = tag.get("href") or tag.get("src")
        if re.match(r"[a-z]+:|//", address):
            continue
        target, fragment = resolve(path, address)
        found = target.is_file()
        if found and fragment and target.suffix == ".html":
            found = fragment in ids_on(target)
        if not found:
            broken.append(address)
    assert not broken


@each_edition
@each_page
def test_a_page_has_the_scripts_of_its_figures_that_can_be_dragged_and_no_others(edition, page):
    html = read_page(html_path(edition, page))
    figures = article(edition, page).select("figure.explorable")
    names = [name for name in explorables.SCRIPTS for f in figures if name in f["class"]]
    assert len(names) == len(figures) == len(article(edition, page).select("figure.explorable img"))
    scripts = {*explorables.SHARED}.union(*(explorables.SCRIPTS[name] for name in names))
    loaded = {tag["src"] for tag in html.select("script[src*='/explorables/']")}
    loaded = {re.search(r"explorables/(\w+\.js)", address)[1] for address in loaded}
    assert loaded == (scripts if names else set())
    for said in html.select("script#explorable-words"):
        assert json.loads(said.string).keys() == {"player", *names}
        assert bool(CHINESE.search(json.loads(said.string)["player"]["play"])) == (edition == "zh")


def loads_of(path):
    """Return what a built page would load from another machine."""
    loads = []
    for tag in read_page(path).find_all(True):
        if tag.name == "a":
            continue
        for name in ("src", "href", "data", "poster", "srcset", "action"):
            if EXTERNAL.match(str(tag.get(name, ""))):
                loads.append((tag.name, tag[name]))
    for tag in read_page(path).select("script:not([src]), style"):
        loads += re.findall(r"https?://[^\s\"']+", tag.text)
    return loads


@each_edition
@each_page
def test_a_page_loads_nothing_from_elsewhere(edition, page):
    assert not loads_of(html_path(edition, page))


@each_edition
def test_nothing_else_is_loaded_from_elsewhere(edition):
    pages = {html_path(edition, page) for page in PAGES}
    others = [path for path in (HTML / edition).rglob("*.html") if path not in pages]
    assert not [(path.name, loads) for path in others if (loads := loads_of(path))]
    for path in (HTML / edition).rglob("*.css"):
        assert not CSS_LOADS.findall(path.read_text(encoding="utf-8")), path.name

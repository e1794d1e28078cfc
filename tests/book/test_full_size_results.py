"""The table of results at full size: one row for each kind of run, with its spread."""

import json

import pytest

import train_full
from d2lsite import results_table
from tests.book.site import EDITIONS, ROOT, article

RESULTS = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in (ROOT / "data" / "results").glob("*.json")
]


def result(**changes):
    run = {
        "section": "5.5",
        "title": "LeNet",
        "num_train": 60_000,
        "side": 28,
        "num_epochs": 10,
        "batch_size": 128,
    }
    return {**run, "lr": 0.03, "device": "2 CPU cores", "seconds_per_epoch": 5.0, **changes}


@pytest.mark.usefixtures("english")
def test_runs_that_differ_by_seed_share_a_row_with_their_spread():
    runs = [result(test_acc=acc, seconds_per_epoch=s) for acc, s in ((0.8, 4), (0.9, 6), (0.81, 5))]
    rows = results_table.summarise([*runs, result(test_acc=0.7, side=32)])
    first = ["LeNet", "60,000", "28", "10", "2 CPU cores", "5.0", "0.810 (0.800–0.900)", "3"]
    assert rows == [first, ["LeNet", "60,000", "32", "10", "2 CPU cores", "5.0", "0.700", "1"]]


def test_networks_come_in_the_order_of_their_sections():
    runs = [result(section=section, title=section, test_acc=0.5) for section in ("5.10", "5.9")]
    assert [row[0] for row in results_table.summarise(runs)] == ["5.9", "5.10"]


def test_each_result_carries_the_name_that_its_recipe_has():
    for run in RESULTS:
        recipe = train_full.RECIPES[run["model"]]
        assert (run["title"], run["section"]) == (recipe.title, recipe.section)


def test_results_are_of_the_real_data_and_complete():
    for run in RESULTS:
        assert run["data"] == "full"
        assert len(run["history"]) == run["num_epochs"]
        assert run["test_acc"] == run["history"][-1]["test_acc"]


@pytest.mark.site
@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_shows_all_results(edition):
    rows = article(edition, "book/results").select("table.full-size-results tbody tr")
    assert sum(int(row.select("td")[-1].get_text()) for row in rows) == len(RESULTS)

"""Full or embedded: which data a loader serves, and what the reader sees of it."""

import pytest

import d2lutils as d2l
from d2lutils.datasets.store import cache, registry, source
from d2lutils.datasets.store.commands import fetch_all, print_list, print_verification
from d2lutils.datasets.store.source import sources_used


@pytest.fixture
def registered(monkeypatch, small):
    """Register the small file as the data set "small", at the addresses given."""

    def register(*places):
        facts = ("small", "Small", "CC0", "https://example.org", "a stand-in")
        found = {"small": registry.Dataset(*facts, files=(small.entry(*places),))}
        monkeypatch.setattr(registry, "registry", lambda: found)
        monkeypatch.setattr(cache, "registry", lambda: found)
        monkeypatch.setattr("d2lutils.datasets.store.commands.registry", lambda: found)

    return register


def load():
    return source.load("small", lambda paths: paths["small.bin"].read_bytes()[:3], lambda: b"***")


def test_full_where_it_can_be_had(registered, capsys):
    registered("good")
    assert load() == (b"\x00\x01\x02", "full")
    assert sources_used() == {"small": "full"}
    assert capsys.readouterr().out == ""


def test_auto_falls_back_and_says_so_once(registered, capsys):
    registered("error")
    assert load() == load() == (b"***", "embedded")
    assert sources_used() == {"small": "embedded"}
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    for part in ("embedded", "small.bin", "HTTP 500", "d2l data fetch small", "data/README.md"):
        assert part in lines[0]


def test_embedded_asks_nobody(registered, server, monkeypatch, capsys):
    monkeypatch.setenv("D2L_DATA", "embedded")
    registered("good")
    assert load() == (b"***", "embedded")
    assert server.asked == []
    assert capsys.readouterr().out == ""  # it is what was asked for


def test_full_does_not_fall_back(registered, monkeypatch):
    monkeypatch.setenv("D2L_DATA", "full")
    registered("other")
    with pytest.raises(d2l.DataError, match="wrong sha256"):
        load()
    assert sources_used() == {}


@pytest.mark.parametrize(
    "loader", [lambda: d2l.load_fashion_mnist(64), d2l.load_airfoil, d2l.load_house_prices]
)
def test_every_loader_works_without_a_network(loader, capsys):
    loader()
    loader()
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert list(sources_used().values()) == ["embedded"]


def test_the_commands(registered, small, capsys):
    registered("good")
    print_list()
    assert "missing" in capsys.readouterr().out
    assert fetch_all() == 0
    assert str(small.target) in capsys.readouterr().out
    assert print_verification() == 0
    print_list()
    assert "ready" in capsys.readouterr().out
    small.target.write_bytes(b"damaged")
    assert print_verification() == 1
    assert f"{small.target} has 7 bytes" in capsys.readouterr().out


def test_fetching_in_vain_is_an_exit_code(registered, capsys):
    registered("error")
    assert fetch_all(["small"]) == 1
    assert "HTTP 500" in capsys.readouterr().out

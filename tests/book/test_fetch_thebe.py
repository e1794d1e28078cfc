"""Thebe comes from npm, checked; without it the book is built without live code."""

import sys

import pytest

from tests.book.site import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import fetch_thebe


def fake_npm(folder, body):
    """Make an npm that runs a shell script, and return its folder."""
    script = folder / "npm"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    return str(folder)


def test_without_npm_the_reason_is_one_line(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not fetch_thebe.fetch(tmp_path / "thebe")
    told = capsys.readouterr().err
    assert "npm is not installed" in told
    assert told.count("\n") == 1


def test_without_a_network_too(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", fake_npm(tmp_path, "exit 1"))
    assert not fetch_thebe.fetch(tmp_path / "thebe")
    assert "could not fetch" in capsys.readouterr().err


def test_another_archive_is_refused_and_leaves_nothing(monkeypatch, tmp_path, capsys):
    name = f"thebe-{fetch_thebe.VERSION}.tgz"
    monkeypatch.setenv("PATH", fake_npm(tmp_path, f"echo other > {name}"))
    assert not fetch_thebe.fetch(tmp_path / "thebe")
    assert "checksum" in capsys.readouterr().err
    assert not (tmp_path / "thebe").exists()


@pytest.mark.skipif(not fetch_thebe.fetch(), reason="Thebe could not be fetched by npm")
def test_only_scripts_and_styles_are_kept():
    kept = list(fetch_thebe.TARGET.iterdir())
    assert {path.suffix for path in kept} == {".js", ".css"}
    assert sum(path.stat().st_size for path in kept) < 5e6

"""Scripts come from npm, checked; without them the book is built without what they do."""

import base64
import hashlib
import tarfile

import pytest

import fetch_scripts

THEBE = fetch_scripts.PACKAGES["thebe"]


def fake_npm(folder, body):
    """Make an npm that runs a shell script, and return its folder."""
    script = folder / "npm"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(folder)


@pytest.fixture
def empty(monkeypatch, tmp_path):
    """Look for scripts in an empty folder, and for npm in another."""
    monkeypatch.setattr(fetch_scripts, "VENDOR", tmp_path / "vendor")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_npm_the_reason_is_one_line(empty, capsys):
    assert not fetch_scripts.fetch("thebe")
    told = capsys.readouterr().err
    assert "npm is not installed" in told
    assert "no live code" in told
    assert told.count("\n") == 1


def test_without_a_network_too(empty, capsys):
    fake_npm(empty, "exit 1")
    assert not fetch_scripts.fetch_all()
    told = capsys.readouterr().err
    assert told.count("could not fetch") == len(fetch_scripts.PACKAGES)


def test_another_archive_is_refused_and_leaves_nothing(empty, capsys):
    fake_npm(empty, f"echo other > thebe-{THEBE.version}.tgz")
    assert not fetch_scripts.fetch("thebe")
    assert "checksum" in capsys.readouterr().err
    assert not THEBE.target.exists()


@pytest.mark.parametrize("name", fetch_scripts.PACKAGES)
def test_only_scripts_and_styles_are_kept(name):
    if not fetch_scripts.fetch(name):
        pytest.skip("npm could not fetch it")
    kept = list(fetch_scripts.PACKAGES[name].target.iterdir())
    assert {path.suffix for path in kept} == {".js", ".css"}
    assert sum(path.stat().st_size for path in kept) < 5e6


def test_the_second_of_two_processes_that_fetch_at_once_finds_its_work_done(empty):
    archive = empty / "thing-1.tgz"
    with tarfile.open(archive, "w:gz") as members:
        members.addfile(tarfile.TarInfo("package/thing.js"))
    checksum = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    package = fetch_scripts.Package("thing", "1", "package", checksum, "things")
    for _ in range(2):
        fetch_scripts.unpack(package, archive)
    assert [path.name for path in package.target.iterdir()] == ["thing.js"]
    assert [path.name for path in fetch_scripts.VENDOR.iterdir()] == ["thing"]

"""A command that changes the machine is found out: devices, home, checkout."""

import os
import re
import sys
from pathlib import Path

import pytest

import unchanged


@pytest.fixture
def machine(tmp_path):
    """Return a made-up machine: its three folders, with a device, a file and a notebook in them."""
    folders = {name: tmp_path / name for name in ("devices", "home", "checkout")}
    for folder in folders.values():
        folder.mkdir()
    os.mkfifo(folders["devices"] / "null")  # making a device needs root
    (folders["home"] / "notes.txt").write_text("mine", encoding="utf-8")
    (folders["checkout"] / "chapters").mkdir()
    (folders["checkout"] / "chapters" / "one.ipynb").write_text("{}", encoding="utf-8")
    return folders


def replace_the_device(machine):
    (machine["devices"] / "null").unlink()
    (machine["devices"] / "null").write_text("", encoding="utf-8")


def write_beside_the_notebook(machine):
    (machine["checkout"] / "chapters" / "submission.csv").write_text("1", encoding="utf-8")


def edit_the_notebook(machine):
    (machine["checkout"] / "chapters" / "one.ipynb").write_text("{ }", encoding="utf-8")


def clean_the_home(machine):
    (machine["home"] / "notes.txt").unlink()


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (replace_the_device, "changed: .*/devices/null"),
        (write_beside_the_notebook, "new: .*/chapters/submission.csv"),
        (edit_the_notebook, "changed: .*/chapters/one.ipynb"),
        (clean_the_home, "gone: .*/home/notes.txt"),
    ],
)
def test_harm_is_named(machine, monkeypatch, capsys, harm, line):
    snapshot = unchanged.snapshot
    monkeypatch.setattr(unchanged, "snapshot", lambda: snapshot(**machine))
    monkeypatch.setattr(unchanged.subprocess, "run", lambda command: harm(machine) or Finished(0))
    assert unchanged.main(["anything"]) == 1
    assert re.search(line, capsys.readouterr().err)


class Finished:
    """What `subprocess.run` returns."""

    def __init__(self, returncode):
        self.returncode = returncode


@pytest.mark.parametrize("code", [0, 3])
def test_a_harmless_command_keeps_its_exit_code(machine, monkeypatch, capfd, code):
    snapshot = unchanged.snapshot
    monkeypatch.setattr(unchanged, "snapshot", lambda: snapshot(**machine))
    assert unchanged.main([sys.executable, "-c", f"raise SystemExit({code})"]) == code
    assert capfd.readouterr().err == ""


def test_built_files_and_caches_do_not_count(machine):
    before = unchanged.snapshot(**machine)
    for place in ("checkout/_build/html", "checkout/chapters/__pycache__", "home/.cache"):
        folder = machine["home"].parent / place
        folder.mkdir(parents=True)
        (folder / "file").write_text("", encoding="utf-8")
    assert unchanged.differences(before, unchanged.snapshot(**machine)) == []


def test_the_real_machine_is_watched():
    watched = unchanged.snapshot()
    assert Path("/dev/null") in watched
    assert unchanged.ROOT / "Makefile" in watched
    assert any(path.suffix == ".ipynb" for path in watched)

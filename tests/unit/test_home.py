"""Without a home folder of one's own, and with folders that one may not enter."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from d2lutils import doctor, home
from d2lutils.datasets.store import cache
from d2lutils.datasets.store.errors import DataError
from d2lutils.datasets.store.registry import find

NOBODY = 65534


@pytest.fixture
def closed(tmp_path):
    """Make a folder that this process may not enter, as another user if it is root's."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o000)
    root = os.geteuid() == 0
    if root:
        tmp_path.chmod(0o755)
        os.seteuid(NOBODY)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o700)


@pytest.fixture
def no_home(tmp_path, monkeypatch):
    """Return an environment in which nobody, not even root, can write in the home folder."""
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    return {
        **{k: v for k, v in os.environ.items() if k not in home.FOLDERS},
        "HOME": str(file / "home"),
    }


def test_the_doctor_looks_past_folders_that_one_may_not_enter(closed):
    assert not home.is_writable(closed / "cache" / "deeper")
    assert home.nearest_folder(closed / "cache") in [closed, *closed.parents]
    assert doctor._short(closed / "cache") == str(closed / "cache")


def test_a_mirror_that_one_may_not_enter_is_named_as_the_cause(closed, monkeypatch):
    monkeypatch.setenv("D2L_DATA_MIRROR", str(closed / "mirror"))
    monkeypatch.setenv("D2L_DATA_HOME", str(closed / "cache"))
    monkeypatch.setenv("D2L_DATA", "embedded")
    entry = find("airfoil").files[0]
    with pytest.raises(DataError) as caught:
        cache.fetch_file(entry)
    assert "in the mirror cannot be read (Permission denied)" in caught.value.cause


def test_a_notebook_runs_without_a_home(no_home, tmp_path):
    path = tmp_path / "plots.ipynb"
    cell = nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nimport d2lutils as d2l")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    done = run(no_home, "execute", str(path))
    assert done.returncode == 0, done.stderr
    assert "set HOME to a folder of yours" in done.stderr
    assert not Path(no_home["HOME"]).exists()


def test_the_doctor_says_that_the_home_cannot_be_written(no_home):
    done = run(no_home, "doctor")
    assert f"home folder {no_home['HOME']} is not writable" in done.stdout


def test_a_usable_home_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    before = dict(os.environ)
    assert home.borrow_home() is None
    assert dict(os.environ) == before


def run(environment, *arguments):
    """Run the `d2l` command."""
    command = [sys.executable, "-m", "d2lutils", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")

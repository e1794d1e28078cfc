"""Notebooks run as on other machines: the day, the zone, the locale, the threads, the kernels."""

import os

import nbformat
import pytest

import portable

needs_faketime = pytest.mark.skipif(
    portable.faketime_library() is None and not os.environ.get("CI"), reason=portable.MISSING
)
ASKED = """import datetime, locale, os, time
now = datetime.datetime.now()
print(now.date(), time.strftime("%z"), locale.getpreferredencoding(False))
print(os.environ["OPENBLAS_CORETYPE"], os.environ["OMP_NUM_THREADS"])"""
TOLD = {
    "old": "2024-02-29 +1400 ANSI_X3.4-1968\nNehalem 1\n",
    "other": "2027-01-31 +0545 UTF-8\nHaswell 2\n",
}


def write_notebook(path, told, tags=("nbval-check-output",)):
    """Write a notebook whose one cell asks for the machine and has printed `told`."""
    cell = nbformat.v4.new_code_cell(ASKED, metadata={"tags": list(tags)}, execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=told)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return str(path)


@needs_faketime
@pytest.mark.parametrize("machine", TOLD)
def test_a_kernel_runs_as_on_the_machine_and_a_difference_is_an_error(tmp_path, machine, capfd):
    same = write_notebook(tmp_path / "same.ipynb", TOLD[machine])
    assert portable.main(["--machines", machine, "--workers", "1", same]) == 0
    differs = write_notebook(tmp_path / "differs.ipynb", TOLD[machine].replace("20", "19", 1))
    assert portable.main(["--machines", machine, "--workers", "1", differs]) == 1
    assert "differs.ipynb" in capfd.readouterr().out


@needs_faketime
def test_cells_without_the_tag_only_have_to_run(tmp_path):
    free = write_notebook(tmp_path / "free.ipynb", "something else\n", tags=())
    assert portable.main(["--machines", "old", "--workers", "1", free]) == 0


def test_without_libfaketime_the_cure_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(portable, "LIBRARIES", (tmp_path,))
    assert portable.main([]) == 1
    assert "apt-get install libfaketime" in capsys.readouterr().err


def test_an_unknown_machine_is_refused(capsys):
    with pytest.raises(SystemExit):
        portable.main(["--machines", "old,new"])
    assert "new" in capsys.readouterr().err

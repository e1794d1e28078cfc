"""`d2l doctor` names cause and cure in one line, and fails only for what stops the book."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from d2lutils import doctor
from d2lutils.paths import ROOT

ONNX = {"onnx": "1.16.2", "onnxruntime": "1.32.0"}
GOOD = doctor.Facts(
    python=(3, 11),
    system="Linux",
    machine="x86_64",
    num_gpus=1,
    packages={"numpy": "1.23.5", "mxnet": "1.9.1", **ONNX},
)


def judged(**changes):
    return doctor.diagnose(dataclasses.replace(GOOD, **changes))


def test_a_good_machine_is_all_fine():
    assert {mark for mark, _ in judged()} == {doctor.FINE}


@pytest.mark.parametrize(
    ("changes", "mark", "cause", "cure"),
    [
        ({"python": (3, 12)}, doctor.STOPS, "Python 3.12", "Install Python 3.11"),
        ({"python": (3, 9)}, doctor.STOPS, "Python 3.9", "Install Python 3.11"),
        (
            {"packages": {"numpy": "1.26.4", "mxnet": "1.9.1", **ONNX}},
            doctor.STOPS,
            "np.bool",
            "pip install numpy==1.23.5",
        ),
        (
            {"packages": {"numpy": "2.1.0", "mxnet": "1.9.1", **ONNX}},
            doctor.STOPS,
            "NumPy 2.1.0",
            "numpy==1.23.5",
        ),
        ({"packages": {"numpy": "1.23.5", **ONNX}}, doctor.STOPS, "MXNet is missing", "make env"),
        (
            {"packages": {"numpy": "1.23.5", "mxnet": "1.6.0", **ONNX}},
            doctor.STOPS,
            "MXNet 1.6.0",
            "mxnet==1.9.1",
        ),
        (
            {"mxnet_error": "OSError: libgomp.so.1: cannot open shared object file"},
            doctor.STOPS,
            "libgomp.so.1",
            "apt-get install libgomp1",
        ),
        ({"mxnet_error": "ImportError: broken"}, doctor.STOPS, "broken", "delete .venv"),
        ({"packages": {"numpy": "1.23.5", "mxnet": "1.9.1"}}, doctor.LIMITS, "8.8", "make env"),
        (
            {"packages": {"numpy": "1.23.5", "mxnet": "1.9.1", **ONNX, "onnx": "1.17.0"}},
            doctor.LIMITS,
            "ONNX 1.17.0",
            "onnx==1.16.2",
        ),
        ({"system": "Windows"}, doctor.STOPS, "no Windows build", "WSL2"),
        ({"system": "Darwin", "machine": "arm64"}, doctor.STOPS, "Apple silicon", "Docker"),
        ({"free_gb": 0.3}, doctor.STOPS, "0.3 GB", "free some"),
        ({"cjk_font": False}, doctor.LIMITS, "Chinese", "fonts-noto-cjk"),
        ({"num_gpus": 0}, doctor.LIMITS, "no GPU", "requirements-gpu.txt"),
        ({"cache_writable": False}, doctor.LIMITS, "not writable", "D2L_DATA_HOME"),
        ({"home_writable": False}, doctor.LIMITS, "not writable", "Set HOME"),
    ],
)
def test_each_trouble_is_one_line_with_cause_and_cure(changes, mark, cause, cure):
    troubles = [(m, line) for m, line in judged(**changes) if m != doctor.FINE]
    assert len(troubles) == 1
    assert troubles[0][0] == mark
    assert cause in troubles[0][1]
    assert cure in troubles[0][1]
    assert "\n" not in troubles[0][1]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, 0),
        ({"num_gpus": 0, "cjk_font": False, "cache_writable": False}, 0),
        ({"python": (3, 12)}, 1),
        ({"free_gb": 0.0}, 1),
    ],
)
def test_exit_code(changes, code, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "gather", lambda: dataclasses.replace(GOOD, **changes))
    assert doctor.main() == code
    assert capsys.readouterr().out.count("\n") >= 9


def test_on_this_machine():
    command = [sys.executable, "-m", "d2lutils", "doctor"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "MXNet 1.9.1" in done.stdout


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii"])
def test_a_terminal_without_the_marks(encoding):
    command = [sys.executable, "-m", "d2lutils", "doctor"]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, encoding=encoding, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[ok] MXNet 1.9.1" in done.stdout


def test_the_cache_is_named_as_one_would_say_it(monkeypatch, tmp_path):
    assert doctor._short(ROOT / "data" / "cache") == "data/cache"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert doctor._short(tmp_path / "d2l") == "~/d2l"
    assert doctor._short(Path("/opt/d2l")) == "/opt/d2l"

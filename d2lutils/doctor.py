"""Why the book does not run here, and the cure: `d2l doctor`.

Everything is found out without importing MXNet, because that import is what most often fails.
"""

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from d2lutils.home import is_writable, nearest_folder
from d2lutils.marks import say
from d2lutils.paths import ROOT

STOPS, LIMITS, FINE = "✗", "!", "✓"
MIN_FREE_GB = 2.0


@dataclass
class Facts:
    """What the checks judge; gathered by `gather`, or made up by a test."""

    python: tuple
    system: str
    machine: str
    packages: dict = field(default_factory=dict)  # name -> version or None
    mxnet_error: str = ""
    num_gpus: int = 0
    free_gb: float = 100.0
    cjk_font: bool = True
    cache_writable: bool = True
    cache: str = "data/cache"
    home_writable: bool = True
    home: str = "~"


def gather():
    """Look at this machine."""
    from d2lutils.datasets.store.cache import cache_folder

    cache = Path(cache_folder())
    home = os.path.expanduser("~")
    error, num_gpus = _try_mxnet()
    names = ("numpy", "mxnet", "mxnet-cu117", "matplotlib", "jupyterlab", "onnx", "onnxruntime")
    return Facts(
        python=sys.version_info[:2],
        system=platform.system(),
        machine=platform.machine(),
        packages={name: _version(name) for name in names},
        mxnet_error=error,
        num_gpus=num_gpus,
        free_gb=shutil.disk_usage(nearest_folder(cache)).free / 1e9,
        cjk_font=_has_cjk_font(),
        cache_writable=is_writable(cache),
        cache=_short(cache),
        home_writable=is_writable(home),
        home=home,
    )


def diagnose(facts):
    """Judge the facts.

    Returns
    -------
    list of (str, str)
        A mark and one line each: ✗ stops the book, ! limits it, ✓ is fine.

    """
    checks = (_python, _platform, _numpy, _mxnet, _onnx, _disk, _cache, _home, _gpu, _fonts)
    return [check(facts) for check in checks]


def main():
    """Print the diagnosis; the exit code is 1 if something stops the book."""
    lines = diagnose(gather())
    for mark, line in lines:
        say(f"{mark} {line}")
    stopping = sum(mark == STOPS for mark, _ in lines)
    print("\nThe book runs here." if not stopping else f"\n{stopping} of these stop the book.")
    return 1 if stopping else 0


def _python(facts):
    name = "Python " + ".".join(map(str, facts.python))
    if (3, 10) <= facts.python <= (3, 11):
        return FINE, name
    return STOPS, (
        f"{name}: MXNet 1.9.1 runs the book on Python 3.10 and 3.11. Install Python "
        "3.11 and run `make env` again."
    )


def _platform(facts):
    name = f"{facts.system} on {facts.machine}"
    if facts.system == "Windows":
        return STOPS, f"{name}: MXNet 1.9.1 has no Windows build; use WSL2 or Docker."
    if facts.system == "Darwin" and facts.machine == "arm64":
        return STOPS, f"{name}: MXNet 1.9.1 has no build for Apple silicon; use Docker."
    return FINE, name


def _numpy(facts):
    version = facts.packages.get("numpy")
    if version is None:
        return STOPS, "NumPy is missing: run `make env`."
    if tuple(map(int, version.split(".")[:2])) >= (1, 24):
        return STOPS, (
            f"NumPy {version}: MXNet 1.9.1 uses np.bool, which NumPy 1.24 removed. "
            "Run `pip install numpy==1.23.5`."
        )
    return FINE, f"NumPy {version}"


def _mxnet(facts):
    version = facts.packages.get("mxnet") or facts.packages.get("mxnet-cu117")
    if version is None:
        return STOPS, "MXNet is missing: run `make env`."
    if "cannot open shared object" in facts.mxnet_error:
        return STOPS, (
            f"MXNet {version} misses a system library ({facts.mxnet_error}): on Debian and "
            "Ubuntu run `apt-get install libgomp1 libquadmath0`."
        )
    if facts.mxnet_error:
        return STOPS, (
            f"MXNet {version} does not import ({facts.mxnet_error}). If the lines "
            "above are fine, delete .venv and run `make env`."
        )
    if version != "1.9.1":
        return STOPS, f"MXNet {version}: the book needs 1.9.1; run `pip install mxnet==1.9.1`."
    return FINE, f"MXNet {version}"


def _onnx(facts):
    version, runtime = facts.packages.get("onnx"), facts.packages.get("onnxruntime")
    if version is None or runtime is None:
        return (
            LIMITS,
            "ONNX or ONNX Runtime is missing, for section 8.8: delete .venv and run `make env`.",
        )
    if tuple(map(int, version.split(".")[:2])) >= (1, 17):
        return LIMITS, (
            f"ONNX {version}: MXNet 1.9.1 exports with 1.14 to 1.16, in section 8.8. Run "
            "`pip install onnx==1.16.2`."
        )
    return FINE, f"ONNX {version} and ONNX Runtime {runtime}"


def _disk(facts):
    line = f"{facts.free_gb:.1f} GB of disk free"
    if facts.free_gb < MIN_FREE_GB:
        return STOPS, f"{line}: environment and data need {MIN_FREE_GB:.0f} GB; free some."
    return FINE, line


def _cache(facts):
    if facts.cache_writable:
        return FINE, f"data cache: {facts.cache}"
    return LIMITS, (
        f"data cache {facts.cache} is not writable: downloads cannot be kept. Set "
        "D2L_DATA_HOME to a folder of yours."
    )


def _home(facts):
    if facts.home_writable:
        return FINE, "home folder"
    return LIMITS, (
        f"home folder {facts.home} is not writable: JupyterLab by itself does not start. Set HOME "
        "to a folder of yours."
    )


def _gpu(facts):
    if facts.num_gpus:
        return FINE, f"{facts.num_gpus} GPU(s)"
    return LIMITS, (
        "no GPU: sections run at their CPU size. With an NVIDIA GPU (compute capability 5.0 "
        "to 8.9), CUDA 11.7 and cuDNN 8, delete .venv and run `make env LOCK=requirements-gpu.txt`."
    )


def _fonts(facts):
    if facts.cjk_font:
        return FINE, "a font with Chinese characters"
    return LIMITS, (
        "no font with Chinese characters: Chinese pages show boxes. Install one, on "
        "Debian and Ubuntu with `apt-get install fonts-noto-cjk`."
    )


def _short(path):
    """Return a path as one would say it: from the book's folder, or from the home folder."""
    for folder, name in ((ROOT, ""), (Path.home(), "~/")):
        try:
            return name + path.resolve().relative_to(folder).as_posix()
        except (OSError, ValueError):  # not to be looked at, or elsewhere
            continue
    return str(path)


def _version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _try_mxnet():
    """Import MXNet in a process of its own; return the error's last line and the GPU count."""
    code = "import mxnet; print('gpus', mxnet.context.num_gpus())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        return lines[-1], 0
    return "", int(done.stdout.split()[-1])


def _has_cjk_font():
    if shutil.which("fc-list"):
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn"], capture_output=True, encoding="utf-8", errors="replace"
        )
        return bool(listed.stdout.strip())
    return platform.system() in ("Darwin", "Windows")  # both come with Chinese fonts

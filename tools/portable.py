"""Run notebooks as other machines would, and compare their outputs with the committed ones.

    python tools/portable.py [--machines old,other] [notebook or folder ...]

A machine is the environment of the kernels: which instructions the libraries may use, how many
threads, which day it is (by libfaketime), where on Earth, and in which locale. Each notebook runs
once on each. Cells tagged `nbval-check-output` must print what the book prints, and every other
cell must run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from d2lutils.paths import ROOT

MACHINES = {
    # A processor of 2010, one thread, the leap day, far in the east, no UTF-8 in the locale
    "old": {
        "OPENBLAS_CORETYPE": "Nehalem",
        "DNNL_MAX_CPU_ISA": "SSE41",
        "NPY_DISABLE_CPU_FEATURES": "AVX F16C FMA3 AVX2 AVX512F AVX512CD AVX512_SKX",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-AVX512F",
        "OMP_NUM_THREADS": "1",
        "FAKETIME": "@2024-02-29 12:00:00",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",  # files without a named encoding are ASCII
    },
    # A laptop of 2015, two threads, the last minute of a 31st, an odd time zone
    "other": {
        "OPENBLAS_CORETYPE": "Haswell",
        "DNNL_MAX_CPU_ISA": "AVX2",
        "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F",
        "OMP_NUM_THREADS": "2",
        "FAKETIME": "@2027-01-31 23:59:00",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C.UTF-8",
    },
    # This processor as it is, on the 30th
    "here": {
        "OMP_NUM_THREADS": "1",
        "FAKETIME": "@2026-06-30 12:00:00",
        "TZ": "America/St_Johns",
        "LC_ALL": "C.UTF-8",
    },
}
DEFAULT = "old,other"
CHOSEN = {
    name for settings in MACHINES.values() for name in settings
}  # this machine's do not count
LIBRARIES = (Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/local/lib"))
FAKETIME = "**/faketime/libfaketimeMT.so.1"
MISSING = "libfaketime is missing, so no other day can be tried: apt-get install libfaketime"


def faketime_library():
    """Return the library that fakes the time, or None."""
    found = (path for folder in LIBRARIES for path in folder.glob(FAKETIME))
    return next(found, None)


def kernel_environment(machine):
    """Return the variables that make a kernel run as on one of the machines."""
    return {"LD_PRELOAD": str(faketime_library()), "NO_FAKE_STAT": "1", **MACHINES[machine]}


def write_kernel(folder, machine):
    """Write the description of the kernel `python3` on a machine; return where Jupyter finds it."""
    place = Path(folder, "kernels", "python3")
    place.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    description = {"argv": command, "display_name": machine, "language": "python"}
    description["env"] = kernel_environment(machine)
    (place / "kernel.json").write_text(json.dumps(description), encoding="utf-8")
    return folder


def run(machine, paths, workers):
    """Run notebooks on one machine; return pytest's exit code."""
    print(f"== {machine}:", *(f"{k}={v!r}" for k, v in MACHINES[machine].items()), flush=True)
    command = [sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "loadfile"]
    command += ["--nbval-lax", "--nbval-cell-timeout=1200", "--timeout=1200", "--tb=short"]
    command += ["-p", "no:cacheprovider", *paths]
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if k not in CHOSEN}
        env |= {"D2L_DATA": "embedded", "JUPYTER_PATH": write_kernel(folder, machine)}
        return subprocess.run(command, cwd=ROOT, env=env).returncode


def main(argv=None):
    """Run the notebooks on each machine; return 1 if any differed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--machines", default=DEFAULT, help=f"of {', '.join(MACHINES)}")
    parser.add_argument("--workers", type=int, default=2, help="notebooks at once")
    parser.add_argument("paths", nargs="*", default=["chapters"], help="all chapters by default")
    args = parser.parse_args(argv)
    machines = args.machines.split(",")
    if unknown := set(machines) - set(MACHINES):
        parser.error(f"no machine {', '.join(unknown)}; there are {', '.join(MACHINES)}")
    if faketime_library() is None:
        print(f"portable: {MISSING}", file=sys.stderr)
        return 1
    paths = [str(Path(path).resolve()) for path in args.paths]
    codes = [run(machine, paths, args.workers) for machine in machines]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())

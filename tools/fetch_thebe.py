"""Fetch Thebe, the script behind the book's live code, by npm; the build works without it too.

    python tools/fetch_thebe.py

Only the archive whose checksum is written here is unpacked, to _build/vendor/thebe, without its
source maps. Where there is no npm, or no network, the pages get no button for live code.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

VERSION = "0.9.3"
SHA512 = "Rb/7kVhtlffXra3kIe7OuIGE7awsm2/fGWxw21DiNfnWLnUQiDl9AWqYdshPwZPG/5DzLpsJRPix2xtCPtJmQQ=="
KEPT = (".js", ".css")
TARGET = Path(__file__).resolve().parents[1] / "_build" / "vendor" / "thebe"
WITHOUT = "so the pages have no live code; “Open in JupyterLab” remains."


def download(folder):
    """Let npm put the archive into a folder and return its path; raise OSError with the reason."""
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("npm is not installed")
    command = [npm, "pack", f"thebe@{VERSION}", "--silent"]
    limits = ["--fetch-retries=0", "--fetch-timeout=15000"]
    try:
        subprocess.run(
            [*command, *limits], cwd=folder, check=True, capture_output=True, timeout=120
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise OSError("npm could not fetch it (is there a network?)") from error
    return Path(folder, f"thebe-{VERSION}.tgz")


def unpack(archive, target):
    """Check an archive and unpack its scripts and styles; raise OSError if it is another file."""
    found = base64.b64encode(hashlib.sha512(Path(archive).read_bytes()).digest()).decode()
    if found != SHA512:
        raise OSError(f"npm sent a file whose checksum is not that of thebe {VERSION}")
    fresh = target.with_name(target.name + ".part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with tarfile.open(archive) as members:
        for member in members:
            name = PurePosixPath(member.name)
            if member.isfile() and f"{name.parent}" == "package/lib" and name.suffix in KEPT:
                (fresh / name.name).write_bytes(members.extractfile(member).read())
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def fetch(target=TARGET):
    """Return whether Thebe is there, fetching it first if it is not; say why it could not be."""
    if (target / "index.js").exists():
        return True
    try:
        with tempfile.TemporaryDirectory() as folder:
            unpack(download(folder), target)
    except OSError as error:
        print(f"Thebe {VERSION}: {error}, {WITHOUT}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(not fetch())

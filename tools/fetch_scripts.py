"""Fetch the scripts that the pages use beyond Python's packages, by npm: live code and slides.

    python tools/fetch_scripts.py

Only an archive whose checksum is written here is unpacked, to _build/vendor/<name>, and of it only
scripts and styles. Where there is no npm, or no network, the book is built without what they do.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from d2lutils.paths import BUILD

VENDOR = BUILD / "vendor"


@dataclass(frozen=True)
class Package:
    """An npm package, the folder of it that is kept, its checksum, and what is lost without it."""

    name: str
    version: str
    folder: str
    sha512: str
    use: str

    @property
    def target(self):
        """Where its files are unpacked."""
        return VENDOR / self.name


PACKAGES = {
    "thebe": Package(
        "thebe",
        "0.9.3",
        "package/lib",
        "Rb/7kVhtlffXra3kIe7OuIGE7awsm2/fGWxw21DiNfnWLnUQiDl9AWqYdshPwZPG/5DzLpsJRPix2xtCPtJmQQ==",
        "live code (“Open in JupyterLab” remains)",
    ),
    "reveal.js": Package(
        "reveal.js",
        "4.6.1",
        "package/dist",
        "1CW0auaXNPmwmvQ7TwpszwVxMi2Xr5cTS3J3EBC/HHgbPF32Dn7aiu/LKWDOGjMbaDwKQiGmfqcoGQ74HUHCMw==",
        "slides",
    ),
}


def download(package, folder):
    """Let npm put the archive into a folder and return its path; raise OSError with the reason."""
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("npm is not installed")
    command = [npm, "pack", f"{package.name}@{package.version}", "--silent"]
    limits = ["--fetch-retries=0", "--fetch-timeout=15000"]
    try:
        subprocess.run(
            [*command, *limits], cwd=folder, check=True, capture_output=True, timeout=120
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise OSError("npm could not fetch it (is there a network?)") from error
    return Path(folder, f"{package.name}-{package.version}.tgz")


def unpack(package, archive):
    """Check an archive and unpack its scripts and styles; raise OSError if it is another file."""
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.sha512:
        raise OSError("npm sent a file whose checksum is not the one in tools/fetch_scripts.py")
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR) as folder:
        fresh = Path(folder, package.name)
        fresh.mkdir()
        with tarfile.open(archive) as members:
            for member in members:
                path = PurePosixPath(member.name)
                kept = f"{path.parent}" == package.folder and path.suffix in (".js", ".css")
                if kept and member.isfile():
                    (fresh / path.name).write_bytes(members.extractfile(member).read())
        try:
            fresh.rename(package.target)
        except OSError:
            if not package.target.exists():  # if it does, another process was first
                raise


def fetch(name):
    """Return whether a package is there, fetching it first if it is not; say why it is missing."""
    package = PACKAGES[name]
    if package.target.exists():
        return True
    try:
        with tempfile.TemporaryDirectory() as folder:
            unpack(package, download(package, folder))
    except OSError as error:
        told = f"{name} {package.version}: {error}, so the pages have no {package.use}."
        print(told, file=sys.stderr)
        return False
    return True


def fetch_all():
    """Fetch every package and return whether all are there."""
    fetched = [fetch(name) for name in PACKAGES]  # each of them, whatever becomes of the others
    return all(fetched)


if __name__ == "__main__":
    sys.exit(not fetch_all())

"""Unpacking: everything arrives inside the folder, or nothing at all."""

import io
import tarfile
import zipfile

import pytest

from d2lutils.datasets.store.archives import unpack
from d2lutils.datasets.store.errors import DataError


def make_zip(path, members):
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def make_tar(path, members, mode="w:gz"):
    with tarfile.open(path, mode) as packed:
        for member, content in members:
            member = tarfile.TarInfo(member) if isinstance(member, str) else member
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return path


def link(name, target, kind):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def assert_refused(archive, match):
    folder = archive.parent / "out"
    before = sorted(p.name for p in archive.parent.iterdir())
    with pytest.raises(DataError, match=match) as caught:
        unpack(archive, folder)
    assert "\n" not in str(caught.value)
    assert str(archive) in str(caught.value)
    assert sorted(p.name for p in archive.parent.iterdir()) == before


@pytest.fixture
def place(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    return inside


def test_zip(place):
    archive = make_zip(place / "a.zip", {"sub/one.txt": "1", "two.txt": "2"})
    folder = unpack(archive, place / "out")
    assert (folder / "sub" / "one.txt").read_text(encoding="utf-8") == "1"
    assert (folder / "two.txt").read_text(encoding="utf-8") == "2"
    assert sorted(p.name for p in place.iterdir()) == ["a.zip", "out"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(place, mode):
    archive = make_tar(place / "a.tar", [("sub/one.txt", b"1")], mode)
    assert (unpack(archive, place / "out") / "sub" / "one.txt").read_text(encoding="utf-8") == "1"


def test_unpacked_already(place):
    (place / "out").mkdir()
    assert unpack(place / "not there.zip", place / "out") == place / "out"


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "a/../../evil.txt", "C:/evil.txt"])
def test_names_that_lead_out(place, name):
    assert_refused(make_zip(place / "a.zip", {"good.txt": "1", name: "2"}), "leads out")
    assert_refused(make_tar(place / "a.tar", [("good.txt", b"1"), (name, b"2")]), "leads out")
    assert list(place.parent.rglob("evil.txt")) == []


def test_backslashes_in_a_zip(place):
    member = zipfile.ZipInfo("x")
    member.filename = "..\\evil.txt"
    assert_refused(make_zip(place / "a.zip", {member: "2"}), "leads out")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices(place, kind):
    archive = make_tar(place / "a.tar", [(link("a", "/etc/passwd", kind), b"")])
    assert_refused(archive, "a link or a device")


def test_a_link_in_a_zip(place):
    member = zipfile.ZipInfo("a")
    member.create_system, member.external_attr = 3, 0o120777 << 16
    assert_refused(make_zip(place / "a.zip", {member: "/etc/passwd"}), "is a link")


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_damaged_archives(place, cut):
    for archive in (
        make_zip(place / "a.zip", {"one.txt": "1" * 5000}),
        make_tar(place / "a.tar.gz", [("one.txt", bytes(range(256)) * 40)]),
    ):
        content = archive.read_bytes()
        archive.write_bytes(content[: int(len(content) * cut)])
        assert_refused(archive, "damaged")


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_flipped_byte(place, mode):
    archive = make_tar(place / "a.tar", [("one.txt", bytes(range(256)) * 400)], mode)
    content = bytearray(archive.read_bytes())
    for position in range(len(content) // 2, len(content) // 2 + 8):
        content[position] ^= 0xFF
    archive.write_bytes(content)
    assert_refused(archive, "damaged")


def test_a_zip_with_a_wrong_checksum(place):
    archive = make_zip(place / "a.zip", {"one.txt": "hello"})
    archive.write_bytes(archive.read_bytes().replace(b"hello", b"jello"))
    assert_refused(archive, "damaged")


def test_no_archive_and_no_place(place):
    assert_refused(place / "none.zip", "cannot be unpacked")
    archive = make_zip(place / "a.zip", {"one.txt": "1"})
    with pytest.raises(DataError, match="cannot be unpacked"):
        unpack(archive, archive / "out")

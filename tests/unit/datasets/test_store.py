"""Fetching: whatever goes wrong, no wrong file appears and the reader learns what to do."""

import errno
import gzip
import hashlib
import os
import subprocess
import sys
import time

import pytest
import requests

from d2lutils.datasets.store import cache, download, registry
from d2lutils.datasets.store.cache import defect, fetch_file
from d2lutils.datasets.store.commands import may_be_fetched
from d2lutils.datasets.store.errors import DataError
from d2lutils.datasets.store.mirror import mirror
from d2lutils.datasets.store.registry import FileEntry


def refused(entry):
    """Fetch, expecting the one-paragraph error; returns it."""
    with pytest.raises(DataError) as caught:
        fetch_file(entry)
    error = caught.value
    text = str(error)
    assert text.startswith(f"{entry.name}: ")
    assert "\n" not in text
    assert "D2L_DATA_" in error.next_step
    assert error.__cause__ is None
    assert error.__suppress_context__  # no traceback from the depths
    assert error._render_traceback_() == [f"DataError: {text}"]
    return error


def nothing_left(folder):
    return not folder.exists() or list(folder.iterdir()) == []


def test_a_good_address(small, server):
    path = fetch_file(small.entry("good"))
    assert path == small.target
    assert path.read_bytes() == small.content
    assert [p.name for p in small.cache.iterdir()] == ["small.bin"]
    assert fetch_file(small.entry("good")) == path
    assert len(server.asked) == 1  # the second time it came from the cache


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("error", "HTTP 500"),
        ("hang", "silent for 0.5 s"),
        ("stall", "silent for 0.5 s"),
        ("short", "10,239 bytes instead of 10,240"),
        ("truncated", "broke off"),
        ("other", "wrong sha256"),
        ("long", "more bytes"),
        ("page", "48 bytes instead of"),
        ("loop", "TooManyRedirects"),
    ],
)
def test_a_faulty_address(small, fault, cause):
    began = time.perf_counter()
    error = refused(small.entry(fault))
    assert time.perf_counter() - began < 2
    assert cause in error.cause
    assert str(small.cache) in error.next_step  # where to put the file by hand
    assert small.entry(fault).addresses[0] in error.next_step
    assert nothing_left(small.cache)


@pytest.mark.parametrize("fault", ["error", "hang", "short", "other", "truncated", "long"])
def test_the_next_address_is_tried(small, fault, server, capsys):
    localhost = server.url.replace("127.0.0.1", "localhost") + "/good/small.bin"
    assert fetch_file(small.entry(fault, localhost)).read_bytes() == small.content
    assert "elsewhere" in capsys.readouterr().out


def test_no_connection(small, closed_url):
    error = refused(small.entry(f"{closed_url}/small.bin"))
    assert "cannot be reached" in error.cause
    assert nothing_left(small.cache)


def test_after_a_failed_connection_the_network_is_left_alone(small, server, closed_url):
    refused(small.entry(f"{closed_url}/small.bin"))
    error = refused(small.entry("good"))
    assert "not tried" in error.cause
    assert server.asked == []
    download.retry_network()
    assert fetch_file(small.entry("good")).exists()


def test_a_silent_host_is_asked_once(small, server):
    refused(small.entry("hang", "hang"))
    assert len(server.asked) == 1


def test_an_answer_of_any_kind_means_there_is_a_network(small):
    refused(small.entry("error"))
    assert fetch_file(small.entry("good")).exists()


def test_embedded_mode_uses_no_network(small, server, monkeypatch):
    monkeypatch.setenv("D2L_DATA", "embedded")
    assert "forbids" in refused(small.entry("good")).cause
    assert server.asked == []


def test_a_damaged_cache_is_repaired(small, capsys):
    small.cache.mkdir()
    small.target.write_bytes(bytes(len(small.content)))
    assert fetch_file(small.entry("good")).read_bytes() == small.content
    assert "wrong sha256" in capsys.readouterr().out


def test_a_damaged_cache_is_never_served(small):
    small.cache.mkdir()
    small.target.write_bytes(small.content[:-1])
    error = refused(small.entry("error"))
    assert "the copy in" in error.cause
    assert "HTTP 500" in error.cause
    assert [p.name for p in small.cache.iterdir()] == ["small.bin"]


def test_a_file_changed_after_its_check_is_checked_again(small):
    entry = small.entry("good")
    path = fetch_file(entry)
    assert defect(path, entry) is None
    path.write_bytes(bytes(len(small.content)))
    assert "sha256" in defect(path, entry)


def test_a_mirror_folder(small, server, monkeypatch, tmp_path):
    (tmp_path / "small.bin").write_bytes(small.content)
    monkeypatch.setenv("D2L_DATA_MIRROR", str(tmp_path))
    assert fetch_file(small.entry("error")) == small.target
    assert small.target.read_bytes() == small.content
    assert server.asked == []


def test_a_wrong_mirror_file_is_named_and_the_addresses_follow(
    small, server, monkeypatch, tmp_path, capsys
):
    wrong = tmp_path / "small.bin"
    wrong.write_bytes(b"not this")
    monkeypatch.setenv("D2L_DATA_MIRROR", str(tmp_path))
    error = refused(small.entry("error"))
    assert f"{wrong} in the mirror has 8 bytes" in error.cause
    assert nothing_left(small.cache)
    assert fetch_file(small.entry("good")).read_bytes() == small.content
    assert str(wrong) in capsys.readouterr().out


def test_a_mirror_folder_that_does_not_exist(small, monkeypatch, tmp_path):
    monkeypatch.setenv("D2L_DATA_MIRROR", str(tmp_path / "usb"))
    assert "does not exist" in refused(small.entry("error")).cause


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_mirror_address(small, server, monkeypatch, slash):
    monkeypatch.setenv("D2L_DATA_MIRROR", f"{server.url}/good{slash}")
    assert fetch_file(small.entry("error")).read_bytes() == small.content
    assert server.asked == ["/good/small.bin"]


def test_a_mirror_serves_a_cache_that_cannot_be_written(small, monkeypatch, tmp_path):
    (tmp_path / "small.bin").write_bytes(small.content)
    monkeypatch.setenv("D2L_DATA_MIRROR", str(tmp_path))
    monkeypatch.setenv("D2L_DATA_HOME", str(tmp_path / "small.bin" / "cache"))  # inside a file
    assert fetch_file(small.entry("error")) == tmp_path / "small.bin"


def test_a_cache_that_cannot_be_written(small, server, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("D2L_DATA_HOME", str(tmp_path / "file" / "cache"))
    error = refused(small.entry("good"))
    assert "cannot take it" in error.cause
    assert "D2L_DATA_HOME" in error.next_step


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_cache_without_permission(small, monkeypatch, number):
    def forbidden(*_):
        raise OSError(number, "no writing here")

    small.cache.mkdir()
    monkeypatch.setattr(cache, "open", forbidden, raising=False)
    assert "no writing here" in refused(small.entry("good")).cause
    assert nothing_left(small.cache)


@pytest.mark.parametrize("moment", ["writing", "renaming"])
def test_a_full_disk(small, monkeypatch, moment):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    if moment == "writing":
        monkeypatch.setattr(download._Limited, "write", full)
    else:
        monkeypatch.setattr(cache.os, "replace", full)
    error = refused(small.entry("good"))
    assert "No space left" in error.cause
    assert "10,240 bytes" in error.next_step
    assert nothing_left(small.cache)


def test_an_interrupt_leaves_nothing(small, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(download._Limited, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        fetch_file(small.entry("good"))
    assert nothing_left(small.cache)


def test_leftovers_of_a_killed_process_go_after_a_day(small):
    small.cache.mkdir()
    old, new = small.cache / ".a.1.part", small.cache / ".b.2.part"
    old.touch()
    new.touch()
    cache.os.utime(old, (0, 0))
    fetch_file(small.entry("good"))
    assert not old.exists()
    assert new.exists()


FETCH = """
from d2lutils.datasets.store.registry import FileEntry
from d2lutils.datasets.store.cache import fetch_file
print(fetch_file(FileEntry(*{facts!r})).stat().st_size)
"""


def test_two_processes_at_once(small, server):
    entry = small.entry("slow")
    facts = (entry.name, entry.bytes, entry.sha256, entry.addresses)
    command = [sys.executable, "-c", FETCH.format(facts=facts)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    assert [p.communicate(timeout=60)[0].strip() for p in both] == ["10240", "10240"]
    assert server.asked  # it was a download
    assert small.target.read_bytes() == small.content
    assert [p.name for p in small.cache.iterdir()] == ["small.bin"]


def test_the_registry_is_complete():
    others = {"songci300.json": "%E5%AE%8B%E8%AF%8D"}  # 宋词: named otherwise at the source
    for dataset in registry.registry().values():
        assert dataset.licence
        assert dataset.source.startswith("https://")
        for entry in dataset.files:
            assert len(entry.sha256) == 64
            assert entry.bytes > 0
            assert all(a.startswith("http") for a in entry.addresses)
            assert all(others.get(entry.name, entry.name) in a for a in entry.addresses)
            assert entry.addresses or dataset.name == "jaychou"  # which the book may not fetch
    assert all(len(e.addresses) == 2 for e in registry.find("fashion-mnist").files)


def test_an_unknown_data_set():
    with pytest.raises(
        DataError, match="Known names: fashion-mnist, kaggle-house, airfoil, songci"
    ):
        cache.fetch("mnist")


def test_a_missing_registry(monkeypatch, tmp_path):
    monkeypatch.setattr(registry, "DATA", tmp_path)
    with pytest.raises(DataError, match="pip install -e"):
        registry.registry.__wrapped__()


@pytest.mark.parametrize("mode", ["auto", "full", "embedded"])
def test_modes(monkeypatch, mode):
    monkeypatch.setenv("D2L_DATA", mode)
    assert cache.data_mode() == mode


def test_an_unknown_mode(monkeypatch):
    monkeypatch.setenv("D2L_DATA", "ful")
    with pytest.raises(DataError, match="'ful' is not known. Set it to auto, full or embedded"):
        cache.data_mode()


def test_the_default_cache_is_in_the_book(monkeypatch):
    monkeypatch.delenv("D2L_DATA_HOME")
    assert cache.cache_folder() == registry.DATA / "cache"
    assert (registry.DATA / "registry.json").exists()


def test_relative_folders_start_at_the_book(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # a notebook runs in its own folder
    monkeypatch.setenv("D2L_DATA_HOME", "elsewhere/cache")
    assert cache.cache_folder() == registry.DATA.parent / "elsewhere" / "cache"
    monkeypatch.setenv("D2L_DATA_HOME", "~/cache")
    assert cache.cache_folder() == cache.Path.home() / "cache"


def test_an_archive_that_the_server_calls_encoded_stays_packed(small, server):
    packed = gzip.compress(small.content, mtime=0)
    address = f"{server.url}/encoded/small.bin.gz"
    entry = FileEntry("small.bin.gz", len(packed), hashlib.sha256(packed).hexdigest(), (address,))
    assert fetch_file(entry).read_bytes() == packed


def test_a_page_that_was_packed_for_the_way_is_unpacked(small):
    assert fetch_file(small.entry("encoded")).read_bytes() == small.content


def test_a_failed_secure_connection_is_called_so(small, server):
    error = refused(small.entry(server.url.replace("http:", "https:") + "/good/small.bin"))
    assert "the secure connection to 127.0.0.1" in error.cause
    assert "wrong version number" in error.cause.lower() or "record" in error.cause.lower()
    assert "cannot be reached" not in error.cause
    assert fetch_file(small.entry("good")).exists()  # there is a network


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        (
            "certificate verify failed: self-signed certificate",
            "HTTPSConnectionPool(host='a', port=443): Max retries exceeded with url: /b (Caused by "
            "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate "
            "verify failed: self-signed certificate (_ssl.c:1006)')))",
        ),
        ("no agreement", "something else"),
    ],
)
def test_the_reason_of_a_failed_secure_connection(reason, error):
    assert download._ssl_reason(error) == reason


def test_a_dead_proxy_is_named_without_its_password(small, monkeypatch, closed_url):
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", closed_url.replace("://", "://me:secret@"))
    error = refused(small.entry("http://localhost:1/small.bin"))
    assert f"the proxy {closed_url.removeprefix('http://')} does not let it through" in error.cause
    assert "secret" not in str(error)


def test_a_socks_proxy_without_its_package_is_named(small, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.setattr(
        "requests.adapters.SOCKSProxyManager", raise_invalid_schema, raising=True
    )  # as without the package
    error = refused(small.entry("http://localhost:1/small.bin"))
    assert "the proxy 127.0.0.1:1080 is a SOCKS proxy" in error.cause
    assert "pip install pysocks" in error.cause


def raise_invalid_schema(*_, **__):
    raise requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support.")


def test_a_mirror_however_it_is_typed(small, server, monkeypatch, tmp_path):
    folder = tmp_path / "a mirror"
    folder.mkdir()
    (folder / "small.bin").write_bytes(small.content)
    good = f"{server.url}/good"
    for typed in (
        folder.as_uri(),  # file:///.../a%20mirror
        folder.as_uri().replace("file://", "FILE://localhost"),
        f" '{folder}' ",
        good.replace("http", "HTTP"),
        good.replace("http://", ""),
        good.replace("http://127.0.0.1", "localhost"),
    ):
        monkeypatch.setenv("D2L_DATA_MIRROR", typed)
        assert fetch_file(small.entry("error")).read_bytes() == small.content, typed
        small.target.unlink()


def test_a_mirror_of_an_unknown_kind_is_refused(small, monkeypatch):
    monkeypatch.setenv("D2L_DATA_MIRROR", "ftp://server/data")
    with pytest.raises(DataError, match="D2L_DATA_MIRROR: .* ftp:// cannot be read"):
        fetch_file(small.entry("good"))


def test_a_folder_whose_name_looks_like_an_address(small, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "usb:1").mkdir()
    monkeypatch.setenv("D2L_DATA_MIRROR", "usb:1")
    assert mirror() == ("usb:1", None)


def test_leftovers_that_vanish_or_dangle_do_not_stop_a_download(small, monkeypatch):
    small.cache.mkdir()
    old = small.cache / ".old.part"
    old.symlink_to("nowhere")
    os.utime(old, (0, 0), follow_symlinks=False)
    new = small.cache / ".new.part"
    new.symlink_to("nowhere")
    gone = small.cache / ".gone.part"  # listed, then removed by another process
    listed = type(small.cache).glob
    monkeypatch.setattr(type(small.cache), "glob", lambda *args: [*listed(*args), gone])
    assert fetch_file(small.entry("good")).exists()
    assert not old.is_symlink()
    assert new.is_symlink()


def test_fetching_all_leaves_out_what_the_book_may_not_fetch():
    assert may_be_fetched() == [name for name in registry.registry() if name != "jaychou"]

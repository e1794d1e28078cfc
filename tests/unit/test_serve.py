"""`d2l serve` tells the token to nobody but its own server, and says where that listens."""

import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from d2lutils.server import launch, logins, ports


@pytest.fixture(autouse=True)
def _settings(monkeypatch, tmp_path):
    """Let nothing happen to the logins and servers of the user."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))


@pytest.fixture
def stranger():
    """Start somebody else's web server, which answers everything; yield it with what it heard."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"0" * 64)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, heard
    server.shutdown()
    server.server_close()


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Put a page where the built book would be, and sign no notebook."""
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "index.html").write_text("A page.", encoding="utf-8")
    monkeypatch.setattr(launch, "HTML", tmp_path)
    monkeypatch.setattr(launch, "trust", lambda paths: None)
    monkeypatch.setattr(launch.signal, "signal", lambda *_: None)


def test_a_busy_port_is_refused_before_anything_starts(book, stranger, capsys, monkeypatch):
    monkeypatch.setattr(launch, "start_server", None)
    port, heard = stranger
    assert launch.serve(port=port, open_browser=False) == 1
    told = capsys.readouterr()
    assert f"Cannot listen on 127.0.0.1, port {port}: Address already in use" in told.err
    assert told.out == ""
    assert heard == []


@pytest.fixture
def usual(monkeypatch):
    """A usual port that is free."""
    port = ports.bind("127.0.0.1", 0)
    monkeypatch.setattr(ports, "USUAL", port)
    return port


def test_the_port_is_always_the_same_while_it_is_free(usual, capsys):
    assert [ports.choose_port("127.0.0.1") for _ in range(3)] == [usual] * 3
    assert capsys.readouterr() == ("", "")


def test_beside_a_stranger_it_takes_the_next_port_and_old_logins_end(
    usual, stranger, monkeypatch, capsys
):
    taken, heard = stranger
    monkeypatch.setattr(ports, "USUAL", taken)
    secret = logins.keep()
    secret.write_bytes(b"secret")
    secret.chmod(0o600)
    port = ports.choose_port("127.0.0.1")
    assert port > taken
    assert not secret.exists()
    told = capsys.readouterr().err
    assert f"Port {taken} is in use" in told
    assert f"at port {port}" in told
    assert heard == []  # nobody of that port is in the list of our servers


def test_beside_a_server_of_its_own_logins_stay(usual, stranger, monkeypatch):
    taken, heard = stranger
    monkeypatch.setattr(ports, "USUAL", taken)
    entry = {"port": taken, "token": "the-token"}
    monkeypatch.setattr("jupyter_server.serverapp.list_running_servers", lambda: [entry])
    secret = logins.keep()
    secret.write_bytes(b"secret")
    secret.chmod(0o600)
    monkeypatch.setattr(ports, "is_ours", lambda *asked: asked[2] == "the-token")
    assert ports.choose_port("127.0.0.1") != taken
    assert secret.exists()
    monkeypatch.undo()
    assert not ports.is_ours("127.0.0.1", taken, "the-token")  # listed, but cannot prove it
    assert "the-token" not in "".join(heard)


@pytest.mark.parametrize(("mode", "kept"), [(0o600, True), (0o640, False), (0o602, False)])
def test_a_secret_that_others_can_read_or_write_is_dropped(usual, mode, kept):
    secret = logins.keep()
    assert secret.parent.stat().st_mode & 0o077 == 0
    secret.write_bytes(b"secret")
    secret.chmod(mode)
    assert logins.keep().exists() == kept


def test_an_address_of_another_machine_is_refused(book, capsys):
    assert launch.serve(ip="203.0.113.7", open_browser=False) == 1
    assert "Cannot listen on 203.0.113.7" in capsys.readouterr().err


def test_a_stranger_is_not_taken_for_our_server_and_hears_no_token(stranger):
    port, heard = stranger
    assert not launch.is_ours("127.0.0.1", port, "the-token")
    assert len(heard) == 1
    assert "the-token" not in heard[0]
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"])
    with ended, pytest.raises(RuntimeError, match="exit code 7"):
        launch.wait_until_ready(ended, "127.0.0.1", port, "the-token")


@pytest.mark.parametrize("code", [0, 3])
def test_the_end_of_the_server_is_the_end_of_serve(book, monkeypatch, capsys, code):
    program = [sys.executable, "-c", f"raise SystemExit({code})"]
    monkeypatch.setattr(launch, "start_server", lambda *_: subprocess.Popen(program))
    monkeypatch.setattr(launch, "wait_until_ready", lambda *_: None)
    assert launch.serve(open_browser=False) == code
    assert f"exit code {code}" in capsys.readouterr().err


def test_lab_opens_the_readers_copies_of_both_editions(tmp_path, monkeypatch, capsys):
    """It needs no pages."""
    brought, program = [], [sys.executable, "-c", "pass"]
    monkeypatch.setattr(launch, "HTML", tmp_path)
    monkeypatch.setattr(launch, "trust", lambda paths: None)
    monkeypatch.setattr(launch.copies, "bring_all", brought.append)
    monkeypatch.setattr(launch.signal, "signal", lambda *_: None)
    monkeypatch.setattr(launch, "start_server", lambda *_: subprocess.Popen(program))
    monkeypatch.setattr(launch, "wait_until_ready", lambda *_: None)
    launch.serve(open_browser=False, lab=True)
    assert brought == ["zh", "en"]
    assert "&next=/lab/tree/work\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ip", "origin"),
    [
        ("127.0.0.1", "http://127.0.0.1:9"),
        ("0.0.0.0", "http://127.0.0.1:9"),
        ("::", "http://[::1]:9"),
        ("::1", "http://[::1]:9"),
        ("localhost", "http://localhost:9"),
        ("192.0.2.1", "http://192.0.2.1:9"),
    ],
)
def test_the_address_is_one_that_reaches_the_server(ip, origin):
    assert launch.origin(ip, 9) == origin


def has_ipv6():
    """Whether this machine has the IPv6 loopback address."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        pytest.param("::1", marks=pytest.mark.skipif(not has_ipv6(), reason="no IPv6 here")),
    ],
)
def test_wherever_it_listens_it_prints_an_address_that_opens_the_book(ip, tmp_path):
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "index.html").write_text("A page.", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from d2lutils.server import launch\n"
        f"launch.HTML = Path({str(tmp_path)!r}); launch.trust = lambda paths: None\n"
        f"sys.exit(launch.serve(ip={ip!r}, port={ports.bind(ip, 0)}, open_browser=False))"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        lines = [process.stdout.readline() for _ in range(3)]
        try:
            with urllib.request.urlopen(lines[1].strip().split("&next")[0], timeout=20) as answer:
                assert answer.status == 200
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0

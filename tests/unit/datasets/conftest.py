"""A small world for the data layer: an empty cache, a faulty server, no way out of this machine."""

import gzip
import hashlib
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from d2lutils.datasets.store import cache, download, source
from d2lutils.datasets.store.registry import FileEntry

CONTENT = bytes(range(256)) * 40  # 10,240 bytes
NAME = "small.bin"


class FaultyHandler(BaseHTTPRequestHandler):
    """Answers as the first part of the path says: /good/small.bin, /hang/small.bin, ..."""

    def do_GET(self):  # noqa: N802
        self.server.asked.append(self.path)
        getattr(self, "do_" + self.path.split("/")[1])()

    def _send(self, body, length=None):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_good(self):
        self._send(CONTENT)

    def do_encoded(self):
        """Serve an archive as if it were a page packed for the way, as some servers do."""
        body = gzip.compress(CONTENT, mtime=0)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def do_slow(self):
        self._send(CONTENT[:1], len(CONTENT))
        for start in range(1, len(CONTENT), 2048):
            time.sleep(0.1)
            self.wfile.write(CONTENT[start : start + 2048])
            self.wfile.flush()

    def do_error(self):
        self.send_error(500)

    def do_hang(self):
        self.server.over.wait(5)

    def do_stall(self):
        self._send(CONTENT[:100], len(CONTENT))
        self.wfile.flush()
        self.server.over.wait(5)

    def do_short(self):
        self._send(CONTENT[:-1])

    def do_truncated(self):
        self._send(CONTENT[: len(CONTENT) // 2], len(CONTENT))

    def do_other(self):
        self._send(bytes(len(CONTENT)))

    def do_long(self):
        self._send(CONTENT * 3)

    def do_page(self):
        self._send(b"<html>Please log in to the campus network</html>")

    def do_loop(self):
        self.send_response(302)
        self.send_header("Location", self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(autouse=True)
def _isolated(monkeypatch, tmp_path):
    """Give each test an empty cache and an unused network, and forbid other machines."""
    monkeypatch.setenv("D2L_DATA_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("D2L_DATA", "auto")
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.delenv("D2L_DATA_MIRROR", raising=False)
    monkeypatch.setattr(download, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(download, "READ_SECONDS", 0.5)
    monkeypatch.setattr(source, "_announced", set())
    monkeypatch.setattr(source, "_used", {})
    download.retry_network()
    cache._verified.clear()
    connect = socket.socket.connect

    def only_here(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1"):
            raise ConnectionRefusedError(f"a unit test may not connect to {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)
    monkeypatch.setattr(socket, "getaddrinfo", _no_names(socket.getaddrinfo))
    yield
    download.retry_network()


def _no_names(getaddrinfo):
    def only_here(host, *args, **options):
        if host not in ("127.0.0.1", "localhost", None):
            raise socket.gaierror(socket.EAI_NONAME, "unit tests have no network")
        return getaddrinfo(host, *args, **options)

    return only_here


@pytest.fixture
def server():
    """Serve faults on this machine; `asked` lists the paths requested, `url` is the address."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), FaultyHandler)
    httpd.daemon_threads = True
    httpd.asked, httpd.over = [], threading.Event()
    httpd.url = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield httpd
    httpd.over.set()
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture
def closed_url():
    """Return the address of a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def small(server, tmp_path):
    """Return the registered file of the tests: `entry(*faults)` names its addresses."""

    def entry(*places):
        urls = tuple(p if "://" in p else f"{server.url}/{p}/{NAME}" for p in places)
        return FileEntry(NAME, len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), urls)

    cache = tmp_path / "cache"
    return SimpleNamespace(entry=entry, content=CONTENT, cache=cache, target=cache / NAME)

"""A headless Chromium, a plain file server, and pages that record what they ask the network for."""

import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.book.site import ROOT, site  # noqa: F401

# Chromium's own traffic off, so that every request seen is the page's.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture(scope="session")
def chromium():
    """Return a running Chromium; skip where there is none."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed: apt-get install chromium")
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def file_server(site):  # noqa: F811
    """Return the address of a plain web server over the built site."""
    handler = partial(QuietHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(params=["file", "http"])
def base(request, site, file_server):  # noqa: F811
    """Return the address of the site: on disk, and on a web server."""
    return site.as_uri() if request.param == "file" else file_server


@pytest.fixture
def open_page(chromium):
    """Return a function that opens an address; whatever a page asks of another machine fails."""
    contexts, foreign = [], []

    def watch(request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("file", "data", "blob") and parts.hostname != "127.0.0.1":
            foreign.append(request.url)

    def open_address(address, *, width=1280, height=900, **options):
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.on("request", watch)
        page = context.new_page()
        page.goto(address)
        page.wait_for_load_state("load")
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert not foreign


def wait_for_formulas(page):
    """Wait until MathJax has drawn all formulas of a page."""
    page.wait_for_function(
        "document.querySelectorAll('article .math').length <="
        " document.querySelectorAll('article mjx-container').length",
        timeout=30_000,
    )


def start_book(environment, port=0):
    """Start `d2l serve`, at any free port by default, and return its process and address."""
    code = f"from d2lutils.server.launch import serve; serve(port={port}, open_browser=False)"
    command = [sys.executable, "-c", code]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", env=environment
    )
    lines = [process.stdout.readline() for _ in range(3)]
    return process, lines[1].strip()


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Return an environment with neither the user's tabs nor the user's signatures."""
    own = str(tmp_path_factory.mktemp("jupyter"))
    folders = {"JUPYTER_DATA_DIR": own, "JUPYTERLAB_WORKSPACES_DIR": own}
    folders["JUPYTER_CONFIG_DIR"] = str(tmp_path_factory.mktemp("settings"))
    readers = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return {**readers, **folders, "PYTHONPATH": "."}  # kernels choose how to draw themselves


@pytest.fixture(scope="module")
def server(site, environment):  # noqa: F811
    """Start the book for the tests of a module; yield its process and the address it prints."""
    process, address = start_book(environment)
    yield process, address
    process.terminate()
    process.wait(timeout=30)

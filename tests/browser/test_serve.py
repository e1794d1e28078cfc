"""`d2l serve`: the book and JupyterLab behind one token."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from d2lutils import serve
from tests.book.site import NOTEBOOKS, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Return an environment with neither the user's tabs nor the user's signatures."""
    own = str(tmp_path_factory.mktemp("jupyter"))
    folders = {"JUPYTER_DATA_DIR": own, "JUPYTERLAB_WORKSPACES_DIR": own}
    return {**os.environ, **folders, "PYTHONPATH": "."}


@pytest.fixture(scope="module")
def server(site, environment):
    """Start the command and return its process and the address it prints."""
    command = [sys.executable, "-c", "from d2lutils.serve import serve; serve(open_browser=False)"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment
    )
    lines = [process.stdout.readline() for _ in range(3)]
    yield process, lines[1].strip()
    process.terminate()
    process.wait(timeout=30)


def status_of(address):
    """Return the status and the final address of a request without cookies."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.url
    except urllib.error.HTTPError as error:
        return error.code, error.url


def test_without_the_token_nothing_runs(server):
    origin = re.match(r"http://127\.0\.0\.1:\d+", server[1])[0]
    assert "/login?" in status_of(f"{origin}/lab")[1]
    assert "/login?" in status_of(f"{origin}/files/README.md")[1]
    assert status_of(f"{origin}/api/kernels")[0] == 403
    assert status_of(f"{origin}/api/kernels?token=guess")[0] == 403


def test_with_the_token_the_book_opens_and_leads_to_its_notebooks(server, open_page):
    page = open_page(server[1])
    page.wait_for_url("**/static/zh/book/index.html")
    assert page.locator("article h1").inner_text().startswith("动手学深度学习")
    for name in NOTEBOOKS[:1]:
        origin = re.match(r"http://127\.0\.0\.1:\d+", page.url)[0]
        page.goto(f"{origin}/static/zh/{name}.html")
        button = page.locator("a.open-in-lab")
        button.wait_for(state="visible")
        button.click()
        page.wait_for_url(f"**/lab/tree/{name}.ipynb")
        page.locator(".jp-Notebook").wait_for(timeout=60_000)
        page.locator(".jp-OutputArea img, .jp-OutputArea svg").first.wait_for(state="attached")
        tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current").first
        assert tab.inner_text().strip() == f"{name.rsplit('/')[-1]}.ipynb"


def test_it_stops_when_told_and_frees_its_port(site, environment):
    command = [sys.executable, "-c", "from d2lutils.serve import serve; serve(open_browser=False)"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment
    )
    lines = [process.stdout.readline() for _ in range(3)]
    port = int(re.search(r"127\.0\.0\.1:(\d+)", lines[1])[1])
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_without_pages_it_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(serve, "HTML", tmp_path)
    assert serve.serve(open_browser=False) == 1
    assert "make html" in capsys.readouterr().err


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1", "localhost"])
def test_loopback_needs_no_warning(ip):
    assert serve.is_loopback(ip)


def test_listening_to_the_network_is_possible_and_warns(site, environment):
    code = "from d2lutils.serve import serve; serve(ip='0.0.0.0', open_browser=False)"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    lines = [process.stdout.readline() for _ in range(3)]
    assert status_of(lines[1].strip())[0] == 200
    process.send_signal(signal.SIGINT)
    _, warnings = process.communicate(timeout=30)
    assert "Warning: listening on 0.0.0.0" in warnings

"""`d2l serve`: the book and JupyterLab behind one token."""

import http.client
import http.cookiejar
import json
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from d2lutils.paths import ENGLISH
from d2lutils.server import kernels, launch
from tests.book.site import NOTEBOOKS, ROOT
from tests.browser.conftest import start_book

pytestmark = [pytest.mark.browser, pytest.mark.site]


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
    for page in ("zh/index.html", "en/book/preface.html", "zh/_static/book.css", "zh/no-such.html"):
        assert "/login?" in status_of(f"{origin}/read/{page}")[1]
    assert status_of(f"{origin}/static/zh/index.html")[0] == 404
    assert status_of(f"{origin}/api/kernels")[0] == 403
    assert status_of(f"{origin}/api/kernels?token=guess")[0] == 403


class Login:
    """What a browser that is logged in can ask of the server, and what an attacker can through it.

    `urllib` sends the cookies of the jar with each request, as a browser does for any site.
    """

    def __init__(self, address):
        self.origin = split(address)[0]
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.opener.open(address, timeout=20).close()
        self.opener.open(f"{self.origin}/lab", timeout=20).close()  # sets the cookie _xsrf

    def cookie(self, name):
        return next(cookie.value for cookie in self.jar if cookie.name == name)

    def request(self, path, *, data=None, headers=None, method=None):
        """Return the answer, whatever its status."""
        request = urllib.request.Request(self.origin + path, data, headers or {}, method=method)
        try:
            return self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            return error

    def post(self, path, data, *, forged=False, method="POST", **headers):
        """Send JSON, with the token against forged requests unless it is one."""
        if not forged:
            headers["X-XSRFToken"] = self.cookie("_xsrf")
        body = json.dumps(data).encode()
        return self.request(path, data=body, headers=headers, method=method)


def split(address):
    """Return an address's origin, and the rest of it."""
    origin = re.match(r"http://127\.0\.0\.1:\d+", address)[0]
    return origin, address[len(origin) :]


def logged_in(address):
    """Return a login made with the address that `d2l serve` printed."""
    return Login(address)


def descendants(pid):
    """Return the processes that a process has started, and those that these have started."""
    found = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, encoding="utf-8"
    ).stdout.split()
    return [*found, *(deeper for child in found for deeper in descendants(child))]


def alive(pid):
    """Whether a process exists and is not merely waiting to be collected."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
            != "Z"
        )
    except OSError:
        return False


def test_a_wrong_token_opens_nothing(server):
    origin = split(server[1])[0]
    status, address = status_of(f"{origin}/login?token=guess&next=/read/zh/index.html")
    assert status == 401 or "/login" in address
    assert "/login?" in status_of(f"{origin}/files/README.md?token=guess")[1]
    assert status_of(f"{origin}/api/contents?token=")[0] == 403


def test_another_site_can_neither_read_nor_act(server):
    """The browser of a logged-in reader sends its cookies with requests of any site."""
    login = logged_in(server[1])
    assert login.post("/api/kernels", {"name": "python3"}, forged=True).status == 403
    foreign = {"Origin": "http://evil.example"}
    answer = login.request("/api/kernels", headers=foreign)
    assert answer.headers["Access-Control-Allow-Origin"] is None
    assert answer.status in (200, 403, 404)


def test_a_foreign_page_gets_no_websocket(server):
    login = logged_in(server[1])
    kernel = json.load(login.post("/api/kernels", {"name": "python3"}))["id"]
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    path = f"/api/kernels/{kernel}/channels"
    own = {**upgrade, "Origin": login.origin}
    assert handshake(login, path, own) == 101
    assert handshake(login, path, {**upgrade, "Origin": "http://evil.example"}) == 403
    assert handshake(login, path, own, with_cookies=False) == 403


def raw_request(login, path, headers, *, with_cookies=True):
    """Return the status and the body of a request sent exactly as it is written."""
    parts = urlsplit(login.origin)
    if with_cookies:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in login.jar)
        headers = {**headers, "Cookie": cookies}
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = b"" if answer.status == 101 else answer.read()
    connection.close()
    return answer.status, body


def handshake(login, path, headers, **options):
    """Return the status of a websocket's handshake, which urllib cannot write."""
    return raw_request(login, path, headers, **options)[0]


@pytest.mark.parametrize(
    "path",
    [
        "/read/zh/../../../README.md",
        "/static/../../README.md",
        "/read/..%2f..%2f..%2fREADME.md",
        "/read/zh/%2e%2e/%2e%2e/%2e%2e/README.md",
        "/files/../../etc/passwd",
        "/files/..%2f..%2f..%2fetc/passwd",
        "/files//etc/passwd",
        "/api/contents/..%2f..%2fetc/passwd",
    ],
)
def test_nothing_outside_the_folder_is_served(server, path):
    status, body = raw_request(logged_in(server[1]), path, {})
    assert status >= 400
    assert b"root:" not in body


def test_kernels_have_a_limit(server):
    login = logged_in(server[1])
    running = len(json.load(login.request("/api/kernels")))
    answers = [
        login.post("/api/kernels", {"name": "python3"}) for _ in range(kernels.LIMIT + 1 - running)
    ]
    assert [answer.status for answer in answers[:-1]] == [201] * (len(answers) - 1)
    assert answers[-1].status == 503
    assert "shut kernels down" in json.load(answers[-1])["message"]


def test_with_the_token_the_book_opens_and_leads_to_the_readers_copies(server, open_page):
    page = open_page(server[1])
    page.wait_for_url("**/read/zh/book/index.html")
    assert page.locator("article h1").inner_text().startswith("动手学深度学习")
    name = NOTEBOOKS[1]
    sources = {"zh": ROOT / f"{name}.ipynb", "en": ENGLISH / f"{name}.ipynb"}
    before = {edition: source.read_bytes() for edition, source in sources.items()}
    for edition in sources:
        origin = re.match(r"http://127\.0\.0\.1:\d+", page.url)[0]
        page.goto(f"{origin}/read/{edition}/{name}.html")
        button = page.locator("a.open-in-lab")
        button.wait_for(state="visible")
        button.click()
        page.wait_for_url(f"**{launch.LAB}/{edition}/{name}.ipynb")
        page.locator(".jp-Notebook").wait_for(timeout=60_000)
        page.locator(".jp-OutputArea img, .jp-OutputArea svg").first.wait_for(state="attached")
        tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current").first
        assert tab.inner_text().strip() == f"{name.rsplit('/')[-1]}.ipynb"
        assert (ROOT / "work" / edition / f"{name}.ipynb").exists()
    assert {edition: source.read_bytes() for edition, source in sources.items()} == before


def test_a_copy_is_begun_afresh_from_its_page_alone(server, open_page):
    """The answer is made up here: the reader's own copies are no place for tests."""
    name, asked = NOTEBOOKS[1], []
    login = logged_in(server[1])
    assert login.post(f"/read-copy/zh/{name}", {}, forged=True).status == 403
    assert login.request("/read-copy/zh/chapters/no/such").status == 404
    page = open_page(server[1].replace("/zh/index.html", f"/en/{name}.html"))

    def answer(route, request):
        asked.append((request.method, request.headers.get("x-xsrftoken")))
        route.fulfill(json={"kept": "x.2030-01-01_10-00-00.ipynb"})

    page.route("**/read-copy/**", answer)
    page.on("dialog", lambda dialog: dialog.accept())
    part = page.locator(".own-copy")
    assert f"work/en/{name}.ipynb" in part.inner_text()
    part.locator("button").click()
    page.wait_for_function(
        "document.querySelector('.own-copy [role=status]').innerText.includes('x.2030-01-01')"
    )
    ((method, token),) = asked
    assert method == "POST"
    assert token


def test_a_notebook_shows_its_numbers_and_is_saved_as_it_was(server):
    login, path = logged_in(server[1]), f"{NOTEBOOKS[0]}.ipynb"
    before = (ROOT / path).read_bytes()
    assert b"{glue:text}" in before
    model = json.load(login.request(f"/api/contents/{path}"))
    assert "{glue:text}" not in "".join(cell["source"] for cell in model["content"]["cells"])
    del model["content"]["metadata"]["language_info"]
    try:
        saved = login.post(f"/api/contents/{path}", model, method="PUT")
        assert saved.status == 200
        assert (ROOT / path).read_bytes() == before
    finally:
        (ROOT / path).write_bytes(before)


def test_two_books_take_two_ports_and_each_stops_without_a_trace(server, site, environment):
    process, address = start_book(environment)
    assert split(address)[0] != split(server[1])[0]
    login = logged_in(address)
    answer = login.post("/api/kernels", {"name": "python3"})
    assert answer.status == 201
    children = [int(pid) for pid in descendants(process.pid)]
    assert len(children) >= 2  # the server and the kernel
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in children if alive(pid)] == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", urlsplit(address).port)) != 0


def test_a_bookmark_opens_after_a_restart_and_the_theme_is_remembered(
    server, environment, open_page
):
    process, address = start_book(environment, port=0)
    port = urlsplit(address).port
    bookmark = f"{split(address)[0]}/read/zh/book/preface.html"
    try:
        page = open_page(address)
        page.wait_for_url("**/read/zh/book/index.html")
        page.locator(".theme-switch-button").first.click()  # from the system's to another
        mode = page.evaluate("document.documentElement.dataset.mode")
    finally:
        process.terminate()
        process.wait(timeout=30)
    process, again = start_book(environment, port=port)
    try:
        assert again != address  # another token
        page.goto(bookmark)
        assert page.url == bookmark
        assert mode in ("light", "dark")
        assert page.evaluate("document.documentElement.dataset.mode") == mode
        page.goto(f"{split(address)[0]}/lab")
        assert "/login" not in page.url
        assert "/login" in status_of(bookmark)[1]  # a browser that never logged in
        assert "/login" in status_of(f"{bookmark}?{urlsplit(address).query}")[1]  # the old token
        secret = Path(environment["JUPYTER_CONFIG_DIR"], "d2l", "cookie_secret")
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_without_pages_it_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(launch, "HTML", tmp_path)
    assert launch.serve(open_browser=False) == 1
    assert "make html" in capsys.readouterr().err


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1", "localhost"])
def test_loopback_needs_no_warning(ip):
    assert launch.is_loopback(ip)


def test_listening_to_the_network_is_possible_and_warns(site, environment):
    code = "from d2lutils.server.launch import serve; serve(ip='0.0.0.0', open_browser=False)"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
    )
    lines = [process.stdout.readline() for _ in range(3)]
    assert status_of(lines[1].strip())[0] == 200
    process.send_signal(signal.SIGINT)
    _, warnings = process.communicate(timeout=30)
    assert "Warning: listening on 0.0.0.0" in warnings

"""One local server for the book, its notebooks and the kernels that run them."""

import os
import secrets
import signal
import subprocess
import sys
import time

from d2lutils.notebooks.execution import find_notebooks, trust
from d2lutils.paths import ENGLISH, HTML, ROOT, notebooks_in
from d2lutils.server import copies, logins
from d2lutils.server.ports import bind, choose_port, is_loopback, is_ours, origin

IDLE_SECONDS = 1800
BOOK = "/read/zh/index.html"
LAB = "/lab/tree/work"
EXPOSED = (
    "Warning: listening on {ip}, so other machines can reach this server. Whoever has the token "
    "can run any program here, and without HTTPS the network can read it: use --ip only in a "
    "container or behind a firewall."
)
BUSY = "Choose another with --port or --ip; without --port a free port is found."


def server_command(port, ip="127.0.0.1"):
    """Return the command that starts the server.

    The token comes from the environment, where other users of the machine cannot read it. One
    origin serves pages and kernels, so no protection of Jupyter's needs to be weakened.

    Parameters
    ----------
    port : int
        Where to listen.
    ip : str
        Of which network; this machine alone by default.

    Returns
    -------
    list of str
        The command and its arguments.

    """
    options = {
        "ServerApp.ip": ip,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.cookie_secret_file": logins.keep(),
        "ServerApp.root_dir": ROOT,
        "ServerApp.jpserver_extensions": "{'d2lutils.server.pages': True}",  # the book itself
        "ServerApp.allow_root": True,  # in a container
        "Application.log_level": "WARN",
        "ServerApp.contents_manager_class": "d2lutils.server.contents.BookContentsManager",
        "ServerApp.kernel_manager_class": "d2lutils.server.kernels.LimitedKernelManager",
        "MappingKernelManager.cull_idle_timeout": IDLE_SECONDS,
        "MappingKernelManager.cull_connected": True,
    }
    return [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())]


def start_server(port, ip, token):
    """Start the server and return its process."""
    return subprocess.Popen(
        server_command(port, ip),
        cwd=ROOT,
        env={**os.environ, "JUPYTER_TOKEN": token},
        start_new_session=True,  # Ctrl+C reaches us alone; Jupyter would ask whether to stop
    )


def book_address(ip, port, token, page=BOOK):
    """Return the address that logs the reader in and opens the book, or another page."""
    return f"{origin(ip, port)}/login?token={token}&next={page}"


def wait_until_ready(process, ip, port, token):
    """Wait until our server answers; raise RuntimeError if it ends instead."""
    while process.poll() is None:
        if is_ours(ip, port, token):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The Jupyter server stopped at once, with exit code {process.returncode}.")


def serve(port=None, ip="127.0.0.1", open_browser=True, *, lab=False):
    """Serve the book and JupyterLab on this machine until Ctrl+C.

    Parameters
    ----------
    port : int, optional
        Where to listen; 0 asks for any free port. By default the book's usual one, or the next
        that is free.
    ip : str
        The address to listen on. Any but a loopback address lets other machines try the token.
    open_browser : bool
        Whether to open the book in the reader's browser.
    lab : bool
        Whether to open JupyterLab on the reader's own copies of the notebooks instead.

    Returns
    -------
    int
        An exit code: 0 when the reader stopped the server, 1 when it could not start, else the
        server's own.

    """
    if not lab and not (HTML / "zh" / "index.html").exists():
        print("The book's pages have not been built yet: run `make html` first.", file=sys.stderr)
        return 1
    try:
        port = choose_port(ip) if port is None else bind(ip, port)
    except OSError as error:
        reason = error.strerror or error
        print(f"Cannot listen on {ip}, port {port or 'any'}: {reason}.", BUSY, file=sys.stderr)
        return 1
    if not is_loopback(ip):
        print(EXPOSED.format(ip=ip), file=sys.stderr)
    trust([*find_notebooks(), *notebooks_in(ENGLISH)])
    if lab:
        for edition in copies.SOURCES:
            copies.bring_all(edition)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop the server with us
    token = secrets.token_urlsafe(24)
    process = start_server(port, ip, token)
    try:
        wait_until_ready(process, ip, port, token)
        address = book_address(ip, port, token, LAB if lab else BOOK)
        return _watch(process, address, open_browser)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopping.", flush=True)
        return 0
    finally:
        process.terminate()
        process.wait()


def _watch(process, address, open_browser):
    """Announce the server that is ready and wait for its end; return its exit code."""
    import webbrowser

    print(f"The book is at\n    {address}\nPress Ctrl+C to stop.", flush=True)
    if open_browser:
        webbrowser.open(address)
    code = process.wait()
    print(f"The Jupyter server ended, with exit code {code}.", file=sys.stderr)
    return code if code >= 0 else 128 - code  # as a shell counts signals

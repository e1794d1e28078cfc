"""One local server for the book, its notebooks and the kernels that run them."""

import ipaddress
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

from d2lutils.notebooks import find_notebooks, trust

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "_build" / "html"
ENGLISH = ROOT / "_build" / "notebooks" / "en"
IDLE_SECONDS = 1800
EXPOSED = (
    "Warning: listening on {ip}, so other machines can reach this server. Whoever has the token "
    "can run any program here, and without HTTPS the network can read it: use --ip only in a "
    "container or behind a firewall."
)


def free_port():
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_loopback(ip):
    """Whether an address belongs to this machine alone."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


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
        "ServerApp.root_dir": ROOT,
        "ServerApp.jpserver_extensions": "{'d2lutils.pages': True}",  # serves the book itself
        "ServerApp.allow_root": True,  # in a container
        "Application.log_level": "WARN",
        "ServerApp.contents_manager_class": "d2lutils.lab.BookContentsManager",
        "ServerApp.kernel_manager_class": "d2lutils.kernels.LimitedKernelManager",
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


def book_address(port, token):
    """Return the address that logs the reader in and opens the book."""
    return f"http://127.0.0.1:{port}/login?token={token}&next=/read/zh/index.html"


def wait_until_ready(process, port):
    """Wait until the server answers; raise RuntimeError if it ends instead."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The Jupyter server stopped at once, with exit code {process.returncode}.")


def serve(port=None, ip="127.0.0.1", open_browser=True):
    """Serve the book and JupyterLab on this machine until Ctrl+C.

    Parameters
    ----------
    port : int, optional
        Where to listen; a free port by default.
    ip : str
        The address to listen on. Any but a loopback address lets other machines try the token.
    open_browser : bool
        Whether to open the book in the reader's browser.

    Returns
    -------
    int
        An exit code: 0 when the reader stopped the server, 1 when it could not start.

    """
    import signal
    import webbrowser

    if not (HTML / "zh" / "index.html").exists():
        print("The book's pages have not been built yet: run `make html` first.", file=sys.stderr)
        return 1
    if not is_loopback(ip):
        print(EXPOSED.format(ip=ip), file=sys.stderr)
    trust([*find_notebooks(), *ENGLISH.rglob("*.ipynb")])
    port, token = port or free_port(), secrets.token_urlsafe(24)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop the server with us
    process = start_server(port, ip, token)
    try:
        wait_until_ready(process, port)
        address = book_address(port, token)
        print(f"The book is at\n    {address}\nPress Ctrl+C to stop.", flush=True)
        if open_browser:
            webbrowser.open(address)
        process.wait()
    except KeyboardInterrupt:
        print("Stopping.", flush=True)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        process.terminate()
        process.wait()
    return 0

"""Where the server listens: at one port whenever it is free, so that bookmarks go on working."""

import errno
import hmac
import http.client
import ipaddress
import secrets
import socket
import sys
import urllib.request

from d2lutils.server import logins
from d2lutils.server.proof import proof

USUAL = 8642
TRIED = 20  # ports, until any free one will do
MOVED = (
    "Port {usual} is in use, so this time the book is at port {port}. Bookmarks lead to {usual}, "
    "and what the browser keeps for the book (theme, edits, progress) is kept for each port."
)
STRANGER = (
    "The program at port {usual} is no server of this book that you started. A bookmark may have "
    "shown it this browser's login, so earlier logins no longer count."
)


def reachable_host(ip):
    """Return the address at which this machine reaches a server that listens on `ip`."""
    return {"": "127.0.0.1", "*": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(ip, ip)


def bind(ip, port):
    """Return the port that can be listened on, or raise OSError; 0 asks for a free one."""
    host = "0.0.0.0" if ip in ("", "*") else ip
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
        probe.bind(address)
        return probe.getsockname()[1]


def is_loopback(ip):
    """Whether an address belongs to this machine alone."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def origin(ip, port):
    """Return the address of the server, without a path, for a program on this machine."""
    host = reachable_host(ip)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_ours(ip, port, token):
    """Whether the server that answers knows the token, which is not sent to it."""
    question = secrets.token_hex(16)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{origin(ip, port)}/read-proof?{question}", timeout=5) as answer:
            return hmac.compare_digest(answer.read(64), proof(token, question).encode())
    except (OSError, http.client.HTTPException):
        return False


def is_taken(ip, port):
    """Whether somebody listens already; raise OSError if one cannot listen for another reason."""
    try:
        bind(ip, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return True
    return False


def is_known(ip, port):
    """Whether a server of the book that this user started listens at a port."""
    from jupyter_server.serverapp import list_running_servers

    running = [server for server in list_running_servers() if server["port"] == port]
    return any(is_ours(ip, port, server["token"]) for server in running)


def choose_port(ip):
    """Return the usual port, or if it is in use the next free one, and say so.

    Raises
    ------
    OSError
        If one cannot listen at the address at all.

    """
    if not is_taken(ip, USUAL):
        return USUAL
    if not is_known(ip, USUAL):
        logins.forget()
        print(STRANGER.format(usual=USUAL), file=sys.stderr)
    following = range(USUAL + 1, USUAL + TRIED)
    port = next((port for port in following if not is_taken(ip, port)), None) or bind(ip, 0)
    print(MOVED.format(usual=USUAL, port=port), file=sys.stderr)
    return port

"""How many requests a service answers, and how long the slowest wait."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy


class Load(NamedTuple):
    """What a load test measured."""

    rate: float  # requests a second
    p99: float  # seconds that 99 of 100 requests stayed under


def post(url, body, kind="image/png", connection=None):
    """Send bytes to an address.

    Parameters
    ----------
    url : str
        An address of ``http``.
    body : bytes
        What to send.
    kind : str
        Its type, for the head of the request.
    connection : http.client.HTTPConnection, optional
        One that is open; by default a new one is made, and closed.

    Returns
    -------
    (int, bytes)
        The status and the body of the answer.

    Notes
    -----
    Introduced in section 8.8.

    """
    parts = urlsplit(url)
    using = connection or http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        using.request("POST", parts.path, body, {"Content-Type": kind})
        answer = using.getresponse()
        return answer.status, answer.read()
    finally:
        if connection is None:
            using.close()


def load_test(url, bodies, num_clients):
    """Send requests from several clients at once, each waiting for its answer before the next.

    Parameters
    ----------
    url : str
        Where to POST.
    bodies : list of bytes
        One request each, dealt out among the clients.
    num_clients : int
        How many ask at the same time.

    Returns
    -------
    Load
        Requests a second, and the 99th percentile of their seconds.

    Raises
    ------
    RuntimeError
        If an answer has another status than 200.

    Notes
    -----
    Introduced in section 8.8. The clients run in this process and take their share of its time.

    """
    began = time.perf_counter()
    with ThreadPoolExecutor(num_clients) as clients:
        shares = [bodies[i::num_clients] for i in range(num_clients)]
        seconds = list(clients.map(lambda share: _ask_in_turn(url, share), shares))
    rate = len(bodies) / (time.perf_counter() - began)
    return Load(rate, float(numpy.percentile(numpy.concatenate(seconds), 99)))


def _ask_in_turn(url, bodies):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    seconds = []
    try:
        for body in bodies:
            began = time.perf_counter()
            status, answer = post(url, body, connection=connection)
            if status != 200:
                raise RuntimeError(f"{url} answered {status}: {answer.decode(errors='replace')}")
            seconds.append(time.perf_counter() - began)
    finally:
        connection.close()
    return seconds

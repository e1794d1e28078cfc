"""A prediction service over HTTP for small pictures, with a page to try it."""

import asyncio
import threading
from pathlib import Path

import numpy
from tornado import httpserver, netutil, web

from d2lutils.serving.batching import Batcher, BusyError
from d2lutils.serving.pictures import MAX_BYTES, RefusedError, read_picture

PAGE = Path(__file__).with_name("page.html")
SECONDS = 20  # that a request may take to arrive


class _Handler(web.RequestHandler):
    """Errors are JSON with one sentence."""

    def set_default_headers(self):
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")

    def refuse(self, status, sentence):
        self.set_status(status)
        self.finish({"error": sentence})

    def write_error(self, status_code, **_):
        sentence = {404: "There is nothing at this address.", 405: "Use GET / or POST /predict."}
        self.finish({"error": sentence.get(status_code, "The service failed; try again.")})


class _Page(_Handler):
    def get(self):
        self.set_header("Content-Security-Policy", "default-src 'self' 'unsafe-inline' blob: data:")
        self.finish(PAGE.read_text(encoding="utf-8"))


@web.stream_request_body
class _Predict(_Handler):
    def initialize(self, batcher, labels):
        self.batcher, self.labels, self.body = batcher, labels, b""

    def data_received(self, chunk):
        if len(self.body) <= MAX_BYTES:  # the rest is read, so that the sender hears why, not kept
            self.body += chunk

    async def post(self):
        try:
            x = read_picture(self.body, self.request.headers.get("Content-Type", ""))
            p = softmax(await asyncio.wrap_future(self.batcher.submit(x)))
        except RefusedError as error:
            return self.refuse(error.status, str(error))
        except BusyError:
            self.set_header("Retry-After", "1")
            return self.refuse(503, "Too many requests wait; try again in a second.")
        return self.finish(
            {
                "label": self.labels[int(p.argmax())],
                "probabilities": {name: float(value) for name, value in zip(self.labels, p)},
            }
        )


def softmax(scores):
    """Return the probabilities of scores of shape (k,), as a numpy.ndarray of that shape."""
    e = numpy.exp(numpy.asarray(scores, dtype="float64") - numpy.max(scores))
    return e / e.sum()


class PictureService:
    """Answer over HTTP what a network sees on pictures; for this machine alone.

    ``POST /predict`` takes a PNG or JPEG file of 28 by 28 pixels and answers with JSON; ``GET /``
    is a page to try it. Serves from a thread, until `stop`; as a context manager it always ends.

    Parameters
    ----------
    predict : callable
        Maps X of shape (n, 1, 28, 28) to scores (n, k), as `OnnxModel` does.
    labels : list of str
        Names of the k classes.
    port : int
        Where to listen; 0 for any that is free.

    Attributes
    ----------
    url : str
        Where the page is.
    batch_sizes : list of int
        How many pictures were computed together, batch by batch.

    Raises
    ------
    OSError
        On `start`, if the port is taken.

    Notes
    -----
    Introduced in section 8.8.

    """

    def __init__(self, predict, labels, *, port=0):
        self._predict, self._labels, self._port = predict, list(labels), port
        self._thread = None

    def start(self):
        """Begin to listen and return the service."""
        sockets = netutil.bind_sockets(self._port, "127.0.0.1")
        self.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
        self._batcher = Batcher(self._predict)
        self.batch_sizes = self._batcher.sizes
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(sockets, ready)), name="d2l-service", daemon=True
        )
        self._thread.start()
        ready.wait()
        return self

    def stop(self):
        """Stop listening, answer what has been asked, and end the threads."""
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None

    async def _serve(self, sockets, ready):
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        known = {"batcher": self._batcher, "labels": self._labels}
        server = httpserver.HTTPServer(
            web.Application(
                [("/", _Page), ("/predict", _Predict, known)],
                default_handler_class=_Nothing,
                log_function=lambda handler: None,  # the notebook shall not fill with lines
            ),
            max_body_size=100 * MAX_BYTES,  # beyond, the connection is cut
            body_timeout=SECONDS,
            idle_connection_timeout=SECONDS,
        )
        server.add_sockets(sockets)
        ready.set()
        await self._stopping.wait()
        server.stop()
        await self._loop.run_in_executor(None, self._batcher.close)
        await asyncio.sleep(0)  # the last answers go out
        await server.close_all_connections()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class _Nothing(_Handler):
    def prepare(self):
        raise web.HTTPError(404)

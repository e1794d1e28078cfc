"""Requests that arrive together are computed together."""

import queue
import threading
from concurrent.futures import Future

import numpy


class BusyError(RuntimeError):
    """More requests wait than the service can promise to answer soon."""


def next_batch(requests, max_size):
    """Wait for a request, and take with it all that wait already.

    Parameters
    ----------
    requests : queue.Queue
        Read by nobody else.
    max_size : int
        The most to take.

    Returns
    -------
    list
        Of at least one request, in the order of their arrival.

    Notes
    -----
    Built in section 8.8.

    Examples
    --------
    >>> requests = queue.Queue()
    >>> for request in "abc":
    ...     requests.put(request)
    >>> next_batch(requests, 2), next_batch(requests, 2)
    (['a', 'b'], ['c'])

    """
    batch = [requests.get()]
    while len(batch) < max_size and not requests.empty():
        batch.append(requests.get())
    return batch


class Batcher:
    """Answer many callers with one function that takes batches, in a thread of its own.

    Parameters
    ----------
    predict : callable
        Maps X of shape (n, ...) to n results.
    max_size : int
        The largest batch.
    max_waiting : int
        How many requests may wait; beyond, `submit` refuses.

    Attributes
    ----------
    sizes : list of int
        Of the batches so far.

    """

    def __init__(self, predict, *, max_size=64, max_waiting=256):
        self.sizes = []
        self._predict, self._max_size = predict, max_size
        self._requests, self._closed, self._lock = queue.Queue(max_waiting), False, threading.Lock()
        self._thread = threading.Thread(target=self._work, name="d2l-batcher", daemon=True)
        self._thread.start()

    def submit(self, x):
        """Ask for the result of one input; return a future of it, or raise `BusyError`."""
        answer = Future()
        with self._lock:  # nothing may come after the request that closes
            if self._closed:
                raise BusyError("the service ends")
            try:
                self._requests.put_nowait((x, answer))
            except queue.Full:
                raise BusyError("too many requests wait") from None
        return answer

    def close(self):
        """End the thread after the requests that wait have been answered."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._requests.put(None)
        self._thread.join()

    def _work(self):
        closing = False
        while not closing:
            batch = next_batch(self._requests, self._max_size)
            closing = None in batch
            self._answer([request for request in batch if request is not None])

    def _answer(self, batch):
        batch = [request for request in batch if request[1].set_running_or_notify_cancel()]
        if not batch:
            return
        self.sizes.append(len(batch))
        try:
            results = self._predict(numpy.stack([x for x, _ in batch]))
        except Exception as error:  # the callers shall hear of it; the thread lives on
            for _, answer in batch:
                answer.set_exception(error)
            return
        for (_, answer), result in zip(batch, results):
            answer.set_result(result)

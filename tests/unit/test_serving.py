"""The prediction service: what it refuses, that it batches, and that it always ends."""

import io
import json
import os
import queue
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from urllib.request import urlopen

import mxnet as mx
import numpy
import pytest
from mxnet import np, npx
from PIL import Image

import d2lutils as d2l
from d2lutils.serving.__main__ import main
from d2lutils.serving.batching import Batcher, BusyError
from d2lutils.serving.pictures import MAX_BYTES, RefusedError

npx.set_np()
LABELS = [f"class {i}" for i in range(10)]
NOISE = numpy.random.RandomState(0).uniform(size=(1, 28, 28))


def brightness(X):
    """Score class i higher the nearer i is to ten times the mean brightness."""
    return -numpy.abs(10 * X.mean(axis=(1, 2, 3))[:, None] - numpy.arange(10))


def picture(size=(28, 28), form="PNG", mode="L", colour=128):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, format=form)
    return file.getvalue()


def listens(url):
    parts = urlsplit(url)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def threads_of_ours():
    return [t.name for t in threading.enumerate() if t.name.startswith("d2l-")]


@pytest.fixture
def service():
    with d2l.PictureService(brightness, LABELS) as running:
        yield running
    assert not listens(running.url)
    assert not threads_of_ours()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """LeNet with random parameters, as ONNX in float32 and in int8, and some inputs."""
    folder = tmp_path_factory.mktemp("onnx")
    mx.random.seed(0)
    net = d2l.lenet()
    net.initialize(mx.init.Xavier())
    net.hybridize()
    X = np.random.uniform(size=(64, 1, 28, 28))
    scores = net(X).asnumpy()
    net.export(str(folder / "lenet"))
    d2l.export_onnx(folder / "lenet", (1, 28, 28), folder / "lenet.onnx")
    d2l.quantize_onnx(folder / "lenet.onnx", X.asnumpy(), folder / "int8.onnx")
    return folder, X.asnumpy(), scores


def test_onnx_runtime_gives_mxnets_scores_for_any_batch(files):
    folder, X, scores = files
    model = d2l.OnnxModel(folder / "lenet.onnx")
    numpy.testing.assert_allclose(model(X), scores, atol=1e-5)
    numpy.testing.assert_allclose(model(X[:3]), scores[:3], atol=1e-5)
    numpy.testing.assert_array_equal(model(np.array(X)).asnumpy(), model(X))


def test_the_file_asks_for_the_picture_alone(files):
    import onnx

    graph = onnx.load(str(files[0] / "lenet.onnx")).graph
    assert [entry.name for entry in graph.input] == ["data"]


def test_int8_is_close_and_a_third_of_the_size(files):
    folder, X, scores = files
    error = numpy.abs(d2l.OnnxModel(folder / "int8.onnx")(X) - scores).max()
    assert 1e-4 < error < 0.2 * numpy.ptp(scores)
    size = {name: (folder / name).stat().st_size for name in ("lenet.onnx", "int8.onnx")}
    assert size["int8.onnx"] < size["lenet.onnx"] / 3


def test_exporting_prints_nothing(tmp_path):
    code = """
import mxnet as mx, numpy, d2lutils as d2l
from mxnet import np, npx
npx.set_np()
net = d2l.lenet(); net.initialize(); net.hybridize(); X = np.zeros((4, 1, 28, 28)); net(X)
net.export("a"); d2l.export_onnx("a", (1, 28, 28), "a.onnx")
d2l.quantize_onnx("a.onnx", X.asnumpy(), "b.onnx")
d2l.OnnxModel("a.onnx")(X.asnumpy()); d2l.OnnxModel("b.onnx")(X.asnumpy())
"""
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=path, capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        (picture(), "text/plain", 415, "not text/plain"),
        (picture(), "", 415, "not nothing"),
        (picture((27, 28)), "image/png", 422, "28 by 28 pixels, not 27 by 28"),
        (picture((3000, 3000)), "image/png", 422, "not 3000 by 3000"),
        (picture((20000, 20000), mode="1", colour=0), "image/png", 400, "no picture|not a PNG"),
        (b"\0" * (MAX_BYTES + 1), "image/png", 413, "more than 1,000,000 bytes"),
        (b"\0" * (20 * MAX_BYTES), "image/png", 413, "more than 1,000,000 bytes"),
        (b"", "image/png", 400, "not a PNG"),
        (b"hello", "image/png", 400, "not a PNG"),
        (d2l.write_picture(NOISE)[:300], "image/png", 400, "not a PNG"),
        (picture(form="GIF"), "image/png", 400, "not a PNG"),
    ],
    ids=[
        "text",
        "no type",
        "narrow",
        "large",
        "huge",
        "1 MB",
        "20 MB",
        "empty",
        "text sent as picture",
        "cut off",
        "GIF",
    ],
)
def test_a_wrong_input_is_refused_with_one_sentence(service, body, kind, status, words):
    answered, answer = d2l.post(service.url + "predict", body, kind)
    sentence = json.loads(answer)["error"]
    assert answered == status
    assert any(word in sentence for word in words.split("|"))
    assert sentence.endswith(".")
    assert service.batch_sizes == []
    assert d2l.post(service.url + "predict", picture())[0] == 200  # and it goes on serving


def test_a_body_of_unknown_length_is_cut_off(service):
    parts = urlsplit(service.url)
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    head = b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as link:
        link.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n" + 20 * chunk + b"0\r\n\r\n")
        assert b" 413 " in link.recv(4096).split(b"\r\n")[0]


def test_other_addresses_and_methods_are_refused(service):
    status, answer = d2l.post(service.url + "nowhere", b"")
    assert (status, json.loads(answer)["error"]) == (404, "There is nothing at this address.")
    status, answer = d2l.post(service.url, b"")
    assert (status, json.loads(answer)["error"]) == (405, "Use GET / or POST /predict.")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize(("mode", "colour"), [("L", 102), ("RGB", (102, 102, 102))])
def test_a_picture_is_answered(service, form, mode, colour):
    body = picture(form=form, mode=mode, colour=colour)
    status, answer = d2l.post(service.url + "predict", body, f"image/{form.lower()}")
    answer = json.loads(answer)
    assert status == 200
    assert answer["label"] == "class 4"
    assert list(answer["probabilities"]) == LABELS
    assert sum(answer["probabilities"].values()) == pytest.approx(1)


def test_a_picture_survives_the_way_to_the_service():
    x = numpy.random.RandomState(0).randint(0, 256, (1, 28, 28)).astype("float32") / 255
    numpy.testing.assert_array_equal(d2l.read_picture(d2l.write_picture(x)), x)


def test_reading_refuses_too_many_bytes_by_itself():
    with pytest.raises(RefusedError, match="bytes"):
        d2l.read_picture(b"\0" * (MAX_BYTES + 1))


def test_the_page_asks_nothing_of_other_machines(service):
    with urlopen(service.url) as answer:
        page = answer.read().decode()
    assert "<canvas" in page
    assert not re.search(r"(https?:)?//\w|@import|src=", page)


def test_requests_that_wait_are_computed_together_and_equal_single_answers(files):
    folder, X, _ = files
    model = d2l.OnnxModel(folder / "lenet.onnx")
    held = threading.Event()

    def slowly(X):
        held.wait(30)
        return model(X)

    with d2l.PictureService(slowly, LABELS) as service, ThreadPoolExecutor(len(X)) as pool:
        url, bodies = service.url + "predict", [d2l.write_picture(x) for x in X]
        answers = [pool.submit(d2l.post, url, body) for body in bodies]
        while service._batcher._requests.qsize() + sum(service.batch_sizes) < len(X):
            time.sleep(0.01)
        held.set()
        answers = [json.loads(answer.result()[1])["probabilities"] for answer in answers]
    assert sum(service.batch_sizes) == len(X)
    assert len(service.batch_sizes) <= 3
    for body, answer in zip(bodies, answers):
        scores = model(d2l.read_picture(body)[None])[0].astype("float64")
        alone = numpy.exp(scores) / numpy.exp(scores).sum()
        numpy.testing.assert_allclose(list(answer.values()), alone, atol=1e-5)


def test_a_failing_network_is_an_error_of_the_service_and_not_its_end():
    def fails(X):
        raise ValueError("broken")

    with d2l.PictureService(fails, LABELS) as service:
        status, answer = d2l.post(service.url + "predict", picture())
        assert (status, json.loads(answer)["error"]) == (500, "The service failed; try again.")
        assert d2l.post(service.url + "predict", picture())[0] == 500


def test_too_many_waiting_are_turned_away():
    held = threading.Event()
    batcher = Batcher(lambda X: held.wait(30) and X, max_size=1, max_waiting=1)
    first = batcher.submit(numpy.zeros(1))
    while not batcher.sizes:
        time.sleep(0.01)
    second = batcher.submit(numpy.zeros(1))
    with pytest.raises(BusyError):
        batcher.submit(numpy.zeros(1))
    held.set()
    batcher.close()
    assert first.done()
    assert second.done()
    with pytest.raises(BusyError):
        batcher.submit(numpy.zeros(1))


def test_next_batch_takes_what_waits_and_no_more():
    requests = queue.Queue()
    for i in range(5):
        requests.put(i)
    assert [d2l.next_batch(requests, 3), d2l.next_batch(requests, 3)] == [[0, 1, 2], [3, 4]]


def test_nothing_listens_after_an_error_in_the_block():
    service = d2l.PictureService(brightness, LABELS)

    def fails():
        with service:
            assert listens(service.url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not listens(service.url)
    assert not threads_of_ours()
    service.stop()  # twice does no harm


def test_a_taken_port_is_said_at_once(service):
    port = urlsplit(service.url).port
    with pytest.raises(OSError, match="in use"):
        d2l.PictureService(brightness, LABELS, port=port).start()


def test_it_listens_on_this_machine_alone(service):
    assert urlsplit(service.url).hostname == "127.0.0.1"


def test_a_load_test_counts_every_request_and_fails_on_a_refusal(service):
    load = d2l.load_test(service.url + "predict", 40 * [picture()], num_clients=4)
    assert sum(service.batch_sizes) == 40
    assert 0 < load.p99 < 40 / load.rate
    with pytest.raises(RuntimeError, match="400"):
        d2l.load_test(service.url + "predict", [picture(), b""], num_clients=2)


def test_the_command_serves_a_file_until_it_is_stopped(files, capsys):
    stopping = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(main, [str(files[0] / "int8.onnx")], stopping)
        while not (printed := capsys.readouterr().out):
            assert not running.done()
            time.sleep(0.05)
        url = printed.split()[0]
        assert d2l.post(url + "predict", picture())[0] == 200
        stopping.set()
        assert running.result() == 0
    assert not listens(url)


def test_the_command_names_what_it_cannot_serve(tmp_path, capsys):
    assert main([str(tmp_path / "none.onnx")]) == 1
    assert "none.onnx" in capsys.readouterr().err

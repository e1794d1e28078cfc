"""What `fit` costs over the bare loop, and what it saves over the published d2l package.

The bare loop is forward, backward, update, and nothing else. The published package trains with its
own function (``train_ch6``), once on its own kind of loader (gluon's DataLoader with 4 workers) and
once on our batches; both it and `fit` also score a test set. All train the same network on the same
pictures, in turns, in one process; the median ratio of several turns is printed, which leaves out
what the machine does meanwhile. Outside a notebook neither renders its curves.
"""

import contextlib
import io
import statistics
import time
import warnings

import mxnet as mx
from bench_loading import gluon_loader
from mxnet import autograd, gluon, npx
from mxnet.gluon import nn

import d2lutils as d2l

NUM_TRAIN, NUM_TEST, BATCH_SIZE, TURNS = 10_000, 2_000, 256, 7


def networks():
    """Return name and an uninitialised network of each kind."""
    softmax = nn.Sequential()
    softmax.add(nn.Dense(10))
    mlp = nn.Sequential()
    mlp.add(nn.Dense(256, activation="relu"), nn.Dense(10))
    return {"softmax": softmax, "MLP": mlp, "LeNet": d2l.lenet()}


def batches():
    """Return our iterators and the published package's loaders over the same pictures."""
    ours = d2l.load_fashion_mnist(BATCH_SIZE, num_train=NUM_TRAIN)
    images, labels = ours[1].arrays
    test = d2l.datasets.ArrayIterator(
        (images[:NUM_TEST], labels[:NUM_TEST]), BATCH_SIZE, transform=ours[1].transform
    )
    ours = ours[0], test
    return ours, tuple(gluon_loader(*data.arrays, num_workers=4) for data in ours)


def bare_epoch(net, train_iter, loss, trainer):
    """Train for one epoch and keep no books."""
    for X, y in train_iter:
        with autograd.record():
            l = loss(net(X), y)
        l.backward()
        trainer.step(len(y))
    npx.waitall()


def published_epoch(net, train_iter, test_iter):
    """Train for one epoch as the published package does; its progress goes nowhere."""
    from d2l import mxnet as published

    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the axes of one epoch
        published.train_ch6(net, train_iter, test_iter, 1, 0.1, mx.cpu())


def seconds(function, *args):
    """Return how long a call takes."""
    began = time.perf_counter()
    function(*args)
    return time.perf_counter() - began


def compare(net, ours, theirs):
    """Return the seconds of each way to train one epoch, a list of turns each."""
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    net.initialize()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    train_iter, test_iter = ours
    ways = {
        "bare": (bare_epoch, net, train_iter, loss, trainer),
        "fit": (d2l.fit, net, train_iter, None, loss, trainer, 1),
        "fit and score": (d2l.fit, net, train_iter, test_iter, loss, trainer, 1),
        "published": (published_epoch, net, *theirs),
        "published, our batches": (published_epoch, net, *ours),
    }
    bare_epoch(net, train_iter, loss, trainer)  # memory pools and caches fill up
    times = {name: [] for name in ways}
    for _ in range(TURNS):
        for name, call in ways.items():
            times[name].append(seconds(*call))
    return times


def ratio(times, above, below):
    """Return the median over the turns of one way's seconds over another's."""
    return statistics.median(a / b for a, b in zip(times[above], times[below]))


def main():
    """Print the ratios for each network."""
    npx.set_np()
    mx.random.seed(0)
    ours, theirs = batches()
    for name, net in networks().items():
        times = compare(net, ours, theirs)
        milliseconds = 1000 * statistics.median(times["bare"]) / len(ours[0])
        print(
            f"{name:8s} fit / bare loop {ratio(times, 'fit', 'bare'):.3f}; "
            f"published / fit {ratio(times, 'published', 'fit and score'):.2f}, "
            f"on our batches {ratio(times, 'published, our batches', 'fit and score'):.2f} "
            f"(batch of {BATCH_SIZE}: {milliseconds:.2f} ms)"
        )


if __name__ == "__main__":
    main()

"""What `fit` costs over the bare loop, and what it saves over the published d2l package.

The bare loop is forward, backward, update, and nothing else. The published package trains with its
own function (``train_ch6``), once on its own kind of loader (gluon's DataLoader with 4 workers) and
once on our batches; both it and `fit` also score a test set. All train the same network on the same
pictures, in turns, in one process; the median of many turns' ratios is printed. Outside a
notebook neither renders its curves.
"""

import contextlib
import io
import statistics
import time
import warnings

import mxnet as mx
from mxnet import autograd, gluon, npx
from mxnet.gluon import nn

import d2lutils as d2l
from bench_loading import gluon_loader

BATCH_SIZE = 256
NUM_TRAIN, NUM_TEST, TURNS = 10_000, 2_000, 7  # against the published package, which is slow
SECONDS = 60  # against the bare loop, whose few per cent need many turns


def networks():
    """Return name and an uninitialised network of each kind."""
    softmax = nn.Sequential()
    softmax.add(nn.Dense(10))
    mlp = nn.Sequential()
    mlp.add(nn.Dense(256, activation="relu"), nn.Dense(10))
    return {"softmax": softmax, "MLP": mlp, "LeNet": d2l.lenet()}


def batches():
    """Return the training set, and a part of it and of the test set: our iterators and theirs."""
    train_iter, test_iter = d2l.load_fashion_mnist(BATCH_SIZE)
    ours = part(train_iter, NUM_TRAIN), part(test_iter, NUM_TEST)
    return train_iter, ours, tuple(gluon_loader(*data.arrays, num_workers=4) for data in ours)


def part(data, n):
    """Return an iterator over the first n examples."""
    arrays = [array[:n] for array in data.arrays]
    return d2l.ArrayIterator(arrays, BATCH_SIZE, shuffle=data.shuffle, transform=data.transform)


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


def fit_over_bare(net, train_iter, first, loss, trainer):
    """Return each call's seconds over those of the bare loop right before and after it.

    The machine's own pace changes by more than the few per cent to be measured: neighbours in
    time are compared, and often. Slow networks train on the `first` pictures alone, so that the
    neighbours stay near. The second value is the milliseconds of a batch in the bare loop.
    """
    if seconds(bare_epoch, net, train_iter, loss, trainer) > 1:  # memory and caches fill up, too
        train_iter = first
    bare, ratios = [seconds(bare_epoch, net, train_iter, loss, trainer)], []
    for _ in range(max(TURNS, round(SECONDS / bare[0] / 2))):
        fit = seconds(d2l.fit, net, train_iter, None, loss, trainer, 1)
        bare.append(seconds(bare_epoch, net, train_iter, loss, trainer))
        ratios.append(2 * fit / (bare[-2] + bare[-1]))
    return ratios, 1000 * statistics.median(bare) / len(train_iter)


def published_over_fit(net, ours, theirs, loss, trainer):
    """Return the ratios of the published function to `fit`, on its own loader and on ours."""
    ratios = []
    for _ in range(TURNS):
        fit = seconds(d2l.fit, net, *ours, loss, trainer, 1)
        ratios.append([seconds(published_epoch, net, *data) / fit for data in (theirs, ours)])
    return zip(*ratios)


def main():
    """Print the ratios for each network."""
    npx.set_np()
    mx.random.seed(0)
    train_iter, ours, theirs = batches()
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    for name, net in networks().items():
        net.initialize()
        trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
        to_bare, milliseconds = fit_over_bare(net, train_iter, ours[0], loss, trainer)
        on_theirs, on_ours = published_over_fit(net, ours, theirs, loss, trainer)
        low, middle, high = statistics.quantiles(to_bare, n=4)
        print(
            f"{name:8s} fit / bare loop {middle:.3f} (half of {len(to_bare)} turns within "
            f"{low:.3f} to {high:.3f}); published / fit {statistics.median(on_theirs):.2f}, "
            f"on our batches {statistics.median(on_ours):.2f} "
            f"(batch of {BATCH_SIZE}: {milliseconds:.2f} ms)"
        )


if __name__ == "__main__":
    main()

"""What `fit` costs over the bare loop: forward, backward, update, and nothing else.

Both train the same network on the same batches, in turns, in one process. The median ratio of
several turns is printed; it leaves out what the machine does meanwhile.
"""

import statistics
import time

import mxnet as mx
from mxnet import autograd, gluon, npx
from mxnet.gluon import nn

import d2lutils as d2l

NUM_TRAIN, BATCH_SIZE, TURNS = 10_000, 256, 7


def networks():
    """Return name and an uninitialised network of each kind."""
    softmax = nn.Sequential()
    softmax.add(nn.Dense(10))
    mlp = nn.Sequential()
    mlp.add(nn.Dense(256, activation="relu"), nn.Dense(10))
    lenet = nn.Sequential()
    lenet.add(
        nn.Conv2D(6, kernel_size=5, padding=2, activation="sigmoid"),
        nn.AvgPool2D(pool_size=2, strides=2),
        nn.Conv2D(16, kernel_size=5, activation="sigmoid"),
        nn.AvgPool2D(pool_size=2, strides=2),
        nn.Dense(120, activation="sigmoid"),
        nn.Dense(84, activation="sigmoid"),
        nn.Dense(10),
    )
    return {"softmax": softmax, "MLP": mlp, "LeNet": lenet}


def bare_epoch(net, train_iter, loss, trainer):
    """Train for one epoch and keep no books."""
    for X, y in train_iter:
        with autograd.record():
            l = loss(net(X), y)
        l.backward()
        trainer.step(len(y))
    npx.waitall()


def seconds(function):
    """Return how long a call takes."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def main():
    """Print the ratio for each network."""
    npx.set_np()
    mx.random.seed(0)
    train_iter, _ = d2l.load_fashion_mnist(BATCH_SIZE, num_train=NUM_TRAIN)
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    for name, net in networks().items():
        net.initialize()
        trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
        bare_epoch(net, train_iter, loss, trainer)  # memory pools and caches fill up
        ratios, times = [], []
        for _ in range(TURNS):
            bare = seconds(
                lambda net=net, trainer=trainer: bare_epoch(net, train_iter, loss, trainer)
            )
            fit = seconds(
                lambda net=net, trainer=trainer: d2l.fit(net, train_iter, None, loss, trainer, 1)
            )
            ratios.append(fit / bare)
            times.append(bare / len(train_iter))
        print(
            f"{name:8s} fit / bare loop: {statistics.median(ratios):.3f} "
            f"(batch of {BATCH_SIZE}: {1000 * statistics.median(times):.2f} ms)"
        )


if __name__ == "__main__":
    main()

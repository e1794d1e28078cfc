"""Measure how fast minibatches of 28 x 28 pictures are served: ours against gluon's DataLoader.

Run it from the book: ``python tools/bench_loading.py``. Both serve the same pictures, shuffled, as
float32 batches of 256; each is timed over whole passes in this one run, and the ratio is printed.
"""

import argparse
import os

import numpy
from mxnet import gluon, np, npx
from mxnet.gluon.data.vision import transforms

import d2lutils as d2l
from d2lutils.datasets.standins.garments import embedded_fashion_mnist

BATCH_SIZE = 256


def gluon_loader(images, labels, num_workers):
    """Serve the same arrays by gluon's DataLoader, as the published books do."""
    dataset = gluon.data.ArrayDataset(
        np.array(images[..., None], dtype="uint8"), labels.astype("int32")
    )
    dataset = dataset.transform_first(transforms.ToTensor())
    return gluon.data.DataLoader(dataset, BATCH_SIZE, shuffle=True, num_workers=num_workers)


def rate(batches, num_passes):
    """Return pictures a second over whole passes, the fastest of them."""
    timer, count = d2l.Timer(), 0
    for _ in range(num_passes):
        timer.start()
        count = sum(len(y) for _, y in batches)
        npx.waitall()
        timer.stop()
    return count / min(timer.times)


def main():
    """Print the rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, nargs="*", default=[0, 4])
    parser.add_argument("--passes", type=int, default=3)
    arguments = parser.parse_args()
    npx.set_np()
    numpy.random.seed(0)
    os.environ["D2L_DATA"] = "embedded"
    (images, labels), _ = embedded_fashion_mnist()
    train_iter, _ = d2l.load_fashion_mnist(BATCH_SIZE)
    ours = rate(train_iter, arguments.passes)
    print(f"load_fashion_mnist: {ours:,.0f} pictures/s")
    for num_workers in arguments.workers:
        theirs = rate(gluon_loader(images, labels, num_workers), arguments.passes)
        print(
            f"gluon DataLoader, {num_workers} workers: {theirs:,.0f} pictures/s; "
            f"ours is {ours / theirs:.0f} times faster"
        )


if __name__ == "__main__":
    main()

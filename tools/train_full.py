"""Train a network of the book at full size, with checkpoints, and write what came out.

    python tools/train_full.py lenet --seed 1
    python tools/train_full.py resnet18 --side 32 --epochs 5

A run that was stopped goes on from its last epoch and ends as if it had not been. The result, one
file a run in data/results, feeds the page "Results at full size".
"""

import argparse
import datetime
import functools
import json
import os
import platform
import statistics
from typing import NamedTuple

import mxnet as mx
from mxnet import gluon, npx
from mxnet.gluon import nn
from tqdm import tqdm

import d2lutils as d2l
from d2lutils.paths import ROOT

RESULTS = ROOT / "data" / "results"
CHECKPOINTS = ROOT / "_build" / "train"


class Run(NamedTuple):
    """What defines a run: two equal ones give the same numbers on the same machine."""

    model: str
    side: int  # pixels
    num_train: int
    num_epochs: int
    batch_size: int
    lr: float
    seed: int

    @property
    def name(self):
        """The name of the run's files."""
        return f"{self.model}-{self.side}px-{self.num_train}-{self.num_epochs}ep-seed{self.seed}"


class Recipe(NamedTuple):
    """How a network is trained unless the command line says otherwise; momentum is 0.9."""

    title: str  # as readers know the network
    section: str  # that builds it; tables are in this order
    build: callable
    side: int
    num_epochs: int
    lr: float
    batch_size: int = 128


def gluon_norm(num_channels):
    """Return Gluon's batch norm for a number of channels."""
    return nn.BatchNorm(in_channels=num_channels)


RECIPES = {
    "softmax": Recipe("softmax", "3.7", functools.partial(d2l.mlp, (), 10), 28, 10, 0.01),
    "mlp": Recipe("MLP", "3.10", functools.partial(d2l.mlp, 256, 10), 28, 10, 0.03),
    "lenet": Recipe("LeNet", "5.5", d2l.lenet, 28, 10, 0.03),
    "bn_lenet": Recipe("LeNet + BN", "5.10", lambda: d2l.bn_lenet(gluon_norm), 28, 10, 0.1),
    "alexnet": Recipe("AlexNet", "5.6", functools.partial(d2l.alexnet, 10), 227, 10, 0.01),
    "vgg11": Recipe("VGG-11", "5.7", functools.partial(d2l.vgg, num_classes=10), 224, 10, 0.01),
    "nin": Recipe("NiN", "5.8", functools.partial(d2l.nin, 10), 227, 10, 0.01),
    "googlenet": Recipe("GoogLeNet", "5.9", functools.partial(d2l.googlenet, 10), 96, 10, 0.01),
    "resnet18": Recipe(
        "ResNet-18", "5.11", functools.partial(d2l.resnet18, 10, small_stem=True), 96, 10, 0.03
    ),
    "densenet121": Recipe(
        "DenseNet-121", "5.12", functools.partial(d2l.densenet, num_classes=10), 96, 10, 0.03
    ),
}


def train(run, folder):
    """Train from the last checkpoint to the end and return one record an epoch.

    Parameters
    ----------
    run : Run
        What to train, and how.
    folder : pathlib.Path
        For the checkpoints of this run alone.

    Returns
    -------
    list of dict
        ``train_loss``, ``train_acc``, ``test_acc`` and ``seconds`` of each epoch.

    Raises
    ------
    ValueError
        If the folder holds a run with other settings.

    """
    claim(folder, run)
    net, trainer, train_iter, test_iter = prepare(run)
    done = d2l.load_checkpoint(folder, net, trainer)
    history = (
        json.loads((folder / "history.json").read_text(encoding="utf-8"))[:done] if done else []
    )
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    for epoch in range(done, run.num_epochs):
        mx.random.seed(1000 * run.seed + epoch)  # dropout; its state cannot be saved
        batches = tqdm(train_iter, f"epoch {epoch + 1} of {run.num_epochs}", leave=False)
        results = d2l.fit(net, batches, test_iter, loss, trainer, 1, plot=False)
        history.append({**by_key(results.last()), "seconds": results.seconds[-1]})
        write_json(folder / "history.json", history)
        d2l.save_checkpoint(folder, epoch + 1, net, trainer)
        print(f"{run.name}, epoch {epoch + 1}: {describe(history[-1])}", flush=True)
    return history


def by_key(values):
    """Return values by names without spaces, as the result files have them."""
    return {name.replace(" ", "_"): value for name, value in values.items()}


def claim(folder, run):
    """Note in the folder which run it belongs to, or complain that it is another's."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "run.json"
    noted = note.read_text(encoding="utf-8").strip() if note.exists() else None
    if noted and json.loads(noted) != run._asdict():
        raise ValueError(
            f"{folder} holds a run with other settings ({noted}). Delete the "
            "folder to begin anew, or repeat those settings to go on."
        )
    write_json(note, run._asdict())


def prepare(run):
    """Return network, trainer and data iterators of a run, seeded and drawn."""
    net = RECIPES[run.model].build()
    trainer = d2l.seeded_trainer(net, seed=run.seed, learning_rate=run.lr, momentum=0.9)
    resize = None if run.side == 28 else run.side
    data = d2l.load_fashion_mnist(run.batch_size, resize=resize, num_train=run.num_train)
    X, _ = next(iter(data[1]))
    net(X[:1].as_in_ctx(d2l.device_of(net)))  # draws the parameters
    return net, trainer, *data


def describe(record):
    """Return a record of an epoch as a line of text."""
    return ", ".join(f"{name} {value:.3f}" for name, value in record.items())


def write_json(path, content):
    """Write a file so that it is never there in part."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    os.replace(part, path)


def write_result(run, history, source):
    """Write the result file of a finished run and return its path."""
    device = d2l.try_gpu()
    cpu = device.device_type == "cpu"
    recipe = RECIPES[run.model]
    result = {
        "title": recipe.title,
        "section": recipe.section,
        **run._asdict(),
        "device": f"{os.cpu_count()} CPU cores" if cpu else "1 GPU",
        "data": source,
        "test_acc": history[-1]["test_acc"],
        "seconds_per_epoch": round(statistics.median(r["seconds"] for r in history), 2),
        "history": history,
        "date": datetime.date.today().isoformat(),
        "versions": {"python": platform.python_version(), "mxnet": mx.__version__},
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    write_json(RESULTS / f"{run.name}.json", result)
    return RESULTS / f"{run.name}.json"


def read_command_line():
    """Return the run that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=RECIPES)
    parser.add_argument("--side", type=int, help="resize the pictures to so many pixels a side")
    parser.add_argument("--num-train", type=int, default=60_000, help="training pictures")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--batch-size", type=int)
    parser.add_argument("--lr", type=float)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    recipe = RECIPES[given.model]
    return Run(
        given.model,
        given.side or recipe.side,
        given.num_train,
        given.epochs or recipe.num_epochs,
        given.batch_size or recipe.batch_size,
        given.lr or recipe.lr,
        given.seed,
    )


def main():
    """Train what the command line asks for; a finished run is only reported."""
    npx.set_np()
    os.environ["D2L_DATA"] = "full"  # numbers from stand-ins are no results
    run = read_command_line()
    try:
        history = train(run, CHECKPOINTS / run.name)
    except (ValueError, d2l.DataError) as error:
        raise SystemExit(f"train_full: {error}") from None
    path = write_result(run, history, "full")
    print(f"{path.relative_to(ROOT)}: {describe(history[-1])}")


if __name__ == "__main__":
    main()

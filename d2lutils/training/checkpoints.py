"""Checkpoints: a training run that is stopped and resumed ends as if it had not been."""

import json
import os
import shutil
from pathlib import Path

import numpy
from mxnet import npx


def save_checkpoint(folder, epoch, net, trainer):
    """Write what the rest of a training run depends on into ``folder/epoch-<epoch>``.

    Parameters, the trainer's states, NumPy's random generator (the order of the data). The state
    of MXNet's generator cannot be read: seed it with a number of the epoch at the beginning of
    each. The folder appears under its name only when it is complete; until then it is ``part``.

    Parameters
    ----------
    folder : path-like
        An existing folder, one for each run.
    epoch : int
        How many epochs are done.
    net : mxnet.gluon.Block
        Initialised.
    trainer : mxnet.gluon.Trainer
        Trains the parameters of `net`, given to it as a list: those of a dictionary are numbered
        in the order of their names, and so not alike for two networks of one process.

    Raises
    ------
    mxnet.base.MXNetError
        If the parameters cannot be read back, as on a full disk.
    OSError
        If the checkpoint exists, or cannot be written.

    Notes
    -----
    Built in section 4.5.

    """
    part = Path(folder) / "part"
    shutil.rmtree(part, ignore_errors=True)  # of a process that was killed
    part.mkdir()
    try:
        net.save_parameters(str(part / "net.params"))
        npx.load(str(part / "net.params"))  # is it complete
        trainer.save_states(str(part / "trainer.states"))
        kind, keys, *rest = numpy.random.get_state()
        run = {"epoch": epoch, "numpy": [kind, keys.tolist(), *rest]}
        run["optimizer"] = type(trainer.optimizer).__name__
        (part / "run.json").write_text(json.dumps(run), encoding="utf-8")
        os.replace(part, Path(folder) / f"epoch-{epoch:03d}")
    finally:
        shutil.rmtree(part, ignore_errors=True)


def load_checkpoint(folder, net, trainer):
    """Restore the last checkpoint of a folder, NumPy's random generator included.

    Whatever else is in the folder is left alone.

    The trainer's states are a pickle: load checkpoints only from those whom you would let run
    programs.

    Parameters
    ----------
    folder : path-like
        Where `save_checkpoint` wrote.
    net : mxnet.gluon.Block
        Of the same structure as the one saved.
    trainer : mxnet.gluon.Trainer
        Of the same optimiser and order of parameters.

    Returns
    -------
    int
        How many epochs are done; 0 without a checkpoint, and nothing is changed.

    Raises
    ------
    ValueError
        If the checkpoint is of another optimiser, which would take the place of this one.

    Notes
    -----
    Built in section 4.5.

    """
    found = {}
    for note in Path(folder).glob("epoch-*/run.json"):
        run = json.loads(note.read_text(encoding="utf-8"))
        found[run["epoch"]] = note.parent, run
    if not found:
        return 0
    last, run = found[max(found)]
    optimizer = type(trainer.optimizer).__name__
    if run["optimizer"] != optimizer:
        raise ValueError(f"{last} is of {run['optimizer']}, not {optimizer}")
    net.load_parameters(str(last / "net.params"))
    trainer.load_states(str(last / "trainer.states"))
    numpy.random.set_state(run["numpy"])
    return run["epoch"]

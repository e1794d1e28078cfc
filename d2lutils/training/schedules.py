"""Learning rates that change during training: schedules, and the trainer that follows one.

A schedule is a function ``rate(t, **settings)`` of the number of steps made so far, 0 before the
first. MXNet's own schedulers count from 1.
"""

import math


def step_decay(t, *, lr, milestones, factor=0.1):
    """Return a rate that is multiplied by a factor at each milestone.

    Parameters
    ----------
    t : int
        Steps made so far.
    lr : float
        The rate at the beginning.
    milestones : sequence of int
        Steps after which the rate falls, once at each.
    factor : float
        What it is multiplied by.

    Notes
    -----
    Built in section 7.9.

    Examples
    --------
    >>> [step_decay(t, lr=8, milestones=(2, 3), factor=0.5) for t in range(5)]
    [8, 8, 4.0, 2.0, 2.0]

    """
    for milestone in milestones:
        if t >= milestone:
            lr = lr * factor
    return lr


def cosine_decay(t, *, lr, num_steps, warmup=0):
    """Return a rate that falls from `lr` to 0 along half a wave, after a linear rise if wanted.

    Parameters
    ----------
    t : int
        Steps made so far, less than `num_steps`.
    lr : float
        The highest rate.
    num_steps : int
        All steps of the training, those of the warm-up included.
    warmup : int
        Steps during which the rate rises.

    Notes
    -----
    Built in section 7.9. Loshchilov and Hutter (2017), "SGDR: stochastic gradient descent with
    warm restarts", ICLR, equation 5 without restarts; warm-up: Goyal et al. (2017).

    Examples
    --------
    >>> [round(cosine_decay(t, lr=4, num_steps=6, warmup=2), 2) for t in range(6)]
    [2.0, 4.0, 4.0, 3.41, 2.0, 0.59]

    """
    if t < warmup:
        return lr * (t + 1) / warmup
    done = (t - warmup) / (num_steps - warmup)
    return lr * (1 + math.cos(math.pi * done)) / 2


def one_cycle(t, *, lr, num_steps, start=0.04, rise=0.3):
    """Return a rate that rises to `lr` and falls to 0, each along half a wave.

    Parameters
    ----------
    t : int
        Steps made so far, less than `num_steps`.
    lr : float
        The highest rate.
    num_steps : int
        All steps of the training.
    start : float
        The first rate, as a part of `lr`.
    rise : float
        The part of the training during which the rate rises.

    Notes
    -----
    Built in section 7.9. Smith and Topin (2019), "Super-convergence: very fast training of neural
    networks using large learning rates", with waves in the place of straight lines.

    Examples
    --------
    >>> [round(one_cycle(t, lr=1, num_steps=10, start=0, rise=0.2), 2) for t in range(0, 10, 2)]
    [0.0, 1.0, 0.85, 0.5, 0.15]

    """
    top = rise * num_steps
    if t < top:
        wave = 1 - math.cos(math.pi * t / top)
        return lr * (start + (1 - start) * wave / 2)
    return lr * (1 + math.cos(math.pi * (t - top) / (num_steps - top))) / 2


class ScheduledTrainer:
    """A trainer whose learning rate is set by a schedule before each step.

    Parameters
    ----------
    trainer : mxnet.gluon.Trainer
        Or anything with ``set_learning_rate(rate)`` and ``step(batch_size)``.
    schedule : callable
        One of the functions of this module.
    **settings
        Of `schedule`.

    Attributes
    ----------
    t : int
        Steps made so far.

    Notes
    -----
    Built in section 7.9.

    """

    def __init__(self, trainer, schedule, **settings):
        self.trainer, self.schedule = trainer, schedule
        self.settings, self.t = settings, 0

    def step(self, batch_size):
        """Set the rate of this step, then update the parameters."""
        self.trainer.set_learning_rate(self.schedule(self.t, **self.settings))
        self.trainer.step(batch_size)
        self.t += 1

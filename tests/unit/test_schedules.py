"""Schedules give the rates of MXNet's own schedulers, and the trainer uses each at its step."""

import numpy
import pytest
from mxnet import autograd, gluon, lr_scheduler, np

import d2lutils as d2l


def test_a_step_schedule_falls_at_each_milestone_as_mxnets():
    theirs = lr_scheduler.MultiFactorScheduler([5, 8, 12], factor=0.5, base_lr=0.8)
    ours = [d2l.step_decay(t, lr=0.8, milestones=(5, 8, 12), factor=0.5) for t in range(20)]
    numpy.testing.assert_allclose(ours, [theirs(t + 1) for t in range(20)])  # MXNet counts from 1
    assert len(set(ours)) == 4


def test_a_cosine_is_mxnets():
    theirs = lr_scheduler.CosineScheduler(40, base_lr=0.3, final_lr=0)
    ours = [d2l.cosine_decay(t, lr=0.3, num_steps=40) for t in range(40)]
    numpy.testing.assert_allclose(ours, [theirs(t) for t in range(40)])


def test_a_warm_up_rises_evenly_to_the_rate_and_is_mxnets():
    theirs = lr_scheduler.CosineScheduler(50, base_lr=0.3, final_lr=0, warmup_steps=10)
    ours = [d2l.cosine_decay(t, lr=0.3, num_steps=50, warmup=10) for t in range(50)]
    numpy.testing.assert_allclose(ours[:9], [theirs(t + 1) for t in range(9)])
    numpy.testing.assert_allclose(ours[10:], [theirs(t) for t in range(10, 50)])
    assert ours[9] == ours[10] == 0.3


@pytest.mark.parametrize(("start", "rise"), [(0.04, 0.3), (0.2, 0.5)])
def test_one_cycle_rises_falls_and_has_no_jump(start, rise):
    rates = [d2l.one_cycle(t, lr=2, num_steps=1000, start=start, rise=rise) for t in range(1000)]
    top = int(numpy.argmax(rates))
    assert rates[0] == pytest.approx(2 * start)
    assert top == round(1000 * rise)
    assert rates[top] == 2
    assert (numpy.diff(rates[: top + 1]) > 0).all()
    assert (numpy.diff(rates[top:]) < 0).all()
    assert numpy.abs(numpy.diff(rates)).max() < 0.02
    assert 0 < rates[-1] < 1e-4


def test_the_trainer_sets_the_rate_of_each_step_before_it():
    w = gluon.Parameter("w", shape=(1,))
    w.initialize()
    w.set_data(np.array([10.0]))
    inner = gluon.Trainer([w], "sgd", {"learning_rate": 99})
    trainer = d2l.ScheduledTrainer(inner, d2l.step_decay, lr=1, milestones=(1, 2), factor=0.5)
    taken = []
    for _ in range(4):
        before = float(w.data())
        with autograd.record():
            loss = w.data() * 2
        loss.backward()
        trainer.step(1)
        taken.append(before - float(w.data()))
    assert taken == [2, 1, 0.5, 0.5]
    assert trainer.t == 4

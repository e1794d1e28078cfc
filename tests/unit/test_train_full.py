"""Training from the command line: a stopped run goes on, and nothing half-written is kept."""

import json

import pytest

import d2lutils as d2l
import train_full  # noqa: E402


def run(**changes):
    settings = train_full.Run("lenet", 28, 300, 3, 64, 0.03, 0)
    return settings._replace(**changes)


def numbers(history):
    return [{k: v for k, v in record.items() if k != "seconds"} for record in history]


def test_a_stopped_run_goes_on_as_if_it_had_not_been(tmp_path, monkeypatch):
    whole = train_full.train(run(), tmp_path / "whole")
    assert len(whole) == 3
    save = d2l.save_checkpoint

    def stop_after_two(folder, epoch, *args):
        if epoch == 3:
            raise KeyboardInterrupt
        save(folder, epoch, *args)

    monkeypatch.setattr(d2l, "save_checkpoint", stop_after_two)
    with pytest.raises(KeyboardInterrupt):
        train_full.train(run(), tmp_path / "parts")
    monkeypatch.setattr(d2l, "save_checkpoint", save)
    parts = train_full.train(run(), tmp_path / "parts")
    assert numbers(parts) == numbers(whole)


def test_another_seed_gives_another_run(tmp_path):
    first, second = (
        train_full.train(run(num_epochs=1, seed=seed), tmp_path / str(seed)) for seed in (0, 1)
    )
    assert numbers(first) != numbers(second)


def test_a_folder_of_other_settings_is_refused(tmp_path):
    train_full.claim(tmp_path, run())
    train_full.claim(tmp_path, run())
    with pytest.raises(ValueError, match="other settings"):
        train_full.claim(tmp_path, run(lr=0.1))


def test_the_result_file_says_what_was_run(tmp_path, monkeypatch):
    monkeypatch.setattr(train_full, "RESULTS", tmp_path)
    history = [{"test_acc": 0.5, "seconds": 2.0}, {"test_acc": 0.7, "seconds": 4.0}]
    path = train_full.write_result(run(seed=2), history, "full")
    result = json.loads(path.read_text(encoding="utf-8"))
    assert (result["test_acc"], result["seconds_per_epoch"], result["seed"]) == (0.7, 3.0, 2)
    assert [p.name for p in tmp_path.iterdir()] == ["lenet-28px-300-3ep-seed2.json"]

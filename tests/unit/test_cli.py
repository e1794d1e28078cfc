"""The `d2l` command: every subcommand, and one line instead of a traceback."""

import pytest

from d2lutils import cli
from d2lutils.cli import commands


def test_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("doctor", "data", "serve", "execute"))


def test_data_list_names_every_set(capsys):
    assert cli.main(["data", "list"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("fashion-mnist", "airfoil", "kaggle-house"))


def test_an_unknown_data_set_is_one_line(capsys):
    assert cli.main(["data", "fetch", "imagenet"]) == 1
    shown = capsys.readouterr()
    assert "imagenet" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err


def test_a_missing_notebook_is_one_line(capsys):
    assert cli.main(["execute", "chapters/99_nothing"]) == 1
    assert capsys.readouterr().err == "d2l: no notebook at chapters/99_nothing\n"


def test_a_bug_of_ours_is_not_hidden(monkeypatch):
    def broken(args):
        raise ZeroDivisionError

    monkeypatch.setattr(commands, "_doctor", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["doctor"])


def test_an_interrupt_is_quiet(monkeypatch, capsys):
    def interrupted(args):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "_doctor", interrupted)
    assert cli.main(["doctor"]) == 130
    assert capsys.readouterr() == ("", "")

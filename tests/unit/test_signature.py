"""The signature of a notebook changes with what its code does, and with nothing else."""

import json

import pytest

from d2lutils.notebooks import signature
from d2lutils.notebooks.signature import code_of, is_current, modules_used, sign
from d2lutils.paths import CHAPTERS, ROOT, notebooks_in


def cells(*sources):
    return [{"cell_type": "code", "source": source} for source in sources]


BASE = sign(cells("import d2lutils as d2l", "x = d2l.sgd"))


@pytest.mark.parametrize(
    "source", ["x = d2l.sgd  # why", "x = (d2l.sgd)", "\nx   =   d2l.sgd\n", "# 注\nx = d2l.sgd"]
)
def test_comments_and_layout_do_not_count(source):
    assert sign(cells("import d2lutils as d2l", source)) == BASE


@pytest.mark.parametrize("source", ["x = d2l.accuracy", "x = d2l.sgd\ny = 1", "x = d2l.sgd\n%time"])
def test_what_the_code_does_counts(source):
    assert sign(cells("import d2lutils as d2l", source)) != BASE


def test_a_change_of_a_module_behind_it_counts_and_of_another_does_not(monkeypatch):
    real = signature.library_code
    changed = {}
    monkeypatch.setattr(signature, "library_code", lambda name: changed.get(name, real(name)))
    changed["d2lutils.doctor"] = "something else"
    assert sign(cells("import d2lutils as d2l", "x = d2l.sgd")) == BASE
    changed["d2lutils.optim"] = "something else"
    assert sign(cells("import d2lutils as d2l", "x = d2l.sgd")) != BASE


def test_modules_behind_a_name_are_found_through_imports():
    used = modules_used("import d2lutils as d2l\nd2l.load_fashion_mnist(10)\nd2l.fit")
    assert {"d2lutils.datasets.images", "d2lutils.datasets.store.cache"} <= set(used)
    assert {"d2lutils.training.loop", "d2lutils.metrics.accumulator"} <= set(used)
    assert not [name for name in used if name.startswith(("d2lutils.server", "d2lutils.cli"))]


def test_docstrings_are_no_code():
    assert code_of('def f():\n    "one"\n    return 1') == code_of("def f():\n    return 1")
    assert code_of('x = "one"') != code_of('x = "two"')


def test_a_notebook_signed_again_differs_in_nothing_else(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import stale

    first = next(path for path in notebooks_in(CHAPTERS) if is_current(path))
    text = first.read_text(encoding="utf-8")
    right = json.loads(text)["metadata"]["d2l"]["signature"]
    path = tmp_path / first.name
    path.write_text(text.replace(right, "0" * 16), encoding="utf-8")
    assert not is_current(path)
    stale.write_signature(path)
    assert is_current(path)
    assert path.read_text(encoding="utf-8") == text


def test_only_what_passes_is_signed_again(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import stale

    right, wrong = tmp_path / "right.ipynb", tmp_path / "wrong.ipynb"
    signed = []
    monkeypatch.setattr(stale, "ROOT", tmp_path)
    monkeypatch.setattr(stale, "stale_notebooks", lambda: [right, wrong])
    monkeypatch.setattr(stale, "passes", lambda path: path == right)
    monkeypatch.setattr(stale, "write_signature", signed.append)
    assert stale.main([]) == 0
    assert signed == []
    assert stale.main(["--renew"]) == 1
    assert signed == [right]
    assert capsys.readouterr().out.count("wrong.ipynb") == 2

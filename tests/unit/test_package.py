"""The package as a whole: what importing it does, what it exports, how it is written."""

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import d2lutils as d2l

PACKAGE = Path(d2l.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))

STATE = """
import json, random, numpy, matplotlib, mxnet
def state():
    return [dict(matplotlib.rcParams).__repr__(), repr(numpy.get_printoptions()),
            numpy.random.get_state()[1].tolist(), repr(random.getstate()),
            mxnet.util.is_np_array(), mxnet.util.is_np_shape(),
            mxnet.nd.random.uniform().asscalar().item()]
mxnet.random.seed(3); before = state()
{action}
mxnet.random.seed(3); after = state()
print(json.dumps([a == b for a, b in zip(before, after)]))
"""


def _state_unchanged(action):
    done = subprocess.run(
        [sys.executable, "-c", STATE.format(action=action)],
        encoding="utf-8",
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_importing_everything_changes_no_state():
    action = "import d2lutils as d2l\nfor name in d2l.__all__: getattr(d2l, name)"
    assert all(_state_unchanged(action))


def test_the_state_probe_sees_changes():
    changed = _state_unchanged(
        "matplotlib.rcParams['lines.linewidth'] = 9; mxnet.npx.set_np();numpy.random.rand()"
    )
    assert [not same for same in changed[:1] + changed[2:3] + changed[4:6]] == [True] * 4


def test_importing_needs_no_mxnet_so_that_the_doctor_can_speak():
    code = "import sys; sys.modules['mxnet'] = None; import d2lutils.doctor, d2lutils.cli"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_public_name_exists_and_is_documented():
    for module, names in d2l.MODULES.items():
        for name in names:
            value = getattr(d2l, name)
            assert value.__doc__, name
            assert value.__module__.startswith(f"d2lutils.{module}"), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'train_ch3'"):
        _ = d2l.train_ch3


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_size_and_shape_of_modules(path):
    text = path.read_text(encoding="utf8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            assert all(alias.name != "*" for alias in node.names)
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            length = node.end_lineno - node.lineno + 1 - len(docstring.splitlines())
            assert length <= 35, f"{node.name} has {length} lines"
            positional = [a for a in node.args.args if a.arg not in ("self", "cls")]
            assert len(positional) <= 6, node.name
            for default in node.args.defaults + node.args.kw_defaults:
                assert not isinstance(default, (ast.List, ast.Dict, ast.Set)), node.name


def test_nothing_is_defined_twice():
    seen = {}
    for path in SOURCES:
        for node in ast.parse(path.read_text(encoding="utf8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name[:2] != "__":
                body = ast.dump(ast.Module(body=node.body, type_ignores=[]))
                assert body not in seen, f"{path.name}: {node.name} repeats {seen[body]}"
                seen[body] = f"{path.name}: {node.name}"


def test_imports_point_downward():
    """A module imports only modules below it: no cycle can hide."""
    imports = {}
    for path in SOURCES:
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf8"))
        imports[module.removesuffix(".__init__")] = {
            node.module
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("d2lutils")
        }

    def reachable(start, seen=()):
        for target in imports.get(start, ()):
            assert target not in seen, f"import cycle: {[*seen, target]}"
            reachable(target, (*seen, target))

    for module in imports:
        reachable(module, (module,))


def test_public_signatures_show_keyword_only_options():
    for name in ("plot", "show_images", "fit", "check"):
        kinds = {p.kind for p in inspect.signature(getattr(d2l, name)).parameters.values()}
        assert inspect.Parameter.KEYWORD_ONLY in kinds, name


def test_version_matches_the_distribution():
    import importlib.metadata

    assert importlib.metadata.version("d2lutils") == d2l.__version__
    importlib.import_module("d2lutils.datasets")

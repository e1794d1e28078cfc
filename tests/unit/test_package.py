"""The package as a whole: what importing it does, what it exports, how it is written."""

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import d2lutils as d2l
from d2lutils.notebooks.signature import imports_of
from d2lutils.paths import ROOT

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


def public_names():
    """Return the public names by module, as the stub that editors read has them."""
    tree = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    return {f"d2lutils.{node.module}": [alias.name for alias in node.names] for node in tree.body}


def test_every_public_name_exists_and_is_documented():
    for module, names in public_names().items():
        for name in names:
            value = getattr(d2l, name)
            assert value.__doc__, name
            assert value.__module__ == module, name


def test_the_package_names_what_its_stub_names():
    assert sorted(d2l.__all__) == sorted(
        name for names in public_names().values() for name in names
    )


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="attribute train_ch3"):
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


def circle(graph):
    """Return a circle in a graph {name: names it leads to} as a list of names, or None."""
    done = set()

    def search(name, path):
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return None
        found = next(filter(None, (search(n, [*path, name]) for n in sorted(graph[name]))), None)
        done.add(name)
        return found

    return next(filter(None, (search(name, []) for name in sorted(graph))), None)


def test_no_imports_go_in_a_circle():
    """Neither on loading nor inside a function, in the package, the tools and the site."""
    names = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in SOURCES]
    library = {name.removesuffix(".__init__") for name in names} - {"d2lutils"}
    assert circle({name: imports_of(name) for name in library}) is None
    for folder in (ROOT / "tools", ROOT / "book" / "_ext" / "d2lsite"):
        paths = {path.stem: path for path in folder.glob("*.py") if path.stem != "__init__"}
        graph = {}
        for name, path in paths.items():
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            modules = {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module}
            modules |= {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
            graph[name] = {m.removeprefix("d2lsite.") for m in modules} & set(paths) - {name}
        assert circle(graph) is None


def test_a_circle_is_seen():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) is None


def test_public_signatures_show_keyword_only_options():
    for name in ("plot", "show_images", "fit", "check"):
        kinds = {p.kind for p in inspect.signature(getattr(d2l, name)).parameters.values()}
        assert inspect.Parameter.KEYWORD_ONLY in kinds, name


def test_version_matches_the_distribution():
    import importlib.metadata

    assert importlib.metadata.version("d2lutils") == d2l.__version__

"""The project's own promises: targets, locks, environments, README and CI say the same thing."""

import ast
import os
import re
import shutil
import subprocess

import pytest
import yaml

import d2lutils as d2l
from d2lutils.paths import ROOT
from tests.book.notebooks import committed_files

TARGETS = [
    "env",
    "html",
    "book",
    "lab",
    "test",
    "test-fast",
    "test-portable",
    "execute",
    "translate",
    "bench",
]


def read(name):
    return (ROOT / name).read_text(encoding="utf8")


def pins(name):
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", read(name), re.M))


def test_make_alone_lists_the_targets():
    shown = subprocess.run(
        ["make"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    for target in [*TARGETS, "format"]:
        assert f"make {target} " in shown


def test_the_gpu_lock_differs_in_mxnet_alone():
    cpu, gpu = pins("requirements.txt"), pins("requirements-gpu.txt")
    assert cpu.pop("mxnet") == gpu.pop("mxnet-cu117") == "1.9.1"
    assert cpu == gpu


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-gpu.txt"])
def test_every_locked_package_has_hashes_and_no_address(name):
    text = read(name)
    entries = re.split(r"\n(?=[a-z0-9._-]+==)", text[text.index("\n", text.index("make lock")) :])
    entries = [entry for entry in entries if "==" in entry]
    assert len(entries) > 150
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_the_lock_holds_every_dependency_of_the_project():
    declared = re.findall(r'^    "([a-zA-Z0-9_-]+)[=<>]', read("pyproject.toml"), re.M)
    assert len(declared) > 20
    missing = {name.lower() for name in declared} - set(pins("requirements.txt"))
    assert not missing


def test_conda_builds_the_same_thing():
    for name, lock in (
        ("environment.yml", "requirements.txt"),
        ("environment-gpu.yml", "requirements-gpu.txt"),
    ):
        packages = yaml.safe_load(read(name))["dependencies"]
        assert packages[-1] == {"pip": [f"-r {lock}"]}
        assert "python=3.11" in packages
        for package in packages[:-1]:  # each says what it is for
            assert re.search(rf"^  - {re.escape(package)} +# \S", read(name), re.M), package


def test_containers_copy_what_exists_and_listen_where_the_port_is_mapped():
    for name, lock in (
        ("Dockerfile", "requirements.txt"),
        ("Dockerfile.gpu", "requirements-gpu.txt"),
    ):
        text = read(name)
        copied = re.findall(r"^COPY --chown=reader (.+) \S+$", text, re.M)
        assert lock in copied[0].split()
        for path in " ".join(copied).split():
            assert (ROOT / path).exists(), path
        assert re.search(r"^FROM \S+:\S*\d+\.\d+\.\d+", text, re.M)  # pinned
        assert "-p 127.0.0.1:8888:8888" in text
        port, ip = '"--port", "8888"', '"--ip", "0.0.0.0"'
        for words in (port, ip, "USER reader"):
            assert words in text


def test_ci_runs_the_command_of_the_readme():
    assert "\nmake test\n" in read(".ci/run")
    assert "make test-portable" in read(".ci/run")
    assert "libfaketime" in read(".ci/run")
    assert "bash .ci/run" in read(".github/workflows/ci.yml")
    assert "\nmake test " in read("README.md")
    assert "\nmake book " in read("README.md")


def test_pictures_and_links_of_the_readme_exist():
    links = re.findall(r"\]\(([^)#]+)\)", read("README.md"))
    assert len(links) >= 4
    for link in links:
        assert (ROOT / link).exists(), link


def test_without_a_usable_python_make_env_says_what_to_install(tmp_path):
    for tool in ("bash", "dirname"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    fake = tmp_path / "python3"
    fake.write_text(
        "#!/bin/sh\nexit 1\n", encoding="utf-8"
    )  # a Python that the lock does not support
    fake.chmod(0o755)
    done = subprocess.run(
        ["bash", str(ROOT / "tools" / "make_env.sh")],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Python 3.10 or 3.11" in done.stderr
    assert "install one" in done.stderr


def test_nothing_of_this_machine_is_committed():
    """Neither paths of a home folder, nor the addresses of package registries."""
    registries = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org"]
    words = [*registries, os.path.expanduser("~") + "/"]
    for path in committed_files():
        if path.suffix in {
            ".py",
            ".md",
            ".ipynb",
            ".toml",
            ".yml",
            ".txt",
            ".sh",
        }:
            text = path.read_text(encoding="utf8")
            assert not [word for word in words if word in text], path


def test_a_checkout_on_windows_keeps_the_line_ends_that_bash_and_make_need(tmp_path):
    names = [".gitattributes", "Makefile", "tools/make_env.sh", ".ci/run", "requirements.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init"], ["add", "."], ["commit", "-m", "all"]):
        subprocess.run([*git, *command], cwd=tmp_path, capture_output=True, check=True)
    for name in names:
        (tmp_path / name).unlink()
    subprocess.run([*git, "checkout", "."], cwd=tmp_path, capture_output=True, check=True)
    for name in names:
        assert b"\r" not in (tmp_path / name).read_bytes(), name


def without_encoding(path):
    """Yield each call in a file that reads or writes text in whatever encoding the machine has."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or "encoding" in {word.arg for word in node.keywords}:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        words, code = {word.arg for word in node.keywords}, ast.unparse(node)
        as_text = {"text", "universal_newlines"} & words
        positional = len(node.args) - (0 if isinstance(node.func, ast.Attribute) else 1)
        opened = name in ("open", "fdopen") and not re.search(r"""['"][rwax]\+?b\+?['"]""", code)
        if (
            (name in ("run", "Popen", "check_output") and as_text)
            or (name == "read_text" and not node.args)
            or (name == "write_text" and positional < 2)
            or (
                opened
                and not re.match(
                    r"(os\.open|gzip|tarfile|Image|webbrowser|\w*\.?opener|direct)", code
                )
            )
        ):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {code}"


def test_text_is_read_and_written_in_a_named_encoding():
    """Under zh_CN.GBK, and under C, Python's own choice cannot read the book."""
    paths = [path for path in committed_files() if path.suffix == ".py"]
    found = [call for path in paths for call in without_encoding(path)]
    assert len(paths) > 100
    assert found == []


def test_the_rule_about_encodings_sees_each_way_to_forget_one(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    forgotten = ["p.read_text()", "p.write_text(x)", "open(p)", "open(p, 'w')", "p.open('a+')"]
    forgotten += ["run(c, text=True)", "subprocess.Popen(c, universal_newlines=True)"]
    fine = ["p.read_bytes()", "p.read_text(encoding='utf-8')", "open(p, 'rb')", "run(c)"]
    (tmp_path / "code.py").write_text("\n".join(forgotten + fine), encoding="utf-8")
    found = [call.split(": ")[1] for call in without_encoding(tmp_path / "code.py")]
    assert sorted(found) == sorted(forgotten)


def test_a_download_without_git_is_tested_as_well(tmp_path):
    for name in ("chapters/one.ipynb", "_build/html/page.html", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    found = {path.relative_to(tmp_path).as_posix() for path in committed_files(tmp_path)}
    assert found == {"chapters/one.ipynb", "README.md"}
    assert not re.search(r"\bgit ", re.sub("#.*", "", read("Makefile")))


@pytest.mark.parametrize(
    ("target", "guard"),
    [
        ("test-notebooks", r'\[ -z "\$stale" \] \|\| D2L_DATA=full'),
        ("test-real", r"grep -lE '[^']+' chapters/\*/\*\.ipynb"),
    ],
)
def test_the_makefile_waits_for_no_keyboard_without_notebooks(tmp_path, target, guard):
    """`grep` without a file would read the keyboard, and pytest without one runs all tests."""
    done = subprocess.run(
        ["make", "--always-make", "-n", target],
        cwd=ROOT,
        env={**os.environ, "D2L_DATA_MIRROR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
    )
    assert re.search(guard, done.stdout)


def test_what_contributing_names_is_there():
    text = read("CONTRIBUTING.md")
    for name in re.findall(r"`((?:d2lutils|tests|tools|data|book)/[\w/.]+[\w/])`", text):
        assert (ROOT / name).exists(), name
    targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.M)
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= set(targets)
    chinese, english = text.split("\n---\n")
    assert [len(re.findall(mark, chinese, re.M)) for mark in ("^## ", r"^\d\. ")] == [
        len(re.findall(mark, english, re.M)) for mark in ("^## ", r"^\d\. ")
    ]


def test_the_citation_has_the_version_of_the_package():
    assert yaml.safe_load(read("CITATION.cff"))["version"] == d2l.__version__

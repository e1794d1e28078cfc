"""Clusters of processes: what they compute, and that none of their processes stays."""

import os
import shlex
import signal
import stat
import subprocess
import sys
import textwrap
import time

import pytest

import d2lutils as d2l
from d2lutils.paths import ROOT
from d2lutils.training import cluster as room, processes
from d2lutils.training.cluster import LocalCluster, run_cluster
from d2lutils.training.processes import ClusterError, ProcessGroup

sys.path.insert(0, str(ROOT / "tools"))

import launch_hosts  # noqa: E402

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(600)",
]
PUSH = """\
import sys
import mxnet as mx

store = mx.kv.create("dist_sync")
store.init(0, mx.nd.zeros(2))
store.push(0, mx.nd.array([1, 10]) * (store.rank + 1))
pulled = mx.nd.zeros(2)
store.pull(0, out=pulled)
print(pulled.asnumpy().tolist(), sys.argv[1:])
"""


def ended(pids):
    """Whether none of the processes exists; their ends may take a moment to be seen."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def pids(group):
    return [process.pid for process in group.processes.values()]


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def script(tmp_path):
    def write(text, name="a script.py"):
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


def test_workers_push_and_pull_the_sum(script):
    said = run_cluster(script(PUSH), ["a b", 3])
    assert list(said) == ["scheduler", "server 0", "worker 0", "worker 1"]
    assert said["worker 0"] == said["worker 1"] == "[3.0, 30.0] ['a b', '3']\n"
    assert said["scheduler"] == said["server 0"] == ""


def test_a_failing_worker_is_named_and_the_others_end(script):
    cluster = LocalCluster(script("raise ZeroDivisionError('in the script')"))
    with pytest.raises(ClusterError, match=r"worker \d ended with 1(?s:.*)in the script"), cluster:
        cluster.wait(60)
    assert len(pids(cluster)) == 4
    assert ended(pids(cluster))
    assert not cluster.folder.exists()


def test_hanging_workers_are_named_at_the_deadline(script):
    cluster = LocalCluster(script("import time; time.sleep(600)"), num_workers=1)
    began = time.monotonic()
    with pytest.raises(ClusterError, match="after 0.5 s: scheduler, server 0, worker 0"), cluster:
        cluster.wait(0.5)
    assert time.monotonic() - began < 60
    assert ended(pids(cluster))


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_the_body_raises_no_process_stays(script, error):
    cluster = LocalCluster(script("import time; time.sleep(600)"), num_workers=1)
    with pytest.raises(error), cluster:
        raise error
    assert len(pids(cluster)) == 3
    assert ended(pids(cluster))


def test_a_process_deaf_to_sigterm_is_killed(monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.5)
    with ProcessGroup() as group:
        group.start("deaf", DEAF)
        until(lambda: "deaf" in group.output("deaf"))
    assert group.processes["deaf"].returncode == -signal.SIGKILL


def test_what_a_process_has_started_ends_too(tmp_path):
    started = tmp_path / "pid"
    command = ["sh", "-c", f"sleep 600 & echo $! > {shlex.quote(str(started))}; wait"]
    with ProcessGroup() as group:
        group.start("parent", command)
        until(lambda: started.exists() and started.read_text(encoding="utf-8").strip())
    assert ended([int(started.read_text(encoding="utf-8"))])


def test_if_a_process_cannot_start_the_earlier_ones_end(script, monkeypatch):
    cluster = LocalCluster(script(PUSH))
    start = cluster.start

    def fail_at_the_worker(name, *others):
        if name == "worker 0":
            raise OSError("no more processes")
        start(name, *others)

    monkeypatch.setattr(cluster, "start", fail_at_the_worker)
    with pytest.raises(OSError, match="no more"):
        cluster.__enter__()
    assert len(pids(cluster)) == 2
    assert ended(pids(cluster))


def test_the_children_end_with_a_parent_that_is_killed(script):
    waiting = script("import time; time.sleep(600)", "waiting.py")
    parent = script(
        f"""\
        import time
        from d2lutils.training.cluster import LocalCluster
        with LocalCluster({str(waiting)!r}, num_workers=1) as cluster:
            print(*(p.pid for p in cluster.processes.values()), flush=True)
            time.sleep(600)
        """,
        "parent.py",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, str(parent)], stdout=subprocess.PIPE, encoding="utf-8", env=environment
    )
    children = [int(pid) for pid in process.stdout.readline().split()]
    process.kill()
    process.wait()
    process.stdout.close()
    assert len(children) == 3
    assert ended(children)


def test_a_killed_process_is_no_longer_running():
    with ProcessGroup() as group:
        group.start("one", SLEEP)
        group.start("two", SLEEP)
        group.kill("one")
        assert group.running() == ["two"]


def test_a_file_can_be_waited_for(tmp_path):
    with ProcessGroup() as group:
        group.start("writer", ["touch", str(tmp_path / "here")])
        group.wait(30, file=tmp_path / "here")
        with pytest.raises(ClusterError, match="missing"):
            group.wait(30, file=tmp_path / "nowhere")


def test_fake_time_stays_outside():
    found = room._without_fake_time(
        {"LD_PRELOAD": "/lib/faketime/libfaketimeMT.so.1", "FAKETIME": "@2024", "HOME": "/h"}
    )
    assert found == {"HOME": "/h"}
    assert room._without_fake_time({"LD_PRELOAD": "/lib/other.so"}) == {
        "LD_PRELOAD": "/lib/other.so"
    }


def test_the_public_names():
    assert (d2l.LocalCluster, d2l.run_cluster) == (LocalCluster, run_cluster)


@pytest.fixture
def hosts(tmp_path):
    path = tmp_path / "the hosts"
    path.write_text("me@first  # the scheduler too\n\n# none\nsecond\n", encoding="utf-8")
    return str(path)


def test_dry_run_prints_each_command_and_starts_nothing(hosts, capsys, monkeypatch):
    monkeypatch.setattr(launch_hosts.ProcessGroup, "start", None)
    options = ["--hosts", hosts, "--workers", "2", "--servers", "2", "--folder", "/my book"]
    options += ["--env", "NOTE=it's $HOME", "--dry-run", "--", "a b.py", "--lr", "x;y"]
    assert launch_hosts.main(options) == 0
    lines = capsys.readouterr().out.splitlines()
    names = ["scheduler", "server 0", "server 1", "worker 0", "worker 1"]
    assert lines[::2] == [f"# {name}" for name in names]
    commands = [shlex.split(line) for line in lines[1::2]]
    assert [c[-2] for c in commands] == ["me@first", "second", "me@first", "second", "me@first"]
    remote = shlex.split(commands[3][-1])
    assert remote[:5] == ["cd", "/my book", "&&", "exec", "env"]
    assert remote[-4:] == ["python3", "a b.py", "--lr", "x;y"]
    for word in (
        "NOTE=it's $HOME",
        "DMLC_ROLE=worker",
        "DMLC_PS_ROOT_URI=first",
        "DMLC_NUM_WORKER=2",
        "DMLC_NUM_SERVER=2",
        "DMLC_PS_ROOT_PORT=9091",
    ):
        assert word in remote
    assert shlex.split(commands[0][-1])[-3:] == ["python3", "-c", "import mxnet"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "-oProxyCommand=x\n", "two words\n"])
def test_files_without_proper_hosts_are_refused(tmp_path, text, capsys):
    path = tmp_path / "hosts"
    path.write_text(text, encoding="utf-8")
    options = ["--hosts", str(path), "--workers", "1", "--dry-run", "x.py"]
    assert launch_hosts.main(options) == 2
    assert "host" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--workers", "0"], ["--servers", "-1"], ["--env", "A"], ["--env", "A B=1"]]
)
def test_wrong_options_are_refused(hosts, wrong, capsys):
    with pytest.raises(SystemExit):
        launch_hosts.main(["--hosts", hosts, "--workers", "1", *wrong, "--dry-run", "x.py"])
    assert capsys.readouterr().err


@pytest.fixture
def local_ssh(tmp_path, monkeypatch):
    """Put an ssh first on the path that runs the command here, in a shell, as a host would."""
    folder = tmp_path / "bin"
    folder.mkdir()
    path = folder / "ssh"
    path.write_text('#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_hosts_train_together(hosts, script, local_ssh, capfd):
    options = ["--hosts", hosts, "--workers", "2", "--root", "127.0.0.1", "--interface", "lo"]
    options += ["--port", str(room._free_port()), "--python", sys.executable]
    options += ["--env", "DMLC_NODE_HOST=127.0.0.1", "--deadline", "100"]
    assert launch_hosts.main([*options, "--", str(script(PUSH)), "it's $HOME"]) == 0
    said = capfd.readouterr().out
    for worker in (0, 1):
        assert f'[worker {worker}] [3.0, 30.0] ["it\'s $HOME"]\n' in said


def test_a_host_that_fails_is_named(hosts, tmp_path, local_ssh, capsys):
    options = ["--hosts", hosts, "--workers", "1", "--folder", str(tmp_path / "missing")]
    assert launch_hosts.main([*options, "x.py"]) == 1
    assert "ended with" in capsys.readouterr().err

"""MXNet's parameter server as processes of this machine, or of several hosts."""

import os
import socket
import sys
from pathlib import Path

from .processes import DEADLINE, ProcessGroup

# What a child runs before its own program: when the pipe from this process closes, because it
# ended in whatever way, the child ends too.
LIVE_AND_DIE_WITH_PARENT = """\
import os, runpy, sys, threading
def watch():
    while os.read(0, 1):
        pass
    os._exit(1)
threading.Thread(target=watch, daemon=True).start()
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
ONLY_IMPORT = "import mxnet  # never returns: it is the scheduler, or a server\n"


def dmlc_environment(role, root, port, *, num_workers, num_servers=1):
    """Return what MXNet's parameter server reads from the environment of a process.

    Parameters
    ----------
    role : str
        "scheduler", "server" or "worker".
    root : str
        Address of the scheduler.
    port : int
        On which the scheduler listens.
    num_workers, num_servers : int
        In the whole cluster.

    Returns
    -------
    dict of str to str

    Notes
    -----
    Used in section 8.6.

    """
    return {
        "DMLC_ROLE": role,
        "DMLC_PS_ROOT_URI": root,
        "DMLC_PS_ROOT_PORT": str(port),
        "DMLC_NUM_WORKER": str(num_workers),
        "DMLC_NUM_SERVER": str(num_servers),
    }


def roles(num_workers, num_servers):
    """Return the names of all processes of a cluster, the scheduler first."""
    servers = [f"server {i}" for i in range(num_servers)]
    return ["scheduler", *servers, *(f"worker {i}" for i in range(num_workers))]


class LocalCluster(ProcessGroup):
    """A scheduler, servers and workers of MXNet's parameter server, on this machine's loopback.

    Entering the ``with`` block starts the processes; leaving it, in whatever way, ends them.

    Parameters
    ----------
    script : path-like
        The Python program of the workers, which run in its folder.
    args : sequence
        Its arguments, turned into text.
    num_workers, num_servers : int

    Notes
    -----
    Used in section 8.6.

    """

    def __init__(self, script, args=(), *, num_workers=2, num_servers=1):
        super().__init__()
        self.script, self.args = Path(script).resolve(), [str(arg) for arg in args]
        self.num_workers, self.num_servers = num_workers, num_servers

    def __enter__(self):
        passive = self.folder / "passive.py"
        passive.write_text(ONLY_IMPORT, encoding="utf-8")
        port = _free_port()
        try:
            for name in roles(self.num_workers, self.num_servers):
                worker = name.startswith("worker")
                program = [self.script, *self.args] if worker else [passive]
                launch = [sys.executable, "-c", LIVE_AND_DIE_WITH_PARENT, *map(str, program)]
                self.start(name, launch, self._environment(name, port), self.script.parent)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _environment(self, name, port):
        dmlc = dmlc_environment(
            name.split()[0],
            "127.0.0.1",
            port,
            num_workers=self.num_workers,
            num_servers=self.num_servers,
        )
        own = {"DMLC_INTERFACE": "lo", "DMLC_NODE_HOST": "127.0.0.1", "OMP_NUM_THREADS": "1"}
        paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]
        own["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        return {**_without_fake_time(os.environ), **dmlc, **own, "PYTHONIOENCODING": "utf-8"}


def run_cluster(script, args=(), *, num_workers=2, num_servers=1, deadline=DEADLINE):
    """Run a cluster on this machine to its end.

    Parameters
    ----------
    script, args, num_workers, num_servers
        As for `LocalCluster`.
    deadline : float
        Seconds.

    Returns
    -------
    dict of str to str
        What each process wrote, by name.

    Raises
    ------
    ClusterError
        If a process fails, or the cluster does not end in time. No process stays.

    Notes
    -----
    Used in section 8.6.

    """
    cluster = LocalCluster(script, args, num_workers=num_workers, num_servers=num_servers)
    with cluster:
        cluster.wait(deadline)
        return {name: cluster.output(name) for name in cluster.processes}


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _without_fake_time(environ):
    """Leave out libfaketime, under which the time-outs of the parameter server go wrong."""
    return {
        key: value
        for key, value in environ.items()
        if not key.startswith("FAKETIME") and not (key == "LD_PRELOAD" and "faketime" in value)
    }

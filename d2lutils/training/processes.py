"""Groups of processes that work together and always end."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

DEADLINE = 120  # seconds
PATIENCE = 3  # seconds between asking a process to end and ending it
TAIL = 1500  # characters of its output that an error shows


class ClusterError(RuntimeError):
    """A process of a group failed, or the group did not end in time."""


class ProcessGroup:
    """Processes by name, their output kept in files; all ended when the ``with`` block is left.

    Attributes
    ----------
    processes : dict of str to subprocess.Popen

    Notes
    -----
    Used in section 8.6.

    """

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="d2l-cluster-")
        self.folder = Path(self._folder.name)
        self.processes = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        self._folder.cleanup()

    def start(self, name, command, env=None, folder=None):
        """Start a process in a session of its own; its standard input ends when we do."""
        with (self.folder / f"{name}.txt").open("wb") as output:
            self.processes[name] = subprocess.Popen(
                command,
                env=env,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def running(self):
        """Return the names of the processes that have not ended."""
        return [name for name, process in self.processes.items() if process.poll() is None]

    def output(self, name):
        """Return what a process has written so far, to both of its streams."""
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8", errors="replace")

    def kill(self, name):
        """End a process at once, as a failing machine would."""
        _send(self.processes[name], signal.SIGKILL)
        self.processes[name].wait()

    def wait(self, deadline=DEADLINE, *, file=None):
        """Wait until all processes have ended well, or until a file is there.

        Parameters
        ----------
        deadline : float
            Seconds.
        file : pathlib.Path, optional
            Which one of the processes writes.

        Raises
        ------
        ClusterError
            As soon as one has failed, with the end of its output; or if some are still running
            at the deadline, with their names.

        """
        end = time.monotonic() + deadline
        while True:
            running = self.running()
            for name, process in self.processes.items():
                if process.poll():
                    said = self.output(name)[-TAIL:]
                    raise ClusterError(f"{name} ended with {process.returncode}:\n{said}")
            if file.exists() if file else not running:
                return
            if not running:
                raise ClusterError(f"all ended, and {file} is missing")
            if time.monotonic() > end:
                raise ClusterError(f"still running after {deadline:g} s: {', '.join(running)}")
            time.sleep(0.05)

    def stop(self):
        """End every process that runs: ask, wait `PATIENCE` seconds, then insist."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for name in self.running():
                _send(self.processes[name], number)
            end = time.monotonic() + PATIENCE
            while self.running() and time.monotonic() < end:
                time.sleep(0.02)
        for process in self.processes.values():
            process.stdin.close()
            process.wait()


def _send(process, number):
    """Send a signal to a process and what it has started, unless it has just ended."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)

"""Train on several hosts: start a scheduler, servers and workers over ssh.

    python tools/launch_hosts.py --hosts FILE --workers 4 --servers 2 -- train.py ARGUMENT ...

FILE has a host a line, by the name under which ssh reaches it without asking for a password; what
follows a # is a remark. Processes go to the hosts in turn, the scheduler to the first, whose name
or address the others must be able to reach. The program and this book's environment must be on
every host, in the same folder (--folder); what the program reads and writes too. --dry-run prints
the commands and starts nothing. The parameter server knows no passwords and unpickles what it is
sent: use it only in a network whose every machine you trust.
"""

import argparse
import shlex
import sys
from itertools import cycle
from pathlib import Path

from d2lutils.training.cluster import dmlc_environment, roles
from d2lutils.training.processes import ClusterError, ProcessGroup

SSH = ["ssh", "-tt", "-o", "BatchMode=yes"]  # -tt: what runs there ends with the connection


def read_hosts(path):
    """Return the hosts of a file, in order."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    hosts = [host for line in lines if (host := line.partition("#")[0].strip())]
    for host in hosts:
        if host.startswith("-") or len(host.split()) > 1:
            raise ValueError(f"not the name of a host: {host!r}")
    if not hosts:
        raise ValueError(f"no host in {path}")
    return hosts


def remote_command(name, environment, options):
    """Return what a shell of the host is to run, as one string."""
    program = options.program if name.startswith("worker") else ["-c", "import mxnet"]
    assigned = [f"{key}={value}" for key, value in environment.items()]
    words = ["env", *assigned, options.python, *program]
    return f"cd {shlex.quote(options.folder)} && exec {shlex.join(words)}"


def commands(hosts, options):
    """Return the command of each process by its name, the scheduler first."""
    extra = dict(pair.split("=", 1) for pair in options.env)
    if options.interface:
        extra["DMLC_INTERFACE"] = options.interface
    root = options.root or hosts[0].rpartition("@")[2]
    found = {}
    for name, host in zip(roles(options.workers, options.servers), cycle(hosts)):
        environment = dmlc_environment(
            name.split()[0],
            root,
            options.port,
            num_workers=options.workers,
            num_servers=options.servers,
        )
        found[name] = [*SSH, host, remote_command(name, {**extra, **environment}, options)]
    return found


def _pair(text):
    if not text.partition("=")[0].isidentifier() or "=" not in text:
        raise argparse.ArgumentTypeError(f"not NAME=VALUE: {text!r}")
    return text


def _count(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number from 1 up: {text!r}")
    return int(text)


def parser():
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--hosts", required=True, help="a file with a host a line")
    found.add_argument("--workers", type=_count, required=True)
    found.add_argument("--servers", type=_count, default=1)
    found.add_argument("--root", help="address of the first host, if the others use another")
    found.add_argument("--port", type=_count, default=9091, help="of the scheduler")
    found.add_argument("--interface", help="network interface of the hosts, as eth0")
    found.add_argument("--env", type=_pair, action="append", default=[], metavar="NAME=VALUE")
    found.add_argument("--folder", default=str(Path.cwd()), help="on every host")
    found.add_argument("--python", default="python3", help="on every host")
    found.add_argument("--deadline", type=float, default=86400, help="seconds, a day if not given")
    found.add_argument("--dry-run", action="store_true")
    found.add_argument("program", nargs="+", help="the workers' program and its arguments")
    return found


def main(arguments=None):
    """Start the processes, or print how; return 1 if one fails or they do not end in time."""
    options = parser().parse_args(arguments)
    try:
        found = commands(read_hosts(options.hosts), options)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.dry_run:
        for name, command in found.items():
            print(f"# {name}", shlex.join(command), sep="\n")
        return 0
    return run(found, options.deadline)


def run(found, deadline):
    """Start the commands, wait for their end, and print what each has written."""
    with ProcessGroup() as group:
        try:
            for name, command in found.items():
                group.start(name, command)
            group.wait(deadline)
        except (ClusterError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
        for name in found:
            for line in group.output(name).splitlines():
                print(f"[{name}] {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The `d2l` command."""

import argparse
import sys


def main(argv=None):
    """Run a subcommand and return its exit code."""
    args = _parser().parse_args(argv)
    try:
        return args.run(args) or 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if type(error).__module__.split(".")[0] != "d2lutils":
            raise  # a bug of ours: show where
        print(f"d2l: {error}", file=sys.stderr)
        return 1


def _parser():
    parser = argparse.ArgumentParser(prog="d2l", description="Tools of the book.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    doctor = commands.add_parser("doctor", help="say what keeps the book from running here")
    doctor.set_defaults(run=_doctor)

    data = commands.add_parser("data", help="the data sets: list, fetch, verify")
    actions = data.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="what there is, and what is here").set_defaults(run=_list)
    fetch = actions.add_parser("fetch", help="download data sets")
    fetch.add_argument("names", nargs="*", metavar="NAME", help="data sets; all by default")
    fetch.set_defaults(run=_fetch)
    actions.add_parser("verify", help="check what is in the cache").set_defaults(run=_verify)

    _add_serve(commands)

    execute = commands.add_parser("execute", help="run notebooks and store their outputs")
    execute.add_argument("paths", nargs="*", metavar="PATH", help="all chapters by default")
    execute.set_defaults(run=_execute)

    _add_reset(commands)
    _add_new(commands)
    return parser


def _add_serve(commands):
    serve = commands.add_parser("serve", help="the book and JupyterLab on this machine")
    serve.add_argument("--port", type=int, help="8642 by default, or the next one that is free")
    serve.add_argument(
        "--ip", default="127.0.0.1", help="where to listen; only this machine by default"
    )
    serve.add_argument("--lab", action="store_true", help="open JupyterLab instead of the book")
    serve.add_argument("--no-browser", action="store_true", help="only print the address")
    serve.set_defaults(run=_serve)


def _add_reset(commands):
    reset = commands.add_parser(
        "reset", help="begin your own copy of a section afresh: d2l reset 03/04"
    )
    reset.add_argument("number", metavar="NN/MM", help="chapter and section")
    reset.add_argument("--edition", choices=["zh", "en"], default="zh", help="zh by default")
    reset.set_defaults(run=_reset)


def _add_new(commands):
    new = commands.add_parser(
        "new", help="begin a part of the book: d2l new section 06/04 gru 门控循环单元"
    )
    parts = new.add_subparsers(required=True, metavar="PART")
    section = parts.add_parser(
        "section", help="a notebook with all its parts, and its place in the book"
    )
    section.add_argument("number", metavar="NN/MM", help="chapter and section")
    section.add_argument(
        "name", metavar="NAME", help="of the file, in English words with underscores"
    )
    section.add_argument("title", metavar="TITLE", help="in Chinese")
    section.set_defaults(run=_new_section)


def _doctor(args):
    from d2lutils import doctor

    return doctor.main()


def _list(args):
    from d2lutils.datasets.store import commands

    commands.print_list()


def _fetch(args):
    from d2lutils.datasets.store import commands

    return commands.fetch_all(args.names)


def _verify(args):
    from d2lutils.datasets.store import commands

    return commands.print_verification()


def _borrow_home():
    from d2lutils import home

    message = home.borrow_home()
    if message:
        print(message, file=sys.stderr)


def _serve(args):
    _borrow_home()
    from d2lutils.server import launch

    return launch.serve(port=args.port, ip=args.ip, open_browser=not args.no_browser, lab=args.lab)


def _reset(args):
    _borrow_home()
    from d2lutils.paths import ROOT
    from d2lutils.server import copies

    page = copies.find_page(args.number)
    kept = copies.reset(page, args.edition)
    print(copies.copy_path(page, args.edition).relative_to(ROOT), "is as the book has it.")
    if kept:
        print(f"Your old copy is kept beside it: {kept.name}")


def _execute(args):
    _borrow_home()
    from d2lutils.notebooks import execution

    for path in execution.find_notebooks(args.paths):
        record = execution.execute(path)
        print(f"{path}: {record['seconds']} s, data: {record['data']}", flush=True)


def _new_section(args):
    from d2lutils.cli.new import new_section

    path = new_section(args.number, args.name, args.title)
    print(f"{path}\nCONTRIBUTING.md says what comes next.")

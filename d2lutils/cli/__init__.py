"""The `d2l` command."""

from d2lutils.cli.commands import main

__all__ = ["main"]

"""`python -m analysis`: themes for the answers in a table, groups among them, agreement, and explanations."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from analysis.codebook import CodebookUnsound
from analysis.commands import (
    agreeing,
    coding,
    discovering,
    explaining,
    learning,
    masking,
    protecting,
    screening,
)
from analysis.sheets import SheetUnusable
from analysis.spreading import SpreadingFailed
from analysis.vectors import BackendMissing

COMMANDS = (coding, discovering, agreeing, explaining, learning, masking, screening, protecting)
# Exit code for input that cannot be used, the same that argparse gives for a wrong command line.
UNUSABLE = 2
# … and the one that shells give for Ctrl-C.
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 with one sentence on the terminal when not."""
    wanted = _parser().parse_args(arguments)
    try:
        wanted.run(wanted)
    except (SheetUnusable, CodebookUnsound, BackendMissing, SpreadingFailed) as problem:
        print(problem, file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("\nStopped. Nothing was written.", file=sys.stderr)
        return STOPPED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    names = "|".join(command.NAME for command in COMMANDS)
    commands = parser.add_subparsers(dest="command", required=True, metavar=names)
    for command in COMMANDS:
        one = commands.add_parser(command.NAME, help=command.TOLD, description=command.TOLD)
        command.add_to(one)
        one.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    # What is loaded by now stays to the end: no need to look through it for rubbish again and again.
    gc.freeze()
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read what is printed, such as `head`, has enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(UNUSABLE)

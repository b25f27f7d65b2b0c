"""How far a command is, on the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable


def add_progress(parser: argparse.ArgumentParser) -> None:
    """Ask whether to report progress even where nobody seems to be watching."""
    parser.add_argument(
        "--progress", action="store_true", help="say how far it is, also when the terminal is a file or a log"
    )


def progress(wanted: argparse.Namespace, doing: str) -> Callable[[float], None]:
    """Return what reports the share done: on one line of a terminal, or as lines of a log, a tenth each."""
    terminal = sys.stderr.isatty()
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        now = int(share * (100 if terminal else 10))
        if now > told:
            told = now
            before, after = ("\r", "\n" if share >= 1 else "") if terminal else ("", "\n")
            print(f"{before}{doing}: {share:4.0%}", end=after, file=sys.stderr, flush=True)

    return tell if terminal or wanted.progress else lambda share: None

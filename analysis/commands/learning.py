"""`learn`: learn from what ships with Voice, once, so that everything after it starts at once."""

from __future__ import annotations

import argparse
import sys

from analysis.codebook import load_codebook

NAME = "learn"
TOLD = "Learn from the examples that ship with Voice and keep what was learnt. Set-up does this once."


def add_to(parser: argparse.ArgumentParser) -> None:
    """It takes no options: both backends are learnt, as far as they are there."""


def run(wanted: argparse.Namespace) -> None:
    """Learn with each backend that this machine has."""
    from analysis.coding import coder_for
    from analysis.suspicion import suspicion
    from analysis.vectors import NAMES, BackendMissing, choose

    for name in NAMES:
        try:
            backend = choose(name)
        except BackendMissing as missing:
            print(missing, file=sys.stderr)
        else:
            coder_for(load_codebook(), (), backend)
            suspicion(name)

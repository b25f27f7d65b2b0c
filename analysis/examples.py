"""Answers with their themes, from which the coding learns.

`examples.csv` is synthetic: written for this project, no pupil stands behind any row. Rows that tell of harm and
rows with invented personal data were left out, because neither should teach a theme.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PATH = Path(__file__).with_name("examples.csv")


@dataclass(frozen=True)
class Example:
    """An answer and the themes a person gave it, first theme first."""

    text: str
    themes: tuple[str, ...]


@lru_cache(maxsize=1)
def load_examples() -> tuple[Example, ...]:
    """The examples that ship with Voice."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return tuple(Example(row["text"], tuple(row["themes"].split(";"))) for row in csv.DictReader(file))

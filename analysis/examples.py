"""Answers with their themes, from which the coding learns before anybody here has confirmed one.

All of them are synthetic: written for this project, no pupil stands behind any row. `examples.csv` are whole answers
of an invented borough; `phrases.csv` is a bank of phrases and answers in pupils’ own voice, by several writers who
saw neither each other’s rows nor the answers. Nothing that tells of harm is in them: it should not teach a theme.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

EXAMPLES = Path(__file__).with_name("examples.csv")
PHRASES = Path(__file__).with_name("phrases.csv")


@dataclass(frozen=True)
class Example:
    """An answer and the themes a person gave it, first theme first; and which writer’s it is, where that is known."""

    text: str
    themes: tuple[str, ...]
    writer: str = ""


@lru_cache(maxsize=1)
def load_examples() -> tuple[Example, ...]:
    """The answers that ship with Voice."""
    return _read(EXAMPLES)


@lru_cache(maxsize=1)
def load_phrases() -> tuple[Example, ...]:
    """The phrase bank that ships with Voice."""
    return _read(PHRASES)


def _read(path: Path) -> tuple[Example, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Example(row["text"], tuple(row["themes"].split(";")), row.get("writer", path.stem))
            for row in csv.DictReader(file)
        )

"""Disclosures: example texts from which the screening learns what a child’s hint looks like, and what only looks like one.

All of them are synthetic: written for this project with restraint, as trainers write examples for staff. No pupil stands
behind any row. Several writers wrote them who saw neither each other’s rows nor the list of alarms.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.alarms import Kind, Level

FILE = Path(__file__).with_name("disclosures.csv")


@dataclass(frozen=True)
class Disclosure:
    """A text, how soon a person should read it, of what it tells, and which writer’s it is."""

    text: str
    level: Level
    kind: Kind | None  # none exactly where nothing is told
    writer: str


@lru_cache(maxsize=1)
def load_disclosures() -> tuple[Disclosure, ...]:
    """Return the examples that ship with Voice, the harmless ones among them."""
    return read_disclosures(FILE)


def read_disclosures(path: Path) -> tuple[Disclosure, ...]:
    """Return the examples of a CSV file with the columns text, level, kind and, if known, writer."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Disclosure(
                row["text"],
                Level(row["level"]),
                Kind(row["kind"]) if row["kind"] else None,
                row.get("writer", path.stem),
            )
            for row in csv.DictReader(file)
        )

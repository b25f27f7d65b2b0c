"""The folder of data shared between projects, which is not part of this one; tests that read it skip without it."""

import csv
from pathlib import Path

import pytest

_DATA = Path(__file__).parents[3] / "shared" / "data"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a shared CSV file, or skip the test that asks."""
    path = _DATA / name
    if not path.exists():
        pytest.skip(f"the shared data folder with {name} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

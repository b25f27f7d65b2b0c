"""Showing: counts as they may be shown to anybody, rounded and hidden by the rules of the analysis."""

from collections.abc import Mapping
from typing import NamedTuple

from analysis.protection import THRESHOLD, protect_count, protect_rows


def shown_count(number: int) -> str:
    """Return a plain count as it may be shown: rounded to 5, hidden under 10."""
    figure = protect_count(number)
    return f"{figure.count:,}" if figure.shown else "under 10"


class ShownCount(NamedTuple):
    """A count as it may be shown: in words always, as a rounded number only where it may be told."""

    number: int | None
    words: str


def shown_line(counts: Mapping[str, int]) -> tuple[dict[str, ShownCount], ShownCount]:
    """Return counts that add up, such as a wave’s answers by school, and their total, as they may be shown together.

    Rounded to 5 and hidden under 10; one more is hidden where the total less the others would tell a hidden one.
    """
    figures = protect_rows({name: (0, number) for name, number in counts.items()})
    shown = {name: _shown(figures[name].base, number) for name, number in counts.items()}
    return shown, _shown(figures["total"].base, sum(counts.values()))


def _shown(number: int | None, exact: int) -> ShownCount:
    if number is not None:
        return ShownCount(number, f"{number:,}")
    return ShownCount(None, "under 10" if exact < THRESHOLD else "not shown")

"""Comparing: a school’s protected figures beside the authority’s, told only where the difference is more than chance.

Everything here is worked out from figures that are shown anyway, so that it tells nothing new of anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.protection import TOTAL, Figure
from analysis.shares import wilson

Finding = dict[str, Any]

# With fewer schools shown, the lowest and the highest are soon two that everybody knows (trust.md, 2.3, rule 7, asks for a
# crowd of three others; five leave three between the ends).
RANGE_FROM = 5
MOST_DIFFERENT = 3
"""Differences told in a report: as many as a page holds and a meeting talks about."""


def spread(figures: Mapping[str, Figure]) -> dict[str, int] | None:
    """Return the lowest and the highest percentage of a line’s schools; `None` where fewer than five have one to show."""
    percents = [
        figure.percent for school, figure in figures.items() if school != TOTAL and figure.percent is not None
    ]
    if len(percents) < RANGE_FROM:
        return None
    return {"low": min(percents), "high": max(percents), "schools": len(percents)}


def differs(own: Figure, authority: Figure) -> str:
    """Say whether a school’s share is “higher” or “lower” than the authority’s, or "" where chance could do it.

    Both bases at least 50, and their 95 % intervals (Wilson, from the rounded figures) must not meet.
    """
    if not (_is_large(own) and _is_large(authority)):
        return ""
    (own_low, own_high), (low, high) = _interval(own), _interval(authority)
    if own_low > high:
        return "higher"
    return "lower" if own_high < low else ""


def _is_large(figure: Figure) -> bool:
    # A base of 49 is shown as 50; that it was fifty in truth is known by the percentage.
    return figure.percent is not None


def _share(figure: Figure) -> float:
    # Only shown shares come here, and those have both numbers.
    return (figure.count or 0) / (figure.base or 1)


def _interval(figure: Figure) -> tuple[float, float]:
    return wilson(_share(figure), figure.base or 1)


def most_different(rows: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Return the rows that differ most from the authority, at most three, each with a sentence.

    Rows have a title, the school’s figure and the authority’s.
    """
    found = []
    for row in rows:
        own, authority = Figure.from_json(row["school"]), Figure.from_json(row["authority"])
        if direction := differs(own, authority):
            gap = abs(_share(own) - _share(authority))
            found.append((-gap, row["title"], direction, own, authority))
    return [
        {
            "title": title,
            "direction": direction,
            "sentence": f"{_capital(_told(own, authority))} here, {_told(authority, own)} in all schools together.",
            "school": own.as_json(),
            "authority": authority.as_json(),
        }
        for _, title, direction, own, authority in sorted(found, key=lambda one: one[:2])[:MOST_DIFFERENT]
    ]


def _told(figure: Figure, beside: Figure) -> str:
    """Return a figure in words, or as a percentage where the words would not tell it from the other."""
    return figure.words if figure.words != beside.words else f"{figure.percent}%"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

"""Weeks: reading days out of the times in an export, whichever way round they are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_PARTS = re.compile(r"\s*(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:\D.*)?", re.DOTALL)


@dataclass(frozen=True)
class Days:
    """The days of an export, one a row, and how they were read."""

    days: tuple[date | None, ...]
    """``None`` where a row has no day that can be read."""
    month_first: bool | None
    """``None`` when no day could be taken two ways."""
    sure: bool
    """False when nothing in the file told which way round its days are written."""


def read_days(times: Sequence[str], *, on: date, month_first: bool | None = None) -> Days:
    """Read the day of each time: 2024-09-10, or 10/9/2024 with the month or the day first.

    Which comes first is told from the file: a number over 12 cannot be a month, no answer comes from the future, and
    rows come in the order of their times. ``month_first`` settles it beforehand. When nothing tells, the month is
    taken to come first, as Microsoft Forms writes it by default.
    """
    us = tuple(_day(time, month_first=True, on=on) for time in times)
    uk = tuple(_day(time, month_first=False, on=on) for time in times)
    if us == uk:
        return Days(us, None, True)
    if month_first is not None:
        return Days(us if month_first else uk, month_first, True)
    costs = _unlikely(us), _unlikely(uk)
    return Days(uk if costs[1] < costs[0] else us, costs[0] <= costs[1], costs[0] != costs[1])


def _unlikely(days: Sequence[date | None]) -> tuple[int, int]:
    """Count the days that cannot be, then the steps back in time from one row to the next."""
    real = [day for day in days if day is not None]
    return len(days) - len(real), sum(later < sooner for sooner, later in pairwise(real))


def _day(time: str, *, month_first: bool, on: date) -> date | None:
    parts = _PARTS.fullmatch(time)
    if parts is None:
        return None
    one, two, three = parts.groups()
    if len(one) == 4:
        year, month, day = one, two, three
    else:
        day, month, year = (two, one, three) if month_first else (one, two, three)
    try:
        read = date(int(year) + (2000 if len(year) <= 2 else 0), int(month), int(day[:2]))
    except ValueError:
        return None
    return read if date(2000, 1, 1) <= read <= on else None

"""Lines: what was counted in a wave by school and by group, protected together, and found again by what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from analysis.additive import CANDIDATES
from analysis.breakdowns import protect
from analysis.counting import Cells
from analysis.cube import Cube, Line
from analysis.heard import Heard, Option
from analysis.levels import ROUNDED_BY, SHOWN_FROM
from analysis.protection import TOO_SMALL, TOTAL, WHY_COUNT, Figure, comparator, protect_rows
from analysis.tallies import (
    ANSWERED,
    PLACES,
    TICKED,
    by_groups,
    choices_of_themes,
    of_own_places,
    options,
    over_schools,
)

ENOUGH_BESIDE = 2
"""Shown schools beside a hidden one from which on the total leaves it thirteen values, for each is rounded by two either way."""

Told = Mapping[str, Mapping[str, Figure]]
"""Protected figures by line and school."""


class Lines:
    """Every counted line of a wave, protected once over all its schools, their groups and the total."""

    def __init__(self, heard: Heard, cube: Cube | None = None) -> None:
        self.heard = heard
        self.cube = protected(heard) if cube is None else cube

    def answered(self, school: str | None = None, *, key: str = ANSWERED) -> Figure:
        """Return how many answered in a school, or in all: a plain total."""
        return plain_count(self.cube.lines[key].figures[school or TOTAL])

    def headline(self, key: str) -> Line | None:
        """Return the line of a headline figure; ``None`` where its question was not asked."""
        return self.cube.lines.get(key)

    def choice(self, question: str, code: str) -> Line:
        return self.cube.lines[f"{question}.{code}"]

    def place(self, school: str, code: str, time: str | None = None) -> Line:
        """Return the line of a place, or of a place at a time; the school’s own place where it is one."""
        key = f"{PLACES}.{code}" if time is None else f"{PLACES}.{code}.{time}"
        return self.cube.own.get((school, key)) or self.cube.lines[key]

    def written(self, theme: str) -> Line:
        return self.cube.lines[f"written.{theme}"]

    def ticked_under(self, theme: str) -> Line | None:
        """Return the line of pupils who ticked any choice that counts under a theme; ``None`` if none does."""
        return self.cube.lines.get(f"ticked.{theme}")

    def options(self, question: str) -> list[Option]:
        return options(self.heard, question)

    def ranked(self, question: str, school: str) -> list[dict[str, Any]]:
        """Return a question’s choices for a school, most picked first; the order is that of the protected figures."""
        rows = [
            {
                "code": option.code,
                "title": option.title,
                "theme": option.theme,
                **self.choice(question, option.code).beside(school),
            }
            for option in self.options(question)
        ]
        return sorted(rows, key=by_protected_share)


def by_protected_share(row: Mapping[str, Any]) -> tuple[bool, float, str]:
    """Sort rows by the school’s protected share, the largest first, the hidden last by name."""
    figure = row["school"]
    if not figure["shown"]:
        return True, 0.0, row["title"]
    return False, -figure["count"] / figure["base"], row["title"]


def plain_count(figure: Figure) -> Figure:
    """Return a figure’s base as a plain total, such as how many answered."""
    if figure.base is None:
        return Figure(None, None, None, TOO_SMALL, False, figure.why)
    return Figure(None, figure.base, None, f"about {figure.base:,}", True, "")


def protected(heard: Heard) -> Cube:
    """Count everything that is told of a wave, and protect it together. What was counted stays in here."""
    raw = dict(over_schools(heard))
    by_group = list(by_groups(heard))
    told = protect(raw, by_group, small=heard.small)
    lines = told.lines | dict(_joined(heard, told.lines))
    no_crowds = cache(_no_crowds)

    def line(figures: Mapping[str, Figure], cells: Cells) -> Line:
        return Line(figures, no_crowds(tuple((school, base) for school, (_, base) in cells.items())))

    return Cube(
        lines={key: line(lines[key], cells) for key, cells in raw.items()},
        # A place that one school alone has is counted there alone: nobody else was asked.
        own={
            (school, key): Line(figures, {})
            for school in heard.own_places
            for key, figures in _of_own_places(heard, told.lines, school).items()
        },
        columns={one.groups.dimension.key: one.groups.columns for one in by_group},
        by_group={
            one.groups.dimension.key: {
                key: {
                    code: line(figures, {school: cells[school, code] for school in heard.schools})
                    for code, figures in told.groups[one.groups.dimension.key][key].items()
                }
                for key, cells in one.cells.items()
            }
            for one in by_group
        },
    )


def _of_own_places(heard: Heard, told: Told, school: str) -> dict[str, Mapping[str, Figure]]:
    """Protect the places of one school alone. Where the places of the list may not tell how many answered, nor may they."""
    listed = (told[f"{PLACES}.{option.code}"][school] for option in options(heard, PLACES))
    if any(figure.base is None for figure in listed):
        hidden = Figure(None, None, None, TOO_SMALL, False, WHY_COUNT)
        return {key: dict.fromkeys((*cells, TOTAL), hidden) for key, cells in of_own_places(heard, school)}
    own: dict[str, Mapping[str, Figure]] = {
        key: protect_rows(cells) for key, cells in of_own_places(heard, school)
    }
    for key, times in _times_of(heard, heard.own_places[school]):
        own[key] = _beside_its_parts(own[key], [own[time] for time in times])
    return own


def _joined(heard: Heard, told: Told) -> Iterable[tuple[str, Mapping[str, Figure]]]:
    """Yield the lines that stand for several others (a theme for its choices, a place for its times), safe beside them."""
    themes = (
        (f"ticked.{theme}", [f"{TICKED}.{code}" for code in codes])
        for theme, codes in choices_of_themes(heard)
    )
    for key, parts in (*themes, *_times_of(heard, options(heard, PLACES))):
        yield key, _beside_its_parts(told[key], [told[part] for part in parts])


def _times_of(heard: Heard, places: Iterable[Option]) -> Iterable[tuple[str, list[str]]]:
    """Yield the line of each place with the lines of its times."""
    times = heard.asked[PLACES].columns if PLACES in heard.asked else ()
    for place in places:
        key = f"{PLACES}.{place.code}"
        yield key, [f"{key}.{time.code}" for time in times]


def _beside_its_parts(
    line: Mapping[str, Figure], parts: Sequence[Mapping[str, Figure]]
) -> Mapping[str, Figure]:
    """Return a line that joins others, hidden where a small one of them would follow from it.

    Who said any of several things are at most all who said each. One thing alone is told as it is told everywhere else:
    where a group of pupils hides it, it is hidden here too.
    """
    if len(parts) == 1:
        return parts[0]
    safe = dict(line)
    for name, figure in line.items():
        if _tells_a_part(figure, [part[name] for part in parts]):
            safe[name] = Figure(figure.base, None, None, TOO_SMALL, False, WHY_COUNT)
    shown = [name for name, figure in safe.items() if figure.shown and name != TOTAL]
    if safe != line and len(shown) < ENOUGH_BESIDE and safe[TOTAL].shown:
        safe[TOTAL] = Figure(safe[TOTAL].base, None, None, TOO_SMALL, False, WHY_COUNT)
    return safe


def _tells_a_part(joined: Figure, parts: Sequence[Figure]) -> bool:
    """Say whether a hidden part is left with fewer than five values, for it is at least what the others do not make up."""
    if joined.count is None:
        return False
    at_most = [SHOWN_FROM - 1 if part.count is None else part.count + ROUNDED_BY for part in parts]
    least = joined.count - ROUNDED_BY - sum(at_most)
    return any(
        part.count is None and SHOWN_FROM - (least + most) < CANDIDATES
        for part, most in zip(parts, at_most, strict=True)
    )


def _no_crowds(bases: tuple[tuple[str, int], ...]) -> Mapping[str, Figure]:
    """Return, for each school beside which the others are no crowd, what is told in place of their figure."""
    cells = {school: (0, base) for school, base in bases}
    others = {school: comparator(cells, school) for school in cells}
    return {school: figure for school, figure in others.items() if not figure.shown and figure.base is None}

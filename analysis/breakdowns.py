"""Breakdowns: figures of a school’s year groups, of girls and boys and of other groups, protected with the lines they add up to.

A school is told apart by one thing at a time. Every pupil is in one group of each (those who did not say are a group of
their own), so that groups add up to their school and schools to the authority. A base or count that any of these tables
must hide is hidden in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.additive import Counted, Flags, Numbers, Shown, with_totals
from analysis.counting import Cells
from analysis.dimensions import Groups
from analysis.hiding import hide
from analysis.levels import Level
from analysis.protection import (
    OTHER_SCHOOLS,
    THRESHOLD,
    TOO_SMALL,
    TOTAL,
    WHY_BASE,
    WHY_COUNT,
    Figure,
    protect_share,
    rounded,
)

# A group by something that the law protects, and everybody else of the school: at least so many in each (trust.md, 2.3,
# rule 8), or a classmate could be found out.
PROTECTED_FROM = 20
# Schools of which no group is told are told of together from so many on (rule 8).
POOL_FROM = OTHER_SCHOOLS
POOL = "pool"
# The rows of a table of one school: its own and the total.
ALONE = 2


@dataclass(frozen=True)
class GroupCells:
    """What was counted by one dimension: measure by measure, the cell of each school and group. Never shown."""

    groups: Groups
    cells: Mapping[str, Mapping[tuple[str, str], tuple[int, int]]]


@dataclass
class Protected:
    """What may be shown: each line by school, and each dimension by measure, group and row (school, pool or total)."""

    lines: dict[str, dict[str, Figure]] = field(default_factory=dict)
    groups: dict[str, dict[str, dict[str, dict[str, Figure]]]] = field(default_factory=dict)


@dataclass
class _Part:
    """One table among those that share numbers: its measures and rows by their places among all of them."""

    measures: Numbers
    rows: Numbers
    table: Counted
    shown: Shown
    sealed: Flags
    """Bases that rule 8 hides."""
    says_which: bool = True
    """Whether it is told that too few answers were the reason. Not where rule 8 may hide too: that it hid nothing would
    say of each protected group, hidden ones too, that it is not small."""

    def hide_more(self, allowed: Shown, level: Level) -> Shown:
        return hide(self.table, least_base=level.least_base, allowed=allowed, sealed=self.sealed)


def protect(
    lines: Mapping[str, Cells],
    by_group: Sequence[GroupCells],
    *,
    small: frozenset[str] = frozenset(),
    level: Level = Level.SCHOOL,
) -> Protected:
    """Protect lines over the same schools together with what was counted by group; what one table hides, all hide.

    small: schools that are told of together only, where there are enough of them.
    """
    if not lines:
        return Protected()
    schools = list(next(iter(lines.values())))
    if TOTAL in schools or POOL in schools:
        raise ValueError(f"No school may be called “{TOTAL}” or “{POOL}”.")
    keys = list(lines)
    pooled = [school for school in schools if school in small]
    has_pool = POOL_FROM <= len(pooled) < len(schools)
    # The rows of all tables: every school, all of them, and the pool.
    places = {name: number for number, name in enumerate((*schools, TOTAL, POOL))}
    every = np.arange(len(keys))
    parts = [
        _part(every, (*schools, TOTAL), places, _counted([_column(lines[key], schools) for key in keys]))
    ]
    if has_pool:
        counted = _counted([_column(lines[key], pooled) for key in keys])
        parts.append(_part(every, (*pooled, POOL), places, counted))
    rows = [school for school in schools if not (has_pool and school in small)]
    for one in by_group:
        names = (*rows, POOL) if has_pool else tuple(rows)
        found = _table_of_groups(one, rows, pooled if has_pool else [])
        measures = np.array([keys.index(key) for key in one.cells], np.int64)
        part = _part(measures, (*names, TOTAL), places, found)
        _hide_by_rule(part, one.groups, [name in small for name in names])
        parts.append(part)
    groups = parts[len(parts) - len(by_group) :]
    told_apart = _without_harm(parts, groups, (len(keys), len(places)), level)
    _until_they_agree(told_apart, (len(keys), len(places)), level)
    told = Protected(lines=_lines(parts[0], keys, (*schools, TOTAL)))
    for one, part in zip(by_group, groups, strict=True):
        names = (*rows, POOL, TOTAL) if has_pool else (*rows, TOTAL)
        told.groups[one.groups.dimension.key] = _grouped(part, list(one.cells), names, one.groups)
    return told


def _column(cells: Cells, schools: Sequence[str]) -> list[list[tuple[int, int]]]:
    return [[cells[school]] for school in schools]


def _counted(cells: Sequence[Sequence[Sequence[tuple[int, int]]]]) -> Counted:
    """Return a table of (measures, schools, groups) with its totals; measures with the same bases share them."""
    numbers = np.array(cells, np.int64)
    counts, bases = numbers[..., 0], numbers[..., 1]
    if ((counts < 0) | (counts > bases)).any():
        raise ValueError("A count above its base, or below nought, cannot be.")
    _, bases_of = np.unique(bases.reshape(len(bases), -1), axis=0, return_inverse=True)
    return Counted(with_totals(counts), with_totals(bases), bases_of.reshape(-1))


def _part(measures: Numbers, rows: Sequence[str], places: Mapping[str, int], table: Counted) -> _Part:
    shown = Shown(np.ones(table.bases.shape, np.bool_), np.ones(table.counts.shape, np.bool_))
    sealed = np.zeros_like(shown.bases)
    return _Part(measures, np.array([places[row] for row in rows], np.int64), table, shown, sealed)


def _table_of_groups(one: GroupCells, rows: Sequence[str], pooled: Sequence[str]) -> Counted:
    codes = [code for code, _ in one.groups.columns]

    def row(
        cells: Mapping[tuple[str, str], tuple[int, int]], schools: Sequence[str]
    ) -> list[tuple[int, int]]:
        found = [[cells.get((school, code), (0, 0)) for school in schools] for code in codes]
        return [(sum(count for count, _ in cell), sum(base for _, base in cell)) for cell in found]

    tables = []
    for cells in one.cells.values():
        table = [row(cells, [school]) for school in rows]
        tables.append([*table, row(cells, pooled)] if pooled else table)
    return _counted(tables)


def _hide_by_rule(part: _Part, groups: Groups, is_small: Sequence[bool]) -> None:
    """Hide what rule 8 hides: all groups of a school too small for any, and protected ones with under 20 on either side."""
    shown, table = part.shown, part.table
    for number, (code, _) in enumerate(groups.columns):
        cells = (slice(None), slice(0, -1), number)
        if groups.dimension.is_protected(code):
            part.says_which = False
            bases, beside = table.bases[cells], table.bases[:, :-1, -1]
            part.sealed[cells] = (bases < PROTECTED_FROM) | (beside - bases < PROTECTED_FROM)
        shown.bases[cells] &= ~part.sealed[cells] & ~np.array(is_small, np.bool_)
    shown.counts &= shown.bases


def _without_harm(
    parts: Sequence[_Part], groups: Sequence[_Part], shape: tuple[int, int], level: Level
) -> list[_Part]:
    """Return the tables without those groups that would take a school’s own base away; of these nothing is shown.

    So it comes where hardly any school, or hardly any pupil, is asked: the whole is worth more than its parts.
    """
    plain = [part for part in parts if not any(part is one for one in groups)]
    stand = _until_they_agree(plain, shape, level)
    kept = []
    for part in groups:
        at = np.ix_(part.measures, part.rows)
        tried = Shown(part.shown.bases.copy(), part.shown.counts.copy())
        tried.bases[:, :, -1] &= stand.bases[at]
        tried.counts[:, :, -1] &= stand.counts[at]
        tried = part.hide_more(tried, level)
        if (stand.bases[at] & ~tried.bases[:, :, -1]).any():
            part.shown = Shown(np.zeros_like(tried.bases), np.zeros_like(tried.counts))
        else:
            kept.append(part)
    return [*plain, *kept]


def _until_they_agree(parts: Sequence[_Part], shape: tuple[int, int], level: Level) -> Shown:
    """Protect table after table until no table hides a number that another one shows; return what they share."""
    known = Shown(np.ones(shape, np.bool_), np.ones(shape, np.bool_))
    left = -1
    while left != (left := _number_shown(parts)):
        for part in parts:
            at = np.ix_(part.measures, part.rows)
            for own, common in ((part.shown.bases, known.bases), (part.shown.counts, known.counts)):
                own[:, :, -1] &= common[at]
            part.shown = part.hide_more(part.shown, level)
            for own, common in ((part.shown.bases, known.bases), (part.shown.counts, known.counts)):
                common[at] &= own[:, :, -1]
    return known


def _number_shown(parts: Sequence[_Part]) -> int:
    return sum(int(part.shown.bases.sum() + part.shown.counts.sum()) for part in parts)


def _figure(part: _Part, at: tuple[int, int, int]) -> Figure:
    count, base = int(part.table.counts[at]), int(part.table.bases[at])
    if part.shown.counts[at]:
        return protect_share(count, base)
    told = rounded(base) if part.shown.bases[at] else None
    why = WHY_BASE if base < THRESHOLD and part.says_which else WHY_COUNT
    return Figure(told, None, None, TOO_SMALL, False, why)


def _told(part: _Part, names: Sequence[str], measure: int, at: int) -> dict[str, Figure]:
    """Return the figures of one line or group by row; of one school alone, the total is its own figure once more."""
    figures = {name: _figure(part, (measure, place, at)) for place, name in enumerate(names)}
    return dict.fromkeys(names, figures[names[0]]) if len(names) == ALONE else figures


def _lines(part: _Part, keys: Sequence[str], rows: Sequence[str]) -> dict[str, dict[str, Figure]]:
    return {key: _told(part, rows, number, 0) for number, key in enumerate(keys)}


def _grouped(
    part: _Part, keys: Sequence[str], rows: Sequence[str], groups: Groups
) -> dict[str, dict[str, dict[str, Figure]]]:
    return {
        key: {code: _told(part, rows, number, at) for at, (code, _) in enumerate(groups.columns)}
        for number, key in enumerate(keys)
    }

"""What a reader who knows the rules could work out from a table whose cells add up, worked out for all cells at once.

A table has three axes: measures (a theme, a choice), schools, and groups (years); after the schools stands their total
and after the groups theirs. Measures do not add up, for a pupil may tick several. Every cell has three sides that do:
those who said it, the rest, and both together.

Every shown number is rounded, so each stands for a few possible ones. A total less the other cells of its line leaves a
range for a hidden one; too narrow a range gives the number away, and `hiding` takes another one off the page.

We grant the reader more than they have: for the cells beside the one they are after, whether each was hidden for itself
or to protect a neighbour, and whether few said it or nearly all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.levels import ROUND_TO, ROUNDED_BY, SHOWN_FROM

# Values a hidden number must still be able to take.
CANDIDATES = 5
# Times the lines are held against each other; more found nothing in an exact search over small tables.
ROUNDS = 3
# More than any number here; stands for “no upper limit known”.
NO_LIMIT = 10**9

SAID, REST, BASE = range(3)
SCHOOLS, GROUPS = 1, 2
"""The axes along which cells add up."""

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Counted:
    """Exact numbers, (measures, schools and their total, groups and theirs): never shown.

    Without groups the last axis has one place and no total.

    `bases_of`: for each measure the number of its table of bases; measures of one question share theirs, and a base that
    is hidden in one must be hidden in all.
    """

    counts: Numbers
    bases: Numbers
    bases_of: Numbers

    @property
    def rests(self) -> Numbers:
        return self.bases - self.counts

    @property
    def axes(self) -> tuple[int, ...]:
        """Along which axes cells add up."""
        return (SCHOOLS, GROUPS) if self.counts.shape[GROUPS] > 1 else (SCHOOLS,)

    def only(self, measures: Numbers) -> Counted:
        """Return the table of some of its measures."""
        return Counted(self.counts[measures], self.bases[measures], self.bases_of[measures])


@dataclass
class Shown:
    """Which numbers are shown, in the same shape."""

    bases: Flags
    counts: Flags

    def only(self, measures: Numbers) -> Shown:
        """Return what is shown of some measures; a copy."""
        return Shown(self.bases[measures], self.counts[measures])


class Span(NamedTuple):
    """From `low` to `high`, for each side of each cell: (sides, measures, schools, groups)."""

    low: Numbers
    high: Numbers


def rounded(numbers: Numbers) -> Numbers:
    """To the nearest 5."""
    return (numbers + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def with_totals(cells: Numbers) -> Numbers:
    """Append to (measures, schools, groups) the totals over schools, and over groups if there are several."""
    cells = np.concatenate([cells, cells.sum(axis=SCHOOLS, keepdims=True)], axis=SCHOOLS)
    if cells.shape[GROUPS] == 1:
        return cells
    return np.concatenate([cells, cells.sum(axis=GROUPS, keepdims=True)], axis=GROUPS)


def left_open(table: Counted, shown: Shown, *, least_base: int) -> dict[int, Span]:
    """For each axis along which cells add up: what its lines leave open for every cell, if that cell were hidden.

    Cells alone, no totals; `least_base`: below it bases are hidden.
    """
    known = _known(table, shown, least_base)
    for _ in range(ROUNDS):
        for axis in table.axes:
            known = _agree(_narrowed(known, axis))
    own = _untold(table, shown, least_base)
    return {axis: _targets(own, known, axis) for axis in table.axes}


def _known(table: Counted, shown: Shown, least_base: int) -> Span:
    """What each cell can be by itself, from what is shown of it and from which side is small."""
    base = _base_span(table, shown, least_base)
    low, high = np.empty((3, *table.counts.shape), np.int64), np.empty((3, *table.counts.shape), np.int64)
    low[BASE], high[BASE] = base
    few = table.counts < SHOWN_FROM
    # Of a cell small on both sides it is granted that few said it; both together would fix the base of 18.
    nearly_all = (table.rests < SHOWN_FROM) & ~few
    for side, small, beside in ((SAID, few, nearly_all), (REST, nearly_all, few)):
        low[side] = np.where(small, 0, np.where(beside, np.maximum(0, base.low - SHOWN_FROM + 1), SHOWN_FROM))
        high[side] = np.where(small, np.minimum(SHOWN_FROM - 1, base.high), base.high)
    number = rounded(table.counts)
    low[SAID] = np.where(shown.counts, np.maximum(SHOWN_FROM, number - ROUNDED_BY), low[SAID])
    high[SAID] = np.where(shown.counts, number + ROUNDED_BY, high[SAID])
    return _agree(Span(low, high))


def _base_span(table: Counted, shown: Shown, least_base: int) -> Span:
    number, small = rounded(table.bases), table.bases < least_base
    low = np.where(shown.bases, np.maximum(least_base, number - ROUNDED_BY), np.where(small, 0, least_base))
    high = np.where(shown.bases, number + ROUNDED_BY, np.where(small, least_base - 1, NO_LIMIT))
    return Span(low, high)


def _untold(table: Counted, shown: Shown, least_base: int) -> Span:
    """What a hidden cell can be by itself: the page does not tell whether few said it or nearly all."""
    base = _base_span(table, shown, least_base)
    zero = np.zeros_like(base.low)
    return Span(np.stack([zero, zero, base.low]), np.stack([base.high, base.high, base.high]))


def _agree(span: Span) -> Span:
    """Narrow each of the three sides by the other two: said + rest = base. Once is enough, for each was held against both."""
    low, high = np.empty_like(span.low), np.empty_like(span.high)
    for side, other in ((SAID, REST), (REST, SAID)):
        np.maximum(span.low[side], span.low[BASE] - span.high[other], out=low[side])
        np.minimum(span.high[side], span.high[BASE] - span.low[other], out=high[side])
    np.maximum(span.low[BASE], span.low[SAID] + span.low[REST], out=low[BASE])
    np.minimum(span.high[BASE], span.high[SAID] + span.high[REST], out=high[BASE])
    return Span(low, high)


def _parts_and_total(numbers: Numbers, axis: int) -> tuple[Numbers, Numbers]:
    """Split along an axis of (sides, measures, schools, groups) into the parts and their total, both as views."""
    if axis == SCHOOLS:
        return numbers[:, :, :-1], numbers[:, :, -1:]
    return numbers[..., :-1], numbers[..., -1:]


def _both(span: Span, axis: int) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    return _parts_and_total(span.low, axis), _parts_and_total(span.high, axis)


def _sum(parts: Numbers, axis: int) -> Numbers:
    # Written so it takes a third of the time, for the axis is short.
    line = "abij->abj" if axis == SCHOOLS else "abij->abi"
    return np.expand_dims(np.einsum(line, parts), axis + 1)


def _narrowed(known: Span, axis: int) -> Span:
    """Every cell after the lines along one axis have been held against their totals, and the totals against the cells."""
    (low, total_low), (high, total_high) = _both(known, axis)
    least, most = _sum(low, axis), _sum(high, axis)
    new = Span(np.empty_like(known.low), np.empty_like(known.high))
    (new_low, new_total_low), (new_high, new_total_high) = _both(new, axis)
    np.maximum(low, high + (total_low - most), out=new_low)
    np.minimum(high, low + (total_high - least), out=new_high)
    np.maximum(total_low, least, out=new_total_low)
    np.minimum(total_high, most, out=new_total_high)
    return new


def _targets(own: Span, known: Span, axis: int) -> Span:
    """What each cell can be when nothing is known of it but its lines."""
    (low, total_low), (high, total_high) = _both(known, axis)
    least, most = _sum(low, axis), _sum(high, axis)
    (own_low, _), (own_high, _) = _both(own, axis)
    span = Span(
        np.maximum(own_low, high + (total_low - most)), np.minimum(own_high, low + (total_high - least))
    )
    return _agree(_one_side_is_small(_agree(span)))


def _one_side_is_small(span: Span) -> Span:
    """What is hidden for itself and cannot be small on one side must be small on the other."""
    few, high = SHOWN_FROM - 1, span.high.copy()
    high[REST] = np.where(span.low[SAID] > few, np.minimum(high[REST], few), high[REST])
    high[SAID] = np.where(span.low[REST] > few, np.minimum(high[SAID], few), high[SAID])
    return Span(span.low, high)

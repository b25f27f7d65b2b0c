"""Hiding: which numbers of a table whose cells add up are taken off the page so that none of the small ones follows."""

from __future__ import annotations

import numpy as np

from analysis.additive import (
    BASE,
    CANDIDATES,
    GROUPS,
    REST,
    SAID,
    SCHOOLS,
    Counted,
    Flags,
    Numbers,
    Shown,
    Span,
    left_open,
)
from analysis.levels import SHOWN_FROM

# Held against each other one after the other, lines that cross leave up to a value more open than an exact search over
# both at once; where cells add up two ways, two values to spare make up for that (found so in small tables).
SPARE = 2
# A small base must stay wholly open. Five values would do against the numbers alone, but which base was taken away to
# leave them tells a reader who knows this rule more: in all pages of three schools, 2 small bases in 100 had fewer left.
OPEN_BASE = SHOWN_FROM
# Up to so many schools, a small base costs the total its base and no neighbour its whole page: beside so few others no school
# may see the total anyway. From more on, the total is what all of them are held against.
TOTAL_FIRST = 3
# Sorts behind every number of answers, and before the last.
_WHOLE = 10**9
_LAST = np.iinfo(np.int64).max


def hide(
    table: Counted, *, least_base: int, allowed: Shown | None = None, sealed: Flags | None = None
) -> Shown:
    """Return what may be shown: nothing small, nothing that stands beside hardly anybody, and no way back to either.

    `allowed`: what is not hidden for another reason already, such as a school too small for any breakdown. `sealed`: bases
    hidden by a rule of their own, however large they are; none may be the only unknown of a line.
    """
    shown = Shown(table.bases >= least_base, np.ones(table.counts.shape, np.bool_))
    if allowed is not None:
        shown = Shown(shown.bases & allowed.bases, allowed.counts.copy())
    _hide_small_differences(table, shown.bases, table.bases)
    _keep_in_step(table, shown)
    shown.counts &= (table.counts >= SHOWN_FROM) & (table.rests >= SHOWN_FROM)
    for part in (table.counts, table.rests):
        _hide_small_differences(table, shown.counts, part)
    _until_safe(table, shown, least_base, np.zeros_like(shown.bases) if sealed is None else sealed.copy())
    return shown


def _keep_in_step(table: Counted, shown: Shown) -> None:
    """Measures that were asked of the same pupils show the same bases, or one would tell what another hides."""
    together = np.ones((int(table.bases_of.max(initial=-1)) + 1, *table.bases.shape[1:]), np.bool_)
    np.logical_and.at(together, table.bases_of, shown.bases)
    shown.bases[:] = together[table.bases_of]
    shown.counts &= shown.bases


def _until_safe(table: Counted, shown: Shown, least_base: int, sealed: Flags) -> None:
    """Take away the smallest shown number of each line that gives one away, and look again where that changed anything."""
    asking = np.arange(len(table.counts))
    while asking.size:
        before = Shown(shown.bases.copy(), shown.counts.copy())
        some, part = table.only(asking), shown.only(asking)
        open_to = left_open(some, part, least_base=least_base)
        _hide_bases(some, part, open_to, least_base)
        sealed[asking] = _hide_beside_sealed(some, part, sealed[asking])
        # Counts are looked at once the bases beside them stay as they are; each measure in its own time.
        moved = some.bases_of[_any(part.bases != before.bases[asking], (1, 2))]
        _hide_counts(some, part, open_to, among=~np.isin(some.bases_of, moved))
        shown.bases[asking], shown.counts[asking] = part.bases, part.counts
        _keep_in_step(table, shown)
        differs = (shown.bases != before.bases) | (shown.counts != before.counts)
        asking = np.flatnonzero(_any(differs, (1, 2)))


def _sizes(span: Span, side: int) -> Numbers:
    sizes: Numbers = np.maximum(0, span.high[side] - span.low[side] + 1)
    return sizes


def _any(flags: Flags, axis: int | tuple[int, ...]) -> Flags:
    return np.asarray(flags.any(axis=axis))


def _hide_bases(table: Counted, shown: Shown, open_to: dict[int, Span], least_base: int) -> None:
    """Hide one more base in every line that gives a small one away."""
    for axis, span in open_to.items():
        cells = _cells(axis, table.bases.shape)
        small = ~shown.bases[cells] & (table.bases[cells] < least_base)
        lines = _any(small & (_sizes(span, BASE) < OPEN_BASE), axis)
        if axis == SCHOOLS and small.shape[SCHOOLS] <= TOTAL_FIRST:
            kept = lines & ~shown.bases[:, -1]
            shown.bases[:, -1] &= ~lines
            lines = kept
        _hide_one_more(shown.bases, table.bases, lines, axis)
    shown.counts &= shown.bases


def _hide_beside_sealed(table: Counted, shown: Shown, sealed: Flags) -> Flags:
    """Hide one more base in every line of which a sealed one is the only unknown; return what is sealed now, that included."""
    for axis in reversed(table.axes):
        cells, numbers = _cells(axis, shown.bases.shape), table.bases
        # What a school’s groups add up to is its own base, which other tables may tell: a total along schools alone counts.
        unknown = ~shown.bases[cells] if axis == GROUPS else ~shown.bases
        if axis == SCHOOLS:
            # A school that shows all of its groups comes last: it would have to give up two.
            numbers = numbers + _WHOLE * shown.bases.all(axis=GROUPS, keepdims=True)
        before = shown.bases.copy()
        lines = _any(sealed[cells], axis) & (unknown.sum(axis=axis) == 1)
        _hide_one_more(shown.bases, numbers, lines, axis)
        sealed = sealed | (before & ~shown.bases)
    shown.counts &= shown.bases
    return sealed


def _hide_counts(table: Counted, shown: Shown, open_to: dict[int, Span], *, among: Flags) -> None:
    """Hide one more count in every line of these measures that gives a small one away."""
    for axis, span in open_to.items():
        cells = _cells(axis, table.counts.shape)
        # A base of three leaves only four values: all of them must stay open.
        needed = np.minimum(CANDIDATES, table.bases[cells] + 1) + (SPARE if len(table.axes) > 1 else 0)
        given_away = np.zeros(table.counts[cells].shape, np.bool_)
        for side, part in ((SAID, table.counts), (REST, table.rests)):
            given_away |= ~shown.counts[cells] & (part[cells] < SHOWN_FROM) & (_sizes(span, side) < needed)
        _hide_one_more(shown.counts, table.counts, _any(given_away, axis) & among[:, np.newaxis], axis)


def _hide_one_more(on: Flags, numbers: Numbers, lines: Flags, axis: int) -> None:
    """Hide the smallest number that each of these lines still shows, and its total last.

    Where a line shows nothing any more, its total must follow from the other totals: then it is one of them.
    """
    stuck = lines & ~_any(on, axis)
    _hide_smallest(on, numbers, lines & ~stuck, axis)
    if on.shape[GROUPS] > 1:
        across = SCHOOLS if axis == GROUPS else GROUPS
        totals = np.zeros((len(on), on.shape[axis]), np.bool_)
        totals[:, -1] = _any(stuck[:, :-1], 1)
        _hide_smallest(on, numbers, totals, across)


def _cells(axis: int, shape: tuple[int, ...]) -> tuple[slice, ...]:
    """All places but the totals along an axis."""
    return tuple(slice(0, size - 1 if number == axis else size) for number, size in enumerate(shape))


def _hide_smallest(on: Flags, numbers: Numbers, lines: Flags, axis: int) -> None:
    """Hide in each of these lines the smallest number that is shown, and the total where no other is."""
    cells = _cells(axis, on.shape)
    none = ~_any(on[cells], axis)
    order = np.where(on[cells], numbers[cells], _LAST)
    smallest = np.expand_dims(order.argmin(axis=axis), axis)
    wanted = np.expand_dims(lines & ~none, axis)
    np.put_along_axis(on[cells], smallest, np.take_along_axis(on[cells], smallest, axis) & ~wanted, axis)
    totals = on[:, -1, :] if axis == SCHOOLS else on[:, :, -1]
    totals &= ~(lines & none)


def _hide_small_differences(table: Counted, on: Flags, numbers: Numbers) -> None:
    """No two shown numbers, one a part of the other, may differ by fewer than ten: the difference is a few pupils.

    Between a school and all schools it is the total that goes, so that the school keeps its own figure; between a group
    and its school the group.
    """
    for axis in table.axes:
        cells, totals = numbers[_cells(axis, numbers.shape)], np.take(numbers, [-1], axis=axis)
        few = (totals - cells < SHOWN_FROM) & on[_cells(axis, on.shape)]
        if axis == SCHOOLS:
            on[:, -1:, :] &= ~few.any(axis=SCHOOLS, keepdims=True)
        else:
            on[:, :, :-1] &= ~(few & on[:, :, -1:])

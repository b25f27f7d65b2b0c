"""What a reader who knows the rules could work out about a hidden number in a line that adds up.

Every shown number is rounded, so each stands for a few possible ones. The total less the others then leaves a
range for the hidden one. Too narrow a range gives the number away, and `protection.py` hides more.

We grant the reader more than they have: for the cells beside the one they are after, whether each was
hidden for itself or to protect a neighbour, and whether few said it or nearly all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

# Values a hidden number must still be able to take.
CANDIDATES = 5
# Below this a number is hidden (`protection.THRESHOLD`), so a shown one is known to reach it.
SHOWN_FROM = 10
# A number rounded to the nearest five lies at most this far away.
ROUNDED_BY = 2
# Times the lines are held against each other; with two, an exact search over lines of two found nothing more.
ROUNDS = 2
# More than any number here; stands for “no upper limit known”.
NO_LIMIT = 10**9


class Shown(Protocol):
    """The part of a figure that a reader sees."""

    @property
    def base(self) -> int | None: ...
    @property
    def count(self) -> int | None: ...


class Span(NamedTuple):
    """All whole numbers from `low` to `high`."""

    low: int
    high: int

    @property
    def size(self) -> int:
        return max(0, self.high - self.low + 1)


class Cell(NamedTuple):
    """What is known of one cell: those who said it, those who did not, and both together."""

    said: Span
    rest: Span
    base: Span


def bases_given_away(
    cells: Mapping[str, tuple[int, int]], whole: tuple[int, int], figures: Mapping[str, Shown]
) -> bool:
    """Whether the number asked in some small scope follows from the total and the other scopes."""
    return any(
        figures[name].base is None and cells[name][1] < SHOWN_FROM and left.base.size < CANDIDATES
        for name, left in _what_is_left(cells, whole, figures)
    )


def counts_given_away(
    cells: Mapping[str, tuple[int, int]], whole: tuple[int, int], figures: Mapping[str, Shown]
) -> bool:
    """Whether a small count, or the small rest beside a large one, follows from the line."""
    for name, left in _what_is_left(cells, whole, figures):
        count, base = cells[name]
        # A base of three leaves only four values: all of them must stay open.
        needed = min(CANDIDATES, base + 1)
        for small, span in ((count, left.said), (base - count, left.rest)):
            if figures[name].count is None and small < SHOWN_FROM and span.size < needed:
                return True
    return False


def what_is_left(parts: Sequence[Span], total: Span, hidden: int) -> Span:
    """The values the hidden part can still take, given what the other parts and the total allow."""
    others_low = sum(part.low for place, part in enumerate(parts) if place != hidden)
    others_high = sum(part.high for place, part in enumerate(parts) if place != hidden)
    return Span(
        max(parts[hidden].low, total.low - others_high),
        min(parts[hidden].high, total.high - others_low),
    )


def _what_is_left(
    cells: Mapping[str, tuple[int, int]], whole: tuple[int, int], figures: Mapping[str, Shown]
) -> Iterator[tuple[str, Cell]]:
    """For each cell what the three lines leave open, each line helping the others: said + rest = base."""
    if figures["total"].base is None:
        return
    total = _known(whole, figures["total"])
    known = [_known(cells[name], figures[name]) for name in cells]
    for _ in range(ROUNDS):
        known = [_narrowed(known, total, place) for place in range(len(known))]
    for place, name in enumerate(cells):
        if figures[name].count is not None:
            yield name, known[place]
            continue
        cell = _untold(cells[name], figures[name])
        for _ in range(ROUNDS):
            beside = [*known[:place], cell, *known[place + 1 :]]
            cell = _agree(_one_side_is_small(_narrowed(beside, total, place)))
        yield name, cell


def _narrowed(cells: Sequence[Cell], total: Cell, place: int) -> Cell:
    """One cell after the three lines have been held against each other."""
    lines = ([cell[side] for cell in cells] for side in range(3))
    return _agree(Cell(*(what_is_left(line, whole, place) for line, whole in zip(lines, total, strict=True))))


def _untold(cell: tuple[int, int], figure: Shown) -> Cell:
    """A hidden cell itself: the page does not tell whether few said it or nearly all."""
    base = _base_span(cell[1], figure.base)
    return Cell(Span(0, base.high), Span(0, base.high), base)


def _one_side_is_small(cell: Cell) -> Cell:
    """What is hidden for itself and cannot be small on one side must be small on the other."""
    few = SHOWN_FROM - 1
    if cell.said.low > few:
        return Cell(cell.said, Span(cell.rest.low, min(cell.rest.high, few)), cell.base)
    if cell.rest.low > few:
        return Cell(Span(cell.said.low, min(cell.said.high, few)), cell.rest, cell.base)
    return cell


def _known(cell: tuple[int, int], figure: Shown) -> Cell:
    """What one cell can be, from what its figure shows and from which side is small."""
    base = _base_span(cell[1], figure.base)
    if figure.count is None:
        count, rest = cell[0], cell[1] - cell[0]
        return _agree(Cell(_hidden_span(count, rest, base), _hidden_span(rest, count, base), base))
    count_span = Span(max(SHOWN_FROM, figure.count - ROUNDED_BY), figure.count + ROUNDED_BY)
    return _agree(Cell(count_span, Span(SHOWN_FROM, base.high), base))


def _agree(cell: Cell) -> Cell:
    """Narrow each of the three by the other two."""
    said, rest, base = cell
    for _ in range(ROUNDS):
        said = Span(max(said.low, base.low - rest.high), min(said.high, base.high - rest.low))
        rest = Span(max(rest.low, base.low - said.high), min(rest.high, base.high - said.low))
        base = Span(max(base.low, said.low + rest.low), min(base.high, said.high + rest.high))
    return Cell(said, rest, base)


def _base_span(base: int, shown: int | None) -> Span:
    if shown is not None:
        return Span(max(SHOWN_FROM, shown - ROUNDED_BY), shown + ROUNDED_BY)
    return Span(0, SHOWN_FROM - 1) if base < SHOWN_FROM else Span(SHOWN_FROM, NO_LIMIT)


def _hidden_span(part: int, other: int, base: Span) -> Span:
    """One side of a hidden cell: itself small, beside a small one, or hidden to protect a neighbour."""
    if part < SHOWN_FROM:
        return Span(0, min(SHOWN_FROM - 1, base.high))
    if other < SHOWN_FROM:
        return Span(max(0, base.low - SHOWN_FROM + 1), base.high)
    return Span(SHOWN_FROM, base.high)

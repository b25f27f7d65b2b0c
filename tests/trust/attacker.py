"""A reader who knows the rules and sets what is on a page against itself, to find what was hidden.

It shares no code with what protects. Where cells add up one way its ranges are exact: said, rest and both together bound a
six-sided area for each cell, and areas of that shape add up side by side, in whole numbers too. Where they add up two ways,
a search over whole numbers stands in.

It is told more than the page tells: of every school beside the one it is after, whether that was hidden for itself, and
whether few said it or nearly all. (Told of both at once, it would know a base of 18 by heart, which no reader does.) After a total
it is told of each school that it was hidden for itself, not on which side: eight and nine of 13 make at least eight others,
and nobody who is told neither the eight nor the nine can know it is not the others who are few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.protection import TOTAL, Figure

HIDDEN = -1
# What the rules say, in numbers of their own: were they taken from the code, switching one off would blind the attacker.
LEAST, ROUNDED_BY, CANDIDATES = 10, 2, 5
FAR = 10**7
SAID, REST, BASE = range(3)


@dataclass(frozen=True)
class Pages:
    """Lines over the same schools as they are shown, (lines, schools and their total), and the exact numbers behind them.

    `alike`: the number of each line’s table; its lines were asked of the same pupils, so one line’s base is another’s.
    """

    counts: Any
    bases: Any
    exact_counts: Any
    exact_bases: Any
    least_base: int = LEAST

    @classmethod
    def read(
        cls,
        figures: Sequence[Mapping[str, Figure]],
        cells: Sequence[Mapping[str, tuple[int, int]]],
        alike: Sequence[int],
        least_base: int = LEAST,
    ) -> Pages:
        """Read lines as they were released; a base that any line of a table shows is known for all of them."""
        names = list(cells[0])
        shown = np.array(
            [
                [(number(line[name].count), number(line[name].base)) for name in (*names, TOTAL)]
                for line in figures
            ]
        )
        exact = np.array([[line[name] for name in names] for line in cells])
        exact = np.concatenate([exact, exact.sum(axis=1, keepdims=True)], axis=1)
        bases = np.full((max(alike) + 1, shown.shape[1]), HIDDEN)
        np.maximum.at(bases, np.asarray(alike), shown[..., 1])
        return cls(shown[..., 0], bases[np.asarray(alike)], exact[..., 0], exact[..., 1], least_base)


def number(shown: int | None) -> int:
    return HIDDEN if shown is None else shown


Area = tuple[Any, Any]
"""The least and the most of said, rest and base: (3, …)."""


def forbidden(pages: Pages) -> int:
    """Return how many shown numbers break a rule by themselves: small, nearly everyone, of a small base, or not rounded."""
    rest = pages.exact_bases - pages.exact_counts
    small = np.minimum(pages.exact_counts, rest) < LEAST
    little = pages.exact_bases < pages.least_base
    counted, based = pages.counts != HIDDEN, pages.bases != HIDDEN
    wrong = (counted & (small | little)) | (based & little)
    rough = (counted & (pages.counts % 5 != 0)) | (based & (pages.bases % 5 != 0))
    return int((wrong | rough).sum())


def small_differences(pages: Pages) -> int:
    """Return how many schools stand beside a shown total that has fewer than ten more, none included."""
    found = 0
    parts = (pages.exact_counts, pages.counts), (pages.exact_bases - pages.exact_counts, pages.counts)
    for exact, shown in (*parts, (pages.exact_bases, pages.bases)):
        both = (shown[:, :-1] != HIDDEN) & (shown[:, -1:] != HIDDEN)
        found += int((both & (exact[:, -1:] - exact[:, :-1] < LEAST)).sum())
    return found


def candidates(pages: Pages) -> dict[str, Any]:
    """Return for each hidden small number how many values it can still have: {"said" | "rest" | "base": array}; 0 elsewhere.

    A school of which the base is known by size alone (three were asked) can have no more values than that.
    """
    known = _tightened(_granted(pages))
    low, high = (area[..., :-1] for area in known)
    whole = tuple(area[..., -1:] for area in known)
    least, most = low.sum(axis=2, keepdims=True), high.sum(axis=2, keepdims=True)
    parts = (whole[0] - (most - high), whole[1] - (least - low))
    of_total = [
        area[..., :-1].sum(axis=2, keepdims=True) for area in _tightened(_granted(pages, which_side=False))
    ]
    everything = tuple(np.concatenate(pair, axis=2) for pair in zip(parts, of_total, strict=True))
    few, nearly_all = (_met(everything, own) for own in _own(pages))
    found: dict[str, Any] = {}
    small = {
        "said": (SAID, pages.counts, pages.exact_counts),
        "rest": (REST, pages.counts, pages.exact_bases - pages.exact_counts),
        "base": (BASE, pages.bases, pages.exact_bases),
    }
    for name, (side, shown, exact) in small.items():
        sizes = _either(few, nearly_all, side)
        found[name] = np.where((shown == HIDDEN) & (exact < LEAST), sizes, 0)
    return found


def needed(pages: Pages, name: str) -> Any:
    """Values each hidden number must have left: five, or all there are when fewer were asked than four."""
    if name == "base":
        return np.full(pages.exact_bases.shape, CANDIDATES)
    return np.minimum(CANDIDATES, pages.exact_bases + 1)


def _bases(pages: Pages) -> Area:
    shown, small = pages.bases != HIDDEN, pages.exact_bases < pages.least_base
    low = np.where(
        shown, np.maximum(pages.least_base, pages.bases - ROUNDED_BY), np.where(small, 0, pages.least_base)
    )
    high = np.where(shown, pages.bases + ROUNDED_BY, np.where(small, pages.least_base - 1, FAR))
    return low, high


def _granted(pages: Pages, *, which_side: bool = True) -> Area:
    base_low, base_high = _bases(pages)
    few = pages.exact_counts < LEAST
    nearly_all = (pages.exact_bases - pages.exact_counts < LEAST) & ~few
    shown = pages.counts != HIDDEN
    said_low = np.where(
        shown, np.maximum(LEAST, pages.counts - ROUNDED_BY), np.where(few | nearly_all, 0, LEAST)
    )
    said_high = np.where(shown, pages.counts + ROUNDED_BY, np.where(few, LEAST - 1, FAR))
    rest_low = np.where(few | nearly_all, 0, LEAST)
    rest_high = np.where(nearly_all, LEAST - 1, FAR)
    # A hidden total can be anything: it may be hidden for any school’s sake.
    total = np.zeros_like(shown)
    total[:, -1] = ~shown[:, -1]
    if not which_side:
        total |= ~shown & (few | nearly_all)
    said_low, said_high = np.where(total, 0, said_low), np.where(total, FAR, said_high)
    rest_low, rest_high = np.where(total, 0, rest_low), np.where(total, FAR, rest_high)
    return np.stack([said_low, rest_low, base_low]), np.stack([said_high, rest_high, base_high])


def _own(pages: Pages) -> tuple[Area, Area]:
    """What the page tells of a hidden cell itself: few said it, or nearly all did."""
    base_low, base_high = _bases(pages)
    none, any_number, few = (
        np.zeros_like(base_low),
        np.full_like(base_low, FAR),
        np.full_like(base_low, LEAST - 1),
    )
    low = np.stack([none, none, base_low])
    return (low, np.stack([few, any_number, base_high])), (low, np.stack([any_number, few, base_high]))


def _tightened(area: Area) -> Area:
    (said, rest, base), (said_most, rest_most, base_most) = area
    low = np.stack(
        [
            np.maximum(said, base - rest_most),
            np.maximum(rest, base - said_most),
            np.maximum(base, said + rest),
        ]
    )
    high = np.stack(
        [
            np.minimum(said_most, base_most - rest),
            np.minimum(rest_most, base_most - said),
            np.minimum(base_most, said_most + rest_most),
        ]
    )
    return low, high


def _met(one: Area, other: Area) -> Area:
    return _tightened((np.maximum(one[0], other[0]), np.minimum(one[1], other[1])))


def _either(one: Area, other: Area, side: int) -> Any:
    """How many values one side has in either area together."""
    sizes, ends = [], []
    for low, high in (one, other):
        possible = (low <= high).all(axis=0)
        sizes.append(np.where(possible, high[side] - low[side] + 1, 0))
        ends.append((np.where(possible, low[side], FAR), np.where(possible, high[side], -FAR)))
    shared = np.minimum(ends[0][1], ends[1][1]) - np.maximum(ends[0][0], ends[1][0]) + 1
    return sizes[0] + sizes[1] - np.maximum(0, shared)

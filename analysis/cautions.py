"""Rules that warn about a theme before anybody acts on its number, each with its reason and the facts behind it.

They are rules of thumb: a warning asks a person to look, it never changes a count. Reasons and facts hold nothing that
may not be shown: every number in them has been through `analysis.protection`.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.halves import Halves, halves
from analysis.movement import movement
from analysis.protection import OTHER_SCHOOLS, THRESHOLD, WORDS_BELOW, protect_share

# All thresholds are judged. Themes of fewer answers or schools tell of a few pupils rather than of school life.
THIN_ANSWERS, THIN_SCHOOLS = THRESHOLD, OTHER_SCHOOLS
# With some twenty themes, one that holds three in ten says little of what to do; the largest in our development answers
# holds 12 in 100.
WIDE = 0.3
# Two groups much less alike than in the middle theme of the codebook, … (On our development answers this finds 7 in 10
# of unlike themes that were put together, and 2 of 20 as they are: belonging with being heard, and moving school.)
APART = 0.85
# … where that middle is taken over at least so many themes, and the smaller group is no mere handful.
THEMES_TO_COMPARE, SMALLER_HALF = 5, 0.2
# In our development answers, coded by a person, no theme shares more than 26 in 100 of its answers with another.
OVERLAP = 0.4
# One answer in five pulls the other way: enough to turn what a count seems to say.
MIXED = 0.2
# A coding more likely wrong than right; and too many of them.
UNSURE_BELOW, MUCH_UNSURE = 0.5, 0.5
PRAISE = "works"


class Kind(enum.StrEnum):
    """What is wrong with a theme."""

    THIN = "too thin"
    WIDE = "too wide"
    OVERLAPPING = "overlapping"
    MIXED = "praise and complaint lumped"
    UNSURE = "much unsure"
    MOVED = "moved"


@dataclass(frozen=True)
class Row:
    """An answer as it counts: its school, its themes with how sure each is (1 where a person decided), its polarity."""

    school: str
    themes: tuple[str, ...]
    scores: tuple[float, ...]
    polarity: str


@dataclass(frozen=True)
class Caution:
    """A warning about a theme. ``facts`` may be empty where the numbers are too small to show."""

    theme: str
    kind: Kind
    reason: str
    facts: tuple[str, ...]
    other: str | None = None
    """The theme it overlaps with."""


def cautions(
    rows: Sequence[Row],
    names: Mapping[str, str],
    *,
    vectors: NDArray[np.floating] | None = None,
    before: Sequence[Row] | None = None,
    since: Literal["wave", "method"] = "wave",
) -> list[Caution]:
    """Return every warning, theme by theme in the order of ``names`` (code to name).

    vectors: a row for each of ``rows``, to see whether a theme falls into two.
    before: the answers of the wave before, or the same answers as an earlier method coded them (``since`` says which).
    """
    if any(len(row.themes) != len(row.scores) for row in rows):
        raise ValueError("Each theme of an answer needs a score.")
    if vectors is not None and len(vectors) != len(rows):
        raise ValueError("Each answer needs a vector.")
    seen = _Seen(rows, names, vectors, before, since)
    return [caution for code in names for rule in _RULES for caution in rule(seen, code)]


@dataclass(frozen=True)
class _Seen:
    """All that the rules look at."""

    rows: Sequence[Row]
    names: Mapping[str, str]
    vectors: NDArray[np.floating] | None
    before: Sequence[Row] | None
    since: str

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Which rows each theme has."""
        places: dict[str, list[int]] = {code: [] for code in self.names}
        for place, row in enumerate(self.rows):
            for code in set(row.themes) & places.keys():
                places[code].append(place)
        return places

    def of(self, code: str) -> list[Row]:
        return [self.rows[place] for place in self.places[code]]

    def is_thin(self, code: str) -> bool:
        return (
            len(self.places[code]) < THIN_ANSWERS or len({row.school for row in self.of(code)}) < THIN_SCHOOLS
        )

    @cached_property
    def halves(self) -> dict[str, Halves]:
        if self.vectors is None:
            return {}
        found = {code: halves(self.vectors[places]) for code, places in self.places.items()}
        return {code: parted for code, parted in found.items() if parted is not None}


def _thin(seen: _Seen, code: str) -> Iterator[Caution]:
    if seen.is_thin(code):
        reason = (
            "It has fewer than 10 answers, or answers from fewer than 3 schools: "
            "a few pupils more or less would change the picture."
        )
        yield Caution(code, Kind.THIN, reason, ())


def _wide(seen: _Seen, code: str) -> Iterator[Caution]:
    count, base = len(seen.places[code]), len(seen.rows)
    if base >= WORDS_BELOW and count > WIDE * base:
        reason = "It holds more than 3 in 10 of all answers. A theme this wide hides what could be done: consider a split."
        yield Caution(code, Kind.WIDE, reason, _fact(count, base, "of all answers are under it."))


def _two_halves(seen: _Seen, code: str) -> Iterator[Caution]:
    parted = seen.halves.get(code)
    if parted is None or len(seen.halves) < THEMES_TO_COMPARE:
        return
    usual = median(other.likeness for other in seen.halves.values())
    if parted.likeness < APART * usual and parted.smaller >= SMALLER_HALF * parted.answers:
        reason = (
            "Its answers fall into two groups with less in common than in other themes. "
            "It may be two themes: read some of both before acting on one number."
        )
        yield Caution(
            code,
            Kind.WIDE,
            reason,
            _fact(parted.smaller, parted.answers, "of them are in the smaller group."),
        )


def _overlapping(seen: _Seen, code: str) -> Iterator[Caution]:
    rows = seen.of(code)
    if seen.is_thin(code):
        return
    beside = Counter(other for row in rows for other in set(row.themes) if other != code)
    for other, name in seen.names.items():
        if beside[other] >= OVERLAP * len(rows):
            reason = (
                f"Many of its answers are also under “{name}”, so that they count twice. "
                "Consider merging the two, or say more clearly which is which."
            )
            facts = _fact(beside[other], len(rows), f"of its answers are also under “{name}”.")
            yield Caution(code, Kind.OVERLAPPING, reason, facts, other)


def _mixed(seen: _Seen, code: str) -> Iterator[Caution]:
    rows = seen.of(code)
    praise = sum(row.polarity == PRAISE for row in rows)
    lesser = min(praise, len(rows) - praise)
    if lesser >= THRESHOLD and lesser >= MIXED * len(rows):
        reason = (
            "Praise and complaints are counted as one here. "
            "Look at them apart before saying for how many pupils this is a problem."
        )
        yield Caution(code, Kind.MIXED, reason, _fact(praise, len(rows), "of its answers are praise."))


def _unsure(seen: _Seen, code: str) -> Iterator[Caution]:
    if seen.is_thin(code):
        return
    scores = [row.scores[row.themes.index(code)] for row in seen.of(code)]
    unsure = sum(score < UNSURE_BELOW for score in scores)
    if unsure > MUCH_UNSURE * len(scores):
        reason = (
            "The machine is unsure of more than half of its answers. Check some before relying on the number."
        )
        yield Caution(code, Kind.UNSURE, reason, _fact(unsure, len(scores), "of its answers are unsure."))


def _moved(seen: _Seen, code: str) -> Iterator[Caution]:
    if seen.before is None:
        return
    before = (sum(code in row.themes for row in seen.before), len(seen.before))
    now = (len(seen.places[code]), len(seen.rows))
    if way := movement(before, now):
        facts = (
            *_fact(*before, "of all answers were under it before."),
            *_fact(*now, "of all answers are under it now."),
        )
        yield Caution(code, Kind.MOVED, _WHY_MOVED[seen.since].format(way=way), facts)


_WHY_MOVED = {
    "wave": (
        "Its share of answers went {way} since the wave before, by more than chance would do. "
        "Ask whether school life changed, or only who answered."
    ),
    "method": (
        "Its share of answers went {way} because the machine now sorts differently: pupils said nothing new. "
        "Do not compare it with what was reported before."
    ),
}
_RULES: tuple[Callable[[_Seen, str], Iterator[Caution]], ...] = (
    _thin,
    _wide,
    _two_halves,
    _overlapping,
    _mixed,
    _unsure,
    _moved,
)


def _fact(count: int, base: int, rest: str) -> tuple[str, ...]:
    """One sentence with a protected share, or none where the share is too small to say."""
    figure = protect_share(count, base)
    return (f"{figure.words[0].upper()}{figure.words[1:]} {rest}",) if figure.shown else ()

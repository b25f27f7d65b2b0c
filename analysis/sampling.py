"""Drawing the texts that people code blind: a fair picture of all answers, the same however often it is drawn.

Chance comes from the texts’ own random keys, so that neither the clock nor the order of the texts has a say, and nobody
can draw again until the result pleases.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

# The codebook’s rule: one text in ten is coded twice, and no fewer than fifty.
SHARE, LEAST = 0.1, 50


@dataclass(frozen=True)
class Candidate:
    """A text that may be drawn. ``first_theme`` is the machine’s main theme, empty where it names none."""

    key: str
    school: str
    first_theme: str
    confidence: float


@dataclass(frozen=True)
class Drawn:
    """A text that was drawn, and how many texts it stands for: one over its chance of being drawn."""

    key: str
    weight: float


@dataclass(frozen=True)
class _Placed:
    """A text, the third of all texts it falls into by confidence (0 the least sure), and its place in the shuffle."""

    text: Candidate
    third: int
    shuffled: bytes


Stratum = tuple[str, ...]
# From the finest to the coarsest. The finest that leaves a place for every stratum is used.
_STRATA: tuple[Callable[[_Placed], Stratum], ...] = (
    lambda placed: (placed.text.first_theme, placed.text.school, str(placed.third)),
    lambda placed: (placed.text.first_theme, str(placed.third)),
    lambda placed: (placed.text.first_theme,),
    lambda placed: (),
)


def draw(texts: Sequence[Candidate], *, share: float = SHARE, least: int = LEAST) -> tuple[Drawn, ...]:
    """Draw a share of the texts, at least ``least`` of them or all there are, in an order that tells nothing.

    Strata are school, first theme and third of confidence. Each gets places by its size and at least one. Where there
    are more strata than places, schools (then confidence, then themes) no longer have strata of their own, but are
    still walked through evenly, so that each gets its part to within about one text.
    """
    if not 0 < share <= 1 or least < 0:
        raise ValueError("The share to draw must be above 0 and at most 1, the least number 0 or more.")
    if len({text.key for text in texts}) < len(texts):
        raise ValueError("Each text needs a key of its own: one comes twice.")
    if any(math.isnan(text.confidence) for text in texts):
        raise ValueError("Each text needs a confidence that is a number.")
    wanted = min(len(texts), max(least, math.ceil(len(texts) * share)))
    placed = _place(texts)
    strata = next(found for found in (_split(placed, by) for by in _STRATA) if len(found) <= wanted)
    places = _places({name: len(inside) for name, inside in strata.items()}, wanted)
    drawn = [
        Drawn(placed.text.key, len(inside) / places[name])
        for name, inside in strata.items()
        for placed in _evenly(name, inside, places[name])
    ]
    return tuple(sorted(drawn, key=lambda one: _shuffle(one.key)))


def _shuffle(name: str) -> bytes:
    return sha256(name.encode()).digest()


def _place(texts: Sequence[Candidate]) -> list[_Placed]:
    """Equal confidence falls into the same third, whatever the order of the texts."""
    ranked = sorted(text.confidence for text in texts)
    cuts = [ranked[len(ranked) * third // 3] for third in (1, 2)] if ranked else []
    return [_Placed(text, sum(text.confidence >= cut for cut in cuts), _shuffle(text.key)) for text in texts]


def _split(placed: Sequence[_Placed], by: Callable[[_Placed], Stratum]) -> dict[Stratum, list[_Placed]]:
    strata: defaultdict[Stratum, list[_Placed]] = defaultdict(list)
    for one in placed:
        strata[by(one)].append(one)
    return dict(sorted(strata.items()))


def _places(sizes: dict[Stratum, int], wanted: int) -> dict[Stratum, int]:
    """Share the places out by size, at least one each; where roundings leave too many or too few, the least wronged
    stratum gives one up or the most wronged gets one."""
    whole = sum(sizes.values())
    fair = {name: wanted * size / whole for name, size in sizes.items()}
    places = {name: max(1, math.floor(part)) for name, part in fair.items()}
    while sum(places.values()) > wanted:
        richest = max(
            (name for name in places if places[name] > 1), key=lambda name: (places[name] - fair[name], name)
        )
        places[richest] -= 1
    while sum(places.values()) < wanted:
        poorest = max(
            (name for name in places if places[name] < sizes[name]),
            key=lambda name: (fair[name] - places[name], name),
        )
        places[poorest] += 1
    return places


def _evenly(name: Stratum, inside: Sequence[_Placed], places: int) -> list[_Placed]:
    """Walk through a stratum school by school in even steps, from a start that its name settles by chance."""
    line = sorted(inside, key=lambda one: (one.text.school, one.third, one.shuffled))
    start = int.from_bytes(_shuffle("/".join(name))[:4]) / 2**32
    return [line[int((start + step) * len(line) / places)] for step in range(places)]

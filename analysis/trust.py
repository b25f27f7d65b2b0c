"""How far to trust each theme, in a line that anybody can read.

Before people have coded a sample blind, the line goes by the machine’s own scores and says so. A `Trust` holds nothing
that may not be shown: tenths, and numbers rounded to five.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.protection import THRESHOLD, rounded
from analysis.shares import effective_number, in_words, tenths, wilson


class Basis(enum.StrEnum):
    """What a line rests on."""

    CHECKED = "checked"
    OWN_SCORES = "own scores"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Checked:
    """A text of the blind sample: the machine’s themes, those of each person who coded it, how many it stands for."""

    machine: Sequence[str]
    people: Sequence[Sequence[str]]
    weight: float = 1.0


@dataclass(frozen=True)
class InTen:
    """So many in ten, and a 95 % interval rounded outwards to whole tenths."""

    about: int
    low: int
    high: int


@dataclass(frozen=True)
class Trust:
    """One theme’s line, and what it is made from. ``checked`` is how many the agreement rests on, rounded to 5."""

    basis: Basis
    agrees: InTen | None
    misses: InTen | None
    checked: int | None
    sentence: str


def trust(
    themes: Iterable[str],
    *,
    checked: Sequence[Checked] = (),
    scores: Mapping[str, Sequence[float]] | None = None,
) -> dict[str, Trust]:
    """Return a line for each theme.

    checked: the blind sample. Where two people coded a text and differ, each has half a say. A text nobody coded is
        left out.
    scores: for each theme the calibrated scores (chance of being right) of all the machine’s codings.
    """
    coded = [text for text in checked if text.people]
    return {theme: _line(theme, coded, (scores or {}).get(theme, ())) for theme in themes}


def _line(theme: str, coded: Sequence[Checked], scores: Sequence[float]) -> Trust:
    given = [text for text in coded if theme in text.machine]
    if len(given) < THRESHOLD:
        return _own_reckoning(scores, any_checked=bool(coded))
    agrees = _in_ten([(text.weight, _share_of_people(theme, text)) for text in given])
    belonging = [text for text in coded if _share_of_people(theme, text) > 0]
    misses = None
    if len(belonging) >= THRESHOLD:
        misses = _in_ten(
            [(text.weight * _share_of_people(theme, text), theme not in text.machine) for text in belonging]
        )
    number = rounded(len(given))
    sentence = (
        f"Of 10 answers the machine puts here, people agree with {_so_many(agrees.about)} "
        f"(between {agrees.low} and {agrees.high}, from about {number:,} checked). {_missed(misses)}"
    )
    return Trust(Basis.CHECKED, agrees, misses, number, sentence)


def _share_of_people(theme: str, text: Checked) -> float:
    return sum(theme in coding for coding in text.people) / len(text.people)


def _in_ten(parts: Sequence[tuple[float, float]]) -> InTen:
    """From (weight, share) of each text to a share of all of them."""
    weights = [weight for weight, _ in parts]
    # Both sums are rounded, and their ratio may pass 1 by the last digit.
    share = min(1.0, math.fsum(weight * part for weight, part in parts) / math.fsum(weights))
    low, high = wilson(share, effective_number(weights))
    return InTen(tenths(share), math.floor(low * 10), math.ceil(high * 10))


def _own_reckoning(scores: Sequence[float], *, any_checked: bool) -> Trust:
    start = (
        "Too few answers here have been checked to say."
        if any_checked
        else "Nobody has checked this theme yet."
    )
    if len(scores) < THRESHOLD:
        return Trust(Basis.NOTHING, None, None, None, f"{start} It also has too few answers to go by.")
    if not all(0 <= score <= 1 for score in scores):
        raise ValueError("A score is a chance: from 0 to 1.")
    expected = in_words(math.fsum(scores) / len(scores))
    reckoning = f"By the machine’s own reckoning, {expected} of the answers it puts here belong here."
    return Trust(Basis.OWN_SCORES, None, None, None, f"{start} {reckoning}")


def _so_many(number: int) -> str:
    if number in (0, 10):
        return "hardly any" if number == 0 else "nearly all"
    return f"about {number}"


def _missed(misses: InTen | None) -> str:
    if misses is None:
        return "How many it misses cannot be told yet."
    return f"It misses {in_words(misses.about / 10)} of those that belong here."

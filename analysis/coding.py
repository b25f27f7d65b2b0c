"""Giving answers their themes, each with how sure the machine is and the words that made it think so.

The codebook’s seed words and phrases, the examples that ship with Voice and whatever people here have confirmed are
learnt from together. Everything proposed here is for a person to confirm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook
from analysis.examples import Example
from analysis.keeping import fetch, keep, name_of
from analysis.learned import Learned
from analysis.learning import learn
from analysis.lessons import lessons
from analysis.readable import readable
from analysis.reasons import Reasons
from analysis.rulings import in_order
from analysis.space import read
from analysis.spelling import known
from analysis.vectors import MEANING, Backend, choose, distinct
from analysis.words import Cleaned, cannot_tell, clean

__all__ = ["Coded", "Example", "Kind", "ThemeCall", "code", "method_of"]

# Stored with each coding. Raise the number whenever the same answer could come out differently.
METHOD = "examples 2"

# An answer says at most three things (the codebook’s own rule), first the main one.
MOST = 3
# From which chance on a theme is proposed: its main one, and a further one. Proposing from half of the F1 that is
# reached on is what makes F1 greatest (Lipton and others, 2014), and it is about 0.7; the main theme is proposed a
# little earlier, because a person finds it easier to refuse one than to search for it.
LEAST_FIRST, LEAST_FURTHER = 0.25, 0.33
# Below this chance of the main theme an answer is marked as unsure.
SURE = 0.6
# The machine has read pupils’ English. Of an answer of whose words it knows less than this share it says nothing.
UNDERSTOOD = 0.5
# A whole answer such as “idk” is recognised by rule, not by likeness.
SURE_CANNOT_TELL = 0.95
CANNOT_TELL_CODE = "OTH"

# Answers handled at a time: bounds memory and lets progress move.
BATCH = 10_000


class Kind(StrEnum):
    """What came of an answer."""

    THEMES = "themes"
    FITS_NOTHING = "fits nothing"  # it was understood, and is about none of the themes
    CANNOT_TELL = "cannot tell"  # too little of it was understood, as in another language


@dataclass(frozen=True)
class ThemeCall:
    """One theme proposed for an answer, the chance that a person agrees (0 to 1), and the words behind it."""

    code: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Coded:
    """The themes of one answer, best first; none where it fits nothing in the codebook, or nobody could tell."""

    calls: tuple[ThemeCall, ...]
    kind: Kind

    @property
    def leftover(self) -> bool:
        """Whether it was left without a theme."""
        return not self.calls

    @property
    def unsure(self) -> bool:
        """Whether a person should look at it first."""
        return not self.calls or self.calls[0].score < SURE


def method_of(backend: Backend) -> str:
    """Return the method and its version, as it is stored with each coding."""
    return f"{METHOD}, {backend.method}"


def code(
    texts: Sequence[str],
    codebook: Codebook,
    *,
    confirmed: Sequence[Example] = (),
    backend: Backend | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Coded]:
    """Propose themes for answers. Same answers, codebook, confirmed codings and backend: same result.

    An answer’s themes do not depend on the answers beside it. `confirmed` are answers that a person in this authority
    has coded; they teach more than the examples that ship with Voice. `progress` is told the share done, 0 to 1.
    """
    backend = backend or choose()
    learned = learned_from(codebook, tuple(confirmed), backend)
    once, rows = distinct(texts)
    coded: list[Coded] = []
    for start in range(0, len(once), BATCH):
        coded += _code_batch(once[start : start + BATCH], codebook, learned, backend)
        if progress:
            progress(len(coded) / len(once))
    return [coded[row] for row in rows]


@lru_cache(maxsize=2)
def learned_from(codebook: Codebook, confirmed: tuple[Example, ...], backend: Backend) -> Learned:
    """Return what there is to learn, as it was kept or learnt now."""
    material = lessons(codebook, confirmed)
    name = name_of(material, method_of(backend))
    learned = fetch(name)
    if learned is None:
        learned = learn(material, backend)
        keep(name, learned)
    return learned


def _code_batch(texts: Sequence[str], codebook: Codebook, learned: Learned, backend: Backend) -> list[Coded]:
    cleaned = [clean(text) for text in texts]
    placed = learned.space.place(read(cleaned))
    vectors = backend.encode([readable(answer) for answer in cleaned]) if backend.name == MEANING else None
    scores = learned.scores(placed, vectors)
    for row, answer in enumerate(cleaned):
        # The examples are the texts of the demonstration too. An answer worded like one is scored as all the others
        # would have it, so that a demonstration is not shown its own answers.
        if answer.text in learned.seen:
            scores[row] = learned.seen[answer.text]
    # To three places: the last digits of a sum differ between machines, and nobody needs them.
    chances = learned.calibration.chances(scores.astype(np.float64)).round(3)
    reasons = Reasons.of(placed, learned)
    ranked = np.argsort(-chances, axis=1, kind="stable")[:, :MOST]
    return [
        _settle(texts[row], answer, chances[row], ranked[row], row, reasons, codebook)
        for row, answer in enumerate(cleaned)
    ]


def _settle(
    text: str,
    cleaned: Cleaned,
    chances: NDArray[np.float64],
    ranked: NDArray[np.intp],
    row: int,
    reasons: Reasons,
    codebook: Codebook,
) -> Coded:
    """From chances to calls: the best theme if it is likely enough, others if they are likelier still."""
    codes = codebook.codes
    if cannot_tell(cleaned):
        return _said_nothing(text, codes)
    if not _understood(cleaned):
        return Coded((), Kind.CANNOT_TELL)
    picked = [
        int(number)
        for place, number in enumerate(ranked)
        if chances[number] >= (LEAST_FURTHER if place else LEAST_FIRST)
    ]
    # “Unclear” stands alone or not at all.
    if picked and codes[picked[0]] == CANNOT_TELL_CODE:
        picked = picked[:1]
    picked = picked[:1] + [number for number in picked[1:] if codes[number] != CANNOT_TELL_CODE]
    calls = tuple(
        ThemeCall(codes[number], float(chances[number]), reasons.why(text, cleaned, row, number))
        for number in in_order(picked, codes, cleaned)
    )
    return Coded(calls, Kind.THEMES if calls else Kind.FITS_NOTHING)


def _said_nothing(text: str, codes: Sequence[str]) -> Coded:
    if CANNOT_TELL_CODE not in codes:
        return Coded((), Kind.CANNOT_TELL)
    said = " ".join(text.lower().split())
    return Coded((ThemeCall(CANNOT_TELL_CODE, SURE_CANNOT_TELL, (said,) if said else ()),), Kind.THEMES)


def _understood(cleaned: Cleaned) -> bool:
    words = [word for word in cleaned.words if word.isalpha()]
    return not words or sum(known(word) for word in words) >= UNDERSTOOD * len(words)

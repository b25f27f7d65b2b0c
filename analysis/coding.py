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
from analysis.space import Placed, Read, read
from analysis.spelling import known
from analysis.spreading import Cluster, over
from analysis.vectors import MEANING, SPARSE, Backend, choose, distinct
from analysis.words import Cleaned, cannot_tell, clean

__all__ = ["Coded", "Coder", "Example", "Kind", "ThemeCall", "code", "coder_for", "method_of"]

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

# Answers handled at a time: bounds memory and lets progress move. The language model is slower by ten times.
BATCH = {SPARSE: 10_000, MEANING: 1_000}


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
    cluster: Cluster = None,
) -> list[Coded]:
    """Propose themes for answers. Same answers, codebook, confirmed codings and backend: same result.

    An answer’s themes do not depend on the answers beside it. `confirmed` are answers that a person in this authority
    has coded; they teach more than the examples that ship with Voice. `progress` is told the share done, 0 to 1.
    Many answers are shared out among processes or, with a `cluster`, among machines; see `analysis.spreading`.
    """
    coder = coder_for(codebook, confirmed, backend or choose())
    once, rows = distinct(texts)
    size = BATCH[coder.backend.name]
    parts = (once[start : start + size] for start in range(0, len(once), size))
    coded: list[Coded] = []
    for part in over(coder, parts, cluster=cluster, processes=processes_for(coder.backend)):
        coded += part
        if progress:
            progress(len(coded) / len(once))
    return [coded[row] for row in rows]


@dataclass(frozen=True)
class Coder:
    """All that is needed to code answers, in this process or another."""

    codebook: Codebook
    learned: Learned
    backend: Backend

    def __call__(self, texts: Sequence[str]) -> list[Coded]:
        """Propose themes for a part of the answers."""
        cleaned = [clean(text) for text in texts]
        placed = self.learned.space.place(read(cleaned))
        chances = self.chances(cleaned, placed)
        codes = self.codebook.codes
        by_rule = [
            _by_rule(text, answer, clear, codes)
            for text, answer, clear in zip(texts, cleaned, _understood(placed.found), strict=True)
        ]
        picked = [
            [] if ruled else in_order(numbers, codes, answer)
            for ruled, numbers, answer in zip(by_rule, _likely(chances, codes), cleaned, strict=True)
        ]
        called = [(row, number) for row, numbers in enumerate(picked) for number in numbers]
        because = iter(Reasons.of(placed, self.learned).why(texts, cleaned, called))
        coded = []
        for row, numbers in enumerate(picked):
            calls = tuple(
                ThemeCall(codes[each], float(chances[row, each]), next(because)) for each in numbers
            )
            coded.append(by_rule[row] or Coded(calls, Kind.THEMES if calls else Kind.FITS_NOTHING))
        return coded

    def chances(self, cleaned: Sequence[Cleaned], placed: Placed) -> NDArray[np.float64]:
        """Return the chance of each theme (column) for each answer (row)."""
        with_meaning = self.backend.name == MEANING
        vectors = self.backend.encode([readable(answer) for answer in cleaned]) if with_meaning else None
        scores = self.learned.scores(placed, vectors)
        for row, answer in enumerate(cleaned):
            # The examples are the texts of the demonstration too. An answer worded like one is scored as all the
            # others would have it, so that a demonstration is not shown its own answers.
            if answer.text in self.learned.seen:
                scores[row] = self.learned.seen[answer.text]
        # To three places: the last digits of a sum differ between machines, and nobody needs them.
        return self.learned.calibration.chances(scores.astype(np.float64)).round(3)


def processes_for(backend: Backend) -> int | None:
    """Return how many processes are of use: one for the language model, which works on every core by itself."""
    return 1 if backend.name == MEANING else None


def coder_for(codebook: Codebook, confirmed: Sequence[Example], backend: Backend) -> Coder:
    """Return what codes answers to this codebook, having learnt whatever there is to learn from."""
    return Coder(codebook, learned_from(codebook, tuple(confirmed), backend), backend)


@lru_cache(maxsize=2)
def learned_from(codebook: Codebook, confirmed: tuple[Example, ...], backend: Backend) -> Learned:
    """Return what there is to learn, as it was kept or learnt now. What pupils’ own words taught is kept nowhere."""
    material = lessons(codebook, confirmed)
    name = name_of(material, method_of(backend))
    learned = None if confirmed else fetch(name)
    if learned is None:
        learned = learn(material, backend)
        if not confirmed:
            keep(name, learned)
    return learned


def _likely(chances: NDArray[np.float64], codes: Sequence[str]) -> list[list[int]]:
    """For each answer its best theme if that is likely enough, and others if they are likelier still."""
    ranked = np.argsort(-chances, axis=1, kind="stable")[:, :MOST]
    least = np.array([LEAST_FIRST] + [LEAST_FURTHER] * (MOST - 1))[: ranked.shape[1]]
    likely = np.take_along_axis(chances, ranked, axis=1) >= least
    if CANNOT_TELL_CODE in codes:
        # “Unclear” stands alone or not at all.
        unclear = ranked == codes.index(CANNOT_TELL_CODE)
        likely[:, 1:] &= ~(unclear[:, 1:] | unclear[:, :1])
    return [
        [number for number, kept in zip(numbers, each, strict=True) if kept]
        for numbers, each in zip(ranked.tolist(), likely.tolist(), strict=True)
    ]


def _by_rule(text: str, cleaned: Cleaned, understood: bool, codes: Sequence[str]) -> Coded | None:
    """Say what comes of an answer that says nothing, or too little that is understood; None for all others."""
    if cannot_tell(cleaned):
        if CANNOT_TELL_CODE not in codes:
            return Coded((), Kind.CANNOT_TELL)
        said = " ".join(text.lower().split())
        call = ThemeCall(CANNOT_TELL_CODE, SURE_CANNOT_TELL, (said,) if said else ())
        return Coded((call,), Kind.THEMES)
    return None if understood else Coded((), Kind.CANNOT_TELL)


def _understood(found: Read) -> list[bool]:
    """For each answer whether enough of its words are known."""
    words = np.array([word.isalpha() for word in found.words], dtype=bool)
    ours = np.array([word.isalpha() and known(word) for word in found.words], dtype=bool)
    rows = found.rows()
    there = np.bincount(rows[words[found.order]], minlength=found.size)
    known_there = np.bincount(rows[ours[found.order]], minlength=found.size)
    enough: list[bool] = (known_there >= UNDERSTOOD * there).tolist()
    return enough

"""Giving answers their themes, each with how sure the machine is and the words that made it think so.

The codebook’s seed words and phrases speak first; coded examples then teach what pupils here mean by them.
Everything proposed here is for a person to confirm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook
from analysis.examples import Example, load_examples
from analysis.learning import ALL, CONFIRMED_WEIGHT, EXAMPLE_WEIGHT, PHRASE_WEIGHT, Learned, Lessons, learn
from analysis.prior import Prior, Reading, make_prior
from analysis.reasons import reasons
from analysis.rulings import in_order
from analysis.words import Cleaned, cannot_tell, clean

__all__ = ["METHOD", "Coded", "Example", "ThemeCall", "code"]

# Stored with each coding. Raise the number whenever the same answer could come out differently.
METHOD = "seed words and examples, version 1"

# An answer says at most three things (the codebook’s own rule), first the main one.
MOST = 3
# From how sure the machine must be to name the main theme, and a further one. Chosen by five-fold
# cross-validation on the development answers for the best balance of missed and wrong themes; broad optimum.
SURE_FIRST, SURE_FURTHER = 0.15, 0.35
# Turns evidence into a chance of being right; fitted on cross-validated decisions.
STEEPNESS, OFFSET = 0.83, -1.5
# A whole answer such as “idk” is recognised by rule, not by likeness.
SURE_CANNOT_TELL = 0.95
CANNOT_TELL_CODE = "OTH"

FOLDS = 5
# Answers handled at a time: bounds memory and lets progress move.
BATCH = 2_000


@dataclass(frozen=True)
class ThemeCall:
    """One theme proposed for an answer, the chance that a person agrees (0 to 1), and the words behind it."""

    code: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Coded:
    """The themes of one answer, best first; `leftover` when it fits nothing in the codebook."""

    calls: tuple[ThemeCall, ...]
    leftover: bool


def code(
    texts: Sequence[str],
    codebook: Codebook,
    *,
    confirmed: Sequence[Example] = (),
    progress: Callable[[float], None] | None = None,
) -> list[Coded]:
    """Propose themes for answers. Same answers, codebook and confirmed codings: same result.

    `confirmed` are answers that a person in this authority has coded; they teach more than the examples
    that ship with Voice. `progress` is told the share done, 0 to 1.
    """
    confirmed = tuple(confirmed)
    coded: list[Coded] = []
    for start in range(0, len(texts), BATCH):
        coded += _code_batch(texts[start : start + BATCH], codebook, confirmed)
        if progress:
            progress(len(coded) / len(texts))
    return coded


def _code_batch(texts: Sequence[str], codebook: Codebook, confirmed: tuple[Example, ...]) -> list[Coded]:
    prior = _prior(codebook, confirmed)
    cleaned = [clean(text) for text in texts]
    reading = prior.read(cleaned)
    chances = np.zeros((len(texts), len(codebook.themes)))
    folds = np.array([_fold_to_leave_out(answer) for answer in cleaned])
    for fold in np.unique(folds):
        learned = _learned(codebook, confirmed, int(fold))
        rows = folds == fold
        chances[rows] = _chance(learned.decide(reading.rows(rows)))
    model_of = [_learned(codebook, confirmed, int(fold)) for fold in folds]
    return [
        _settle(texts[row], answer, chances[row], row, reading, prior, model_of[row], codebook)
        for row, answer in enumerate(cleaned)
    ]


def _settle(
    text: str,
    cleaned: Cleaned,
    chances: NDArray[np.float64],
    row: int,
    reading: Reading,
    prior: Prior,
    learned: Learned,
    codebook: Codebook,
) -> Coded:
    """From chances to calls: the best theme if it is likely enough, others if they are likelier still."""
    codes = codebook.codes
    if cannot_tell(cleaned):
        if CANNOT_TELL_CODE not in codes:
            return Coded((), leftover=True)
        said = " ".join(text.lower().split())
        return Coded(
            (ThemeCall(CANNOT_TELL_CODE, SURE_CANNOT_TELL, (said,) if said else ()),), leftover=False
        )
    order = np.argsort(-chances, kind="stable")[:MOST]
    picked = [
        int(number)
        for place, number in enumerate(order)
        if chances[number] >= (SURE_FURTHER if place else SURE_FIRST)
    ]
    # “Unclear” stands alone or not at all.
    if picked and codes[picked[0]] == CANNOT_TELL_CODE:
        picked = picked[:1]
    picked = picked[:1] + [number for number in picked[1:] if codes[number] != CANNOT_TELL_CODE]
    picked = in_order(picked, codes, cleaned)
    calls = tuple(
        ThemeCall(
            codes[number],
            round(float(chances[number]), 3),
            reasons(text, cleaned, number, row, reading, prior, learned),
        )
        for number in picked
    )
    return Coded(calls, leftover=not calls)


def _chance(decisions: NDArray[np.float64]) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-(STEEPNESS * decisions + OFFSET)))
    return chances


def _fold(cleaned: Cleaned) -> int:
    """A fixed part of the examples for each wording, whatever else is in the batch."""
    return crc32(cleaned.text.encode()) % FOLDS


@lru_cache(maxsize=1)
def _example_wordings() -> frozenset[str]:
    return frozenset(clean(example.text).text for example in load_examples())


def _fold_to_leave_out(cleaned: Cleaned) -> int:
    """No answer is coded by a model that was taught that very answer.

    The examples are the texts of the demonstration too. An answer worded like an example is coded by a model
    that learnt from the other four fifths of them, so that a demonstration is not shown its own answers and
    still looks as it would on new ones.
    """
    return _fold(cleaned) if cleaned.text in _example_wordings() else ALL


@lru_cache(maxsize=4)
def _prior(codebook: Codebook, confirmed: tuple[Example, ...]) -> Prior:
    return make_prior(codebook, [clean(example.text) for example in (*load_examples(), *confirmed)])


@lru_cache(maxsize=4)
def _lessons(codebook: Codebook, confirmed: tuple[Example, ...]) -> Lessons:
    """Everything there is to learn from: examples, answers confirmed here, and the codebook’s phrases."""
    prior = _prior(codebook, confirmed)
    examples = load_examples()
    cleaned = [clean(example.text) for example in (*examples, *confirmed)]
    phrases = [clean(phrase) for theme in codebook.themes for phrase in theme.phrases]
    given = [
        [theme in example.themes for theme in codebook.codes] for example in (*examples, *confirmed)
    ] + np.eye(len(codebook.themes), dtype=bool)[prior.phrase_theme].tolist()
    # Only the examples that ship with Voice are ever left out: what a person confirmed here always teaches.
    folds = [_fold(answer) for answer in cleaned[: len(examples)]] + [ALL] * (len(confirmed) + len(phrases))
    weights = [EXAMPLE_WEIGHT] * len(examples) + [CONFIRMED_WEIGHT] * len(confirmed)
    weights += [PHRASE_WEIGHT] * len(phrases)
    return Lessons(
        prior.read(cleaned),
        prior.read(phrases, own_phrases=True),
        np.array(given),
        np.array(weights),
        np.array(folds),
    )


@lru_cache(maxsize=12)
def _learned(codebook: Codebook, confirmed: tuple[Example, ...], without: int) -> Learned:
    return learn(_lessons(codebook, confirmed), without=without)

"""The pupil’s own words that made the machine propose a theme.

They are read off the weights that decided, so they are the real reason and not a story told afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from analysis.learning import PRIOR_SCALE, Learned
from analysis.prior import Prior, Reading
from analysis.words import Cleaned, stem

# More than four words would be most of the answer again.
MOST = 4
# Words that hold a sentence together explain nothing on their own.
_EMPTY = frozenset(stem(word) for word in ENGLISH_STOP_WORDS) | {
    "dont",
    "im",
    "ive",
    "its",
    "cant",
    "doesnt",
    "got",
    "get",
    ".",
}


def reasons(
    text: str, cleaned: Cleaned, theme: int, row: int, reading: Reading, prior: Prior, learned: Learned
) -> tuple[str, ...]:
    """One to four of the answer’s own words or expressions, the weightiest first."""
    tokens = [(stem(word), word) for word in cleaned.text.split()]
    flat = " ".join(text.lower().split())
    ranked = sorted(_candidates(theme, row, reading, prior, learned), key=lambda pair: (-pair[0], pair[1]))
    chosen: list[str] = []
    for weight, run in ranked:
        if weight <= 0 or len(chosen) == MOST:
            break
        for said in _as_said(run.split(), tokens, cleaned, flat):
            if len(chosen) < MOST and not any(said in other or other in said for other in chosen):
                chosen.append(said)
    return tuple(chosen) or _by_letters(theme, cleaned, flat, prior, learned)


def _candidates(
    theme: int, row: int, reading: Reading, prior: Prior, learned: Learned
) -> Iterator[tuple[float, str]]:
    """Seeds and words of the answer with what each added to the decision."""
    spread = prior.usual[0][1][theme]
    for column in reading.seeds.indices[reading.seeds.indptr[row] : reading.seeds.indptr[row + 1]]:
        weight = prior.seeds.weights[theme, column]
        if weight > 0:
            yield float(PRIOR_SCALE * learned.seed[theme] * weight / spread), prior.seeds.names[column]
    start, end = reading.words.indptr[row], reading.words.indptr[row + 1]
    # Words and letters share a length of one and each side’s is one: a word’s value shrinks by the root of two.
    values = reading.words.data[start:end] / np.sqrt(2)
    names = prior.names
    for column, value in zip(reading.words.indices[start:end], values, strict=True):
        run = names[column]
        if not _EMPTY.issuperset(run.split()):
            yield float(learned.text[theme, column] * value), run


def _as_said(run: list[str], tokens: list[tuple[str, str]], cleaned: Cleaned, flat: str) -> list[str]:
    """The words of the answer behind a run of stems: together if they stand together there, else singly."""
    stems = [pair[0] for pair in tokens]
    for start in range(len(stems) - len(run) + 1):
        if stems[start : start + len(run)] == run:
            words = [cleaned.as_said(word) for _, word in tokens[start : start + len(run)]]
            whole = " ".join(dict.fromkeys(words))
            if whole in flat:
                return [whole]
            return [word for word in words if word in flat and stem(word) not in _EMPTY]
    return []


def _by_letters(theme: int, cleaned: Cleaned, flat: str, prior: Prior, learned: Learned) -> tuple[str, ...]:
    """When no whole word is known: the word whose letters weigh most, as in a misspelling."""
    letters = prior.space.letters
    first = len(prior.names)
    known = letters.vocabulary_
    split = letters.build_analyzer()
    best: tuple[float, str] | None = None
    for word in dict.fromkeys(cleaned.words):
        said = cleaned.as_said(word)
        columns = [first + known[run] for run in split(word) if run in known]
        weight = float(learned.text[theme, columns].sum()) if columns else 0.0
        if said in flat and stem(word) not in _EMPTY and (best is None or weight > best[0]):
            best = (weight, said)
    return (best[1],) if best else ()

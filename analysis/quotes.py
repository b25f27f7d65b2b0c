"""Choosing a few answers to quote: typical, of a readable length, and not all saying the same thing.

Whether an answer may be quoted at all is decided by people before it gets here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.words import cannot_tell, clean

# Words. Shorter says too little to be worth quoting, longer is seldom read and easier to recognise.
FEWEST_WORDS, MOST_WORDS = 6, 30
# Characters; the rule for quotes in reports.
LONGEST = 280
# How much being typical counts against being different from the quotes chosen before it (maximal marginal relevance).
TYPICAL = 0.7
# What an answer outside the preferred length loses: enough to come after any of the right length.
WRONG_LENGTH = 1.0
# Answers nearest the centre among which quotes are sought. Comparing all with all would grow with the square.
CONSIDERED = 40


def choose(
    texts: Sequence[str],
    vectors: NDArray[np.floating],
    *,
    centre: NDArray[np.floating] | None = None,
    most: int = 3,
) -> list[int]:
    """Return the places of at most `most` answers worth quoting, the most typical first.

    `vectors` holds a unit row for each answer. `centre` is a unit vector that typical answers lie near; without one, the
    middle of these answers is. Same answers, same choice.
    """
    fit = _fit(texts)
    if not fit or most < 1:
        return []
    units = np.asarray(vectors, dtype=np.float64)[fit]
    middle = units.mean(axis=0) if centre is None else np.asarray(centre, dtype=np.float64)
    # Rounded: a last digit that another machine adds up differently must not decide.
    typical = (units @ middle).round(6)
    lengths = np.array([len(texts[place].split()) for place in fit])
    worth = typical - WRONG_LENGTH * ((lengths < FEWEST_WORDS) | (lengths > MOST_WORDS))
    best = np.argsort(-worth, kind="stable")[:CONSIDERED]
    alike = (units[best] @ units[best].T).round(6)
    chosen: list[int] = []
    while len(chosen) < min(most, len(best)):
        repeated = alike[:, chosen].max(axis=1) if chosen else np.zeros(len(best))
        score = TYPICAL * worth[best] - (1 - TYPICAL) * repeated
        score[chosen] = -np.inf
        chosen.append(int(np.argmax(score.round(9))))
    return [fit[int(best[number])] for number in chosen]


def _fit(texts: Sequence[str]) -> list[int]:
    """Return the places of answers that can be quoted; the same words twice are one quote."""
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        if len(text.strip()) <= LONGEST and not cannot_tell(answer := clean(text)):
            first.setdefault(answer.text, place)
    return sorted(first.values())

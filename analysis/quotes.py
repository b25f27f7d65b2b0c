"""Choosing a few answers to quote: typical, of a readable length, and not all saying the same thing.

Whether an answer may be quoted at all is decided by people before it gets here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.words import cannot_tell, clean, joined

# Words. Shorter says too little to be worth quoting, longer is seldom read and easier to recognise.
FEWEST_WORDS, MOST_WORDS = 6, 40
# Characters; the rule for quotes in reports.
LONGEST = 280
# How much being typical counts against being different from the quotes chosen before it.
TYPICAL = 0.5
# What an answer outside the preferred length loses: enough to come after any of the right length.
WRONG_LENGTH = 1.0
# Answers compared with each other.
CONSIDERED = 300


def choose(texts: Sequence[str], *, most: int = 3) -> list[int]:
    """Places of at most `most` answers worth quoting, the most typical first. Same answers, same choice."""
    cleaned = [clean(text) for text in texts]
    fit = [
        place
        for place, answer in enumerate(cleaned)
        if len(texts[place].strip()) <= LONGEST and not cannot_tell(answer)
    ]
    # The same words twice are one quote.
    first_of = {cleaned[place].text: place for place in reversed(fit)}
    fit = sorted(first_of.values())
    if not fit or most < 1:
        return []
    vectors = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, sublinear_tf=True
    ).fit_transform([joined(cleaned[place]) for place in fit])
    typical = np.asarray(vectors @ np.asarray(vectors.mean(axis=0)).ravel())
    lengths = np.array([len(texts[place].split()) for place in fit])
    off = (lengths < FEWEST_WORDS) | (lengths > MOST_WORDS)
    worth = TYPICAL * typical / typical.max() - WRONG_LENGTH * off
    # Comparing all with all grows with the square; the best few hundred hold variety enough.
    best = np.argsort(-worth, kind="stable")[:CONSIDERED]
    alike: NDArray[np.float64] = (vectors[best] @ vectors[best].T).toarray()
    chosen: list[int] = []
    while len(chosen) < min(most, len(best)):
        repeated = alike[:, chosen].max(axis=1) if chosen else np.zeros(len(best))
        score = worth[best] - (1 - TYPICAL) * repeated
        score[chosen] = -np.inf
        chosen.append(int(np.argmax(score)))
    return [fit[int(best[number])] for number in chosen]

"""Learning from coded answers: one yes-or-no decision a theme, with the codebook’s own scores among the evidence.

Because the prior is evidence like any other, its weight falls by itself as people code more answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.prior import Reading

# How far an answer may pull the weights. Between 1 and 20 the cross-validated result hardly moves.
FREEDOM = 3.0
# The prior’s scores are a few units wide while a word’s value is below one: scaled so that neither drowns the other.
PRIOR_SCALE = 0.3
# A phrase written for the codebook is a weaker witness than an answer, one coded in this authority a stronger.
# Stands for “in no fold” and “no fold left out”.
ALL = -1
PHRASE_WEIGHT, EXAMPLE_WEIGHT, CONFIRMED_WEIGHT = 0.5, 1.0, 3.0


@dataclass(frozen=True)
class Learned:
    """Weights of each theme for words and letters, for the two prior scores, and where it starts from."""

    text: NDArray[np.float64]
    seed: NDArray[np.float64]
    phrase: NDArray[np.float64]
    start: NDArray[np.float64]

    def decide(self, reading: Reading) -> NDArray[np.float64]:
        """Evidence for each theme, one row an answer; above 0 speaks for it."""
        scores: NDArray[np.float64] = (
            evidence(reading) @ self.text.T
            + PRIOR_SCALE * (reading.seed_scores * self.seed + reading.phrase_scores * self.phrase)
            + self.start
        )
        return scores


def evidence(reading: Reading) -> Any:
    """Words and letters side by side, each answer of length one."""
    return normalize(sparse.hstack([reading.words, reading.letters]).tocsr())


@dataclass(frozen=True)
class Lessons:
    """What can be learnt from: answers, then phrases; for each its themes, its weight and the fold it is in."""

    answers: Reading
    phrases: Reading
    themes: NDArray[np.bool_]  # a row each, a column per theme
    weights: NDArray[np.float64]
    folds: NDArray[np.int64]


def learn(lessons: Lessons, *, without: int = ALL) -> Learned:
    """Learn each theme, from everything but one fold."""
    kept = (lessons.folds != without) | (lessons.folds == ALL)
    both = (lessons.answers, lessons.phrases)
    text = sparse.vstack([evidence(reading) for reading in both]).tocsr()[kept]
    seed = PRIOR_SCALE * np.vstack([reading.seed_scores for reading in both])[kept]
    phrase = PRIOR_SCALE * np.vstack([reading.phrase_scores for reading in both])[kept]
    rows = []
    # One thread: on vectors this size several threads only wait for each other.
    with threadpool_limits(limits=1):
        for number in range(lessons.themes.shape[1]):
            facts = sparse.hstack([text, seed[:, [number]], phrase[:, [number]]]).tocsr()
            # Balanced: a rare theme is as worth finding as a common one. This solver repeats itself exactly.
            model = LogisticRegression(C=FREEDOM, solver="liblinear", class_weight="balanced", random_state=0)
            model.fit(facts, lessons.themes[kept, number], sample_weight=lessons.weights[kept])
            rows.append(np.append(model.coef_[0], model.intercept_))
    table = np.array(rows)
    return Learned(table[:, :-3], table[:, -3], table[:, -2], table[:, -1])

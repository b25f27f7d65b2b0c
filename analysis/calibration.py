"""From scores to chances: how often a person would agree with a score, learnt from answers nobody had shown the machine.

Platt’s method: one logistic curve for all themes, over the score itself and how far it is ahead of the answer’s other
themes. Fitted to scores that each lesson got without its writer’s other lessons, because new answers come from new
people; fitted to its own lessons the machine would think too well of itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Steps of Newton’s method; it settles in fewer than ten.
STEPS = 25
# Holds the curve still when there is little to fit it to.
STIFFNESS = 1e-3


@dataclass(frozen=True)
class Calibration:
    """A logistic curve: the weight of the score, of its lead over the other themes, and where it starts."""

    score: float
    lead: float
    start: float

    def chances(self, scores: NDArray[Any]) -> NDArray[np.float64]:
        """Return the chance that a person agrees, 0 to 1, for each answer (row) and theme (column)."""
        raised = self.score * scores + self.lead * leads(scores) + self.start
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(raised, -30, 30)))
        return chances


def leads(scores: NDArray[Any]) -> NDArray[np.float64]:
    """Return how far each theme’s score is ahead of the best of the others, negative where it is behind."""
    if scores.shape[1] < 2:
        return np.zeros(scores.shape)
    best_two = np.sort(scores, axis=1)[:, -2:]
    best, second = best_two[:, 1:], best_two[:, :1]
    ahead: NDArray[np.float64] = scores - np.where(scores == best, second, best)
    return ahead


def calibrate(scores: NDArray[Any], right: NDArray[np.bool_]) -> Calibration:
    """Fit the curve to scores of answers whose themes are known. Without any, a cautious curve is returned."""
    if not right.any() or right.all():
        return Calibration(8.0, 0.0, -4.0)
    facts = np.column_stack([scores.ravel(), leads(scores).ravel(), np.ones(scores.size)]).astype(np.float64)
    goal = right.ravel().astype(np.float64)
    weights = np.zeros(3)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(facts @ weights, -30, 30)))
        slope = facts.T @ (goal - chance) - STIFFNESS * weights
        bend = (facts * (chance * (1 - chance))[:, None]).T @ facts + STIFFNESS * np.eye(3)
        weights = weights + np.linalg.solve(bend, slope)
    # Rounded so that the last digits of a sum, which differ between machines, cannot be seen.
    return Calibration(*(round(float(weight), 4) for weight in weights))

"""Learned: what the machine knows of the themes, ready to be held against answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.calibration import Calibration
from analysis.kernel import Floats32, near_in_meaning
from analysis.space import Placed, Space
from analysis.vectors import Vectors

# Answers held against all lessons at a time; bounds memory.
AT_ONCE = 1_000


@dataclass(frozen=True)
class Learned:
    """What was learnt: weights of stems and letters for each theme, and of the lessons’ meanings."""

    space: Space
    stems: Floats32  # stems and pairs by themes
    letters: Floats32  # runs of letters by themes
    meanings: Floats32  # lessons by themes; empty where meaning was not looked at
    vectors: Vectors | None  # lessons by dimensions
    usual: Floats32  # how common each theme is among the lessons
    calibration: Calibration
    fade: float
    seen: dict[str, Floats32]  # the wording of each example, and its scores as all others would have it

    def scores(self, placed: Placed, vectors: Vectors | None) -> Floats32:
        """Return each answer’s score for each theme: near 1 speaks for it, near 0 against."""
        with threadpool_limits(limits=1):
            found: Floats32 = np.asarray(placed.stems @ self.stems, dtype=np.float32)
            # Worked out a word at a time: there are fewer different words than words.
            found += placed.words @ (placed.letters @ self.letters)
            if self.vectors is not None and vectors is not None:
                found += by_meaning(vectors, self.vectors, self.meanings)
            return found + self.usual


def by_meaning(vectors: Vectors, lessons: Vectors, weights: Floats32) -> Floats32:
    """Return the part of the scores that comes from meaning, to the last digit the same in any company.

    A library for matrices adds numbers up in an order of its own, which depends on how many rows there are. Cut to
    so many binary places, all numbers here are added without rounding, so that no order can change anything.
    """
    # Steps of 2⁻¹¹: products of two are steps of 2⁻²², and sums of them stay under 2, within the 24 places of float32.
    theirs = _cut(lessons)
    # Steps of 2⁻²⁰: products are steps of 2⁻⁴⁰, and sums stay far under 2¹³, within the 53 places of float64.
    exact_weights = _steps(weights.astype(np.float64), 20)
    found = np.zeros((len(vectors), weights.shape[1]), dtype=np.float32)
    for start in range(0, len(vectors), AT_ONCE):
        near = near_in_meaning(_cut(vectors[start : start + AT_ONCE]), theirs)
        exact_near = _steps(near, 20).astype(np.float64)
        found[start : start + AT_ONCE] = exact_near @ exact_weights / 2**40
    return found


def _cut(vectors: Vectors) -> Vectors:
    """Round to steps of 2⁻¹¹."""
    return np.asarray(_steps(vectors, 11) / 2**11, dtype=np.float32)


def _steps(numbers: NDArray[Any], places: int) -> NDArray[Any]:
    """Return as how many steps of this many binary places each number counts."""
    steps: NDArray[Any] = numbers * 2**places
    np.rint(steps, out=steps)
    return steps

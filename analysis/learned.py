"""Learned: what the machine knows of the themes, ready to be held against answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.calibration import Calibration
from analysis.kernel import Floats32, near_in_meaning
from analysis.space import Placed, Space
from analysis.vectors import Vectors


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
                found += near_in_meaning(vectors, self.vectors) @ self.meanings
            return found + self.usual

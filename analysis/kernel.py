"""How alike two answers are: by their words, by their letters and, where the language model is there, by their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.space import Placed
from analysis.vectors import Vectors

Floats32 = NDArray[np.float32]

# What each likeness weighs. Half words, half letters, and meaning a little more: the middle of a broad optimum when
# each writer’s examples were coded from all others’ (tried: 0.3 to 1 each).
WORDS, LETTERS, MEANING = 0.5, 0.5, 0.7
# How fast likeness of meaning falls with distance. Curved, because two answers that are merely about school should
# not count as alike; 1 to 2 did equally well.
FALL = 1.0


@dataclass(frozen=True)
class Points:
    """Answers as what they are compared by: where they lie in the space of words, and their meaning if it is known."""

    placed: Placed
    letters: Any  # by runs of letters, sparse
    vectors: Vectors | None

    @property
    def size(self) -> int:
        return int(self.placed.stems.shape[0])


def points(placed: Placed, vectors: Vectors | None) -> Points:
    """Put together what answers are compared by."""
    return Points(placed, placed.by_letters(), vectors)


def likeness(these: Points, those: Points) -> Floats32:
    """Return how alike each of these answers is to each of those, from 0 to the sum of the weights."""
    alike: Floats32 = (WORDS * (these.placed.stems @ those.placed.stems.T)).toarray().astype(np.float32)
    alike += (LETTERS * (these.letters @ those.letters.T)).toarray().astype(np.float32)
    if these.vectors is not None and those.vectors is not None:
        alike += near_in_meaning(these.vectors, those.vectors)
    return alike


def near_in_meaning(these: Vectors, those: Vectors) -> Floats32:
    """Return the part of the likeness that comes from meaning."""
    near: Floats32 = these @ those.T
    near -= 1.0
    near *= 2 * FALL
    np.exp(near, out=near)
    near *= MEANING
    return near

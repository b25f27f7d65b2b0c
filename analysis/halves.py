"""Whether a theme’s answers fall into two groups that say different things."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Answers. With fewer, any two groups look far apart, because each is made of what happens to be in it.
LEAST = 30
# Moves between the two groups until nobody changes sides; in practice fewer than ten are needed.
ROUNDS = 20

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Halves:
    """``likeness``: how alike answers of different groups are, over how alike those of one group are; 1 is no gap."""

    likeness: float
    smaller: int
    answers: int


def halves(vectors: NDArray[np.floating]) -> Halves | None:
    """Part unit vectors into the two groups that fit them best, and say how far apart these are.

    Answers without words (rows of zeros) are left out. None where fewer than 30 are left, or they cannot be parted.
    """
    points = np.asarray(vectors, dtype=np.float64)
    points = points[np.linalg.norm(points, axis=1) > 0]
    if len(points) < LEAST:
        return None
    side = _parted(points)
    one, other = points[side], points[~side]
    if min(len(one), len(other)) < 2:
        return None
    within = (_likeness_within(one) * len(one) + _likeness_within(other) * len(other)) / len(points)
    between = float(one.mean(axis=0) @ other.mean(axis=0))
    if within <= 0:
        return None
    return Halves(between / within, min(len(one), len(other)), len(points))


def _parted(points: Points) -> NDArray[np.bool_]:
    """Start from the direction in which they differ most, then let each go to the nearer middle."""
    around = points - points.mean(axis=0)
    _, directions = np.linalg.eigh(around.T @ around)
    side: NDArray[np.bool_] = around @ directions[:, -1] > 0
    for _ in range(ROUNDS):
        if side.all() or not side.any():
            break
        moved = points @ _middle(points[side]) > points @ _middle(points[~side])
        if (moved == side).all():
            break
        side = moved
    return side


def _middle(points: Points) -> Points:
    mean: Points = points.mean(axis=0)
    length = np.linalg.norm(mean)
    return mean / length if length else mean


def _likeness_within(points: Points) -> float:
    """The mean product over all pairs of different answers, from sums, so that no table of pairs is needed."""
    total = points.sum(axis=0)
    pairs = len(points) * (len(points) - 1)
    return float((total @ total - (points * points).sum()) / pairs)

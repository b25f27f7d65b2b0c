"""Parting unit vectors into groups: k-means on directions, in whole numbers.

Vectors are rounded to whole numbers, small enough that a 32-bit float adds up their products without rounding. A sum
that is exact is the same in whatever order it is added, so the groups do not depend on threads, on how the work is cut
up, or on the make of the processor.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.float32]  # whole numbers, held as floats because that is what multiplies fast
Weights = NDArray[np.float32]  # how many answers have this vector
Places = NDArray[np.int64]

# Steps to a unit. Two vectors of this length multiply to 4 million; a 32-bit float is exact up to 16.7 million.
# Rounding moves an angle by less than a hundredth of a degree, and a centre has at most four decimals.
STEPS = 2_000
# Answers at most, copies counted: so many vectors still add up exactly (4,096 × 2,000 is 8 million).
MOST_ANSWERS = 4_096
# What the earlier place of a held centre weighs against the middle of its group now. Without it, 94 to 98 in 100 answers
# of a second wave kept their group in trials, with 1 it was 96 to 99, with 3 it was 98 to 99. More would lose sight of a
# slow change.
HELD = 3
# Rounds of giving answers to centres and moving centres; most runs stand still before.
ROUNDS = 30


@dataclass(frozen=True, eq=False)
class Parting:
    """Answers parted into groups: the centres, the place of each answer’s centre, and how far the groups stand apart.

    `apart` is the mean silhouette by cosine, from −1 (all in the wrong group) to 1.
    """

    centres: Whole
    groups: Places
    apart: float


def whole(vectors: NDArray[np.floating]) -> Whole:
    """Return the directions of vectors in whole numbers; a vector of no length stays one."""
    exact = np.asarray(vectors, dtype=np.float64)
    # Adding squares in another order may change the last digit of a length; rounding the length makes up for it.
    lengths = np.round(np.sqrt((exact * exact).sum(axis=1, keepdims=True)), 9)
    return np.rint(exact / np.where(lengths == 0, 1, lengths) * STEPS).astype(np.float32)


def part(vectors: Whole, weights: Weights, count: int, chance: np.random.Generator) -> Parting:
    """Part vectors into at most `count` groups, starting from vectors that lie far from each other."""
    return settle(vectors, weights, _spread_out(vectors, weights, count, chance))


def settle(vectors: Whole, weights: Weights, centres: Whole, *, held: Whole | None = None) -> Parting:
    """Part vectors from these centres on: give answers to centres and move centres until nothing changes.

    The first centres are `held` where given: each goes only a quarter of the way from where it was to its group’s middle.
    """
    groups = nearest(vectors, centres)
    for _ in range(ROUNDS):
        centres = _moved(vectors, weights, groups, centres, held)
        now = nearest(vectors, centres)
        if np.array_equal(now, groups):
            break
        groups = now
    return Parting(centres, groups, apart(vectors, weights, groups))


def nearest(vectors: Whole, centres: Whole) -> Places:
    """Return for each vector the place of the nearest centre; the first of two that are equally near."""
    return np.asarray(np.argmax(vectors @ centres.T, axis=1))


def middles(vectors: Whole, weights: Weights, groups: Places, count: int) -> NDArray[np.float32]:
    """Return the weighted sum of the vectors of each group, a row a group."""
    belongs = np.zeros((count, len(vectors)), np.float32)
    belongs[groups, np.arange(len(vectors))] = weights
    return belongs @ vectors


def apart(vectors: Whole, weights: Weights, groups: Places) -> float:
    """Return the mean silhouette over all answers.

    The mean distance from an answer to a group follows from the group’s sum, so that no pair of answers is compared.
    """
    count = int(groups.max()) + 1
    rows = np.arange(len(vectors))
    sizes = np.bincount(groups, weights, count)
    sums = middles(vectors, weights, groups, count).astype(np.float64)
    to_groups = vectors.astype(np.float64) @ sums.T / STEPS**2
    own = sizes[groups]
    lonely = own <= 1
    itself = (vectors.astype(np.float64) ** 2).sum(axis=1) / STEPS**2
    within = 1 - (to_groups[rows, groups] - itself) / np.where(lonely, 1, own - 1)
    distances = 1 - to_groups / np.where(sizes == 0, 1, sizes)
    distances[:, sizes == 0] = np.inf
    distances[rows, groups] = np.inf
    across = distances.min(axis=1)
    if not np.isfinite(across).all():
        return -1.0  # one group stands apart from nothing
    larger = np.maximum(np.maximum(within, across), 1e-9)
    scores = np.where(lonely, 0, (across - within) / larger) * weights
    return round(fsum(scores.tolist()) / float(weights.sum()), 9)


def _spread_out(vectors: Whole, weights: Weights, count: int, chance: np.random.Generator) -> Whole:
    """Choose vectors to start from, the likelier the further they lie from those chosen before (k-means++)."""
    weighed = weights.astype(np.float64)
    far = weighed
    chosen: list[int] = []
    left = np.full(len(vectors), np.inf)
    while len(chosen) < count and far.sum() > 0:
        reached = np.cumsum(far)
        chosen.append(int(np.searchsorted(reached, chance.random() * reached[-1], side="right")))
        distance = STEPS**2 - (vectors @ vectors[chosen[-1]]).astype(np.float64)
        left = np.minimum(left, np.maximum(distance, 0))
        far = left * weighed
    return vectors[chosen]


def _moved(vectors: Whole, weights: Weights, groups: Places, centres: Whole, held: Whole | None) -> Whole:
    """Move each centre to the middle of its group; the centre of an empty group stays where it is."""
    sums = middles(vectors, weights, groups, len(centres))
    moved = whole(sums)
    if held is not None:
        moved[: len(held)] = whole(moved[: len(held)] + HELD * held)
    empty = ~sums.any(axis=1)
    moved[empty] = centres[empty]
    return moved

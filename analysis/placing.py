"""Giving every answer to the nearest group, and finding those that sit between two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.parting import STEPS, Whole, nearest, whole

# The share of answers least clearly in one group, which is left out.
LEFT_OUT = 0.2
# An answer this much nearer (cosine) to its own group than to the next is never left out.
CLEAR = 0.5
# Answers placed at a time: bounds memory to some tens of megabytes, whatever comes in.
AT_A_TIME = 8_192
NONE = -1


@dataclass(frozen=True, eq=False)
class Placed:
    """Where each answer went: places among the groups, or `NONE`.

    `of` leaves out answers between groups, `nearest` does not; `came_from` is the nearest of the groups that stood
    before. `similarity` is the cosine to the nearest group’s centre.
    """

    of: NDArray[np.int64]
    nearest: NDArray[np.int64]
    came_from: NDArray[np.int64]
    similarity: NDArray[np.float32]


def place(
    vectors: NDArray[np.floating], centres: Whole, standing: Whole, *, silent: NDArray[np.bool_]
) -> Placed:
    """Give each answer to the nearest of the `centres`, but for those that say nothing."""
    count = len(vectors)
    near, came_from = np.full(count, NONE), np.full(count, NONE)
    similarity, margin = np.zeros(count, np.float32), np.zeros(count, np.float32)
    for start in range(0, count if len(centres) else 0, AT_A_TIME):
        part = slice(start, start + AT_A_TIME)
        rows = whole(vectors[part])
        alike = rows @ centres.T
        ordered = np.sort(alike, axis=1)
        near[part] = alike.argmax(axis=1)
        similarity[part] = ordered[:, -1] / STEPS**2
        # A group that stands alone has no second to be near to.
        margin[part] = ordered[:, -1] - (ordered[:, -2] if len(centres) > 1 else 0)
        if len(standing):
            came_from[part] = nearest(rows, standing)
    near[silent] = came_from[silent] = NONE
    return Placed(_left_out(near, margin, ~silent), near, came_from, similarity)


def _left_out(
    near: NDArray[np.int64], margin: NDArray[np.float32], telling: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Take answers out of their group that are almost as near to another."""
    if not telling.any():
        return near
    unclear = float(np.quantile(margin[telling], LEFT_OUT, method="lower"))
    return np.where(margin > min(CLEAR * STEPS**2, unclear), near, NONE)

"""How far apart two sets of themes are, and what agreement is left once chance is taken off (Krippendorff’s alpha)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# MASI’s factors (Passonneau 2006): the same set, one inside the other, some in common. Nothing in common counts 0.
INSIDE, CROSSING = 2 / 3, 1 / 3


def set_distances(sets: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return MASI distances, 0 to 1, between sets given as rows with a column per theme.

    Two empty sets are alike (0): saying twice that an answer fits no theme is agreeing.
    """
    members = sets.astype(np.float64)
    shared = members @ members.T
    sizes = members.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - shared
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    factor = np.where(shared == smaller, INSIDE, CROSSING)
    likeness = np.where(shared == union, 1.0, factor * shared / np.maximum(union, 1))
    return 1.0 - likeness


def alpha(
    counts: NDArray[np.float64],
    first: NDArray[np.intp],
    second: NDArray[np.intp],
    distances: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return Krippendorff’s alpha of two coders, once for each row of counts; NaN where all codings are one set.

    counts: a row per sample of texts, a column per pair of codings, how often the pair is in the sample.
    first, second: for each pair the two sets, as numbers of rows of ``distances``.
    """
    texts = counts.sum(axis=1)
    observed = counts @ distances[first, second] / texts
    used = np.zeros((len(counts), len(distances)))
    # Two pairs may hold the same set, so that plain indexing would count it once.
    np.add.at(used.T, first, counts.T)
    np.add.at(used.T, second, counts.T)
    codings = 2 * texts
    expected = ((used @ distances) * used).sum(axis=1) / (codings * (codings - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1.0 - observed / expected, np.nan)

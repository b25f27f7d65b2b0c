"""Where the centres of the groups lie: those of an earlier wave, and new ones that are opened where they are needed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.parting import STEPS, Weights, Whole, apart, nearest, settle
from analysis.searching import search

# Answers. Below this, groups found twice seldom agreed in our trials: we still show them, and say so.
STABLE_FROM = 300
# Different answers. Fewer than this cannot be parted into groups that mean anything.
LEAST = 20
# Answers for each group, at least, where there are fewer than `STABLE_FROM`: few groups, rather than many by chance.
ANSWERS_A_GROUP = 30
# A group smaller than this is a coincidence, not a theme.
SMALLEST_GROUP = 5
# Mean silhouette, times the root of the number of dimensions: directions drawn by lot stand apart by chance, and the more
# so the fewer dimensions they have. Lots drew 0.1 to 0.42; pupils’ answers stood at 0.8 and more.
FEEBLE = 0.5
# A group found this far (cosine) from every saved one may be new. In trials a theme that was in both waves was found again
# at 0.86 or nearer, and one kept out of the first came at 0.64 to 0.71 in the second.
NEW_BELOW = 0.85
# … and it is new if without it the groups stand apart (mean silhouette) by this much less. Themes kept out of the first wave
# brought 0.007 to 0.017; groups that another look at like answers happened to draw otherwise, 0.003 at most.
NEWS = 0.005


def find_centres(
    vectors: Whole, weights: Weights, standing: Whole, *, progress: Callable[[float], None] | None = None
) -> Whole:
    """Return the centres of the groups: those that stood before, in their order, and new ones."""
    fresh = _fresh(vectors, weights, progress)
    if not len(standing):
        return fresh
    if not len(vectors):
        return standing
    return _opened(vectors, weights, standing, fresh)


def _fresh(vectors: Whole, weights: Weights, progress: Callable[[float], None] | None) -> Whole:
    """Return the centres of groups found without regard to any earlier ones."""
    answers = len(vectors)
    if answers < LEAST:
        return vectors[:0]
    most = round((answers / 2) ** 0.5) if answers >= STABLE_FROM else max(2, answers // ANSWERS_A_GROUP)
    found = search(vectors, weights, most=most, progress=progress)
    if found.apart < FEEBLE / vectors.shape[1] ** 0.5:
        return vectors[:0]
    sizes = np.bincount(found.groups, weights, len(found.centres))
    return found.centres[sizes >= SMALLEST_GROUP]


def _opened(vectors: Whole, weights: Weights, standing: Whole, fresh: Whole) -> Whole:
    """Return the earlier centres, moved a little to where their answers are now, and those of `fresh` that are news."""
    alike = (fresh @ standing.T).max(axis=1) / STEPS**2
    news = _news(vectors, weights, standing, fresh[alike < NEW_BELOW])
    return settle(vectors, weights, np.vstack([standing, news]), held=standing).centres


def _news(vectors: Whole, weights: Weights, standing: Whole, fresh: Whole) -> Whole:
    """Return those of the fresh centres that each set the groups further apart, the others being there.

    Judged before any centre moves: an empty group would otherwise move over to the newcomers and give them its number.
    """

    def stand(centres: Whole) -> float:
        return apart(vectors, weights, nearest(vectors, np.vstack([standing, centres])))

    while len(fresh):
        without = [np.delete(fresh, place, axis=0) for place in range(len(fresh))]
        stands = [stand(others) for others in without]
        needless = int(np.argmax(stands))
        if stands[needless] <= stand(fresh) - NEWS:
            break
        fresh = without[needless]
    return fresh

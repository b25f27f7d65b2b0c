"""Finding how many groups there are and which: many partings are tried, and those that stand furthest apart are asked.

For each number of groups the search starts from several places, because one bad start spoils k-means. By measurement
it matters to judge every start by how far its groups stand apart (and not only the tightest of each number), and to take
what the best partings agree on rather than the best alone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.parting import (
    MOST_ANSWERS,
    Parting,
    Weights,
    Whole,
    apart,
    middles,
    nearest,
    part,
    settle,
    whole,
)

# Answers with different vectors in the trials. Twice as many took twice as long and found nothing better.
TRIED = 1_000
# Starts for each number of groups. With 4 the result hung on luck; 12 find nearly what 16 find.
STARTS = 12
# Trials that are carried on with all answers.
CARRIED_ON = 8
# Each vector is blended with its nearest in the trials: a short answer alone says little about where it belongs.
# Five and ten did equally well.
NEIGHBOURS = 5
# Each number of groups tried is this much larger than the one before. Beyond 30, people stop reading lists.
GRID, FEWEST_GROUPS, MOST_GROUPS = 1.25, 3, 30
# Partings that stand apart this nearly as far are as good; the one with the fewest groups is then taken.
AS_GOOD = 0.002
SEED = 0


def search(
    vectors: Whole, weights: Weights, *, most: int, progress: Callable[[float], None] | None = None
) -> Parting:
    """Part answers into the number of groups, at most `most`, that stand furthest apart.

    Takes at most `MOST_ANSWERS` answers, copies counted. Same answers, same result.
    """
    if weights.sum() > MOST_ANSWERS:
        raise ValueError(f"The search takes at most {MOST_ANSWERS} answers, not {int(weights.sum())}.")
    chance = np.random.default_rng(SEED)
    tried = np.arange(len(vectors))
    if len(vectors) > TRIED:
        tried = np.sort(chance.choice(len(vectors), TRIED, replace=False))
    own, copies = vectors[tried], weights[tried]
    blended = _blended(own)
    counts = numbers_of_groups(most)
    trials: list[Parting] = []
    for place, count in enumerate(counts):
        for _ in range(STARTS):
            trial = part(blended, copies, count, chance)
            trials.append(Parting(trial.centres, trial.groups, apart(own, copies, trial.groups)))
        if progress:
            progress((place + 1) / len(counts))
    trials.sort(key=lambda trial: (-trial.apart, len(trial.centres)))
    finished = [
        settle(vectors, weights, whole(middles(own, copies, trial.groups, len(trial.centres))))
        for trial in trials[:CARRIED_ON]
    ]
    best = max(parting.apart for parting in finished)
    count = min(len(parting.centres) for parting in finished if parting.apart >= best - AS_GOOD)
    return _agreed(vectors, weights, finished, count, chance)


def numbers_of_groups(most: int) -> list[int]:
    """Return the numbers of groups to try, each a step further than the last."""
    numbers = [min(FEWEST_GROUPS, most)]
    while (step := max(numbers[-1] + 1, round(numbers[-1] * GRID))) <= min(most, MOST_GROUPS):
        numbers.append(step)
    return numbers


def _blended(vectors: Whole) -> Whole:
    """Return each vector halfway between itself and the middle of its nearest neighbours."""
    # Stable: of two that are equally near, the first, on every machine.
    near = np.argsort(-(vectors @ vectors.T), axis=1, kind="stable")[:, 1 : NEIGHBOURS + 1]
    neighbours = vectors[near].sum(axis=1)
    return whole(vectors * near.shape[1] + neighbours)


def _agreed(
    vectors: Whole, weights: Weights, partings: list[Parting], count: int, chance: np.random.Generator
) -> Parting:
    """Return the parting into `count` groups that some partings agree on best.

    Each answer is described by the groups that it is in; answers that are in the same ones belong together.
    """
    memberships = whole(np.hstack([np.eye(len(one.centres))[one.groups] for one in partings]))
    agreed = max(
        (part(memberships, weights, count, chance) for _ in range(STARTS)), key=lambda parting: parting.apart
    )
    centres = whole(middles(vectors, weights, agreed.groups, len(agreed.centres)))
    groups = nearest(vectors, centres)
    return Parting(centres, groups, apart(vectors, weights, groups))

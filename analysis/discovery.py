"""Finding groups among answers without being told what to look for.

Answers become sparse vectors, the vectors are folded to a few dimensions, and k-means parts them. The number of
groups is the one whose groups stand furthest apart. Answers that sit between two groups are left out rather than
forced into one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.codebook import Codebook
from analysis.labels import STOP, GroupLabel, describe
from analysis.words import Cleaned, cannot_tell, clean, stem

Vectors = NDArray[np.float64]

# Answers. Below this, groups found twice seldom agreed in our trials: we still show them, and say so.
STABLE_FROM = 300
# Answers. Fewer than this cannot be parted into groups that mean anything.
LEAST = 20
# A group smaller than this is a coincidence, not a theme.
SMALLEST_GROUP = 5
# Dimensions kept of the sparse vectors: enough for some dozens of themes, few enough to smooth synonyms.
DIMENSIONS = 60
# The share of answers least clearly in one group, which is left out.
LEFT_OUT = 0.2
# An answer this much nearer (cosine) to its own group than to the next is never left out.
CLEAR = 0.5
# Answers used to find the groups; the rest are given to the nearest one. Bounds time, hardly changes groups.
SAMPLE = 5_000
# Answers used to judge how far groups stand apart; that grows with the square.
JUDGED = 1_500
# Each number of groups tried is this much larger than the one before.
GRID, FEWEST_GROUPS, MOST_GROUPS = 1.4, 3, 45
SEED = 0

__all__ = ["Discovery", "GroupLabel", "discover"]


@dataclass(frozen=True)
class Discovery:
    """Which group each answer is in (-1: none), what each group is about, and how far to trust it."""

    groups: tuple[int, ...]
    labels: dict[int, GroupLabel]
    note: str


def discover(texts: Sequence[str], *, known: Codebook | None = None) -> Discovery:
    """Part answers into groups. With a codebook, say which known theme a group is near."""
    cleaned = [clean(text) for text in texts]
    usable = [place for place, answer in enumerate(cleaned) if not cannot_tell(answer)]
    # Counting distinct wordings: a hundred copies of one answer hold one thing to find.
    wordings = len({cleaned[place].text for place in usable})
    groups = np.full(len(texts), -1)
    if wordings < LEAST:
        return Discovery(tuple(groups.tolist()), {}, _note(len(texts), wordings, 0))
    # One thread: other work shares this machine, and threads that wait for each other cost more than they give.
    with threadpool_limits(limits=1):
        vectors = _vectors([cleaned[place] for place in usable])
        telling = np.linalg.norm(vectors, axis=1) > 0
        if telling.sum() >= LEAST:
            places = np.array(usable)[telling]
            vectors = vectors[telling]
            found, centres = _part(vectors)
            groups[places] = _by_size(_leave_out(vectors, found, centres))
            usable = places.tolist()
    labels = describe(texts, cleaned, groups.tolist(), usable, vectors, known)
    return Discovery(tuple(groups.tolist()), labels, _note(len(texts), wordings, len(labels)))


def _vectors(cleaned: Sequence[Cleaned]) -> Vectors:
    """Unit vectors in which answers with like words point the same way."""
    told = [" ".join(stem(word) for word in answer.words if word not in STOP) for answer in cleaned]
    if not _repeated(told):
        return np.zeros((len(told), 1))
    # Stems alone: pairs and letters made more groups about turns of phrase than about things.
    counted = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, min_df=2, sublinear_tf=True
    ).fit_transform(told)
    dimensions = max(1, min(DIMENSIONS, counted.shape[0] - 1, counted.shape[1] - 1))
    vectors: Vectors = normalize(TruncatedSVD(dimensions, random_state=SEED).fit_transform(counted))
    return vectors


def _repeated(told: Sequence[str]) -> bool:
    """Whether any word is said in two answers; without one there is nothing to group by."""
    seen: set[str] = set()
    for answer in told:
        words = set(answer.split())
        if words & seen:
            return True
        seen |= words
    return False


def _part(vectors: Vectors) -> tuple[NDArray[np.int64], Vectors]:
    """Groups and their centres, for the number of groups that stand furthest apart."""
    chance = np.random.default_rng(SEED)
    count = len(vectors)
    sample = vectors if count <= SAMPLE else vectors[chance.choice(count, SAMPLE, replace=False)]
    judged = chance.choice(len(sample), min(JUDGED, len(sample)), replace=False)
    best: tuple[float, Vectors] | None = None
    for groups in _grid(len(sample)):
        model = KMeans(groups, n_init=2, max_iter=100, random_state=SEED).fit(sample)
        labels = model.labels_[judged]
        if not 1 < len(np.unique(labels)) < len(judged):
            continue
        apart = float(silhouette_score(sample[judged], labels, metric="cosine"))
        if best is None or apart > best[0]:
            best = apart, normalize(model.cluster_centers_)
    centres = best[1] if best else normalize(vectors.mean(axis=0, keepdims=True))
    return np.argmax(vectors @ centres.T, axis=1), centres


def _grid(count: int) -> list[int]:
    """Numbers of groups to try, each a step further than the last; at most about the root of half the answers."""
    most = min(MOST_GROUPS, round((count / 2) ** 0.5))
    grid = [FEWEST_GROUPS]
    while (step := max(grid[-1] + 1, round(grid[-1] * GRID))) <= most:
        grid.append(step)
    return grid


def _leave_out(vectors: Vectors, groups: NDArray[np.int64], centres: Vectors) -> NDArray[np.int64]:
    """Answers almost as near to a second group as to their own, and groups too small to mean anything, become -1."""
    near = np.sort(vectors @ centres.T, axis=1)
    margin = near[:, -1] - (near[:, -2] if near.shape[1] > 1 else 0)
    kept = np.where(margin > min(CLEAR, float(np.quantile(margin, LEFT_OUT))), groups, -1)
    for group in np.unique(groups):
        if (kept == group).sum() < SMALLEST_GROUP:
            kept[kept == group] = -1
    return kept


def _by_size(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the groups from 0, the largest first, so that the numbers mean something and stay the same."""
    numbers, sizes = np.unique(groups[groups >= 0], return_counts=True)
    order = {int(numbers[place]): rank for rank, place in enumerate(np.argsort(-sizes, kind="stable"))}
    return np.array([order.get(int(group), -1) for group in groups])


def _note(answers: int, wordings: int, found: int) -> str:
    """How far to trust what was found, in a sentence or two."""
    if wordings < LEAST:
        return f"Too few different answers to look for groups: {wordings} of at least {LEAST} needed."
    if not found:
        return "No groups stood out among these answers."
    if answers < STABLE_FROM:
        return (
            f"Treat these groups as hints: fewer than {STABLE_FROM} answers seldom make groups that would "
            "come out the same again."
        )
    return (
        f"Answers that sit between groups, about {round(LEFT_OUT * 100)} in 100, were left out. "
        "Read examples before naming a group."
    )

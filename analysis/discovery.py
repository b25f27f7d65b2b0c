"""Finding groups among answers without being told what to look for.

Answers come with their vectors. Groups are found among a sample and every answer is then given to the nearest. Answers
that sit between two groups are left out rather than forced into one. Groups found in an earlier wave keep their numbers:
they are started from, held back from wandering, and joined by new ones for what none of them is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.codebook import Codebook
from analysis.groups import NOWHERE, Discovery, Group, SavedGroup, SavedGroupsUnfit
from analysis.labels import describe
from analysis.naming import propose
from analysis.opening import LEAST, STABLE_FROM, find_centres
from analysis.parting import STEPS, Weights, Whole, whole
from analysis.placing import LEFT_OUT, Placed, place
from analysis.quotes import CONSIDERED, choose
from analysis.words import cannot_tell, clean

Vectors = NDArray[np.floating]

# Answers used to find the groups; the rest are given to the nearest one. Bounds time, hardly changes groups.
SAMPLE = 4_000
# Characters. What says nothing is short; of a long list only answers up to this length are looked at one by one.
SHORT = 15
# Answers of a group from which its words are taken, evenly over all of them.
READ = 400
QUOTES = 3

__all__ = ["Discovery", "Group", "SavedGroup", "SavedGroupsUnfit", "discover"]


def discover(
    texts: Sequence[str],
    vectors: Vectors,
    *,
    known: Codebook | None = None,
    centres: Mapping[str, Vectors] | None = None,
    saved: Sequence[SavedGroup] = (),
    highest: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Discovery:
    """Part answers into groups. `vectors` holds a unit row for each, or zeros where a text has no words.

    With a codebook, each group says which known theme it is near, by `centres` (see `analysis.naming.theme_centres`) or, without
    them, by words. Groups that were `saved` keep their numbers, also when they are empty now; new ones are numbered above
    them and above the `highest` number ever given. Same input, same result.

    Raises `SavedGroupsUnfit` when the saved groups were found with another kind of vectors.
    """
    if len(texts) != len(vectors):
        raise ValueError(f"{len(texts)} texts came with {len(vectors)} vectors.")
    if not texts:
        vectors = np.zeros((0, len(saved[0].centroid) if saved else 1))
    standing = _standing(saved, vectors)
    report = progress or (lambda share: None)
    rows, weights, silent = _sample(texts, vectors)
    # One thread: other work shares this machine, and threads that wait for each other cost more than they give.
    with threadpool_limits(limits=1):
        found = find_centres(
            whole(vectors[rows]), weights, standing, progress=lambda share: report(0.7 * share)
        )
        placed = place(vectors, found, standing, silent=silent)
    report(0.85)
    numbers = _numbers(placed, saved, len(found), highest)
    groups = _groups(texts, vectors, placed, found, numbers, saved, known, centres)
    report(1.0)
    return Discovery(
        groups=groups,
        of=_numbered(placed.of, numbers),
        nearest=_numbered(placed.nearest, numbers),
        came_from=_numbered(placed.came_from, numbers) if saved else (),
        note=_note(len(texts), len(rows), len(found), bool(saved)),
    )


def _standing(saved: Sequence[SavedGroup], vectors: Vectors) -> Whole:
    if any(len(group.centroid) != vectors.shape[1] for group in saved):
        raise SavedGroupsUnfit(
            "The groups of the earlier wave were found with another kind of vectors, so these answers cannot be "
            "compared with them. Look for groups afresh."
        )
    if len({group.number for group in saved}) < len(saved):
        raise SavedGroupsUnfit("Two groups of the earlier wave share a number.")
    return whole(np.array([group.centroid for group in saved]).reshape(len(saved), vectors.shape[1]))


def _sample(texts: Sequence[str], vectors: Vectors) -> tuple[NDArray[np.intp], Weights, NDArray[np.bool_]]:
    """Return the answers to look for groups among, each wording once with its number of copies, and which say nothing."""
    silent = np.array([len(text) <= SHORT and cannot_tell(clean(text)) for text in texts], dtype=bool)
    for start in range(0, len(texts), SAMPLE):
        silent[start : start + SAMPLE] |= ~np.asarray(vectors[start : start + SAMPLE]).any(axis=1)
    telling = np.flatnonzero(~silent)
    if len(telling) > SAMPLE:
        telling = np.sort(np.random.default_rng(0).choice(telling, SAMPLE, replace=False))
    copies: dict[str, list[int]] = {}
    for row in telling.tolist():
        copies.setdefault(clean(texts[row]).text, []).append(row)
    kept = []
    for rows in copies.values():
        if cannot_tell(clean(texts[rows[0]])):
            silent[rows] = True
        else:
            kept.append(rows)
    return (
        np.array([rows[0] for rows in kept], dtype=np.intp),
        np.array([len(rows) for rows in kept], dtype=np.float32),
        silent,
    )


def _numbers(placed: Placed, saved: Sequence[SavedGroup], found: int, highest: int) -> NDArray[np.int64]:
    """Return the number of each group: saved ones keep theirs, new ones follow above, the largest first."""
    numbers = np.array([*(group.number for group in saved), *[0] * (found - len(saved))], dtype=np.int64)
    sizes = np.bincount(placed.of[placed.of >= 0], minlength=found)
    new = np.arange(len(saved), found)
    above = max([highest, *(group.number for group in saved)])
    for rank, group in enumerate(new[np.argsort(-sizes[new], kind="stable")], start=1):
        numbers[group] = above + rank
    return numbers


def _numbered(groups: NDArray[np.int64], numbers: NDArray[np.int64]) -> tuple[int, ...]:
    # Looked up from behind: a group of −1 finds the last.
    return tuple(np.append(numbers, NOWHERE)[groups].tolist())


def _groups(
    texts: Sequence[str],
    vectors: Vectors,
    placed: Placed,
    found: Whole,
    numbers: NDArray[np.int64],
    saved: Sequence[SavedGroup],
    known: Codebook | None,
    centres: Mapping[str, Vectors] | None,
) -> tuple[Group, ...]:
    members = [np.flatnonzero(placed.of == group) for group in range(len(found))]
    read = [rows[:: max(1, -(-len(rows) // READ))] for rows in members]
    labels = describe(
        [[clean(texts[row]) for row in rows.tolist()] for rows in read],
        [placed.similarity[rows].tolist() for rows in read],
    )
    places = found / STEPS
    names = propose(labels, places, known=known, centres=centres)
    groups = []
    for group, rows in enumerate(members):
        near = rows[np.argsort(-placed.similarity[rows], kind="stable")[: 2 * CONSIDERED]]
        chosen = choose(
            [texts[row] for row in near.tolist()], vectors[near], centre=places[group], most=QUOTES
        )
        earlier = saved[group].words if group < len(saved) else ()
        groups.append(
            Group(
                number=int(numbers[group]),
                words=labels[group].words or tuple(earlier),
                phrases=labels[group].phrases,
                name=names[group].name,
                near=names[group].near,
                nearness=names[group].nearness,
                size=len(rows),
                centroid=tuple(places[group].round(4).tolist()),
                members=tuple(rows.tolist()),
                quotes=tuple(near[chosen].tolist()),
            )
        )
    return tuple(sorted(groups, key=lambda one: one.number))


def _note(answers: int, wordings: int, found: int, again: bool) -> str:
    """Say how far to trust what was found, in a sentence or two."""
    if not found:
        if wordings < LEAST:
            return f"Too few different answers to look for groups: {wordings} of at least {LEAST} needed."
        return "No groups stood out among these answers."
    if again and wordings < LEAST:
        return f"Too few different answers to look for new groups: {wordings} of at least {LEAST} needed."
    if answers < STABLE_FROM:
        return (
            f"Treat these groups as hints: fewer than {STABLE_FROM} answers seldom make groups that would "
            "come out the same again."
        )
    return (
        f"Answers that sit between groups, about {round(LEFT_OUT * 100)} in 100, were left out. "
        "Read examples before naming a group."
    )

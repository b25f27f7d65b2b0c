"""What became of each group from one wave to the next: kept, renamed, merged, split, new or gone.

Proposed from where the answers of the later wave are now and where the earlier wave would have put them. A person
confirms or refuses each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analysis.groups import NOWHERE, Discovery, Group, SavedGroup
from analysis.words import stem

# A group that shares fewer of its telling words than this with itself in the earlier wave speaks of something else, or
# of the same in other words: a person should look at its name.
SAME_WORDS = 1
# A new group is split off an earlier one that would have held at least this share of its answers …
FROM_ONE = 0.6
# … that it takes at least this share of, because less is chance, …
TAKEN = 0.1
# … and that it lies this near (cosine). Themes kept out of the first wave came at 0.64 to 0.71, near to none.
NEAR = 0.7
# Two groups whose centres lie this near each other (cosine) say the same. Groups of one wave were at most 0.8 apart in
# trials on pupils’ answers.
ALIKE = 0.9


Flows = Mapping[tuple[int, int], int]  # answers by the group that would have held them and the one that does


class Kind(StrEnum):
    """What became of a group."""

    KEPT = "kept"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Link:
    """One proposal: numbers of groups before and now, at least one of them, and the answers it rests on.

    `share` is that of the answers which the earlier groups would have held (for a new group: of its own answers) that the
    link holds for, 0 to 1, and `answers` how many these are. Counts are for the analysis: protect before showing.
    """

    kind: Kind
    before: int | None
    now: int | None
    answers: int
    share: float


class NothingToFollow(ValueError):
    """The later groups were not found with the earlier ones in mind, so that their numbers mean nothing together."""


def follow(before: Sequence[SavedGroup], now: Discovery) -> list[Link]:
    """Return what became of each earlier group and where each group of now comes from, by number.

    `now` must have been discovered with `before` as its saved groups; otherwise `NothingToFollow` is raised.
    """
    earlier = {group.number: group for group in before}
    groups = {group.number: group for group in now.groups}
    if before and (not earlier.keys() <= groups.keys() or len(now.came_from) != len(now.nearest)):
        raise NothingToFollow("These groups were found without regard to the earlier ones.")
    flows = Counter(
        (was, is_now)
        for was, is_now in zip(now.came_from or now.nearest, now.nearest, strict=True)
        if is_now != NOWHERE
    )
    if not before:
        flows = Counter({(NOWHERE, number): size for (_, number), size in flows.items()})
    links = [_fate(group, groups[number], flows) for number, group in earlier.items()]
    links += _merged(earlier, groups, flows)
    links += [_origin(group, earlier, flows) for number, group in groups.items() if number not in earlier]
    order = list(Kind)
    return sorted(links, key=lambda link: (order.index(link.kind), link.before or 0, link.now or 0))


def _fate(was: SavedGroup, group: Group, flows: Flows) -> Link:
    """An earlier group lives on under its number while it has answers; the share is that of its answers it kept."""
    held = sum(count for (came_from, _), count in flows.items() if came_from == was.number)
    if not any(count for (_, number), count in flows.items() if number == was.number):
        return Link(Kind.GONE, was.number, None, held, 1.0)
    kept = flows.get((was.number, was.number), 0)
    shared = {stem(word) for word in was.words} & {stem(word) for word in group.words}
    same = len(shared) >= min(SAME_WORDS, len(was.words), len(group.words))
    return Link(Kind.KEPT if same else Kind.RENAMED, was.number, was.number, kept, _share(kept, held))


def _merged(earlier: Mapping[int, SavedGroup], groups: Mapping[int, Group], flows: Flows) -> list[Link]:
    """Pairs of earlier groups that say the same now: the smaller goes into the larger."""
    links = []
    standing = sorted(number for number in earlier if groups[number].size)
    for place, one in enumerate(standing):
        for other in standing[place + 1 :]:
            if _cosine(groups[one].centroid, groups[other].centroid) < ALIKE:
                continue
            if _cosine(earlier[one].centroid, earlier[other].centroid) >= ALIKE:
                continue  # they were alike before, and people kept them apart
            small, large = sorted((one, other), key=lambda number: (groups[number].size, -number))
            count = sum(size for (_, number), size in flows.items() if number == small)
            both = sum(size for (_, number), size in flows.items() if number in (small, large))
            links.append(Link(Kind.MERGED, small, large, count, _share(count, both)))
    return links


def _origin(group: Group, earlier: Mapping[int, SavedGroup], flows: Flows) -> Link:
    """A number that was not there before is split off an earlier group, or new."""
    sources = Counter({was: count for (was, is_now), count in flows.items() if is_now == group.number})
    size = sources.total()
    for was, count in sources.most_common(1):
        held = sum(size for (came_from, _), size in flows.items() if came_from == was)
        if (
            was in earlier
            and count >= FROM_ONE * size
            and count >= TAKEN * held
            and _cosine(group.centroid, earlier[was].centroid) >= NEAR
        ):
            return Link(Kind.SPLIT, was, group.number, count, _share(count, held))
    return Link(Kind.NEW, None, group.number, size, 1.0)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    a, b = np.array(one), np.array(other)
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return round(float(a @ b) / lengths, 6) if lengths else 0.0

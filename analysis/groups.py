"""Groups: what discovery finds among answers, and what is kept of it from one wave to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# The number that an answer has which is in no group.
NOWHERE = -1


class SavedGroupsUnfit(ValueError):
    """The saved groups cannot be compared with these answers; the message says why."""


@dataclass(frozen=True)
class SavedGroup:
    """A group of an earlier wave: its number for good, its words, and where its centre lies."""

    number: int
    words: tuple[str, ...]
    centroid: Sequence[float]


@dataclass(frozen=True)
class Group:
    """A group of answers. Answers are given by their places among the texts."""

    number: int
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    name: str
    near: str | None
    """The code of the known theme that it is near."""
    nearness: float
    """How near to that theme, 0 to 1."""
    size: int
    centroid: tuple[float, ...]
    members: tuple[int, ...]
    quotes: tuple[int, ...]

    def saved(self) -> SavedGroup:
        return SavedGroup(self.number, self.words, self.centroid)


@dataclass(frozen=True)
class Discovery:
    """Which group each answer is in, what each group is about, and how far to trust it.

    `of` leaves out answers between groups, `nearest` none but those that say nothing; both hold a group’s number or
    `NOWHERE`. `came_from` holds the saved group that each answer would have been in, and is empty where none was saved.
    """

    groups: tuple[Group, ...]
    of: tuple[int, ...]
    nearest: tuple[int, ...]
    came_from: tuple[int, ...]
    note: str

    @property
    def leftovers(self) -> tuple[int, ...]:
        return tuple(place for place, number in enumerate(self.of) if number == NOWHERE)

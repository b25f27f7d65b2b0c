"""Marks: stretches of a text that give a person away, and what is shown instead of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What a mark covers; the word also stands in its placeholder."""

    NAME = "name"
    TEACHER = "teacher"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    URL = "link"
    SCHOOL = "school"
    ADDRESS = "address"
    NUMBER = "pupil number"
    CLASS = "class"
    BIRTH = "birth date"


@dataclass(frozen=True)
class Mark:
    """A stretch of a text, from `start` up to but without `end`; sure ones are hidden, others shown to a person."""

    start: int
    end: int
    what: What
    sure: bool = True


def placeholder(what: What) -> str:
    """What is shown instead of the words: “[name]”."""
    return f"[{what}]"


# Of two marks that overlap, the sure one stays; of two sure ones the one that starts first, and then the longer one,
# except that these are told apart by their form and so go before words that only look like a name.
_BY_FORM = frozenset(
    (What.EMAIL, What.URL, What.PHONE, What.HANDLE, What.NUMBER, What.BIRTH, What.ADDRESS, What.SCHOOL, What.TEACHER)
)  # fmt: skip


def apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in order, without those that overlap a better one."""
    kept: list[Mark] = []
    covered: set[int] = set()
    for mark in sorted(marks, key=_standing):
        if covered.isdisjoint(range(mark.start, mark.end)):
            kept.append(mark)
            covered.update(range(mark.start, mark.end))
    return tuple(sorted(kept, key=lambda mark: mark.start))


def _standing(mark: Mark) -> tuple[bool, bool, int, int]:
    return not mark.sure, mark.what not in _BY_FORM, mark.start, -mark.end

"""Counting answers school by school, before anything is protected. What comes out of here is never shown as it is."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Picks = Mapping[str, Sequence[str]]
Cells = dict[str, tuple[int, int]]
"""For each school: how many answers have the property, and out of how many."""
Place = TypeVar("Place", bound=Hashable)
"""Where answers are counted: a school, or one group of a school."""


def count_answers(rows: Iterable[tuple[str, Picks]]) -> dict[str, int]:
    """Count responses by school."""
    counts: defaultdict[str, int] = defaultdict(int)
    for school, _ in rows:
        counts[school] += 1
    return dict(counts)


def count_picks(
    rows: Sequence[tuple[Place, Picks]],
    *,
    asked: str,
    schools: Iterable[Place],
    wanted: Callable[[Sequence[str]], bool],
    found_in: str | None = None,
) -> dict[Place, tuple[int, int]]:
    """Count, by school, the pupils whose picks are ``wanted``, out of those who answered the question.

    asked: the question; a pupil who skipped it is not in the base.
    found_in: the key that holds the picks to test, where it differs (the times of one place of a grid).
    schools: every school of the wave, so that one with no answers still has its (empty) row.
    """
    counts = {school: [0, 0] for school in schools}
    for school, picks in rows:
        if asked in picks:
            cell = counts[school]
            cell[1] += 1
            cell[0] += wanted(picks.get(found_in or asked, ()))
    return {school: (count, base) for school, (count, base) in counts.items()}


def picks(choice: str) -> Callable[[Sequence[str]], bool]:
    """Return the test “this choice was picked”."""
    return lambda picked: choice in picked


def picks_any(choices: Iterable[str]) -> Callable[[Sequence[str]], bool]:
    """Return the test “one of these choices was picked”."""
    wanted = frozenset(choices)
    return lambda picked: not wanted.isdisjoint(picked)


def count_writers(
    writers: Mapping[str, str], holders: Iterable[tuple[str, str]], *, schools: Iterable[str]
) -> dict[str, Cells]:
    """Count, by theme and school, the pupils who wrote of a theme, out of those who wrote anything that was read.

    writers: the school of each response that has a read text.
    holders: (response, theme), once or more for each theme a response’s texts hold.
    """
    bases: defaultdict[str, int] = defaultdict(int)
    for school in writers.values():
        bases[school] += 1
    counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for response, theme in set(holders):
        counts[theme][writers[response]] += 1
    every = list(schools)
    return {
        theme: {school: (by_school[school], bases[school]) for school in every}
        for theme, by_school in counts.items()
    }

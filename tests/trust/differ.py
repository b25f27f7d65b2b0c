"""Subtracting: every figure of a cube beside every other whose pupils it holds, with the pupils themselves to count again.

It counts by itself: a scope is a set of pupils, and a figure’s exact numbers are those of its set. Pairs that are looked at:

- Two scopes of one line (a school, the pool, a group of either, all of them): their difference is nobody, or ten pupils.
- Two lines of the same pupils (a theme and its only choice; a question’s choices, which share their base): told alike, or
  one would tell what the other hides.
- A line that joins others (a theme and its choices, a place and its times) beside these: of what is hidden in either, five
  values are left.

Pairs that nobody can subtract: two questions, for of those who skipped one nothing is told, and of two bases that are each
rounded by two either way, five values of the difference are left at least, whatever they are; two joined lines, for the
same reason; answers of two waves, for no key leads from one to the other, and no scope holds both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.cube import Cube
from analysis.heard import Heard
from tests.trust.told import FEW, OFF_BY, Measure, People, Told

LEFT = 5
"""Values that a hidden small number must still have."""


@dataclass(frozen=True)
class Released:
    """Everything a cube tells of a wave, with who stands behind it."""

    heard: Heard
    cube: Cube

    @cached_property
    def _people(self) -> People:
        return People(self.heard)

    @cached_property
    def told(self) -> list[Told]:
        return list(self._people.told(self.cube))

    def small_differences(self) -> list[tuple[Told, Told, str]]:
        """Return each two figures of a line, one’s pupils among the other’s, that differ by one to nine."""
        by_line = defaultdict(list)
        for one in self.told:
            if one.numbers:
                by_line[one.line].append(one)
        return [
            (part, whole, name)
            for line in by_line.values()
            for part in line
            for whole in line
            if part.asked < whole.asked
            for name in part.numbers.keys() & whole.numbers.keys()
            if 0 < len(whole.numbers[name]) - len(part.numbers[name]) < FEW
        ]

    def told_otherwise(self) -> list[tuple[Told, Told]]:
        """Return figures that tell what another one of the same pupils hides: counts of one measure, bases of one question."""
        counts: dict[tuple[Measure, str], Told] = {}
        bases: dict[tuple[str, str], Told] = {}
        found = []
        for one in self.told:
            like = counts.setdefault((one.measure, one.scope), one)
            asked_like = bases.setdefault((one.measure.question, one.scope), one)
            if like.figure.count != one.figure.count:
                found.append((like, one))
            if asked_like.figure.base != one.figure.base:
                found.append((asked_like, one))
        return found

    def given_away(self) -> list[tuple[Told, Told, int]]:
        """Return each line that joins others with the hidden number that has under five values beside them, and how many."""
        lines = {(one.line, one.scope): one for one in self.told}
        found = []
        for whole in lines.values():
            parts = [
                lines[part, whole.scope] for part in self._parts(whole.line) if (part, whole.scope) in lines
            ]
            if len(parts) < 2:
                continue
            every = sum(part.at_most for part in parts)
            if whole.figure.count is not None:
                for part in parts:
                    if part.figure.count is None and len(part.said) < FEW:
                        least = whole.figure.count - OFF_BY - (every - part.at_most)
                        found.append((whole, part, min(FEW, FEW - least)))
            elif whole.figure.base is not None and whole.rest < FEW <= len(whole.said):
                found.append((whole, whole, min(FEW, FEW - (whole.figure.base - OFF_BY - every))))
        return [one for one in found if one[2] < LEFT]

    def _parts(self, line: str) -> Iterable[str]:
        """Return the lines that a line joins: a theme’s choices, a place’s times."""
        if line.startswith("ticked."):
            return [f"bar_pick.{code}" for code in self._people.measure(line).wanted]
        return self._within[line]

    @cached_property
    def _within(self) -> Mapping[str, set[str]]:
        """The lines whose names go on after a line’s own name and a dot."""
        found = defaultdict(set)
        for line in (*self.cube.lines, *(own for _, own in self.cube.own)):
            found[line.rpartition(".")[0]].add(line)
        return found

    def untrue(self) -> list[Told]:
        """Return the figures that are not what their pupils come to, rounded: then the differ would look at nothing."""
        return [
            one
            for one in self.told
            if (one.figure.base is not None and abs(one.figure.base - len(one.asked)) > OFF_BY)
            or (one.figure.count is not None and abs(one.figure.count - len(one.said)) > OFF_BY)
        ]

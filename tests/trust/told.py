"""Told: each figure that a cube tells, with the pupils who were asked in it and those who said it, counted by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count, islice
from typing import NamedTuple

from analysis.cube import Cube, Line
from analysis.dimensions import DIMENSIONS, NOT_SAID, OTHER_GROUPS
from analysis.heard import Heard
from analysis.protection import TOTAL, Figure

FEW = 10
OFF_BY = 2
"""What a number that is rounded to five may be off by."""
UPPER_TWO = frozenset({"4", "5"})
UNTOLD = {dimension.key: dimension.untold for dimension in DIMENSIONS}
Pupils = frozenset[int]


class Measure(NamedTuple):
    """What a line counts: of those who answered a question, the ones with any of these answers under a key."""

    question: str
    found_in: str
    wanted: frozenset[str]


@dataclass(frozen=True)
class Told:
    """A released figure: its line, what that counts, its scope in words, who was asked in it and who said it."""

    line: str
    measure: Measure
    scope: str
    asked: Pupils
    said: Pupils
    figure: Figure

    @cached_property
    def numbers(self) -> dict[str, Pupils]:
        """The sets whose sizes are shown."""
        shown = {} if self.figure.base is None else {"asked": self.asked}
        if self.figure.count is not None:
            shown |= {"said": self.said, "did not": self.asked - self.said}
        return shown

    @property
    def rest(self) -> int:
        return len(self.asked) - len(self.said)

    @property
    def at_most(self) -> int:
        """The most of those who said it, for a reader who is told which of the hidden are small."""
        if self.figure.count is not None:
            return self.figure.count + OFF_BY
        return FEW - 1 if len(self.said) < FEW else len(self.asked)


@dataclass(frozen=True)
class People:
    """Who stands behind the lines and the scopes of a wave; each pupil is a number."""

    heard: Heard

    def told(self, cube: Cube) -> Iterator[Told]:
        """Yield every figure of a cube with its pupils."""

        @cache
        def scope(row: str, dimension: str, code: str) -> Pupils:
            columns = frozenset(column for column, _ in cube.columns[dimension])
            return self._row(row) & self._group(dimension, code, columns)

        for line, over_schools in cube.lines.items():
            measure, (asked, said) = self.measure(line), self._pupils(line)
            for row, figure in over_schools.figures.items():
                pupils = self._row(row)
                yield Told(line, measure, row, asked & pupils, said & pupils, figure)
            for dimension, lines in cube.by_group.items():
                for code, group in lines.get(line, {}).items():
                    for row, figure in group.figures.items():
                        pupils = scope(row, dimension, code)
                        name = f"{row} {dimension} {code}"
                        yield Told(line, measure, name, asked & pupils, said & pupils, figure)
        for (school, line), own in cube.own.items():
            yield self._own(school, line, own)

    def _own(self, school: str, line: str, own: Line) -> Told:
        """A line of one school alone, which is its own total."""
        (asked, said), scope = self._pupils(line), self._row(school)
        return Told(line, self.measure(line), school, asked & scope, said & scope, own.figures[school])

    def measure(self, line: str) -> Measure:
        question, _, choice = line.partition(".")
        if question in ("answered", "writers"):
            return Measure(question, question, frozenset())
        if question == "written":
            return Measure("writers", question, frozenset({choice}))
        if question == "ticked":
            codes = {option.code for option in self.heard.asked["bar_pick"].rows if option.theme == choice}
            return Measure("bar_pick", "bar_pick", frozenset(codes) - self.heard.asked["bar_pick"].alone)
        if line in self.heard.beside:
            # Buses are counted among those who wrote, and each choice of a question among those who answered it.
            asked = "writers" if question == "named" else ".".join(line.split(".")[:2])
            return Measure(asked, line, frozenset())
        place, _, time = choice.rpartition(".")
        if place:
            return Measure(question, f"{question}.{place}", frozenset({time}))
        return Measure(question, question, frozenset({choice}) if choice else UPPER_TWO)

    def _pupils(self, line: str) -> tuple[Pupils, Pupils]:
        """Return who was asked what a line counts, and who said it."""
        measure = self.measure(line)
        if line in self.heard.beside:
            schools = self._elsewhere[line].values()
            return _all_of(asked for asked, _ in schools), _all_of(said for _, said in schools)
        if measure.question == "writers":
            wrote = {one.response for one in self.heard.written if one.theme in measure.wanted}
            return frozenset(self._writers.values()), frozenset(
                number for response, number in self._writers.items() if response in wrote
            )
        asked = frozenset(
            number
            for number, (_, picks) in enumerate(self.heard.ticks)
            if measure.question == "answered" or measure.question in picks
        )
        said = frozenset(
            number
            for number in asked
            if not measure.wanted.isdisjoint(self.heard.ticks[number][1].get(measure.found_in, ()))
        )
        return asked, said

    @cached_property
    def _writers(self) -> dict[str, int]:
        """A number for each response with words; whose ticks belong to it, no reader is told."""
        return {
            response: len(self.heard.ticks) + number for number, response in enumerate(self.heard.writers)
        }

    @cached_property
    def _elsewhere(self) -> dict[str, dict[str, tuple[Pupils, Pupils]]]:
        """For lines that came counted: pupils made up to each school’s numbers, who was asked and who said it."""
        numbers = count(len(self.heard.ticks) + len(self.heard.writers))
        found: dict[str, dict[str, tuple[Pupils, Pupils]]] = {}
        for line, cells in self.heard.beside.items():
            found[line] = {}
            for school, (said, asked) in cells.items():
                pupils = list(islice(numbers, asked))
                found[line][school] = frozenset(pupils), frozenset(pupils[:said])
        return found

    @cached_property
    def _by_school(self) -> Mapping[str, Pupils]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, (school, _) in enumerate(self.heard.ticks):
            found[school].add(number)
        for response, number in self._writers.items():
            found[self.heard.writers[response]].add(number)
        for schools in self._elsewhere.values():
            for school, (asked, _) in schools.items():
                found[school].update(asked)
        return {school: frozenset(found[school]) for school in self.heard.schools}

    def _row(self, row: str) -> Pupils:
        schools = self.heard.schools if row == TOTAL else self.heard.small if row == "pool" else (row,)
        return _all_of(self._by_school[school] for school in schools)

    def _group(self, dimension: str, code: str, columns: frozenset[str]) -> Pupils:
        def of(picked: str) -> str:
            told = NOT_SAID if picked in UNTOLD[dimension] else picked
            return told if told in columns else OTHER_GROUPS

        picks = (
            (number, (own.get(dimension) or ("",))[0]) for number, (_, own) in enumerate(self.heard.ticks)
        )
        return frozenset(number for number, picked in picks if of(picked) == code)


def _all_of(sets: Iterable[Pupils]) -> Pupils:
    return frozenset().union(*sets)

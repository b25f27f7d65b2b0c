"""The whole area: what stands in the way in many of its schools, and which schools are a crowd.

Only protected figures come in, so that nothing that comes out can tell more than they do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.levels import ROUND_TO
from analysis.protection import Figure, comparator

# A barrier is the area’s, and goes to the stakeholder group, when it is among the first five of a third or more of the
# schools that took part, and of four at least (domain research, 5.1).
TOP = 5
THIRD, LEAST_SCHOOLS = 1 / 3, 4
# What a rounded number may be off by.
OFF_BY = ROUND_TO // 2

Shares = Mapping[str, Figure]
"""A school’s figures by theme, or a theme’s by school."""


@dataclass(frozen=True)
class Barrier:
    """A theme, in how many schools it is among the first five, out of how many that have figures to show."""

    theme: str
    schools: int
    of: int

    @property
    def is_area_wide(self) -> bool:
        return self.schools >= max(LEAST_SCHOOLS, math.ceil(THIRD * self.of))


def share(figure: Figure) -> float | None:
    """Return a shown figure as a share from 0 to 1, made from its rounded numbers; `None` for a hidden one."""
    if not figure.shown or figure.count is None or not figure.base:
        return None
    return figure.count / figure.base


def first_themes(of_school: Shares) -> frozenset[str]:
    """Return the themes among a school’s first five: those that fewer than five others come before. Ties stand together."""
    shown = {theme: known for theme, figure in of_school.items() if (known := share(figure)) is not None}
    return frozenset(
        theme for theme, own in shown.items() if sum(other > own for other in shown.values()) < TOP
    )


def barriers(by_school: Mapping[str, Shares]) -> list[Barrier]:
    """Return every theme that is among the first five somewhere, the most widespread first, then by code.

    by_school: for each school its figures by theme. One that has none to show is not counted among the schools.
    """
    firsts = [first for of_school in by_school.values() if (first := first_themes(of_school))]
    found = sorted({theme for first in firsts for theme in first})
    listed = [Barrier(theme, sum(theme in first for first in firsts), len(firsts)) for theme in found]
    return sorted(listed, key=lambda barrier: (-barrier.schools, barrier.theme))


def is_crowd(answered: Mapping[str, Figure], without: Sequence[str]) -> bool:
    """Say whether the schools outside a group of schools are so many that the group cannot read off a neighbour.

    answered: how many answered, by school; a school whose number is hidden is left out.
    """
    sizes = {school: figure.count - OFF_BY for school, figure in answered.items() if figure.count is not None}
    cells = {school: (0, size) for school, size in sizes.items() if school not in without}
    # The group stands as one school; “others” has no base where it is no crowd.
    return comparator({**cells, "": (0, 0)}, "").base is not None

"""The reader of `attacker`, where cells add up over schools and over groups: a search over whole numbers, exact and slow."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.trust.attacker import FAR, HIDDEN, LEAST, ROUNDED_BY

SAID, REST = range(2)


class Search:
    """One released table, (schools and their total, groups and theirs), and the exact numbers behind it."""

    def __init__(self, counts: Any, bases: Any, exact_counts: Any, exact_bases: Any) -> None:
        self.counts, self.bases = counts, bases
        self.exact = {SAID: exact_counts, REST: exact_bases - exact_counts}
        self.shape = exact_counts.shape
        self._sums = self._adding_up()

    def values_left(self, place: tuple[int, int], side: int) -> int:
        """Return how many values one side of a hidden cell can still have."""
        ends = [self._ends(place, side, small) for small in (SAID, REST)]
        values = [set(range(low, min(high, low + 2 * LEAST) + 1)) for low, high in filter(None, ends)]
        return len(set().union(*values))

    def small(self) -> list[tuple[tuple[int, int], int]]:
        """Return every hidden small number, as its place and side."""
        return [
            (place, side)
            for place in np.ndindex(self.shape)
            for side in (SAID, REST)
            if self.counts[place] == HIDDEN and self.exact[side][place] < LEAST
        ]

    def _at(self, side: int, place: tuple[int, int]) -> Any:
        """A row of the equations that picks one number."""
        row = np.zeros((2, *self.shape))
        row[side][place] = 1
        return row.ravel()

    def _adding_up(self) -> Any:
        """Every line less its total is nothing, for both sides."""
        rows = []
        for side in (SAID, REST):
            for axis, lines in ((0, self.shape[1]), (1, self.shape[0])):
                for line in range(lines):
                    row = np.zeros((2, *self.shape))
                    along = row[side][:, line] if axis == 0 else row[side][line]
                    along[:-1], along[-1] = 1, -1
                    rows.append(row.ravel())
        return np.array(rows)

    def _ends(self, place: tuple[int, int], side: int, small: int) -> tuple[int, int] | None:
        """Return the least and the most of a number when one side of its cell is small; ``None`` where it cannot be."""
        low, high = np.zeros((2, *self.shape)), np.full((2, *self.shape), FAR)
        for other in np.ndindex(self.shape):
            if other != place:
                low[SAID][other], high[SAID][other], low[REST][other], high[REST][other] = self._granted(
                    other
                )
        high[small][place] = LEAST - 1
        both = np.array([self._at(SAID, one) + self._at(REST, one) for one in np.ndindex(self.shape)])
        base_ends = np.array([self._base(one) for one in np.ndindex(self.shape)])
        rules = [LinearConstraint(self._sums, 0, 0), LinearConstraint(both, base_ends[:, 0], base_ends[:, 1])]
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * self._at(side, place),
                constraints=rules,
                bounds=Bounds(low.ravel(), high.ravel()),
                integrality=np.ones(low.size),
            )
            if found.status != 0:
                return None
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]

    def _base(self, place: tuple[int, int]) -> tuple[int, int]:
        shown = int(self.bases[place])
        if shown != HIDDEN:
            return max(LEAST, shown - ROUNDED_BY), shown + ROUNDED_BY
        return (0, LEAST - 1) if self.exact[SAID][place] + self.exact[REST][place] < LEAST else (LEAST, FAR)

    def _granted(self, place: tuple[int, int]) -> tuple[int, int, int, int]:
        shown = int(self.counts[place])
        if shown != HIDDEN:
            return max(LEAST, shown - ROUNDED_BY), shown + ROUNDED_BY, LEAST, FAR
        if self.exact[SAID][place] < LEAST:
            return 0, LEAST - 1, 0, FAR
        if self.exact[REST][place] < LEAST:
            return 0, FAR, 0, LEAST - 1
        return LEAST, FAR, LEAST, FAR

"""Whether a share went up or down by more than chance would do, and by enough to matter."""

import math
from typing import Literal

from analysis.protection import WORDS_BELOW
from analysis.shares import WIDTH

# Half as many again or a third fewer, by at least three in a hundred: less is not worth a meeting. Judged.
TIMES, POINTS = 1.5, 0.03

Cell = tuple[int, int]
"""How many answers, out of how many."""


def movement(before: Cell, now: Cell) -> Literal["up", "down"] | None:
    """Return which way a share went; None where it is about the same, or either base is under 50."""
    (count_before, base_before), (count_now, base_now) = before, now
    if min(base_before, base_now) < WORDS_BELOW:
        return None
    was, is_now = count_before / base_before, count_now / base_now
    both = (count_before + count_now) / (base_before + base_now)
    chance = WIDTH * math.sqrt(both * (1 - both) * (1 / base_before + 1 / base_now))
    gap = abs(is_now - was)
    if gap <= chance or gap < POINTS or max(was, is_now) < TIMES * min(was, is_now):
        return None
    return "up" if is_now > was else "down"

"""Whether a share went up or down by more than chance would do, and by enough to matter."""

import math
from dataclasses import dataclass
from typing import Any, Literal

from analysis.levels import ROUNDED_BY
from analysis.protection import WORDS_BELOW, Figure
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


@dataclass(frozen=True)
class Change:
    """Which way a figure went since the wave before, why that cannot be said, and the earlier figure where numbers count."""

    word: Literal["up", "down", "about the same", "cannot be compared"]
    why: str = ""
    before: Figure | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "word": self.word,
            "why": self.why,
            "before": None if self.before is None else self.before.as_json(),
        }


SMALL_THEN = "Too few answers stood behind it in the wave before."
SMALL_NOW = "Too few answers stand behind it now."


def change(before: Figure, now: Figure) -> Change:
    """Say which way a share went between two waves, from its two protected figures.

    Beyond chance (the 95 % interval of the difference) and beyond what rounding may do; the earlier numbers come with it
    only where 50 or more answered both times.
    """
    if not before.shown or before.count is None or not before.base:
        return Change("cannot be compared", SMALL_THEN)
    if not now.shown or now.count is None or not now.base:
        return Change("cannot be compared", SMALL_NOW)
    was, is_now = before.count / before.base, now.count / now.base
    both = (before.count + now.count) / (before.base + now.base)
    chance = WIDTH * math.sqrt(both * (1 - both) * (1 / before.base + 1 / now.base))
    rounding = ROUNDED_BY * ((1 + was) / before.base + (1 + is_now) / now.base)
    if abs(is_now - was) <= chance + rounding:
        return Change("about the same")
    # Only what rests on fifty answers or more has a percentage.
    numbers = None if before.percent is None or now.percent is None else before
    return Change("up" if is_now > was else "down", "", numbers)

"""A share of some answers: how far it may be off, and how people say it."""

from __future__ import annotations

import math
from collections.abc import Sequence

# 95 in 100 intervals, in standard errors of the normal curve.
WIDTH = 1.96


def wilson(share: float, base: float) -> tuple[float, float]:
    """Return Wilson’s 95 % interval of a share. Unlike the usual one it stays honest for few answers and near 0 or 1.

    base: how many answers stand behind the share; not a whole number where they are weighted. At least above 0.
    """
    if not 0 <= share <= 1 or base <= 0:
        raise ValueError(f"A share of {share} of {base} answers cannot be.")
    spread = WIDTH**2 / base
    middle = (share + spread / 2) / (1 + spread)
    half = WIDTH * math.sqrt(share * (1 - share) / base + spread / (4 * base)) / (1 + spread)
    # The share lies inside by definition; rounding errors at 0 and 1 must not put it outside.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def effective_number(weights: Sequence[float]) -> float:
    """Return how many equally weighted answers tell as much as these (Kish’s rule); 0 for none."""
    squares = math.fsum(weight * weight for weight in weights)
    return math.fsum(weights) ** 2 / squares if squares else 0.0


def tenths(share: float) -> int:
    """Return a share as so many in ten, a half rounded up."""
    return int(share * 10 + 0.5)


def in_words(share: float) -> str:
    """Say a share in steps of a tenth, as people do."""
    number = tenths(share)
    if number == 5:
        return "about half"
    if number in (0, 10):
        return "hardly any" if number == 0 else "nearly all"
    return f"about {number} in 10"

"""A figure with how far it may be off, and what to make of it in words; or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

TOO_FEW = "too few to say"
# Texts, or texts with a theme, under which a figure is worked out but not put into words: one more text would move it
# by more than a step of the words below. Judged, and the same ten under which no count is shown.
LEAST_TEXTS, LEAST_USES = 10, 10

# What is left of agreement once chance is taken off, by its lower end. Landis and Koch (1977) set the steps; they say
# “substantial” and “almost perfect” for the upper two.
STEPS = ((0.8, "very good"), (0.6, "good"), (0.4, "moderate"), (0.2, "fair"), (0.0, "slight"))
# Kappa. The codebook’s own rule: aim for 0.7 or more, and revise a theme’s rule below 0.6.
AIM, REVISE = 0.7, 0.6


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval; all three are None, and ``why`` says so, where it cannot be worked out.

    ``words`` can always be printed. They stay at “too few to say” where a figure exists but rests on too little.
    """

    value: float | None
    low: float | None
    high: float | None
    words: str
    why: str = ""


def in_steps(value: float) -> str:
    """Say a kappa or an alpha in the words of Landis and Koch."""
    return next((word for above, word in STEPS if value > above), "poor" if value < 0 else "slight")


def advice(kappa: Estimate) -> str:
    """Say what to do about a theme’s kappa, by the codebook’s own rule."""
    if kappa.value is None or kappa.words == TOO_FEW:
        return "Code more answers twice before judging this."
    if kappa.value >= AIM:
        return "People can rely on this."
    if kappa.value >= REVISE:
        return "Nearly there: talk through the answers you differ on."
    return "Revise the rule: talk through the answers you differ on, and write down what you settle."

"""Phases: which ages a school teaches, in the words of the national register."""

PHASES = {
    "1": "Nursery",
    "2": "Primary",
    "3": "Middle deemed primary",
    "4": "Secondary",
    "5": "Middle deemed secondary",
    "6": "16 plus",
    "7": "All-through",
}
SECONDARY_PHASES = frozenset({"Secondary", "Middle deemed secondary", "All-through"})
"""Phases with pupils of 11 to 16."""
SPECIAL_TYPES = frozenset({"7", "8", "10", "12", "33", "36", "44"})
ALTERNATIVE_TYPES = frozenset({"14", "38", "42", "43"})
"""Pupil referral units and the free schools and academies that do their work."""


def phase_for(*, kind: str | None, group: str | None, low_age: int | None, high_age: int | None) -> str:
    """Return the phase of a school for which the register has none, from its type and its ages.

    Special schools come first: their ages run across the phases of others.
    """
    if kind in ALTERNATIVE_TYPES:
        return "Alternative provision"
    if kind in SPECIAL_TYPES or group == "5":
        return "Special"
    if low_age is None or high_age is None:
        return "Not known"
    limits = (
        ("16 plus", low_age >= 16),
        ("Nursery", high_age <= 5),
        ("Primary", high_age <= 12),
        ("All-through", low_age <= 7 and high_age >= 15),
        ("Secondary", low_age >= 7),
    )
    return next((phase for phase, fits in limits if fits), "Not known")

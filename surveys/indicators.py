"""Indicators: the attendance figures that are published for authorities, and the phases they are published for."""

import enum
from typing import NamedTuple


class Phase(enum.StrEnum):
    """The kinds of schools that figures are published for."""

    ALL = "All schools"
    PRIMARY = "Primary"
    SECONDARY = "Secondary"
    SPECIAL = "Special"
    ALTERNATIVE = "Alternative provision"


class Indicator(NamedTuple):
    """One published share. All but persistent and severe absence are shares of the sessions pupils could attend."""

    code: str
    title: str
    is_reason: bool = False
    """What registers give as the reason for an absence."""
    more_is_better: bool = False


INDICATORS = {
    one.code: one
    for one in (
        Indicator("attendance", "Attendance", more_is_better=True),
        Indicator("absence", "Absence"),
        Indicator("authorised", "Absence that schools agreed to"),
        Indicator("unauthorised", "Absence that schools did not agree to"),
        # The thresholds are the Department’s: a tenth, and half, of a pupil’s own sessions.
        Indicator("persistent", "Pupils who missed a tenth or more (persistent absence)"),
        Indicator("severe", "Pupils who missed half or more (severe absence)"),
        Indicator("illness", "Illness", is_reason=True),
        Indicator("appointments", "Medical and dental appointments", is_reason=True),
        Indicator("suspended", "Suspended or excluded", is_reason=True),
        Indicator("holiday", "Holidays that schools did not agree to", is_reason=True),
        Indicator("late", "Late, after registers closed", is_reason=True),
        Indicator("no_reason", "No reason known yet", is_reason=True),
        Indicator("other", "Other absence that schools did not agree to", is_reason=True),
    )
}

MARKERS = {
    "z": "does not apply",
    "c": "kept back",
    "x": "not available",
    "low": "rounds to 0",
    "u": "not reliable",
}
"""What the Department writes instead of a number, and what it means."""

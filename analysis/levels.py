"""Levels: who reads a figure, and how many pupils must stand behind it."""

from __future__ import annotations

import enum

# Answers or pupils. Below ten, a classmate or teacher could guess who; the ONS census rule.
SHOWN_FROM = 10
# To the nearest five, so that one late answer does not show as a step of one.
ROUND_TO = 5
# A number is at most this far from the one that is shown.
ROUNDED_BY = 2


class Level(enum.IntEnum):
    """Who reads a figure: the fewer know the school, the fewer answers may stand behind it (trust.md, 2.3)."""

    SCHOOL = 2
    """The school itself, and members of the subgroups."""
    PUBLIC = 3
    """Anybody."""

    @property
    def least_base(self) -> int:
        """Answers that must stand behind a figure."""
        return {Level.SCHOOL: SHOWN_FROM, Level.PUBLIC: 30}[self]

"""Standings: how far each target is, by the newest value that was noted for it or published."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from surveys.attendance import AttendanceFigure, own_attendance, own_authorities
from surveys.targets import Target

WHOLE_YEAR = "academic year"
"""Targets are set for years; the figure of one week or term goes up and down with the season."""


class Progress(enum.StrEnum):
    """Where a target stands. Nothing is said of why."""

    UNKNOWN = "nothing noted yet"
    REACHED = "reached"
    CLOSER = "closer than at the start"
    SAME = "where it started"
    FURTHER = "further away than at the start"


@dataclass(frozen=True)
class Standing:
    """A target with the newest value there is for it."""

    target: Target
    value: float | None
    measured_on: date | None
    """The day the value was noted for; ``None`` when it is a published one, or when there is none."""
    published: AttendanceFigure | None
    """The newest published figure of a whole year since the start, whether or not the value is this one."""

    @property
    def words(self) -> str:
        return "not known" if self.value is None else self.target.said(self.value)

    @property
    def progress(self) -> Progress:
        if self.value is None:
            return Progress.UNKNOWN
        whole, done = self.target.goal - self.target.baseline, self.value - self.target.baseline
        if (whole > 0 and done >= whole) or (whole < 0 and done <= whole):
            return Progress.REACHED
        if done == 0:
            return Progress.SAME
        return Progress.CLOSER if (done > 0) == (whole > 0) else Progress.FURTHER

    def is_missed(self, on: date) -> bool:
        """Whether its day has passed without it being reached."""
        is_open = self.target.ended_on is None
        return is_open and self.target.due_on < on and self.progress is not Progress.REACHED


def standings(session: Session, targets: Iterable[Target]) -> list[Standing]:
    """Return how far these targets are, in the same order."""
    codes = own_authorities(session)
    return [_standing(target, _published(session, target, codes)) for target in targets]


def _published(session: Session, target: Target, codes: Iterable[str]) -> AttendanceFigure | None:
    if target.indicator is None or target.phase is None:
        return None
    figures = own_attendance(session, indicator=target.indicator, phase=target.phase, codes=list(codes))
    of_years = (one for one in figures if one.period.part.casefold() == WHOLE_YEAR and one.value is not None)
    return next((one for one in of_years if one.period.until > target.baseline_on), None)


def _standing(target: Target, published: AttendanceFigure | None) -> Standing:
    noted = target.readings[0] if target.readings else None
    if published is not None and (noted is None or published.period.until > noted.measured_on):
        return Standing(target, round(published.value or 0.0, 2), None, published)
    if noted is None:
        return Standing(target, None, None, None)
    return Standing(target, noted.value, noted.measured_on, published)

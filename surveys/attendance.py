"""Attendance: what the Department for Education publishes for an authority, kept to be shown beside what pupils say.

Figures are about whole authorities and phases. None is about a pupil or a school, and none is joined to an answer.
"""

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.indicators import MARKERS, Phase
from surveys.schools import School

LEAST_SHOWN = 0.05
"""Percent: what is less would be written 0.0%, which reads as none."""


class AreaLevel(enum.StrEnum):
    AUTHORITY = "authority"
    REGION = "region"
    ENGLAND = "England"


class AttendancePeriod(Base):
    """A time for which figures were taken in; taking in the same time again replaces them."""

    __tablename__ = "attendance_period"
    __table_args__ = rules(UniqueConstraint("year", "part"))

    id: Mapped[Key]
    year: Mapped[str] = mapped_column(String(6))
    """As published: 202425 is the academic year 2024/25; 2022 is the year of a week."""
    part: Mapped[Name]
    """As published: “Academic year”, “Autumn term”, “Week 37”."""
    until: Mapped[date]
    """The last day it can reach to, for putting periods in order."""
    source: Mapped[Name]
    """The name of the file."""
    taken_on: Mapped[date]

    figures: Mapped[list["AttendanceFigure"]] = relationship(
        back_populates="period", cascade="all, delete-orphan"
    )

    @property
    def name(self) -> str:
        """The period as people say it: “Autumn term 2024/25”, “Week 37 of 2022”."""
        if len(self.year) == 6:
            return f"{self.part} {self.year[:4]}/{self.year[4:]}"
        return f"{self.part} of {self.year}"


class AttendanceFigure(Base):
    """One published cell: a percentage, or the mark that stands where there is none."""

    __tablename__ = "attendance_figure"
    __table_args__ = rules(
        UniqueConstraint("period_id", "area_code", "phase", "indicator"),
        CheckConstraint("(value is null) <> (marker is null)", name="value_or_marker"),
    )

    id: Mapped[Key]
    period_id: Mapped[Link] = mapped_column(ForeignKey("attendance_period.id"), index=True)
    area_level: Mapped[AreaLevel]
    area_code: Mapped[str] = mapped_column(String(20))
    """Three digits for an authority, as in a school’s LAESTAB; else the code of national statistics."""
    area_name: Mapped[Name]
    phase: Mapped[Phase]
    indicator: Mapped[str] = mapped_column(String(20))
    """Which of ``INDICATORS``."""
    value: Mapped[float | None]
    """Percent."""
    marker: Mapped[str | None] = mapped_column(String(5))
    """Which of ``MARKERS``."""

    period: Mapped[AttendancePeriod] = relationship(back_populates="figures")

    @property
    def words(self) -> str:
        """The figure to one decimal, as the Department rounds it in its own text, or what its mark means."""
        if self.value is None:
            return MARKERS[self.marker or "x"]
        return f"{self.value:.1f}%" if self.value == 0 or self.value >= LEAST_SHOWN else "under 0.1%"


class Area(NamedTuple):
    level: AreaLevel
    code: str
    name: str


@dataclass(frozen=True)
class Measured:
    """One cell of a file of figures."""

    year: str
    part: str
    until: date
    area: Area
    phase: Phase
    indicator: str
    value: float | None
    marker: str | None


def own_authorities(session: Session) -> dict[str, str]:
    """Return the authorities our open schools belong to: the three-digit code of each, and its name."""
    query = select(School.laestab, School.la_name).where(School.is_closed.is_(False)).order_by(School.urn)
    return {laestab[:3]: name for laestab, name in session.execute(query) if len(laestab) == 7}


def store_attendance(
    session: Session, figures: Iterable[Measured], *, source: str, on: date
) -> list[AttendancePeriod]:
    """Store figures, each period’s in the place of those it had; return the periods, newest first."""
    made: dict[tuple[str, str], AttendancePeriod] = {}
    for one in figures:
        when = one.year, one.part
        if when not in made:
            made[when] = _emptied(session, one, source=source, on=on)
        made[when].figures.append(
            AttendanceFigure(
                area_level=one.area.level,
                area_code=one.area.code,
                area_name=one.area.name,
                phase=one.phase,
                indicator=one.indicator,
                value=one.value,
                marker=one.marker,
            )
        )
    session.flush()
    return sorted(made.values(), key=lambda period: period.until, reverse=True)


def _emptied(session: Session, one: Measured, *, source: str, on: date) -> AttendancePeriod:
    query = select(AttendancePeriod).where(
        AttendancePeriod.year == one.year, AttendancePeriod.part == one.part
    )
    there = session.scalars(query).one_or_none()
    if there is not None:
        session.delete(there)
        session.flush()
    made = AttendancePeriod(
        year=one.year, part=one.part, until=one.until, source=source[:200], taken_on=on, figures=[]
    )
    session.add(made)
    return made


def attendance_periods(session: Session) -> Sequence[AttendancePeriod]:
    """Return the periods that figures were taken in for, the newest first; of two that end together the longer one."""
    query = select(AttendancePeriod).order_by(AttendancePeriod.until.desc(), AttendancePeriod.part)
    return session.scalars(query).all()


def own_attendance(
    session: Session, *, indicator: str, phase: Phase, codes: Collection[str]
) -> Sequence[AttendanceFigure]:
    """Return one indicator of some authorities over all periods, the newest first."""
    query = (
        select(AttendanceFigure)
        .join(AttendancePeriod)
        .where(
            AttendanceFigure.indicator == indicator,
            AttendanceFigure.phase == phase,
            AttendanceFigure.area_code.in_(codes),
        )
        .order_by(AttendancePeriod.until.desc(), AttendancePeriod.part, AttendanceFigure.area_name)
    )
    return session.scalars(query).all()

"""Targets: what the authority wants to reach, from where, by when, who answers for it, and how far it is."""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.indicators import Phase
from surveys.workers import Worker

MOST = 1_000_000
"""No authority counts anything that schools do in more than a million."""


class Unit(enum.StrEnum):
    PERCENT = "percent"
    NUMBER = "number"


class Target(Base):
    """One line of the register. It is about the whole authority: never about a school, a class or a pupil."""

    __tablename__ = "target"
    __table_args__ = rules(
        CheckConstraint("baseline <> goal", name="goal_differs"),
        CheckConstraint("due_on > baseline_on", name="due_after_baseline"),
        CheckConstraint("(indicator is null) = (phase is null)", name="indicator_has_a_phase"),
    )

    id: Mapped[Key]
    title: Mapped[Name]
    unit: Mapped[Unit]
    baseline: Mapped[float]
    baseline_on: Mapped[date]
    goal: Mapped[float]
    due_on: Mapped[date]
    owner: Mapped[Name]
    source: Mapped[Name]
    """Where its figures come from, in a few words."""
    indicator: Mapped[str | None] = mapped_column(String(20))
    """Which of ``INDICATORS`` it is about; ``None`` when it is a measure of the authority’s own."""
    phase: Mapped[Phase | None]
    ended_on: Mapped[date | None]
    ended_why: Mapped[Name | None]

    readings: Mapped[list["TargetReading"]] = relationship(
        back_populates="target", cascade="all, delete-orphan", order_by="TargetReading.measured_on.desc()"
    )

    def said(self, value: float) -> str:
        """A value as people read it: 92.4%, 38."""
        digits = f"{value:,.2f}".rstrip("0").rstrip(".")
        return f"{digits}%" if self.unit is Unit.PERCENT else digits


class TargetReading(Base):
    """A value that somebody noted for a day."""

    __tablename__ = "target_reading"
    __table_args__ = rules(UniqueConstraint("target_id", "measured_on"))

    id: Mapped[Key]
    target_id: Mapped[Link] = mapped_column(ForeignKey("target.id"))
    measured_on: Mapped[date]
    value: Mapped[float]
    noted_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    noted_on: Mapped[date]

    target: Mapped[Target] = relationship(back_populates="readings")
    noted_by: Mapped[Worker] = relationship(lazy="joined")


class TargetProblem(Exception):
    """A target, or a value for one, that cannot be stored: which field, and a sentence for staff."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class TargetWanted:
    """What a form says of a target, before it is checked."""

    title: str
    unit: Unit
    baseline: str
    baseline_on: date
    goal: str
    due_on: date
    owner: str
    source: str
    indicator: str | None = None
    phase: Phase | None = None


def value_of(typed: str, *, unit: Unit, field: str) -> float:
    """Read a value as people write it, “92.38%” or “1,200”, to two decimals; raise ``TargetProblem`` with a sentence."""
    words = typed.strip()
    plain = words.replace(" ", "").removesuffix("%").replace(",", "")
    if re.fullmatch(r"[0-9]{1,3}:[0-9]{1,2}", plain):
        raise TargetProblem(
            field, f"“{words}” has a colon. Write it with a point: {plain.replace(':', '.')}."
        )
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,12})?", plain):
        shown = f"“{words[:40]}” is not a number" if words else "The value is missing"
        raise TargetProblem(field, f"{shown}. Write it in figures, such as 92.4.")
    value, most = round(float(plain), 2), 100 if unit is Unit.PERCENT else MOST
    if value > most:
        raise TargetProblem(field, f"Give a {unit} between 0 and {most:,}.")
    return value


def add_target(session: Session, *, wanted: TargetWanted) -> Target:
    """Put a target on the register; raise ``TargetProblem`` for one that cannot be."""
    target = Target()
    _fill(target, wanted)
    session.add(target)
    session.flush()
    return target


def change_target(session: Session, *, target: Target, wanted: TargetWanted) -> None:
    """Put a target right; what was noted for it stays. Raises ``TargetProblem``."""
    if wanted.unit is not target.unit and target.readings:
        raise TargetProblem(
            "unit", "Values are noted for it already, so what it is counted in cannot change."
        )
    _fill(target, wanted)
    session.flush()


def _fill(target: Target, wanted: TargetWanted) -> None:
    baseline = value_of(wanted.baseline, unit=wanted.unit, field="baseline")
    goal = value_of(wanted.goal, unit=wanted.unit, field="goal")
    if baseline == goal:
        raise TargetProblem("goal", "This is the same as at the start. Say what should change.")
    if wanted.due_on <= wanted.baseline_on:
        raise TargetProblem("due_on", "Choose a day after that of the start.")
    if wanted.indicator is not None and wanted.unit is not Unit.PERCENT:
        raise TargetProblem("unit", "A published figure is counted in percent.")
    if wanted.indicator is not None and wanted.phase is None:
        raise TargetProblem("phase", "Choose which schools the published figure is about.")
    target.title, target.owner, target.source = (
        wanted.title.strip(),
        wanted.owner.strip(),
        wanted.source.strip(),
    )
    target.unit, target.baseline, target.baseline_on = wanted.unit, baseline, wanted.baseline_on
    target.goal, target.due_on = goal, wanted.due_on
    target.indicator, target.phase = wanted.indicator, wanted.phase if wanted.indicator else None


def note_value(
    session: Session, *, target: Target, value: str, for_day: date, worker: Worker, on: date
) -> TargetReading:
    """Note a value for a day; one noted for the same day before is put right. Raises ``TargetProblem``."""
    if target.ended_on is not None:
        raise TargetProblem("value", "This target has ended. Nothing more can be noted for it.")
    if for_day > on:
        raise TargetProblem("for_day", "This day has not come yet.")
    if for_day < target.baseline_on:
        raise TargetProblem("for_day", "This day is before the start.")
    number = value_of(value, unit=target.unit, field="value")
    reading = next((one for one in target.readings if one.measured_on == for_day), None)
    if reading is None:
        reading = TargetReading(measured_on=for_day)
        target.readings.append(reading)
    reading.value, reading.noted_by, reading.noted_on = number, worker, on
    session.flush()
    session.expire(target, ["readings"])
    return reading


def end_target(session: Session, *, target: Target, why: str, on: date) -> None:
    """Take a target off the list of those that are worked on. It stays on the register, with the reason."""
    if target.ended_on is not None:
        raise TargetProblem("why", "This target has ended already.")
    if not why.strip():
        raise TargetProblem("why", "Say why it ends.")
    target.ended_on, target.ended_why = on, why.strip()
    session.flush()


def targets(session: Session) -> Sequence[Target]:
    """Return every target: those that are worked on by when they are due, then those that have ended."""
    return session.scalars(
        select(Target).order_by(Target.ended_on.is_not(None), Target.due_on, Target.title, Target.id)
    ).all()


def target_with_id(session: Session, target_id: str) -> Target:
    """Return one target, or raise ``NoResultFound``."""
    return session.scalars(select(Target).where(Target.id == target_id)).one()

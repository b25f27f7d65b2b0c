"""Sightings: who had a pupil’s raw words on their screen, and why. One line for each time."""

import enum
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, monday_of, rules
from surveys.workers import Worker


class Purpose(enum.StrEnum):
    READING = "reading"
    SECOND_READING = "second reading"
    CONCERN = "concern"
    TYPED_UP = "own workshop’s notes"


class Sighting(Base):
    """One look at raw words. ``subject`` is the key of the answer, note or concern, which may be gone since."""

    __tablename__ = "sighting"
    __table_args__ = rules()

    id: Mapped[Key]
    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"), index=True)
    purpose: Mapped[Purpose]
    subject: Mapped[str] = mapped_column(String(32), index=True)
    week: Mapped[date]
    """A Monday: a finer date would say when an answer was already there."""

    worker: Mapped[Worker] = relationship()


def note_sighting(session: Session, *, worker: Worker, purpose: Purpose, subject: str, on: date) -> Sighting:
    """Note that a worker has the raw words of an answer, note or concern (its key) before them."""
    sighting = Sighting(worker=worker, purpose=purpose, subject=subject, week=monday_of(on))
    session.add(sighting)
    session.flush()
    return sighting


@dataclass(frozen=True)
class Looks:
    """How often one worker looked at raw words in one week, by purpose."""

    week: date
    worker: Worker
    times: Counter[Purpose]

    @property
    def total(self) -> int:
        return self.times.total()


def looks(session: Session, *, since: date) -> list[Looks]:
    """Return who looked how often, from the week of ``since`` on: the latest week first, then by name."""
    counted = (
        select(Sighting.week, Sighting.worker_id, Sighting.purpose, func.count())
        .where(Sighting.week >= monday_of(since))
        .group_by(Sighting.week, Sighting.worker_id, Sighting.purpose)
    )
    found: dict[tuple[date, str], Counter[Purpose]] = {}
    for week, worker_id, purpose, times in session.execute(counted):
        found.setdefault((week, worker_id), Counter())[purpose] = times
    keys = {worker_id for _, worker_id in found}
    named = {worker.id: worker for worker in session.scalars(select(Worker).where(Worker.id.in_(keys)))}
    rows = [Looks(week, named[worker_id], times) for (week, worker_id), times in found.items()]
    return sorted(rows, key=lambda row: (-row.week.toordinal(), row.worker.name, row.worker.id))

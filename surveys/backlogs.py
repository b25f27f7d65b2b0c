"""Backlogs: how many texts of a wave waited at the end of a school day, so that a text’s wait can be told without its day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Link, rules
from surveys.texts import Backlog, backlog_of_wave
from surveys.waves import Wave
from surveys.workers import Role, Worker, WorkerRole

MOST_A_READER = 200
"""Texts that may wait for each reader: a long morning’s reading, so that all is read within a school day."""


class BacklogDay(Base):
    """A wave’s texts at the end of one school day: counts alone, and never shown to a school."""

    __tablename__ = "backlog_day"
    __table_args__ = rules()

    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    read: Mapped[int]
    unread: Mapped[int]
    is_checked: Mapped[bool] = mapped_column(default=False)
    """Half a school day later it was checked whether some of these still wait, and the leads were told if so."""

    wave: Mapped[Wave] = relationship()

    def still_waiting(self, now: Backlog) -> int:
        """Return how many of the texts that waited at the end of this day wait still.

        No text keeps its day, so this reckons that the oldest were read first, which the queue sees to within each
        level: it is the least that can be waiting, and exact when readers work the queue.
        """
        return max(0, self.unread - max(0, now.read - self.read))


def note_backlogs(session: Session, *, on: date) -> list[BacklogDay]:
    """Note for every wave that has begun how much was read and how much waits, once at the end of a school day."""
    begun = session.scalars(select(Wave).where(Wave.opens_on <= on).order_by(Wave.id)).all()
    noted = []
    for wave in begun:
        texts = backlog_of_wave(session, wave.id)
        if texts.unread or wave.is_open(on):
            noted.append(BacklogDay(wave=wave, day=on, read=texts.read, unread=texts.unread))
    session.add_all(noted)
    session.flush()
    return noted


def day_before(session: Session, *, wave_id: str, day: date) -> BacklogDay | None:
    """Return the last day before this one that was noted for a wave."""
    query = select(BacklogDay).where(BacklogDay.wave_id == wave_id, BacklogDay.day < day)
    return session.scalars(query.order_by(BacklogDay.day.desc()).limit(1)).one_or_none()


def days_to_check(session: Session, *, before: date) -> Sequence[BacklogDay]:
    """Return the noted days before this one of which nobody has checked yet whether their texts still wait."""
    query = select(BacklogDay).where(BacklogDay.day < before, BacklogDay.is_checked.is_(False))
    return session.scalars(query.order_by(BacklogDay.day, BacklogDay.wave_id)).all()


def is_noted(session: Session, *, day: date) -> bool:
    """Say whether the end of this day was noted."""
    return (
        session.scalars(select(BacklogDay.wave_id).where(BacklogDay.day == day).limit(1)).first() is not None
    )


def most_that_may_wait(session: Session) -> int:
    """Return how many unread texts the readers who can sign in may have before them; never less than for one."""
    readers = (
        select(func.count())
        .select_from(Worker)
        .join(WorkerRole, WorkerRole.worker_id == Worker.id)
        .where(WorkerRole.role == Role.READER, Worker.active)
    )
    return MOST_A_READER * max(1, session.scalar(readers) or 0)


def waiting_in_open_waves(session: Session, *, on: date) -> dict[str, int]:
    """Return how many texts wait in each wave that is open on a day, by wave key."""
    query = select(Wave).where(Wave.opens_on <= on, Wave.closes_on >= on).order_by(Wave.id)
    return {
        wave.id: backlog_of_wave(session, wave.id).unread
        for wave in session.scalars(query)
        if wave.is_open(on)
    }

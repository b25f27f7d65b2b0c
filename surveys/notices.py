"""Notices: a line by e-mail that something waits in Voice. They say where to look, never what is there."""

import enum
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.workers import Role, Worker, WorkerRole

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
"""A mail server that is down for a night is asked once an hour; the notice is still worth having in the morning."""
STUCK_AFTER = 3
"""Failed tries after which the lead is told on their own page: by then, some seven minutes, it is no hiccup."""


class NoticeKind(enum.StrEnum):
    CONCERN = "a concern waits"
    STILL_WAITING = "a concern still waits"
    NOT_HANDED_OVER = "a concern is not handed over"
    WAVE_PAUSED = "a wave was paused"
    READING_LATE = "texts wait to be read"
    REPORT = "a report waits"


class Notice(Base):
    """One notice on its way to one worker. Sent ones are deleted; a failed one is tried again."""

    __tablename__ = "notice"
    __table_args__ = rules()

    id: Mapped[Key]
    kind: Mapped[NoticeKind]
    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    concern_id: Mapped[Link | None] = mapped_column(ForeignKey("concern.id"))
    """The concern in whose log it stands that they were told; the notice itself never names it."""
    try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)

    worker: Mapped[Worker] = relationship(lazy="joined")


def queue_notices(
    session: Session,
    *,
    kind: NoticeKind,
    workers: Iterable[Worker],
    at: datetime,
    concern_id: str | None = None,
) -> None:
    """Put a notice for each of these workers in the queue, to be sent once the caller’s transaction stands."""
    session.add_all(
        Notice(kind=kind, worker=worker, concern_id=concern_id, try_at=at)
        for worker in dict.fromkeys(workers)
    )
    session.flush()


def due_notices(session: Session, *, at: datetime) -> Sequence[Notice]:
    """Return the notices whose time has come, the longest waiting first."""
    query = select(Notice).where(Notice.try_at <= at).order_by(Notice.try_at, Notice.id)
    return session.scalars(query).all()


def postpone_notice(session: Session, *, notice: Notice, at: datetime) -> None:
    """Try a notice that could not be sent again later: after one minute, then two, four and so on up to an hour."""
    pause = min(FIRST_PAUSE * 2 ** min(notice.tries, 10), LONGEST_PAUSE)
    notice.tries, notice.try_at = notice.tries + 1, at + pause
    session.flush()


def drop_notice(session: Session, *, notice: Notice) -> None:
    """Take a notice out of the queue: it was sent."""
    session.delete(notice)
    session.flush()


def drop_notices_to_look(session: Session, *, concern_id: str) -> None:
    """Take out the notices that ask people to look at a concern: somebody has."""
    asking = (NoticeKind.CONCERN, NoticeKind.STILL_WAITING)
    session.execute(delete(Notice).where(Notice.concern_id == concern_id, Notice.kind.in_(asking)))


def stuck_notices(session: Session) -> int:
    """Return how many notices could not be sent after several tries."""
    query = select(func.count()).select_from(Notice).where(Notice.tries >= STUCK_AFTER)
    return session.scalar(query) or 0


def leads(session: Session) -> Sequence[Worker]:
    """Return the authority’s leads who can sign in, by name."""
    query = select(Worker).join(WorkerRole, WorkerRole.worker_id == Worker.id)
    return session.scalars(
        query.where(WorkerRole.role == Role.LEAD, Worker.active).order_by(Worker.name)
    ).all()


def people_of_school(session: Session, school_id: str) -> Sequence[Worker]:
    """Return who reads a school’s reports and can sign in, by name."""
    query = select(Worker).join(WorkerRole, WorkerRole.worker_id == Worker.id)
    theirs = query.where(WorkerRole.role == Role.SCHOOL, Worker.school_id == school_id, Worker.active)
    return session.scalars(theirs.order_by(Worker.name)).all()

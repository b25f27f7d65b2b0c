"""Concerns: words that may tell of harm, on their way to the safeguarding lead. Nothing joins them to other answers."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.schools import School
from surveys.workers import Worker


class Concern(Base):
    """The words, the school and the week; who raised it, who saw it, and what they did."""

    __tablename__ = "concern"
    __table_args__ = rules(
        CheckConstraint("(seen_by_id is null) = (seen_on is null)", name="seen_by_someone_on_a_day"),
    )

    id: Mapped[Key]
    text: Mapped[str]
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"))
    week: Mapped[date]
    raised_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    raised_on: Mapped[date]
    seen_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    seen_on: Mapped[date | None]
    done: Mapped[str | None]
    """What the safeguarding lead did, in their words."""

    school: Mapped[School] = relationship(lazy="joined")
    raised_by: Mapped[Worker] = relationship(foreign_keys=raised_by_id)
    seen_by: Mapped[Worker | None] = relationship(foreign_keys=seen_by_id)


def add_concern(
    session: Session, *, text: str, school_id: str, week: date, raised_by: Worker, on: date
) -> Concern:
    """Raise a concern with the words as they were written."""
    concern = Concern(text=text, school_id=school_id, week=week, raised_by=raised_by, raised_on=on)
    session.add(concern)
    session.flush()
    return concern


def concerns_for(session: Session, worker: Worker) -> Sequence[Concern]:
    """Return the concerns a safeguarding lead may see: their school’s, or all for one of the authority. Unseen first."""
    query = select(Concern).order_by(Concern.seen_on.is_not(None), Concern.raised_on, Concern.id)
    if worker.school_id is not None:
        query = query.where(Concern.school_id == worker.school_id)
    return session.scalars(query).all()


def concern_for(session: Session, worker: Worker, concern_id: str) -> Concern:
    """Return one concern this worker may see, or raise ``NoResultFound``."""
    query = select(Concern).where(Concern.id == concern_id)
    if worker.school_id is not None:
        query = query.where(Concern.school_id == worker.school_id)
    return session.scalars(query).one()


def see_concern(session: Session, *, concern: Concern, worker: Worker, done: str, on: date) -> None:
    """Record that a safeguarding lead has seen a concern and what they did about it. The first to see it stays."""
    if concern.seen_by_id is None:
        concern.seen_by, concern.seen_on = worker, on
    concern.done = done.strip() or concern.done
    session.flush()

"""Talks: pupils who ask for someone to talk to. Kept apart: nothing here is shared with any answer."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, Exists, ForeignKey, Select, delete, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.kinds import tidy
from surveys.lines import one_line
from surveys.schools import School
from surveys.talk_keys import TalkKeys
from surveys.waves import Wave, WaveSchool
from surveys.workers import Role, Worker, WorkerRole

LONGEST = {"name": 80, "where": 200, "about": 500}
"""Signs in each part of a note: a full name, a line on where to look, and as much as a short answer of the survey."""
MOST_UNSEEN = 100
"""Notes that may wait for one school. Twice what a lead can follow up in a hard week, so a real one hardly meets it; a
prank that fills it hides no more than this many, and a pupil who comes then is told at once to go to an adult."""
KEPT_AFTER_SEEN = timedelta(days=30)
"""A note that was opened and never deleted goes by itself: what is done about it stands in the school’s own records."""


class TalkRequest(Base):
    """A note that only the safeguarding lead of one school can open."""

    __tablename__ = "talk_request"
    __table_args__ = rules(
        CheckConstraint("(seen_by_id is null) = (seen_on is null)", name="seen_by_someone_on_a_day"),
    )

    id: Mapped[Key]
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"), index=True)
    sealed: Mapped[str]
    """The pupil’s name and words, encrypted for the school; without the deployment’s secret nobody can read it."""
    seen_on: Mapped[date | None]
    seen_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))

    school: Mapped[School] = relationship(lazy="joined")
    seen_by: Mapped[Worker | None] = relationship()


class Note(NamedTuple):
    """What a pupil writes: who they are, how to find them, and what it is about if they want to say."""

    name: str
    where: str
    about: str

    @classmethod
    def tidied(cls, *, name: str, where: str, about: str) -> "Note":
        """Return a note as it is kept: two lines and a text, with nothing in them that nobody can see."""
        return cls(one_line(name), one_line(where), tidy(about))

    def too_long(self) -> dict[str, int]:
        """Return by how many signs each part is over its bound; parts that fit are left out."""
        over = {part: len(text) - LONGEST[part] for part, text in self._asdict().items()}
        return {part: by for part, by in over.items() if by > 0}


class TalksFull(Exception):
    """So many notes wait for this school that one more would only be lost among them."""


class NotSeenYet(Exception):
    """Nobody has opened the note, so nobody can have dealt with it."""


def ask_for_talk(session: Session, *, school: School, note: Note, keys: TalkKeys) -> None:
    """Seal a note for a school’s safeguarding lead.

    Nothing is kept with it but the school: no day, no number in a row, and nothing that a form of the survey has too.
    A note that is sent twice is kept twice: to know it again, something of it would have to be kept in clear.
    Raises ``TalksFull`` or ``NoteTooLong``.
    """
    waiting = select(func.count()).where(TalkRequest.school_id == school.id, TalkRequest.seen_on.is_(None))
    if (session.scalar(waiting) or 0) >= MOST_UNSEEN:
        raise TalksFull(school.name)
    session.add(TalkRequest(school_id=school.id, sealed=seal_note(note, school.id, keys)))
    session.flush()


def seal_note(note: Note, school_id: str, keys: TalkKeys) -> str:
    """Return a note sealed for a school, or raise ``NoteTooLong``."""
    return keys.close(school_id, json.dumps(note, ensure_ascii=False).encode())


def schools_to_ask(session: Session, *, on: date) -> Sequence[School]:
    """Return the schools that a pupil may choose: those in a wave that is open on a day, by name."""
    query = select(School).join(WaveSchool).join(Wave).order_by(School.name).distinct()
    is_open = (
        (Wave.opens_on <= on) & (Wave.closes_on >= on) & (Wave.ended_on.is_(None) | (Wave.ended_on > on))
    )
    return session.scalars(query.where(is_open)).all()


def talks_for(session: Session, worker: Worker) -> Sequence[TalkRequest]:
    """Return the notes that a safeguarding lead may open: those not seen first, otherwise in no order that tells anything.

    A school’s lead opens their school’s. One of the authority opens those of schools that have nobody who could.
    """
    query = _may_open(worker).order_by(
        TalkRequest.seen_on.is_not(None), TalkRequest.school_id, TalkRequest.id
    )
    return session.scalars(query).all()


def talk_for(session: Session, worker: Worker, talk_id: str) -> TalkRequest:
    """Return one note that this worker may open, or raise ``NoResultFound``."""
    return session.scalars(_may_open(worker).where(TalkRequest.id == talk_id)).one()


def _may_open(worker: Worker) -> Select[TalkRequest]:
    if not worker.is_a(Role.SAFEGUARDING_LEAD):
        return select(TalkRequest).where(TalkRequest.id.is_(None))
    if worker.school_id is not None:
        return select(TalkRequest).where(TalkRequest.school_id == worker.school_id)
    return select(TalkRequest).where(~_has_its_own_lead())


def _has_its_own_lead() -> Exists:
    return (
        exists()
        .where(Worker.school_id == TalkRequest.school_id, Worker.active)
        .where(WorkerRole.worker_id == Worker.id, WorkerRole.role == Role.SAFEGUARDING_LEAD)
        .correlate(TalkRequest)
    )


def waiting_by_school(session: Session) -> list[tuple[str, int]]:
    """Return the schools for whose lead notes wait unseen, by name, and how many: what the authority watches."""
    query = (
        select(School.name, func.count())
        .join(TalkRequest, TalkRequest.school_id == School.id)
        .where(TalkRequest.seen_on.is_(None), _has_its_own_lead())
        .group_by(School.id, School.name)
        .order_by(School.name)
    )
    return [(name, count) for name, count in session.execute(query)]


def open_note(talk: TalkRequest, keys: TalkKeys) -> Note:
    """Return what a pupil wrote, or raise ``CannotOpen``."""
    return Note(*json.loads(keys.open(talk.school_id, talk.sealed)))


def see_talk(session: Session, *, talk: TalkRequest, worker: Worker, on: date) -> None:
    """Record who opened a note first, and on which day."""
    if talk.seen_on is None:
        talk.seen_by, talk.seen_on = worker, on
        session.flush()


def drop_talk(session: Session, *, talk: TalkRequest) -> None:
    """Delete a note that was dealt with; raise ``NotSeenYet`` when nobody has opened it."""
    if talk.seen_on is None:
        raise NotSeenYet(talk.id)
    session.delete(talk)
    session.flush()


def forget_talks(session: Session, *, on: date) -> None:
    """Delete the notes that were opened ``KEPT_AFTER_SEEN`` ago or longer."""
    session.execute(delete(TalkRequest).where(TalkRequest.seen_on <= on - KEPT_AFTER_SEEN))

"""Retention: for how long raw words are kept once a person has cleared the text, and what is deleted every night."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, CursorResult, ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import LONDON, Base, Key, Link, rules
from surveys.cases import Act, CaseEntry, add_entry
from surveys.concerns import Concern
from surveys.readings import Reading
from surveys.responses import Answer
from surveys.second_readings import SecondReading
from surveys.sightings import Sighting
from surveys.workers import Worker
from surveys.workshops import Note

USUAL_DAYS = 30
"""Days that raw words stay after they were cleared: long enough to put a wrong reading right, and to finish one check
of the readers (trust.md, section 4)."""
MOST_DAYS = 365
CASE_DAYS = 30
"""Days that a pupil’s words stay in a decided case after the last thing that anybody did about it. By then they stand in
the school’s own safeguarding file, which has its own rules; an undecided case keeps them."""
LOG_DAYS = 365
"""Days that what staff wrote in a decided case stays: long enough for a complaint or a review of the year. Who did what
and when stays for good, without words."""
SIGHTING_DAYS = 365
"""Days that it is known who looked at raw words: a year of weeks to compare."""
DOINGS = (Act.RAISED, Act.SHARED, Act.HANDED_OVER, Act.DECIDED, Act.CORRECTED, Act.ALLOWED)
"""What counts as something done about a case; looking at it does not."""


class RetentionRule(Base):
    """A choice of how long, by whom and, when it is longer than usual, why. The newest counts."""

    __tablename__ = "retention_rule"
    __table_args__ = rules(
        CheckConstraint(f"days between 0 and {MOST_DAYS}", name="days_are_sensible"),
        CheckConstraint(f"days <= {USUAL_DAYS} or reason is not null", name="longer_needs_a_reason"),
    )

    id: Mapped[Key]
    number: Mapped[int]
    """1, 2, 3 …: which is the newest."""
    days: Mapped[int]
    reason: Mapped[str | None]
    set_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    set_on: Mapped[date]

    set_by: Mapped[Worker] = relationship()


class RetentionProblem(Exception):
    """A time that raw words cannot be kept for, and why, in a sentence for staff."""


def retention_rules(session: Session) -> Sequence[RetentionRule]:
    """Return every choice there was, the newest first."""
    return session.scalars(select(RetentionRule).order_by(RetentionRule.number.desc())).all()


def days_kept(session: Session) -> int:
    """Return for how many days raw words are kept after they were cleared."""
    newest = select(RetentionRule.days).order_by(RetentionRule.number.desc()).limit(1)
    days = session.scalars(newest).first()
    return USUAL_DAYS if days is None else days


def keep_for(session: Session, *, days: int, reason: str, worker: Worker, on: date) -> RetentionRule:
    """Choose for how many days raw words are kept from now on.

    Fewer at will; raises ``RetentionProblem`` for more than usual, or than now, without a reason.
    """
    if not 0 <= days <= MOST_DAYS:
        raise RetentionProblem(f"Enter a number of days from 0 to {MOST_DAYS}.")
    reason = " ".join(reason.split())
    if days > min(USUAL_DAYS, days_kept(session)) and not reason:
        raise RetentionProblem(
            "Say why raw words must be kept for longer. Whoever asks about data protection reads it."
        )
    number = session.scalar(select(func.max(RetentionRule.number))) or 0
    rule = RetentionRule(number=number + 1, days=days, reason=reason or None, set_by=worker, set_on=on)
    session.add(rule)
    session.flush()
    return rule


def forget_raw_texts(session: Session, *, on: date) -> int:
    """Delete raw words whose time is over, and return of how many texts.

    A reading keeps its week alone, by its Monday: words go between six days before and exactly on the last of the days
    after they were cleared, never later. A second reading that nobody has done by then is not done any more. What waits
    to be read stays.
    """
    limit = on - timedelta(days=days_kept(session))
    gone = 0
    for words, read, again in (
        (Answer, Reading.answer_id, SecondReading.answer_id),
        (Note, Reading.note_id, SecondReading.note_id),
    ):
        due = select(read).where(read.is_not(None), Reading.shown.is_not(None), Reading.read_on <= limit)
        session.execute(delete(SecondReading).where(SecondReading.outcome.is_(None), again.in_(due)))
        deleted = session.execute(
            update(words).where(words.text.is_not(None), words.id.in_(due)).values(text=None)
        )
        gone += _rows(deleted)
    return gone


def _rows(done: Any) -> int:
    return done.rowcount if isinstance(done, CursorResult) else 0


def forget_cases(session: Session, *, at: datetime) -> int:
    """Erase a pupil’s words from decided cases whose time is over, later what staff wrote; return from how many cases.

    Each time the log says so (``Act.ERASED``), and its chain still holds.
    """
    last_doing = (
        select(CaseEntry.concern_id, func.max(CaseEntry.at).label("at"))
        .where(CaseEntry.act.in_(DOINGS), CaseEntry.by_id.is_not(None))
        .group_by(CaseEntry.concern_id)
        .subquery()
    )
    decided = select(CaseEntry.concern_id).where(CaseEntry.act == Act.DECIDED)
    query = (
        select(Concern, last_doing.c.at)
        .join(last_doing, last_doing.c.concern_id == Concern.id)
        .where(Concern.id.in_(decided))
        .order_by(Concern.number)
    )
    erased = 0
    for concern, last in session.execute(query).unique().all():
        days = (at.astimezone(LONDON).date() - last.astimezone(LONDON).date()).days
        words_go = concern.text is not None and days >= CASE_DAYS
        written = _written(session, concern) if days >= LOG_DAYS else []
        if words_go or written:
            concern.text = None if days >= CASE_DAYS else concern.text
            for entry in written:
                entry.words = None
            add_entry(session, concern=concern, act=Act.ERASED, at=at)
            erased += 1
    return erased


def _written(session: Session, concern: Concern) -> Sequence[CaseEntry]:
    """Return the entries of a case that hold words of staff."""
    query = select(CaseEntry).where(CaseEntry.concern_id == concern.id, CaseEntry.words.is_not(None))
    return session.scalars(query.order_by(CaseEntry.number)).all()


def forget_sightings(session: Session, *, on: date) -> int:
    """Delete what is older than a year of who looked at raw words, and return how many lines."""
    old = delete(Sighting).where(Sighting.week <= on - timedelta(days=SIGHTING_DAYS))
    return _rows(session.execute(old))

"""Readings: a person reads every free text before anyone else sees it, and says whether it is fine."""

import enum
import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, monday_of, rules
from surveys.concerns import add_concern
from surveys.responses import Answer, Response
from surveys.waves import WaveSchool
from surveys.workers import Worker
from surveys.workshops import Note, Programme, WorkshopSession

HIDDEN = "[hidden]"


class Outcome(enum.StrEnum):
    FINE = "fine"
    HIDDEN = "hidden"  # fine once some words were hidden
    CONCERN = "concern"  # passed to the safeguarding lead


class Reading(Base):
    """One person’s reading of one free text: a pupil’s answer, or a workshop’s note."""

    __tablename__ = "reading"
    __table_args__ = rules(
        UniqueConstraint("answer_id"),
        UniqueConstraint("note_id"),
        CheckConstraint("(answer_id is null) <> (note_id is null)", name="reads_one_text"),
        CheckConstraint("(outcome = 'concern') = (shown is null)", name="concerns_are_not_shown"),
    )

    id: Mapped[Key]
    answer_id: Mapped[Link | None] = mapped_column(ForeignKey("answer.id"))
    note_id: Mapped[Link | None] = mapped_column(ForeignKey("note.id"))
    outcome: Mapped[Outcome]
    shown: Mapped[str | None]
    """The text as others may see it, with hidden words replaced."""
    reader_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    read_on: Mapped[date]
    """A Monday: a finer date would say when the answer was there to be read."""

    reader: Mapped[Worker] = relationship()


class Source(enum.StrEnum):
    """Where a free text comes from."""

    ANSWER = "answer"
    NOTE = "note"


class AlreadyRead(Exception):
    """Someone else read this text in the meantime."""


class NothingHidden(Exception):
    """Words were to be hidden that are not in the text."""


def read_text(
    session: Session,
    *,
    source: Source,
    text_id: str,
    reader: Worker,
    outcome: Outcome,
    on: date,
    hide: Sequence[str] = (),
) -> Reading:
    """Record a person’s reading of a free text.

    With ``Outcome.HIDDEN`` each phrase of ``hide`` is replaced in the text that others see. With ``Outcome.CONCERN``
    the words move to a concern for the safeguarding lead and leave the answer, so that nothing joins the two.
    Raises ``AlreadyRead`` when someone was quicker, ``NothingHidden`` when a phrase is not in the text.
    """
    subject: Answer | Note = (
        session.get_one(Answer, text_id) if source is Source.ANSWER else session.get_one(Note, text_id)
    )
    words = subject.text
    if words is None:
        raise AlreadyRead(text_id)
    shown = None if outcome is Outcome.CONCERN else words
    if outcome is Outcome.HIDDEN:
        shown = hide_words(words, hide)
    reading = Reading(outcome=outcome, shown=shown, reader=reader, read_on=monday_of(on))
    if isinstance(subject, Answer):
        reading.answer_id = subject.id
    else:
        reading.note_id = subject.id
    try:
        with session.begin_nested():
            session.add(reading)
            session.flush()
    except IntegrityError as quicker:
        raise AlreadyRead(text_id) from quicker
    if outcome is Outcome.CONCERN:
        school_id, week = _where_and_when(session, subject)
        add_concern(session, text=words, school_id=school_id, week=week, raised_by=reader, on=on)
        subject.text = None
    session.flush()
    return reading


def pass_on(session: Session, *, source: Source, text_id: str, worker: Worker, on: date) -> None:
    """Pass on a text as a concern after all, whatever an earlier reader said of it.

    Its words move to the concern; its reading, themes and clearances stop letting anybody see it. Raises
    ``NoResultFound`` for a text that nobody has let through.
    """
    column = Reading.answer_id if source is Source.ANSWER else Reading.note_id
    reading = session.scalars(select(Reading).where(column == text_id, Reading.shown.is_not(None))).one()
    subject: Answer | Note = (
        session.get_one(Answer, text_id) if source is Source.ANSWER else session.get_one(Note, text_id)
    )
    school_id, week = _where_and_when(session, subject)
    words = subject.text or reading.shown or ""
    add_concern(session, text=words, school_id=school_id, week=week, raised_by=worker, on=on)
    subject.text = None
    reading.outcome, reading.shown = Outcome.CONCERN, None
    session.flush()


def _where_and_when(session: Session, subject: Answer | Note) -> tuple[str, date]:
    if isinstance(subject, Answer):
        query = (
            select(WaveSchool.school_id, Response.week)
            .join(Response, Response.wave_school_id == WaveSchool.id)
            .where(Response.id == subject.response_id)
        )
        school_id, week = session.execute(query).one()
        return school_id, week
    workshop = session.get_one(WorkshopSession, subject.session_id)
    programme = session.get_one(Programme, workshop.programme_id)
    return programme.school_id, monday_of(workshop.held_on)


def hide_words(text: str, phrases: Sequence[str]) -> str:
    """Return the text with every phrase hidden, wherever it stands and however it is written.

    Raises ``NothingHidden`` when no phrase is given or one is not in the text.
    """
    chosen = [phrase.strip() for phrase in phrases if phrase.strip()]
    if not chosen:
        raise NothingHidden("Say which words to hide.")
    spans = []
    for phrase in chosen:
        # Spaces match line breaks too, and the look-ahead finds phrases that overlap: “Kai Lee” and “Lee Marsh”.
        words = r"\s+".join(re.escape(word) for word in phrase.split())
        found = [match.span(1) for match in re.finditer(f"(?=({words}))", text, re.IGNORECASE)]
        if not found:
            raise NothingHidden(f"“{phrase}” is not in the text. Copy the words as they stand there.")
        spans += found
    return _without(text, spans)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with these spans hidden; spans that overlap become one."""
    shown, end = "", 0
    for start, stop in sorted(spans):
        if start >= end:
            shown += text[end:start] + HIDDEN
        end = max(end, stop)
    return shown + text[end:]

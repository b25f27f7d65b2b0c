"""Readings: a person reads every free text before anyone else sees it, and says whether it is fine."""

import enum
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import LONDON, Base, Key, Link, monday_of, now, rules
from surveys.concerns import Disclosure, RaisedBy, raise_or_join_concern
from surveys.hiding import Placeholder, Span, hide_words, storable
from surveys.origins import origin_of, worry_of
from surveys.responses import Answer
from surveys.workers import Worker
from surveys.workshops import Note

SCHOOL_DAY_BEGINS = time(9)
"""The hour of a concern of which only an earlier day is known: its clock begins with that day’s work."""


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


class Said(NamedTuple):
    """What a reader says of a text."""

    outcome: Outcome
    hide: Sequence[str] = ()
    """Phrases to hide wherever they stand, which are ``what``."""
    spans: Sequence[Span] = ()
    what: Placeholder = Placeholder.WORDS
    is_for_authority: bool = False
    """A concern is about somebody on the school’s staff, so that the authority alone may see it."""


class AlreadyRead(Exception):
    """Someone else read this text in the meantime."""


def subject_of(session: Session, source: Source, text_id: str) -> Answer | Note:
    """Return the answer or note with this key, held until the caller commits, or raise ``NoResultFound``."""
    if source is Source.ANSWER:
        return session.get_one(Answer, text_id, with_for_update=True, populate_existing=True)
    return session.get_one(Note, text_id, with_for_update=True, populate_existing=True)


def reading_of(session: Session, source: Source, text_id: str) -> Reading | None:
    """Return the reading of a text, or ``None`` while nobody has read it."""
    column = Reading.answer_id if source is Source.ANSWER else Reading.note_id
    return session.scalars(select(Reading).where(column == text_id)).one_or_none()


def read_text(
    session: Session,
    *,
    source: Source,
    text_id: str,
    reader: Worker,
    outcome: Outcome,
    on: date,
    hide: Sequence[str] = (),
    spans: Sequence[Span] = (),
    what: Placeholder = Placeholder.WORDS,
    is_for_authority: bool = False,
    at: datetime | None = None,
) -> Reading:
    """Record a person’s reading of a free text.

    Every phrase of ``hide`` (which are ``what``) and every one of ``spans`` is replaced in the text that others see; a
    fine text of which something is hidden is ``Outcome.HIDDEN``. With ``Outcome.CONCERN`` the words move to a concern
    for the safeguarding lead, or for the authority alone, and leave the answer, so that nothing joins the two. ``at``
    is the moment of a concern. Raises ``AlreadyRead`` when someone was quicker, ``NothingHidden`` when words to be
    hidden are not in the text.
    """
    subject = subject_of(session, source, text_id)
    words = subject.text
    if words is None:
        raise AlreadyRead(text_id)
    outcome, shown = reading_as(words, Said(outcome, hide, spans, what))
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
        _raise_concern(
            session, subject, words, by=reader, at=_moment(on, at), is_for_authority=is_for_authority
        )
    session.flush()
    return reading


def reading_as(words: str, said: Said) -> tuple[Outcome, str | None]:
    """Return what a reading comes to, and the text as others may then see it; raise ``NothingHidden`` as above."""
    if said.outcome is Outcome.CONCERN:
        return said.outcome, None
    hides_any = bool(said.spans) or any(phrase.strip() for phrase in said.hide)
    if said.outcome is Outcome.FINE and not hides_any:
        return said.outcome, storable(words)
    return Outcome.HIDDEN, storable(hide_words(words, said.hide, said.spans, what=said.what))


def pass_on(
    session: Session,
    *,
    source: Source,
    text_id: str,
    worker: Worker,
    on: date,
    is_for_authority: bool = False,
    at: datetime | None = None,
) -> None:
    """Pass on a text as a concern after all, whatever an earlier reader said of it.

    Its words move to the concern; its reading, themes and clearances stop letting anybody see it. Raises
    ``NoResultFound`` for a text that nobody has let through.
    """
    subject = subject_of(
        session, source, text_id
    )  # first: two who pass it on at once come one after the other
    column = Reading.answer_id if source is Source.ANSWER else Reading.note_id
    reading = session.scalars(select(Reading).where(column == text_id, Reading.shown.is_not(None))).one()
    # Raw words are deleted some time after they were cleared; then what others saw is all there is.
    words = subject.text or reading.shown or ""
    _raise_concern(session, subject, words, by=worker, at=_moment(on, at), is_for_authority=is_for_authority)
    reading.outcome, reading.shown = Outcome.CONCERN, None
    session.flush()


def _moment(on: date, at: datetime | None) -> datetime:
    """Return the moment of a concern: the one that is told, now if it is of today, else when that school day began."""
    moment = now()
    if at is not None:
        return at
    return moment if moment.date() == on else datetime.combine(on, SCHOOL_DAY_BEGINS, LONDON)


def _raise_concern(
    session: Session, subject: Answer | Note, words: str, *, by: Worker, at: datetime, is_for_authority: bool
) -> None:
    """Move words to a concern, with their school and week and what the screen thought of them."""
    worry = worry_of(session, subject)
    for_authority = is_for_authority or worry.is_for_authority
    disclosure = Disclosure(words, origin_of(session, subject), worry.harm, for_authority)
    raise_or_join_concern(session, disclosure, raised_by=RaisedBy.READER, by=by, at=at)
    subject.text = None

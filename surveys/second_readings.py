"""Second readings: one text in twenty is read again by somebody else, who does not know what the first reader said."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    select,
    update,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, monday_of, rules
from surveys.drafts import pass_on_with_drafts
from surveys.readings import AlreadyRead, Outcome, Reading, Said, Source, reading_as, subject_of
from surveys.responses import Answer, Response
from surveys.schools import School
from surveys.texts import (
    BY_LEVEL,
    AnswerRow,
    FreeText,
    NoteRow,
    answer_text,
    answers,
    count,
    note_text,
    notes,
)
from surveys.waves import WaveSchool
from surveys.workers import Worker
from surveys.workshops import Note, Programme, WorkshopSession

SHARE = 0.05
"""The share of texts that are read again: “5 % of ‘nothing here’ re-read by a second person” (trust.md, 5.2.12)."""
DRAW = random.SystemRandom()
"""Nobody, not even who knows every key in the record, can tell beforehand which reading is looked at again."""


class SecondReading(Base):
    """A text that a draw chose to be read again, and what the second reader said once they have."""

    __tablename__ = "second_reading"
    __table_args__ = rules(
        UniqueConstraint("answer_id"),
        UniqueConstraint("note_id"),
        CheckConstraint("(answer_id is null) <> (note_id is null)", name="reads_one_text"),
        CheckConstraint("(outcome is null) = (reader_id is null)", name="read_by_someone"),
        CheckConstraint("(outcome is null) = (read_on is null)", name="read_on_a_day"),
    )

    id: Mapped[Key]
    answer_id: Mapped[Link | None] = mapped_column(ForeignKey("answer.id"))
    note_id: Mapped[Link | None] = mapped_column(ForeignKey("note.id"))
    reader_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    outcome: Mapped[Outcome | None]
    read_on: Mapped[date | None]
    """A Monday, as of every reading."""

    reader: Mapped[Worker | None] = relationship()


def draw_second(session: Session, *, reading: Reading, draw: random.Random = DRAW) -> None:
    """Draw whether somebody reads this text again. A concern is not drawn: others look at it anyhow."""
    if reading.outcome is not Outcome.CONCERN and draw.random() < SHARE:
        session.add(SecondReading(answer_id=reading.answer_id, note_id=reading.note_id))
        session.flush()


def second_reading_of(session: Session, source: Source, text_id: str) -> SecondReading | None:
    """Return the second reading that a text was drawn for, done or not, or ``None``."""
    return session.scalars(select(SecondReading).where(_is_of(source, text_id))).one_or_none()


def _is_of(source: Source, text_id: str) -> ColumnElement[bool]:
    column = SecondReading.answer_id if source is Source.ANSWER else SecondReading.note_id
    return column == text_id


def read_again(
    session: Session,
    *,
    source: Source,
    text_id: str,
    reader: Worker,
    said: Said,
    at: datetime,
) -> Outcome:
    """Record what a second reader says of a text, and return it. A concern passes the text on, and drafts that
    say its words go; nothing else changes.

    Raises ``AlreadyRead`` when it was read again or its words went meanwhile, ``NothingHidden`` as a first reading does.
    """
    words = subject_of(session, source, text_id).text
    if words is None:
        raise AlreadyRead(text_id)
    outcome, _ = reading_as(words, said)
    done = (
        update(SecondReading)
        .where(_is_of(source, text_id), SecondReading.outcome.is_(None))
        .values(outcome=outcome, reader_id=reader.id, read_on=monday_of(at.date()))
        .returning(SecondReading.id)
    )
    if session.execute(done).first() is None:
        raise AlreadyRead(text_id)
    if outcome is Outcome.CONCERN:
        pass_on_with_drafts(
            session,
            source=source,
            text_id=text_id,
            worker=reader,
            is_for_authority=said.is_for_authority,
            at=at,
        )
    session.flush()
    return outcome


def second_texts(
    session: Session, *, reader: Worker, most: int, skip: Collection[str] = ()
) -> list[FreeText]:
    """Return texts that wait to be read a second time and that somebody else read first, in the order of the queue."""
    some, said = _pending_answers(reader), _pending_notes(reader)
    some = some.where(Answer.id.not_in(skip)).order_by(BY_LEVEL, Response.week, Answer.id)
    said = said.where(Note.id.not_in(skip)).order_by(BY_LEVEL, WorkshopSession.held_on, Note.id)
    found = [answer_text(row, is_second=True) for row in session.execute(some.limit(most))]
    found += [note_text(row, is_second=True) for row in session.execute(said.limit(most))]
    return sorted(found, key=lambda text: text.place)[:most]


def _pending_answers(reader: Worker | None) -> Select[*AnswerRow]:
    pending = answers().join(SecondReading, SecondReading.answer_id == Answer.id)
    return pending.where(SecondReading.outcome.is_(None), _was_read_by_another(reader))


def _pending_notes(reader: Worker | None) -> Select[*NoteRow]:
    pending = notes().join(SecondReading, SecondReading.note_id == Note.id)
    return pending.where(SecondReading.outcome.is_(None), _was_read_by_another(reader))


def _was_read_by_another(reader: Worker | None) -> ColumnElement[bool]:
    return Reading.id.is_not(None) if reader is None else Reading.reader_id != reader.id


def count_pending(session: Session, *, reader: Worker | None = None) -> int:
    """Return how many texts wait to be read again, by anybody or by this reader. They hold nothing up."""
    return count(session, _pending_answers(reader)) + count(session, _pending_notes(reader))


@dataclass(frozen=True)
class Compared:
    """A text that two people have read, and what each said of it."""

    source: Source
    text_id: str
    first: Reading
    second: SecondReading
    school_name: str

    @property
    def first_said(self) -> Outcome | None:
        """What the first reader said, or ``None`` where the words were passed on since and nobody can tell any more."""
        return None if self.first.outcome is Outcome.CONCERN else self.first.outcome

    @property
    def agrees(self) -> bool:
        """Whether both said the same. Only what was let through is drawn, so a concern is always seen otherwise."""
        return self.first_said is self.second.outcome


def compared_with_id(session: Session, second_id: str) -> Compared:
    """Return one text that was read twice, by the key of its second reading, or raise ``NoResultFound``."""
    found = [pair for pair in compared(session) if pair.second.id == second_id]
    if not found:
        raise NoResultFound(second_id)
    return found[0]


def compared(session: Session) -> list[Compared]:
    """Return every text that was read twice, the latest weeks first."""
    of_answers = (
        select(SecondReading, Reading, School.name)
        .join(Reading, Reading.answer_id == SecondReading.answer_id)
        .join(Answer, Answer.id == SecondReading.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .join(School, School.id == WaveSchool.school_id)
    )
    of_notes = (
        select(SecondReading, Reading, School.name)
        .join(Reading, Reading.note_id == SecondReading.note_id)
        .join(Note, Note.id == SecondReading.note_id)
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .join(School, School.id == Programme.school_id)
    )
    found = []
    for query in (of_answers, of_notes):
        for second, first, school_name in session.execute(query.where(SecondReading.outcome.is_not(None))):
            source = Source.ANSWER if second.answer_id is not None else Source.NOTE
            text_id = second.answer_id or second.note_id or ""
            found.append(Compared(source, text_id, first, second, school_name))
    return sorted(found, key=lambda pair: (pair.second.read_on, pair.text_id), reverse=True)

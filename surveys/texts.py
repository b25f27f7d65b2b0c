"""Texts: what waits to be read by a person, and how much is left."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import Session

from surveys.base import monday_of
from surveys.readings import Reading, Source
from surveys.responses import Answer, Response
from surveys.schools import School
from surveys.screenings import Level, Screening
from surveys.waves import WaveSchool
from surveys.workshops import Note, NoteKind, Programme, WorkshopSession

LEVELS = (Level.RED, Level.AMBER, None, Level.NONE)
"""The order of the queue. What the machine has not looked at yet may be anything, so it goes before what it passed."""


@dataclass(frozen=True)
class FreeText:
    """A free text on its way to a person: enough to read it by, and nothing of the rest of the response."""

    source: Source
    id: str
    text: str
    asked: str
    """The question’s code, or the kind of a note."""
    school_id: str
    school_name: str
    wave_id: str | None
    week: date
    """The Monday of the week in which it was said."""
    level: Level | None
    """What the screen thought of it; ``None`` while it has not looked."""
    is_second: bool = False
    """Somebody has let it through already, and this is the second reading. The reader is not told."""

    @property
    def place(self) -> tuple[int, date, Source, str]:
        """Where it stands in the queue: by level, then by week, then by its random key."""
        return LEVELS.index(self.level), self.week, self.source, self.id


AnswerRow = tuple[date, str, str | None, str, str, str, str, Level | None]
NoteRow = tuple[date, str, str | None, NoteKind, str, str, Level | None]


def answers() -> Select[*AnswerRow]:
    """Select every answer that has its words, with its reading and screening beside it."""
    return (
        select(
            Response.week,
            Answer.id,
            Answer.text,
            Answer.question_code,
            School.id,
            School.name,
            WaveSchool.wave_id,
            Screening.level,
        )
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .join(School, School.id == WaveSchool.school_id)
        .outerjoin(Screening, Screening.answer_id == Answer.id)
        .outerjoin(Reading, Reading.answer_id == Answer.id)
        .where(Answer.text.is_not(None))
    )


def notes() -> Select[*NoteRow]:
    """Select every workshop note that has its words, with its reading and screening beside it."""
    return (
        select(
            WorkshopSession.held_on,
            Note.id,
            Note.text,
            Note.kind,
            School.id,
            School.name,
            Screening.level,
        )
        .select_from(Note)
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .join(School, School.id == Programme.school_id)
        .outerjoin(Screening, Screening.note_id == Note.id)
        .outerjoin(Reading, Reading.note_id == Note.id)
        .where(Note.text.is_not(None))
    )


IS_UNREAD = Reading.id.is_(None)
BY_LEVEL: ColumnElement[int] = case(
    *((Screening.level == level, place) for place, level in enumerate(LEVELS) if level is not None),
    else_=LEVELS.index(None),
)


def unread_texts(
    session: Session, *, most: int, skip: Collection[str] = (), only: Level | None = None
) -> list[FreeText]:
    """Return the next texts that nobody has read, in the order of the queue.

    ``skip`` leaves some out; ``only`` keeps to those that the screen has given this level.
    """
    some = answers().where(IS_UNREAD, Answer.id.not_in(skip)).order_by(BY_LEVEL, Response.week, Answer.id)
    said = notes().where(IS_UNREAD, Note.id.not_in(skip)).order_by(BY_LEVEL, WorkshopSession.held_on, Note.id)
    if only is not None:
        some, said = some.where(Screening.level == only), said.where(Screening.level == only)
    found = [answer_text(row) for row in session.execute(some.limit(most))]
    found += [note_text(row) for row in session.execute(said.limit(most))]
    return sorted(found, key=lambda text: text.place)[:most]


def text_with_id(
    session: Session, source: Source, text_id: str, *, is_second: bool = False
) -> FreeText | None:
    """Return one text that has its words: one nobody has read, or one that is read a second time; ``None`` if not so."""
    is_there = Reading.id.is_not(None) if is_second else IS_UNREAD
    if source is Source.ANSWER:
        answer = session.execute(answers().where(Answer.id == text_id, is_there)).one_or_none()
        return None if answer is None else answer_text(answer, is_second=is_second)
    note = session.execute(notes().where(Note.id == text_id, is_there)).one_or_none()
    return None if note is None else note_text(note, is_second=is_second)


def answer_text(row: Row[*AnswerRow], *, is_second: bool = False) -> FreeText:
    """Return a row of ``answers`` as a text to read."""
    week, answer_id, text, asked, school_id, school_name, wave_id, level = row
    where = (school_id, school_name, wave_id)
    return FreeText(Source.ANSWER, answer_id, text or "", asked, *where, week, level, is_second)


def note_text(row: Row[*NoteRow], *, is_second: bool = False) -> FreeText:
    """Return a row of ``notes`` as a text to read."""
    held_on, note_id, text, kind, school_id, school_name, level = row
    where, week = (school_id, school_name, None), monday_of(held_on)
    return FreeText(Source.NOTE, note_id, text or "", str(kind), *where, week, level, is_second)


@dataclass(frozen=True)
class Backlog:
    """How much was read and how much is left."""

    read: int
    unread: int

    @property
    def total(self) -> int:
        return self.read + self.unread

    @property
    def is_done(self) -> bool:
        return self.unread == 0

    @property
    def in_words(self) -> str:
        return f"{self.read:,} of {self.total:,} read"


def backlog(session: Session) -> Backlog:
    """Return how many free texts were read and how many wait, over everything."""
    waiting = [count(session, answers().where(IS_UNREAD)), count(session, notes().where(IS_UNREAD))]
    return Backlog(read=count(session, select(Reading.id)), unread=sum(waiting))


def backlog_of_wave(session: Session, wave_id: str) -> Backlog:
    """Return how many of a wave’s answers were read and how many wait."""
    read = (
        select(Reading.id)
        .join(Answer, Answer.id == Reading.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id)
    )
    waiting = answers().where(IS_UNREAD, WaveSchool.wave_id == wave_id)
    return Backlog(read=count(session, read), unread=count(session, waiting))


class NotAllRead(Exception):
    """Texts of a wave wait to be read, in a sentence for staff; nothing may be made of the others until then."""


def require_all_read(session: Session, wave_id: str) -> None:
    """Raise ``NotAllRead`` unless a person has read every answer of a wave.

    Themes, quotes and reports made of a part would leave pupils out, and could be changed by what comes to light.
    """
    left = backlog_of_wave(session, wave_id)
    if not left.is_done:
        raise NotAllRead(f"Every answer has to be read by a person first: {left.in_words}.")


def require_all_read_with(session: Session, answer_ids: Iterable[str]) -> None:
    """Raise ``NotAllRead`` unless a person has read every answer of the waves that these answers are of."""
    waves = (
        select(WaveSchool.wave_id)
        .join(Response, Response.wave_school_id == WaveSchool.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(Answer.id.in_(list(answer_ids)))
        .distinct()
    )
    for wave_id in session.scalars(waves).all():
        require_all_read(session, wave_id)


def count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    """Return how many rows a query has."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0

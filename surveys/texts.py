"""Texts: what waits to be read by a person, and how much is left."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from surveys.base import monday_of
from surveys.readings import Reading, Source
from surveys.responses import Answer, Response
from surveys.schools import School
from surveys.waves import WaveSchool
from surveys.workshops import Note, NoteKind, Programme, WorkshopSession


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


def _unread_answers() -> Select[date, str, str | None, str, str, str, str]:
    return (
        select(
            Response.week,
            Answer.id,
            Answer.text,
            Answer.question_code,
            School.id,
            School.name,
            WaveSchool.wave_id,
        )
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .join(School, School.id == WaveSchool.school_id)
        .outerjoin(Reading, Reading.answer_id == Answer.id)
        .where(Reading.id.is_(None), Answer.text.is_not(None))
    )


def _unread_notes() -> Select[date, str, str | None, NoteKind, str, str]:
    return (
        select(WorkshopSession.held_on, Note.id, Note.text, Note.kind, School.id, School.name)
        .select_from(Note)
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .join(School, School.id == Programme.school_id)
        .outerjoin(Reading, Reading.note_id == Note.id)
        .where(Reading.id.is_(None), Note.text.is_not(None))
    )


def unread_texts(session: Session, *, most: int, skip: frozenset[str] = frozenset()) -> list[FreeText]:
    """Return the next texts to read: the oldest week first, then in the order of their random keys.

    ``skip`` leaves out texts a reader has put aside for now.
    """
    answers = _unread_answers().where(Answer.id.not_in(skip)).order_by(Response.week, Answer.id)
    notes = _unread_notes().where(Note.id.not_in(skip)).order_by(WorkshopSession.held_on, Note.id)
    found = [(row[0], _answer_text(row)) for row in session.execute(answers.limit(most))]
    found += [(monday_of(row[0]), _note_text(row)) for row in session.execute(notes.limit(most))]
    found.sort(key=lambda pair: (pair[0], pair[1].source, pair[1].id))
    return [text for _, text in found[:most]]


def text_to_read(session: Session, source: Source, text_id: str) -> FreeText | None:
    """Return one text that waits to be read, or ``None`` when there is none or somebody has read it."""
    if source is Source.ANSWER:
        answer = session.execute(_unread_answers().where(Answer.id == text_id)).one_or_none()
        return None if answer is None else _answer_text(answer)
    note = session.execute(_unread_notes().where(Note.id == text_id)).one_or_none()
    return None if note is None else _note_text(note)


def _answer_text(row: Row[date, str, str | None, str, str, str, str]) -> FreeText:
    _, answer_id, text, asked, school_id, school_name, wave_id = row
    return FreeText(Source.ANSWER, answer_id, text or "", asked, school_id, school_name, wave_id)


def _note_text(row: Row[date, str, str | None, NoteKind, str, str]) -> FreeText:
    _, note_id, text, kind, school_id, school_name = row
    return FreeText(Source.NOTE, note_id, text or "", str(kind), school_id, school_name, None)


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


def backlog(session: Session) -> Backlog:
    """Return how many free texts were read and how many wait, over everything."""
    waiting = [_count(session, _unread_answers()), _count(session, _unread_notes())]
    return Backlog(read=_count(session, select(Reading.id)), unread=sum(waiting))


def backlog_of_wave(session: Session, wave_id: str) -> Backlog:
    """Return how many of a wave’s answers were read and how many wait."""
    read = (
        select(Reading.id)
        .join(Answer, Answer.id == Reading.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id)
    )
    waiting = _unread_answers().where(WaveSchool.wave_id == wave_id)
    return Backlog(read=_count(session, read), unread=_count(session, waiting))


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0

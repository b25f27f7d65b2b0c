"""Heard: the texts that a person has read and let through, as others may see them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.readings import Reading, Source
from surveys.responses import Answer, Response
from surveys.waves import WaveSchool
from surveys.workshops import Note, NoteKind, Programme, WorkshopSession


@dataclass(frozen=True)
class ReadText:
    """A text that a person has read and let through, as others may see it."""

    source: Source
    id: str
    shown: str
    asked: str
    school_id: str


def read_answers(session: Session, wave_id: str) -> list[ReadText]:
    """Return every answer of a wave that was read and let through, in the order of random keys."""
    query = (
        select(Answer.id, Reading.shown, Answer.question_code, WaveSchool.school_id)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, Reading.shown.is_not(None))
        .order_by(Answer.id)
    )
    return [ReadText(Source.ANSWER, row[0], row[1] or "", row[2], row[3]) for row in session.execute(query)]


def read_notes(session: Session) -> list[ReadText]:
    """Return every workshop note that was read and let through, in the order of random keys."""
    query = (
        select(Note.id, Reading.shown, Note.kind, Programme.school_id)
        .join(Reading, Reading.note_id == Note.id)
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .where(Reading.shown.is_not(None))
        .order_by(Note.id)
    )
    return [
        ReadText(Source.NOTE, row[0], row[1] or "", str(row[2]), row[3]) for row in session.execute(query)
    ]


def shown_notes(session: Session, workshop: WorkshopSession) -> dict[str, str]:
    """Return the read notes of a session as others may see them, by their keys; those let through alone."""
    query = (
        select(Note.id, Reading.shown)
        .join(Reading, Reading.note_id == Note.id)
        .where(Note.session_id == workshop.id, Reading.shown.is_not(None))
    )
    return {row[0]: row[1] or "" for row in session.execute(query)}


def schools_of_writers(session: Session, wave_id: str) -> dict[str, str]:
    """Return the school of each response of a wave that has a text which was read and let through."""
    query = (
        select(Answer.response_id, WaveSchool.school_id)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, Reading.shown.is_not(None))
        .distinct()
    )
    return {row[0]: row[1] for row in session.execute(query)}


def schools_of_programmes(session: Session) -> dict[str, str]:
    """Return the school of each workshop programme that has a note which was read and let through."""
    query = (
        select(Programme.id, Programme.school_id)
        .join(WorkshopSession, WorkshopSession.programme_id == Programme.id)
        .join(Note, Note.session_id == WorkshopSession.id)
        .join(Reading, Reading.note_id == Note.id)
        .where(Reading.shown.is_not(None))
        .distinct()
    )
    return {row[0]: row[1] for row in session.execute(query)}


class WorkshopLine(NamedTuple):
    """What was said in a workshop, as read and let through."""

    note_id: str
    text: str


def told_in_workshops(
    session: Session, school_id: str, *, kind: NoteKind, least_headcount: int
) -> list[WorkshopLine]:
    """Return what a school’s workshops said of a kind, as read and let through, the most voted first.

    Only from sessions that ``least_headcount`` or more pupils came to: in a smaller room everybody knows who said it.
    """
    query = (
        select(Note.id, Reading.shown)
        .join(Reading, Reading.note_id == Note.id)
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .where(
            Programme.school_id == school_id,
            Note.kind == kind,
            Reading.shown.is_not(None),
            WorkshopSession.headcount >= least_headcount,
        )
        .order_by(Note.votes.desc().nulls_last(), Note.id)
    )
    return [WorkshopLine(note_id, shown or "") for note_id, shown in session.execute(query)]


class Held(NamedTuple):
    """A workshop session that was held: when, and how many came. Exact: protect before showing."""

    held_on: date
    headcount: int


def sessions_held(session: Session, school_id: str) -> list[Held]:
    """Return a school’s workshop sessions with a headcount, the latest first."""
    query = (
        select(WorkshopSession.held_on, WorkshopSession.headcount)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .where(Programme.school_id == school_id, WorkshopSession.headcount.is_not(None))
        .order_by(WorkshopSession.held_on.desc(), WorkshopSession.id)
    )
    return [Held(held_on, headcount or 0) for held_on, headcount in session.execute(query)]

"""Evidence: which texts stand behind a theme, to be checked by people and counted by the analysis."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from surveys.codings import Coding, Decision
from surveys.readings import Reading, Source
from surveys.responses import Answer, Response
from surveys.themes import Theme
from surveys.waves import WaveSchool
from surveys.workshops import Note, Programme, WorkshopSession


def _holds() -> ColumnElement[bool]:
    return or_(Coding.decision.is_(None), Coding.decision != Decision.REMOVED)


@dataclass(frozen=True)
class CodedText:
    """A read text and the themes it holds, as a person may check them."""

    source: Source
    id: str
    shown: str
    asked: str
    coding: Coding


def texts_under(
    session: Session, *, theme: Theme, wave_id: str, most: int, undecided_only: bool = False, skip: int = 0
) -> list[CodedText]:
    """Return read answers of a wave that the theme is on: undecided first, then surest first, then by random key."""
    query = (
        select(Answer.id, Reading.shown, Answer.question_code, Coding)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Coding, Coding.answer_id == Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, Reading.shown.is_not(None), Coding.theme_id == theme.id)
        .order_by(Coding.decision.is_not(None), Coding.score.desc().nulls_last(), Answer.id)
    )
    if undecided_only:
        query = query.where(Coding.decision.is_(None))
    rows = session.execute(query.offset(skip).limit(most)).unique()
    return [CodedText(Source.ANSWER, row[0], row[1] or "", row[2], row[3]) for row in rows]


class Held(NamedTuple):
    """A theme that a text of a school holds, for counting."""

    response_or_session_id: str
    school_id: str
    theme_code: str
    because: list[str]
    is_decided: bool


def themes_held_by_answers(session: Session, wave_id: str) -> list[Held]:
    """Return each theme that each read answer of a wave holds, with the response it belongs to."""
    query = (
        select(Answer.response_id, WaveSchool.school_id, Theme.code, Coding.because, Coding.decision)
        .select_from(Coding)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Answer, Answer.id == Coding.answer_id)
        .join(Reading, and_(Reading.answer_id == Answer.id, Reading.shown.is_not(None)))
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, _holds())
        .order_by(Coding.id)
    )
    return [Held(*row[:4], row[4] is not None) for row in session.execute(query)]


def themes_held_by_notes(session: Session) -> list[Held]:
    """Return each theme that each read workshop note holds, with the programme it was said in."""
    query = (
        select(Programme.id, Programme.school_id, Theme.code, Coding.because, Coding.decision)
        .select_from(Coding)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Note, Note.id == Coding.note_id)
        .join(Reading, and_(Reading.note_id == Note.id, Reading.shown.is_not(None)))
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .where(_holds())
        .order_by(Coding.id)
    )
    return [Held(*row[:4], row[4] is not None) for row in session.execute(query)]


def notes_under(session: Session, *, theme: Theme, most: int) -> list[CodedText]:
    """Return read workshop notes that the theme is on, the most voted first."""
    query = (
        select(Note.id, Reading.shown, Note.kind, Coding)
        .join(Reading, Reading.note_id == Note.id)
        .join(Coding, Coding.note_id == Note.id)
        .where(Reading.shown.is_not(None), Coding.theme_id == theme.id, _holds())
        .order_by(Note.votes.desc().nulls_last(), Note.id)
    )
    return [
        CodedText(Source.NOTE, row[0], row[1] or "", str(row[2]), row[3])
        for row in session.execute(query.limit(most)).unique()
    ]


def confirmed_examples(session: Session) -> list[tuple[str, tuple[str, ...]]]:
    """Return read answers whose themes a person confirmed or added, with those themes: what the machine learns from."""
    query = (
        select(Answer.id, Reading.shown, Theme.code)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Coding, Coding.answer_id == Answer.id)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Coding.decision.in_([Decision.CONFIRMED, Decision.ADDED]), Reading.shown.is_not(None))
        .order_by(Answer.id, Theme.position)
    )
    examples: dict[str, tuple[str, list[str]]] = {}
    for answer_id, shown, code in session.execute(query):
        examples.setdefault(answer_id, (shown or "", []))[1].append(code)
    return [(shown, tuple(codes)) for shown, codes in examples.values()]

"""Evidence: which texts stand behind a theme, to be checked by people and counted by the analysis.

A text stands behind the theme that its own was merged into, and once where it holds both. Retired themes have none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Subquery, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from surveys.codings import Coding, Decision
from surveys.readings import Reading, Source
from surveys.responses import Answer, Response
from surveys.themes import Theme, family_ids, live_codes
from surveys.waves import WaveSchool
from surveys.workshops import Note, Programme, WorkshopSession


def _holds() -> ColumnElement[bool]:
    return or_(Coding.decision.is_(None), Coding.decision != Decision.REMOVED)


def speaking(
    session: Session, theme: Theme, text: InstrumentedAttribute[str | None], *where: ColumnElement[bool]
) -> Subquery:
    """Return the coding that speaks for each text under a theme, where several do because themes were merged.

    One that holds comes before one that was removed, a person’s before the machine’s, a surer before a less sure one.
    ``text``: ``Coding.answer_id`` or ``Coding.note_id``.
    """
    family = family_ids(session, theme)
    first = func.row_number().over(
        partition_by=text,
        order_by=(
            Coding.decision.is_not_distinct_from(Decision.REMOVED),
            Coding.decision.is_(None),
            Coding.score.desc().nulls_last(),
            Coding.id,
        ),
    )
    ranked = (
        select(Coding.id, first.label("place"))
        .where(Coding.theme_id.in_(family), text.is_not(None), *where)
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.place == 1).subquery()


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
    said = speaking(session, theme, Coding.answer_id)
    query = (
        select(Answer.id, Reading.shown, Answer.question_code, Coding)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Coding, Coding.answer_id == Answer.id)
        .join(said, said.c.id == Coding.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, Reading.shown.is_not(None))
        .order_by(Coding.decision.is_not(None), Coding.score.desc().nulls_last(), Answer.id)
    )
    if undecided_only:
        query = query.where(Coding.decision.is_(None))
    rows = session.execute(query.offset(skip).limit(most)).unique()
    return [CodedText(Source.ANSWER, row[0], row[1] or "", row[2], row[3]) for row in rows]


class Held(NamedTuple):
    """A theme that a text of a school holds, for counting: once, whatever themes were merged into it."""

    response_or_session_id: str
    school_id: str
    theme_code: str
    because: list[str]
    is_decided: bool


def themes_held_by_answers(session: Session, wave_id: str) -> list[Held]:
    """Return each theme that each read answer of a wave holds, with the response it belongs to."""
    query = (
        select(
            Answer.id, Theme.code, Answer.response_id, WaveSchool.school_id, Coding.because, Coding.decision
        )
        .select_from(Coding)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Answer, Answer.id == Coding.answer_id)
        .join(Reading, and_(Reading.answer_id == Answer.id, Reading.shown.is_not(None)))
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, _holds())
        .order_by(Coding.id)
    )
    return _each_once(session.execute(query), live_codes(session))


def themes_held_by_notes(session: Session) -> list[Held]:
    """Return each theme that each read workshop note holds, with the programme it was said in."""
    query = (
        select(Note.id, Theme.code, Programme.id, Programme.school_id, Coding.because, Coding.decision)
        .select_from(Coding)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Note, Note.id == Coding.note_id)
        .join(Reading, and_(Reading.note_id == Note.id, Reading.shown.is_not(None)))
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .where(_holds())
        .order_by(Coding.id)
    )
    return _each_once(session.execute(query), live_codes(session))


def _each_once(
    rows: Iterable[Row[str, str, str, str, list[str], Decision | None]], live: dict[str, str]
) -> list[Held]:
    """Return each text under each theme once; a text under two themes that were merged speaks with both their words."""
    held: dict[tuple[str, str], Held] = {}
    for text_id, code, belongs_to, school_id, because, decision in rows:
        if (code := live.get(code, "")) == "":
            continue
        one = Held(belongs_to, school_id, code, because, decision is not None)
        if (other := held.get((text_id, code))) is not None:
            words = list(dict.fromkeys([*other.because, *because]))
            one = one._replace(because=words, is_decided=one.is_decided or other.is_decided)
        held[text_id, code] = one
    return list(held.values())


def notes_under(session: Session, *, theme: Theme, most: int) -> list[CodedText]:
    """Return read workshop notes that the theme is on, the most voted first."""
    said = speaking(session, theme, Coding.note_id, _holds())
    query = (
        select(Note.id, Reading.shown, Note.kind, Coding)
        .join(Reading, Reading.note_id == Note.id)
        .join(Coding, Coding.note_id == Note.id)
        .join(said, said.c.id == Coding.id)
        .where(Reading.shown.is_not(None))
        .order_by(Note.votes.desc().nulls_last(), Note.id)
    )
    return [
        CodedText(Source.NOTE, row[0], row[1] or "", str(row[2]), row[3])
        for row in session.execute(query.limit(most)).unique()
    ]


def chances_of_answers(session: Session, wave_id: str) -> dict[str, dict[str, float]]:
    """Return how sure each theme of each answer of a wave is: 1 where a person decided, else what the machine says."""
    query = (
        select(Answer.id, Theme.code, Coding.score, Coding.decision)
        .select_from(Coding)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Answer, Answer.id == Coding.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, _holds())
    )
    live = live_codes(session)
    chances: dict[str, dict[str, float]] = {}
    for answer_id, code, score, decision in session.execute(query):
        if code in live:
            of_answer = chances.setdefault(answer_id, {})
            chance = 1.0 if decision is not None else score or 0.0
            of_answer[live[code]] = max(chance, of_answer.get(live[code], 0.0))
    return chances


class HeldText(NamedTuple):
    """A read text that a theme is on, as others may see it."""

    source: Source
    id: str
    shown: str


def texts_of(session: Session, theme: Theme) -> list[HeldText]:
    """Return every read text, answers of all waves and workshop notes, that a theme is on, in the order of random keys."""
    family = family_ids(session, theme)
    found = []
    for source, of_coding, of_reading in (
        (Source.ANSWER, Coding.answer_id, Reading.answer_id),
        (Source.NOTE, Coding.note_id, Reading.note_id),
    ):
        query = (
            select(of_coding, Reading.shown)
            .join(Reading, of_reading == of_coding)
            .where(Coding.theme_id.in_(family), _holds(), Reading.shown.is_not(None))
            .distinct()
            .order_by(of_coding)
        )
        found += [HeldText(source, str(row[0]), row[1] or "") for row in session.execute(query)]
    return found


def confirmed_examples(session: Session) -> list[tuple[str, tuple[str, ...]]]:
    """Return read answers whose themes a person confirmed or added, with those themes: what the machine learns from.

    Themes are named as they count now; an answer whose themes are all retired teaches nothing.
    """
    query = (
        select(Answer.id, Reading.shown, Theme.code)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Coding, Coding.answer_id == Answer.id)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Coding.decision.in_([Decision.CONFIRMED, Decision.ADDED]), Reading.shown.is_not(None))
        .order_by(Answer.id, Theme.position)
    )
    live = live_codes(session)
    examples: dict[str, tuple[str, dict[str, None]]] = {}
    for answer_id, shown, code in session.execute(query):
        if code in live:
            examples.setdefault(answer_id, (shown or "", {}))[1].setdefault(live[code])
    return [(shown, tuple(codes)) for shown, codes in examples.values()]

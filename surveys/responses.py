"""Responses: what pupils answered. No column here could hold who they are, or when within a week they wrote."""

import enum
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import JSON, Connection, Date, ForeignKey, String, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, validates

from surveys.base import Base, Key, Link, monday_of, new_key, rules
from surveys.waves import WaveSchool


class Mode(enum.StrEnum):
    """How a response reached us."""

    ONLINE = "online"
    PAPER = "paper"
    IMPORTED = "imported"


class Response(Base):
    """One pupil’s ticks. ``picks`` maps a question’s code to the codes chosen, in order for a ranking.

    A grid holds its places under its own code and the times of one place under ``code.place``.
    """

    __tablename__ = "response"
    __table_args__ = rules()

    id: Mapped[Key]
    wave_school_id: Mapped[Link] = mapped_column(ForeignKey("wave_school.id"), index=True)
    week: Mapped[date]
    mode: Mapped[Mode]
    language: Mapped[str] = mapped_column(String(12))
    picks: Mapped[dict[str, list[str]]] = mapped_column(JSON)

    @validates("week")
    def _is_a_monday(self, _: str, week: date) -> date:
        if week != monday_of(week):
            raise ValueError("a response keeps its week as a Monday")
        return week


class Answer(Base):
    """One free text of one response. ``text`` is gone (``None``) once it was moved to a safeguarding concern."""

    __tablename__ = "answer"
    __table_args__ = rules()

    id: Mapped[Key]
    response_id: Mapped[Link] = mapped_column(ForeignKey("response.id"), index=True)
    question_code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None]


class Receipt(Base):
    """Proof that a form or an imported row was taken, so that a repeat is not taken twice.

    ``mark`` is a keyed hash of the form’s one-time number (or of an imported row’s number in its file). Nothing
    joins it to the response, and it goes when a repeat can no longer come.
    """

    __tablename__ = "receipt"
    __table_args__ = rules()

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    forget_on: Mapped[date] = mapped_column(Date, index=True)


class Given(NamedTuple):
    """A finished form, checked, on its way into the record."""

    mark: str
    place_id: str
    day: date
    mode: Mode
    language: str
    picks: dict[str, list[str]]
    texts: dict[str, str]
    remember_days: int = 2
    """Days from ``day`` on which a repeat may still come. Pupils’ forms: until their wave closes, so that no receipt
    tells the day of a form."""


def take_responses(connection: Connection, given: Sequence[Given]) -> list[bool]:
    """Store finished forms together; say for each whether it was new (``True``) or a repeat (``False``).

    Runs inside the caller’s transaction, straight on the connection: this is the one path that a whole year group
    walks in the same minute. Rows go in under random keys, so the order of a batch tells nothing.
    """
    new = [_take_mark(connection, one) for one in given]
    responses: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for one, is_new in zip(given, new, strict=True):
        if not is_new:
            continue
        response_id = new_key()
        responses.append(
            {
                "id": response_id,
                "wave_school_id": one.place_id,
                "week": monday_of(one.day),
                "mode": one.mode,
                "language": one.language,
                "picks": one.picks,
            }
        )
        answers.extend(
            {"id": new_key(), "response_id": response_id, "question_code": code, "text": text}
            for code, text in one.texts.items()
        )
    # Sorted by random key: on a database that keeps rows as they come, a batch still does not tell who was first.
    if responses:
        connection.execute(_ADD_RESPONSES, sorted(responses, key=lambda row: row["id"]))
    if answers:
        connection.execute(_ADD_ANSWERS, sorted(answers, key=lambda row: row["id"]))
    return new


# Statements of the path above, built once: building one costs as much as running it.
_TAKE_MARK = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(Receipt)
    .on_conflict_do_nothing()
    .returning(Receipt.mark)
    for dialect in (sqlite, postgresql)
}
_ADD_RESPONSES, _ADD_ANSWERS = insert(Response), insert(Answer)


def _take_mark(connection: Connection, one: Given) -> bool:
    row = {"mark": one.mark, "forget_on": one.day + timedelta(days=one.remember_days)}
    # The row that came back is counted, not ``rowcount``: PostgreSQL’s driver leaves that at -1.
    return connection.execute(_TAKE_MARK[connection.dialect.name], row).first() is not None


def forget_receipts(session: Session, *, on: date) -> None:
    """Delete the receipts whose time is over."""
    session.execute(delete(Receipt).where(Receipt.forget_on < on))


def responses_taken(session: Session, wave_id: str) -> dict[str, int]:
    """Return how many responses each school’s place in a wave has, by place key. Exact: protect before showing."""
    query = (
        select(Response.wave_school_id, func.count())
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id)
        .group_by(Response.wave_school_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def responses_of_wave(session: Session, wave_id: str) -> Sequence[tuple[str, dict[str, list[str]]]]:
    """Return each response’s school key and picks, for counting. Ordered by random key."""
    query = (
        select(WaveSchool.school_id, Response.picks)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id)
        .order_by(Response.id)
    )
    return [(school_id, picks) for school_id, picks in session.execute(query)]

"""Responses: what pupils answered. No column here could hold who they are, or when within a week they wrote."""

import enum
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    ForeignKey,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, validates

from surveys.base import Base, Key, Link, monday_of, new_key, rules
from surveys.sealing import SealedText
from surveys.waves import WaveSchool


class Mode(enum.StrEnum):
    """How a response reached us."""

    ONLINE = "online"
    LINK = "link"  # a link that an officer gave to a young person who is not in school
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
    helped: Mapped[bool] = mapped_column(default=False)
    """Somebody helped the pupil to answer."""
    marks: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What an analyst should know of the form as a whole (``Mark``); a mark is never a reason to refuse it."""

    @validates("week")
    def _is_a_monday(self, _: str, week: date) -> date:
        if week != monday_of(week):
            raise ValueError("a response keeps its week as a Monday")
        return week


class Answer(Base):
    """One free text of one response.

    ``text`` is gone (``None``) once it was moved to a safeguarding concern, or its time was over.
    """

    __tablename__ = "answer"
    __table_args__ = rules()

    id: Mapped[Key]
    response_id: Mapped[Link] = mapped_column(ForeignKey("response.id"), index=True)
    question_code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(SealedText)
    """As the pupil wrote it, for readers alone."""


class Receipt(Base):
    """Proof that a form or an imported row was taken, so that a repeat is not taken twice.

    ``mark`` is a keyed hash of the form’s one-time number (or of an imported row’s number in its file). Nothing
    joins it to the response, and it goes when a repeat can no longer come. A one-time ticket waits here as well, as the
    keyed hash of what is printed on it; the form it was used for overwrites it, and then it is a receipt as any other.
    """

    __tablename__ = "receipt"
    __table_args__ = rules()

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    forget_on: Mapped[date] = mapped_column(Date, index=True)
    wave_school_id: Mapped[Link | None] = mapped_column(ForeignKey("wave_school.id"), index=True)
    """The school’s place in a wave that an unused ticket opens; ``None`` once it is used."""
    is_link: Mapped[bool] = mapped_column(default=False)
    """The ticket is a link that an officer gives to one young person, not one of a hatful."""


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
    helped: bool = False
    marks: Sequence[str] = ()
    ticket: str | None = None
    """The keyed hash of the one-time ticket it was opened with; taking the form uses it up."""
    class_code_id: str | None = None
    """Whose cap it counts against. It is never stored with the form."""


class Taken(enum.Enum):
    """What became of a form."""

    NEW = "stored"
    REPEAT = "was stored before"
    TICKET_USED = "not stored: another form has used its ticket"


def take_responses(connection: Connection, given: Sequence[Given]) -> list[Taken]:
    """Store finished forms together; say for each what became of it.

    Runs inside the caller’s transaction, straight on the connection: this is the one path that a whole year group
    walks in the same minute. Three statements for all forms of a batch together, and one more for each ticket.
    """
    outcomes = _take_marks(connection, given)
    responses: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for one, taken in zip(given, outcomes, strict=True):
        if taken is not Taken.NEW:
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
                "helped": one.helped,
                "marks": list(one.marks),
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
    return outcomes


# Statements of the path above, built once: building one costs as much as running it.
_ADD_RECEIPTS = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(Receipt)
    .on_conflict_do_nothing()
    .returning(Receipt.mark)
    for dialect in (sqlite, postgresql)
}
_ADD_RESPONSES, _ADD_ANSWERS = insert(Response), insert(Answer)
_USE_TICKET = (
    update(Receipt.__table__)  # type: ignore[arg-type]
    .where(Receipt.mark == bindparam("ticket"))
    .values(mark=bindparam("new_mark"), wave_school_id=None, is_link=False, forget_on=bindparam("until"))
)
_HAS_MARK = select(Receipt.mark).where(Receipt.mark == bindparam("wanted"))


def _take_marks(connection: Connection, given: Sequence[Given]) -> list[Taken]:
    """Leave the receipt of each form, and say which forms are new by it."""
    # In the order of their marks, so that two processes never wait for each other in a ring.
    rows = [
        {"mark": mark, "forget_on": forget_on, "is_link": False}
        for mark, forget_on in sorted(
            {one.mark: _forget_on(one) for one in given if one.ticket is None}.items()
        )
    ]
    # The rows that come back are counted, not ``rowcount``: PostgreSQL’s driver leaves that at -1.
    add = _ADD_RECEIPTS[connection.dialect.name]
    fresh = set(connection.execute(add, rows).scalars()) if rows else set()
    outcomes = []
    for one in given:
        if one.ticket is not None:
            outcomes.append(_use_ticket(connection, one))
        elif one.mark in fresh:
            fresh.remove(one.mark)  # the same form once more in this batch is a repeat
            outcomes.append(Taken.NEW)
        else:
            outcomes.append(Taken.REPEAT)
    return outcomes


def _use_ticket(connection: Connection, one: Given) -> Taken:
    """Turn a ticket into the receipt of its form: one row, changed in one step, so it can never serve two forms."""
    row = {"ticket": one.ticket, "new_mark": one.mark, "until": _forget_on(one)}
    if connection.execute(_USE_TICKET, row).rowcount == 1:
        return Taken.NEW
    known = connection.execute(_HAS_MARK, {"wanted": one.mark}).first() is not None
    return Taken.REPEAT if known else Taken.TICKET_USED


def _forget_on(one: Given) -> date:
    return one.day + timedelta(days=one.remember_days)


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

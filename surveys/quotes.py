"""Quotes: pupils’ own words that a named person has cleared for others to read."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, monday_of, rules
from surveys.codings import Coding, Decision
from surveys.readings import Reading
from surveys.responses import Answer, Response
from surveys.themes import Theme, family_ids, live_codes
from surveys.waves import Wave, WaveSchool
from surveys.workers import Worker

WAIT_DAYS = 7
"""Days a wave has been closed before words from it are shown: who wrote what is no longer fresh in a classroom."""
LONGEST = 280
"""Characters: a longer quote says too much about the one who wrote it."""


class Quote(Base):
    """An answer cleared as a quote for one theme, by whom."""

    __tablename__ = "quote"
    __table_args__ = rules(UniqueConstraint("answer_id", "theme_id"))

    id: Mapped[Key]
    answer_id: Mapped[Link] = mapped_column(ForeignKey("answer.id"))
    theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"))
    cleared_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    cleared_on: Mapped[date]

    cleared_by: Mapped[Worker] = relationship()
    theme: Mapped[Theme] = relationship()


class CannotQuote(Exception):
    """This answer may not be quoted, and why, in a sentence for staff."""


def clear_quote(session: Session, *, answer_id: str, theme: Theme, worker: Worker, on: date) -> Quote:
    """Clear a read answer as a quote for a theme it holds; raise ``CannotQuote`` when it may not be.

    It is cleared for the theme that was said of it, which may be one that was merged into this one.
    """
    reading = session.scalars(select(Reading).where(Reading.answer_id == answer_id)).one_or_none()
    if reading is None or reading.shown is None:
        raise CannotQuote("Only an answer that a person has read and let through can be quoted.")
    if len(reading.shown) > LONGEST:
        raise CannotQuote(f"A quote has at most {LONGEST} characters. This answer is longer.")
    family = family_ids(session, theme)
    said = select(Coding).where(Coding.answer_id == answer_id, Coding.theme_id.in_(family))
    held = [coding for coding in session.scalars(said.order_by(Coding.id)).unique() if coding.holds]
    if not held:
        raise CannotQuote(f"This answer is not counted under “{theme.name}”.")
    quote = next(iter(_quotes_of(session, answer_id, [coding.theme_id for coding in held])), None)
    if quote is None:
        about = next((coding.theme for coding in held if coding.theme is theme), held[0].theme)
        quote = Quote(answer_id=answer_id, theme=about, cleared_by=worker, cleared_on=monday_of(on))
        session.add(quote)
        session.flush()
    return quote


def _quotes_of(session: Session, answer_id: str, family: Sequence[str]) -> Sequence[Quote]:
    query = select(Quote).where(Quote.answer_id == answer_id, Quote.theme_id.in_(family)).order_by(Quote.id)
    return session.scalars(query).all()


def withdraw_quote(session: Session, *, answer_id: str, theme: Theme) -> None:
    """Take a clearance back. Reports already published keep what they said."""
    for quote in _quotes_of(session, answer_id, family_ids(session, theme)):
        session.delete(quote)
    session.flush()


def cleared_answer_ids(session: Session, theme: Theme) -> frozenset[str]:
    """Return the answers cleared as quotes for a theme."""
    family = family_ids(session, theme)
    return frozenset(session.scalars(select(Quote.answer_id).where(Quote.theme_id.in_(family))))


def cleared_quotes(
    session: Session, *, wave: Wave, on: date, theme_code: str | None = None, school_id: str | None = None
) -> Sequence[tuple[str, str, str]]:
    """Return cleared quotes of a wave as (answer key, theme code, words), in the order of random keys.

    None until the wave has been closed for more than ``WAIT_DAYS``. A quote whose theme a person has since removed is
    left out; one whose theme was merged into another speaks for that.
    """
    if wave.is_open(on) or on - wave.last_day <= timedelta(days=WAIT_DAYS):
        return []
    query = (
        select(Answer.id, Theme.code, Reading.shown)
        .select_from(Quote)
        .join(Theme, Theme.id == Quote.theme_id)
        .join(Answer, Answer.id == Quote.answer_id)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Coding, (Coding.answer_id == Answer.id) & (Coding.theme_id == Theme.id))
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(
            WaveSchool.wave_id == wave.id,
            Reading.shown.is_not(None),
            Coding.decision.is_distinct_from(Decision.REMOVED),
        )
        .order_by(Quote.id)
    )
    live = live_codes(session)
    if theme_code is not None:
        query = query.where(Theme.code.in_([code for code in live if live[code] == theme_code]))
    if school_id is not None:
        query = query.where(WaveSchool.school_id == school_id)
    rows = [row for row in session.execute(query) if row[1] in live]
    return [*{(row[0], live[row[1]]): (row[0], live[row[1]], row[2] or "") for row in rows}.values()]

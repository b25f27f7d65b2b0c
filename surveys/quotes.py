"""Quotes: pupils’ own words that named people have cleared for others to read. The rule is in ``surveys.quotable``."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, monday_of, rules
from surveys.codings import Coding
from surveys.quotable import Facts, why_not_clear, why_not_show
from surveys.readings import Reading
from surveys.responses import Answer, Response
from surveys.screenings import Screening
from surveys.texts import NotAllRead, require_all_read_with
from surveys.themes import Theme, family_ids, themes
from surveys.waves import Wave, WaveSchool, WaveState
from surveys.workers import Worker


class Quote(Base):
    """An answer cleared as a quote for one theme, by whom."""

    __tablename__ = "quote"
    __table_args__ = rules(UniqueConstraint("answer_id", "theme_id"))

    id: Mapped[Key]
    answer_id: Mapped[Link] = mapped_column(ForeignKey("answer.id"))
    theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"))
    cleared_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    cleared_on: Mapped[date]
    second_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    """The second person, whom a sensitive theme needs; without one the quote is not shown."""
    paraphrase: Mapped[str | None]
    """What is shown instead of the pupil’s words, marked “in our words”."""

    cleared_by: Mapped[Worker] = relationship(foreign_keys=cleared_by_id)
    second_by: Mapped[Worker | None] = relationship(foreign_keys=second_by_id)
    theme: Mapped[Theme] = relationship()


class CannotQuote(Exception):
    """This answer may not be quoted, and why, in a sentence for staff."""


class Quoted(NamedTuple):
    """A quote as others read it."""

    answer_id: str
    theme_code: str
    words: str
    is_ours: bool
    """These are not the pupil’s words but ours, and must be marked so."""
    response_id: str
    """Whose it is: two answers of one pupil must not stand in one report."""


def clear_quote(
    session: Session,
    *,
    answer_id: str,
    theme: Theme,
    worker: Worker,
    on: date,
    our_words: str | None = None,
) -> Quote:
    """Clear a read answer as a quote for a theme it holds; raise ``CannotQuote`` when it may not be.

    ``our_words`` are shown in place of the pupil’s; an empty text brings the pupil’s back, ``None`` leaves it as it is.
    Other words are another clearance: they are in this worker’s name, and a second person must look again. It is
    cleared for the theme that was said of it, which may be one that was merged into this one.
    """
    shown, about = _let_through(session, answer_id, theme)
    quote = next(iter(_quotes_of(session, answer_id, theme)), None)
    was = quote.paraphrase if quote else None
    ours = was if our_words is None else " ".join(our_words.split()) or None
    screening = session.scalars(select(Screening).where(Screening.answer_id == answer_id)).one_or_none()
    facts = facts_of(shown, quote, screening, theme=theme, is_under_theme=about is not None)
    if reason := why_not_clear(replace(facts, letters=len(ours or shown or ""))):
        raise CannotQuote(reason)
    _refuse_until_all_is_read(session, answer_id)
    if quote is None:
        quote = Quote(answer_id=answer_id, theme=about, cleared_by=worker, cleared_on=monday_of(on))
        session.add(quote)
    elif ours != was:
        quote.cleared_by, quote.cleared_on, quote.second_by = worker, monday_of(on), None
    quote.paraphrase = ours
    session.flush()
    return quote


def facts_of(
    shown: str | None, quote: Quote | None, screening: Screening | None, *, theme: Theme, is_under_theme: bool
) -> Facts:
    """Return what the rule needs to know of an answer, given its words as let through, its quote and its screening."""
    ours = quote.paraphrase if quote else None
    return Facts(
        is_let_through=shown is not None,
        is_under_theme=is_under_theme,
        is_flagged=screening is not None and screening.is_flagged,
        may_be_quoted=screening is not None and screening.may_be_quoted,
        letters=len(ours or shown or ""),
        is_sensitive=is_sensitive(theme),
        cleared_by=quote.cleared_by_id if quote else None,
        second_by=quote.second_by_id if quote else None,
    )


def closed_days(wave: Wave, on: date) -> int | None:
    """Return for how many days a wave has been closed; ``None`` while it is open or planned."""
    return None if wave.state(on) is not WaveState.CLOSED else (on - wave.last_day).days


def _let_through(session: Session, answer_id: str, theme: Theme) -> tuple[str | None, Theme | None]:
    """Return an answer’s words as they were let through, and the theme of this one’s family that it is under."""
    shown = session.scalars(select(Reading.shown).where(Reading.answer_id == answer_id)).one_or_none()
    said = select(Coding).where(
        Coding.answer_id == answer_id, Coding.theme_id.in_(family_ids(session, theme))
    )
    held = [coding.theme for coding in session.scalars(said.order_by(Coding.id)).unique() if coding.holds]
    return shown, theme if theme in held else next(iter(held), None)


def clear_second(session: Session, *, answer_id: str, theme: Theme, worker: Worker, seen: str) -> Quote:
    """Clear a quote as the second person.

    ``seen``: the words that this person had before them. Raises ``CannotQuote`` when nobody has cleared it before,
    when this worker has, or when the words are others now.
    """
    _refuse_until_all_is_read(session, answer_id)
    quote = next(iter(_quotes_of(session, answer_id, theme)), None)
    if quote is None:
        raise CannotQuote(
            "Nobody has cleared it as a quote yet, so there is nothing to look at a second time."
        )
    if quote.cleared_by_id == worker.id:
        raise CannotQuote("You cleared this quote. The second person must be somebody else.")
    if " ".join(words_of(session, quote).split()) != " ".join(seen.split()):
        raise CannotQuote("The words were changed after you opened the page. Look at them again.")
    quote.second_by = worker
    session.flush()
    return quote


def _refuse_until_all_is_read(session: Session, answer_id: str) -> None:
    try:
        require_all_read_with(session, [answer_id])
    except NotAllRead as left:
        raise CannotQuote(str(left)) from left


def words_of(session: Session, quote: Quote) -> str:
    """Return what a quote would show: our words, or the pupil’s as let through."""
    query = select(Reading.shown).where(Reading.answer_id == quote.answer_id)
    return quote.paraphrase or session.scalars(query).one_or_none() or ""


def is_sensitive(theme: Theme) -> bool:
    """Say whether a theme’s quotes need two people: when it is sensitive, or the one is that it counts as now."""
    return theme.is_sensitive or theme.counts_as.is_sensitive


def _quotes_of(session: Session, answer_id: str, theme: Theme) -> Sequence[Quote]:
    """Return an answer’s quotes for a theme and those merged into it."""
    family = family_ids(session, theme)
    query = select(Quote).where(Quote.answer_id == answer_id, Quote.theme_id.in_(family)).order_by(Quote.id)
    return session.scalars(query).all()


def withdraw_quote(session: Session, *, answer_id: str, theme: Theme) -> None:
    """Take a clearance back. Reports already released keep what they said."""
    for quote in _quotes_of(session, answer_id, theme):
        session.delete(quote)
    session.flush()


def quoted_words(session: Session, answer_id: str) -> frozenset[str]:
    """Return what the quotes of an answer say: its words as let through, or ours in their place."""
    query = select(Quote).where(Quote.answer_id == answer_id)
    return frozenset(words_of(session, quote) for quote in session.scalars(query))


def words_awaiting_second(session: Session, theme: Theme) -> frozenset[str]:
    """Return what the quotes of a theme say that only one person has cleared."""
    family = family_ids(session, theme)
    query = select(Quote).where(Quote.theme_id.in_(family), Quote.second_by_id.is_(None))
    return frozenset(words_of(session, quote) for quote in session.scalars(query))


def quotes_under(session: Session, theme: Theme) -> dict[str, Quote]:
    """Return the quotes cleared for a theme, shown or not, by the keys of their answers."""
    query = select(Quote).where(Quote.theme_id.in_(family_ids(session, theme))).order_by(Quote.id)
    return {quote.answer_id: quote for quote in session.scalars(query)}


def cleared_quotes(
    session: Session, *, wave: Wave, on: date, shown: Collection[str], school_id: str | None = None
) -> list[Quoted]:
    """Return the quotes of a wave that may be read, in the order of random keys.

    ``shown``: codes of the themes whose figures are shown where the quotes will stand (a wave’s or a school’s); no other
    theme is quoted. A quote whose theme a person has since removed is left out; one whose theme was merged into another
    speaks for that. ``surveys.quotable`` says what else keeps a quote back.
    """
    query = (
        select(Quote, Reading.shown, Coding, Screening, Answer.response_id)
        .join(Reading, Reading.answer_id == Quote.answer_id)
        .join(Coding, (Coding.answer_id == Quote.answer_id) & (Coding.theme_id == Quote.theme_id))
        .join(Answer, Answer.id == Quote.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .outerjoin(Screening, Screening.answer_id == Quote.answer_id)
        .where(WaveSchool.wave_id == wave.id)
        .order_by(Quote.id)
    )
    if school_id is not None:
        query = query.where(WaveSchool.school_id == school_id)
    every = {theme.id: theme for theme in themes(session)}
    quotes: dict[tuple[str, str], Quoted] = {}
    for quote, let_through, coding, screening, response_id in session.execute(query).unique():
        theme = every[quote.theme_id]
        code = theme.counts_as.code
        is_under_theme = coding.holds and theme.counts_as.is_live
        facts = facts_of(let_through, quote, screening, theme=theme, is_under_theme=is_under_theme)
        facts = replace(facts, closed_days=closed_days(wave, on), is_theme_shown=code in shown)
        if why_not_show(facts) is None:
            words, is_ours = quote.paraphrase or let_through or "", quote.paraphrase is not None
            quotes[quote.answer_id, code] = Quoted(quote.answer_id, code, words, is_ours, response_id)
    return list(quotes.values())

"""Drafts: which edition a school’s next one is, and which must go because they say what may not be said any more."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.quotes import is_sensitive, quoted_words, words_awaiting_second
from surveys.readings import Source, pass_on, reading_of
from surveys.report_steps import ReportStep, StepKind
from surveys.reports import Report, editions, reports_of_wave, workshop_lines
from surveys.themes import Theme
from surveys.wave_papers import drop_paper_drafts
from surveys.waves import Wave
from surveys.workers import Worker


class Edition(NamedTuple):
    """Which edition of a school’s report a draft is, and how the one before it was recalled."""

    number: int
    recall: ReportStep | None


def edition_to_draft(session: Session, *, place_id: str) -> Edition:
    """Return which edition a school’s next draft is: one more than was ever released to it."""
    released = [report for report in editions(session, place_id=place_id) if report.is_released]
    if not released:
        return Edition(1, None)
    return Edition(released[0].number + 1, released[0].step(StepKind.RECALLED))


def drop_drafts_saying(session: Session, *words: str) -> None:
    """Delete drafts that quote any of these words or list them as said in a workshop: nobody may release them any more."""
    for report in session.scalars(select(Report).where(Report.released_on.is_(None))).unique():
        quoted = {quote["words"] for quote in report.content.get("quotes", [])}
        if not workshop_lines(report).union(quoted).isdisjoint(words):
            session.delete(report)
    session.flush()


def pass_on_with_drafts(
    session: Session, *, source: Source, text_id: str, worker: Worker, is_for_authority: bool, at: datetime
) -> None:
    """Pass on a text that was let through, and delete drafts that say it or what it is quoted with.

    Raises ``NoResultFound`` for a text that nobody has let through.
    """
    reading = reading_of(session, source, text_id)
    shown = [] if reading is None or reading.shown is None else [reading.shown]
    drop_drafts_saying(session, *shown, *quoted_words(session, text_id))
    pass_on(
        session,
        source=source,
        text_id=text_id,
        worker=worker,
        on=at.date(),
        is_for_authority=is_for_authority,
        at=at,
    )


def drop_drafts_short_of_a_second(session: Session, theme: Theme) -> None:
    """Delete drafts that quote what one person alone has cleared, when the theme needs two (any more)."""
    if is_sensitive(theme):
        drop_drafts_saying(session, *words_awaiting_second(session, theme))


def drop_drafts(session: Session, wave: Wave) -> None:
    """Delete the drafts of reports and papers on a wave: what they were made from has changed. Released ones stay."""
    for report in reports_of_wave(session, wave).values():
        if not report.is_released:
            session.delete(report)
    session.flush()
    drop_paper_drafts(session, wave)

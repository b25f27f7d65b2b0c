"""Reports: what a school is told. A draft may be made again; a published report never changes."""

import enum
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.heard import read_notes
from surveys.quotes import cleared_quotes, is_sensitive, quoted_words, words_awaiting_second
from surveys.readings import Source, pass_on, reading_of
from surveys.texts import require_all_read
from surveys.themes import Theme, themes
from surveys.waves import ALPHABET, Wave, WaveSchool
from surveys.workers import Role, Worker


class ReportState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Report(Base):
    """One edition of a school’s report on a wave."""

    __tablename__ = "report"
    __table_args__ = rules(
        UniqueConstraint("wave_school_id", "number"),
        CheckConstraint("(published_on is null) = (published_by_id is null)", name="published_by_someone"),
        CheckConstraint("published_on is null or pdf is not null", name="published_with_its_pdf"),
    )

    id: Mapped[Key]
    wave_school_id: Mapped[Link] = mapped_column(ForeignKey("wave_school.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Protected figures, cleared quotes and actions as they stood when the draft was made."""
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    drafted_on: Mapped[date]
    published_on: Mapped[date | None]
    published_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    address: Mapped[str] = mapped_column(String(8), unique=True)
    """The short address of the pupils’ page: /told/ADDRESS."""

    place: Mapped[WaveSchool] = relationship(lazy="joined")
    published_by: Mapped[Worker | None] = relationship()

    @property
    def state(self) -> ReportState:
        return ReportState.DRAFT if self.published_on is None else ReportState.PUBLISHED


class ReportFrozen(Exception):
    """The report is published; it says what it said."""


class WordsTakenBack(Exception):
    """A draft says words that nobody may read any more, so that it is gone; in a sentence for staff."""


def store_draft(
    session: Session, *, place: WaveSchool, content: dict[str, Any], pdf: bytes, on: date
) -> Report:
    """Store a school’s draft report, in place of an earlier draft; a published one is never touched.

    Raises ``ReportFrozen`` when the newest edition is published: a second edition is a decision of its own.
    """
    # Where the database lets two write at once, whoever publishes this moment must be seen, not written over.
    session.execute(select(Report.id).where(Report.wave_school_id == place.id).with_for_update())
    newest = newest_report(session, place_id=place.id)
    if newest is not None and newest.state is ReportState.PUBLISHED:
        raise ReportFrozen(place.school.name)
    if newest is None:
        newest = Report(place=place, number=1, address=_new_address())
        session.add(newest)
    newest.content, newest.pdf, newest.drafted_on = content, pdf, on
    session.flush()
    return newest


def _new_address() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


def publish_report(session: Session, *, report: Report, worker: Worker, on: date) -> None:
    """Publish a draft as it stands; raise ``ReportFrozen`` when it is published already.

    Raises ``NotAllRead`` while answers of its wave wait to be read, and ``WordsTakenBack`` when it says words that are
    not cleared or let through any more: then the draft is deleted, so that it is made anew.
    """
    name = report.place.school.name
    if report.state is ReportState.PUBLISHED:
        raise ReportFrozen(name)
    require_all_read(session, report.place.wave_id)
    if not _may_still_be_said(session, report, on=on):
        session.delete(report)
        session.flush()
        raise WordsTakenBack(
            f"The report of {name} was not published: its draft quoted words that may not be shown any more. "
            "The draft is gone. Make the drafts again."
        )
    report.published_on, report.published_by = on, worker
    session.flush()


def _may_still_be_said(session: Session, report: Report, *, on: date) -> bool:
    """Say whether every quote of a draft is cleared today for its theme, and every workshop line let through.

    A draft keeps words, not keys of answers, so that it is words that are compared.
    """
    place, counts_as = report.place, {theme.code: theme.counts_as.code for theme in themes(session)}
    # Which themes are shown was settled when the draft was made, and stands in its figures.
    every = set(counts_as.values())
    cleared = cleared_quotes(session, wave=place.wave, on=on, shown=every, school_id=place.school_id)
    may_quote = {(quote.theme_code, quote.words) for quote in cleared}
    quoted = {(counts_as.get(quote["theme"]), quote["words"]) for quote in report.content.get("quotes", [])}
    let_through = {note.shown for note in read_notes(session) if note.school_id == place.school_id}
    return quoted <= may_quote and _workshop_lines(report) <= let_through


def _workshop_lines(report: Report) -> set[str]:
    workshops = report.content.get("figures", {}).get("workshops", {})
    return {line["text"] for line in workshops.get("lines", [])}


def newest_report(session: Session, *, place_id: str) -> Report | None:
    """Return the newest edition of a school’s report on a wave, draft or published, or ``None``."""
    newest = select(func.max(Report.number)).where(Report.wave_school_id == place_id).scalar_subquery()
    query = select(Report).where(Report.wave_school_id == place_id, Report.number == newest)
    return session.scalars(query).unique().one_or_none()


def reports_of_wave(session: Session, wave: Wave) -> dict[str, Report]:
    """Return the reports on a wave, by the key of the school’s place."""
    query = select(Report).join(WaveSchool).where(WaveSchool.wave_id == wave.id).order_by(Report.number)
    return {report.wave_school_id: report for report in session.scalars(query).unique()}


def published_reports_of_school(session: Session, school_id: str) -> Sequence[Report]:
    """Return a school’s published reports, the latest first."""
    query = select(Report).join(WaveSchool).where(WaveSchool.school_id == school_id)
    published = query.where(Report.published_on.is_not(None)).order_by(Report.published_on.desc(), Report.id)
    return session.scalars(published).unique().all()


def report_for(session: Session, worker: Worker, report_id: str) -> Report:
    """Return a report this worker may see, or raise ``NoResultFound``.

    The lead sees drafts too; anybody else sees their own school’s published reports, and none without a school.
    """
    query = select(Report).join(WaveSchool).where(Report.id == report_id)
    if not worker.is_a(Role.LEAD):
        query = query.where(WaveSchool.school_id == worker.school_id, Report.published_on.is_not(None))
    return session.scalars(query).unique().one()


def published_report_at(session: Session, address: str) -> Report:
    """Return the published report with this short address, or raise ``NoResultFound``."""
    query = select(Report).where(Report.address == address.upper(), Report.published_on.is_not(None))
    return session.scalars(query).unique().one()


def drop_drafts_saying(session: Session, *words: str) -> None:
    """Delete drafts that quote any of these words or list them as said in a workshop: nobody may publish them any more."""
    for report in session.scalars(select(Report).where(Report.published_on.is_(None))).unique():
        quoted = {quote["words"] for quote in report.content.get("quotes", [])}
        if not _workshop_lines(report).union(quoted).isdisjoint(words):
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
    """Delete the drafts on a wave, because they were made while answers were still coming in; published ones stay."""
    for report in reports_of_wave(session, wave).values():
        if report.state is ReportState.DRAFT:
            session.delete(report)
    session.flush()

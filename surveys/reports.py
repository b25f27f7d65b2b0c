"""Reports: what a school is told. A draft may be made again; a released report never changes, and can be recalled."""

import enum
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.codes import ALPHABET
from surveys.report_steps import ReportReply, ReportStep, StepKind
from surveys.waves import Wave, WaveSchool
from surveys.workers import Role, Worker
from surveys.workshops import NoteKind


class ReportState(enum.StrEnum):
    """How far a report has come, in words for staff."""

    DRAFT = "draft"
    CHECKED = "checked"
    RELEASED = "released"
    SEEN = "seen by the school"
    ANSWERED = "answered by the school"
    TOLD = "told to pupils"
    RECALLED = "recalled"


class Recommendation(NamedTuple):
    """What pupils recommend in a report, and the key that a reply to it goes by."""

    key: str
    text: str


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
    released_on: Mapped[date | None] = mapped_column("published_on")
    released_by_id: Mapped[Link | None] = mapped_column("published_by_id", ForeignKey("worker.id"))
    address: Mapped[str] = mapped_column(String(8), unique=True)
    """The short address of the pupils’ page: /told/ADDRESS. Each edition has its own."""

    place: Mapped[WaveSchool] = relationship(lazy="joined")
    released_by: Mapped[Worker | None] = relationship()
    steps: Mapped[list[ReportStep]] = relationship(
        order_by=(ReportStep.taken_on, ReportStep.id), cascade="all, delete-orphan", lazy="selectin"
    )
    replies: Mapped[list[ReportReply]] = relationship(cascade="all, delete-orphan")

    def step(self, kind: StepKind) -> ReportStep | None:
        """Return the step of this kind, or ``None`` while it has not been taken."""
        return next((step for step in self.steps if step.kind is kind), None)

    @property
    def state(self) -> ReportState:
        taken = {step.kind for step in self.steps}
        if StepKind.RECALLED in taken:
            return ReportState.RECALLED
        if not self.is_released:
            return ReportState.CHECKED if StepKind.CHECKED in taken else ReportState.DRAFT
        furthest = (kind for kind in (StepKind.TOLD, StepKind.ANSWERED, StepKind.SEEN) if kind in taken)
        kind = next(furthest, None)
        return ReportState.RELEASED if kind is None else ReportState[kind.name]

    @property
    def is_released(self) -> bool:
        """Whether it was ever released. Its school may have read it then, so this stays true when it is recalled."""
        return self.released_on is not None

    @property
    def stands(self) -> bool:
        """Whether its school and its pupils may read it now."""
        return self.is_released and self.state is not ReportState.RECALLED

    @property
    def recommendations(self) -> list[Recommendation]:
        """What pupils recommend in it, with the keys that replies go by."""
        lines = self.content.get("figures", {}).get("workshops", {}).get("lines", [])
        return [
            # The first reports kept no keys, and a released one never changes; there the words are the key.
            Recommendation(line.get("key") or _digest(line["text"]), line["text"])
            for line in lines
            if line["kind"] == NoteKind.RECOMMENDATION
        ]

    @property
    def mark(self) -> str:
        """By this a form knows that nobody made the draft anew meanwhile."""
        return mark_of(self.content)


def mark_of(content: Mapping[str, Any]) -> str:
    """Return a digest of what a report or a paper says."""
    return _digest(json.dumps(content, sort_keys=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class ReportFrozen(Exception):
    """The report is released or recalled already; in a sentence for staff."""


def store_draft(
    session: Session, *, place: WaveSchool, content: dict[str, Any], pdf: bytes, on: date
) -> Report:
    """Store a school’s draft report, in place of an earlier draft, which whoever checked it must check again.

    A released report is never touched: raises ``ReportFrozen`` while it stands. Once it is recalled, its draft is a new
    edition.
    """
    # Where the database lets two write at once, whoever releases this moment must be seen, not written over.
    session.execute(select(Report.id).where(Report.wave_school_id == place.id).with_for_update())
    newest = newest_report(session, place_id=place.id)
    if newest is not None and newest.stands:
        raise ReportFrozen(f"The report of {place.school.name} is released, and stays as it is.")
    if newest is None or newest.is_released:
        number = 1 if newest is None else newest.number + 1
        newest = Report(place=place, number=number, address=_new_address())
        session.add(newest)
    newest.content, newest.pdf, newest.drafted_on, newest.steps = content, pdf, on, []
    session.flush()
    return newest


def _new_address() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


def newest_report(session: Session, *, place_id: str) -> Report | None:
    """Return the newest edition of a school’s report on a wave, whatever has become of it, or ``None``."""
    query = select(Report).where(Report.wave_school_id == place_id).order_by(Report.number.desc()).limit(1)
    return session.scalars(query).unique().one_or_none()


def editions(session: Session, *, place_id: str) -> Sequence[Report]:
    """Return every edition of a school’s report on a wave, the newest first."""
    query = select(Report).where(Report.wave_school_id == place_id).order_by(Report.number.desc())
    return session.scalars(query).unique().all()


def is_any_released(session: Session, wave: Wave) -> bool:
    """Say whether a report on a wave was ever released; one that was recalled since has been read too."""
    released = exists().where(
        Report.wave_school_id == WaveSchool.id, WaveSchool.wave_id == wave.id, Report.released_on.is_not(None)
    )
    return bool(session.scalar(select(released)))


def reports_of_wave(session: Session, wave: Wave) -> dict[str, Report]:
    """Return the newest edition of each report on a wave, by the key of the school’s place."""
    query = select(Report).join(WaveSchool).where(WaveSchool.wave_id == wave.id).order_by(Report.number)
    return {report.wave_school_id: report for report in session.scalars(query).unique()}


def _stands() -> ColumnElement[bool]:
    recalled = exists().where(ReportStep.report_id == Report.id, ReportStep.kind == StepKind.RECALLED)
    return Report.released_on.is_not(None) & ~recalled


def reports_of_school(session: Session, school_id: str) -> Sequence[Report]:
    """Return what was ever released to a school, the latest first; the page says which of it is recalled."""
    query = select(Report).join(WaveSchool).where(WaveSchool.school_id == school_id)
    released = query.where(Report.released_on.is_not(None)).order_by(
        Report.released_on.desc(), Report.number.desc(), Report.id
    )
    return session.scalars(released).unique().all()


def standing_reports(session: Session, wave: Wave) -> Sequence[Report]:
    """Return the reports on a wave that are released and not recalled, by the school’s name."""
    query = select(Report).join(WaveSchool).where(WaveSchool.wave_id == wave.id, _stands())
    return sorted(
        session.scalars(query).unique(), key=lambda report: (report.place.school.name, report.place.id)
    )


def report_for(session: Session, worker: Worker, report_id: str) -> Report:
    """Return a report that this worker may read, or raise ``NoResultFound``.

    The lead reads every edition, drafts too; anybody else reads what stands of their own school’s, and nothing without
    a school.
    """
    return _one(session, worker, report_id, or_else=_stands())


def report_or_recall_for(session: Session, worker: Worker, report_id: str) -> Report:
    """Return a report as ``report_for`` does, or one that a school was given and must now be told is recalled."""
    return _one(session, worker, report_id, or_else=Report.released_on.is_not(None))


def _one(session: Session, worker: Worker, report_id: str, *, or_else: ColumnElement[bool]) -> Report:
    query = select(Report).join(WaveSchool).where(Report.id == report_id)
    if not worker.is_a(Role.LEAD):
        query = query.where(WaveSchool.school_id == worker.school_id, or_else)
    return session.scalars(query).unique().one()


def released_report_at(session: Session, address: str) -> Report:
    """Return the report with this short address while it stands, or raise ``NoResultFound``."""
    query = select(Report).where(Report.address == address.upper(), _stands())
    return session.scalars(query).unique().one()


def recalled_report_at(session: Session, address: str) -> Report | None:
    """Return the recalled report that this short address led to, or ``None``."""
    query = select(Report).where(
        Report.address == address.upper(), Report.released_on.is_not(None), ~_stands()
    )
    return session.scalars(query).unique().one_or_none()


def report_in_place_of(session: Session, recalled: Report) -> Report | None:
    """Return the edition that stands now instead of one that was recalled, or ``None``."""
    query = select(Report).where(Report.wave_school_id == recalled.wave_school_id, _stands())
    return session.scalars(query).unique().one_or_none()


def workshop_lines(report: Report) -> set[str]:
    """Return what a report lists as said in workshops."""
    workshops = report.content.get("figures", {}).get("workshops", {})
    return {line["text"] for line in workshops.get("lines", [])}

"""Wave papers: what is written of a whole wave, for those who act on it. A draft may be made again; a released one stays,
and can be recalled."""

import enum
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    Select,
    UniqueConstraint,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.reports import is_any_released, mark_of
from surveys.waves import Wave, WaveState
from surveys.workers import Role, Worker


class PaperKind(enum.StrEnum):
    OVERVIEW = "overview"
    """The whole authority: schools by themes, what stands in the way everywhere, who took part, what moved."""
    PACK = "pack"
    """A subgroup’s evidence; its subject is the subgroup’s slug."""
    SCRUTINY = "scrutiny"
    """For the council’s scrutiny committee, which meets in public: no school is named."""
    TRUST = "trust"
    """The schools of one trust side by side; its subject is the trust’s name."""
    SUMMARY = "summary"
    """For everybody, on a page of its own."""


FOR_MEMBERS = (PaperKind.OVERVIEW, PaperKind.PACK, PaperKind.SUMMARY)
"""What members of the subgroups read once it is released. The lead hands on the others."""


CHECKERS = (Role.LEAD, Role.READER)
"""Who reads a wave’s figures while its codings are being checked and anything can still change."""


class WavePaper(Base):
    """One edition of a paper on a wave."""

    __tablename__ = "wave_paper"
    __table_args__ = rules(
        UniqueConstraint("wave_id", "kind", "subject", "number"),
        CheckConstraint("(released_on is null) = (released_by_id is null)", name="released_by_someone"),
        CheckConstraint(
            "(recalled_on is null) = (recalled_by_id is null) and (recalled_on is null) = (recalled_for = '')",
            name="recalled_by_someone_for_a_reason",
        ),
        CheckConstraint("recalled_on is null or released_on is not null", name="recalled_after_release"),
    )

    id: Mapped[Key]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    kind: Mapped[PaperKind]
    subject: Mapped[Name]
    """Which subgroup or trust it is about; empty where there is one paper of the kind."""
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    """Which edition it is: one more than the last that was released and recalled."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Protected figures, cleared quotes and actions as they stood when it was made, in sections."""
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    made_on: Mapped[date]
    released_on: Mapped[date | None]
    released_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    recalled_on: Mapped[date | None]
    recalled_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    recalled_for: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was recalled, for everybody who could read it."""

    wave: Mapped[Wave] = relationship(lazy="joined")
    released_by: Mapped[Worker | None] = relationship(foreign_keys=released_by_id)
    recalled_by: Mapped[Worker | None] = relationship(foreign_keys=recalled_by_id)

    @property
    def is_released(self) -> bool:
        """Whether it was ever released. It may have been read then, so this stays true when it is recalled."""
        return self.released_on is not None

    @property
    def stands(self) -> bool:
        """Whether those it is for may read it now."""
        return self.is_released and self.recalled_on is None

    @property
    def mark(self) -> str:
        """By this a form knows that nobody made the draft anew meanwhile."""
        return mark_of(self.content)

    @property
    def may_be_released(self) -> bool:
        """Whether it is a draft made after its wave closed; an earlier one would freeze half an answer."""
        return not self.is_released and self.wave.state(self.made_on) is WaveState.CLOSED


class PaperFrozen(Exception):
    """The paper is released or recalled already; in a sentence for staff."""


def store_paper(
    session: Session,
    *,
    wave: Wave,
    kind: PaperKind,
    subject: str,
    content: dict[str, Any],
    pdf: bytes,
    on: date,
) -> WavePaper:
    """Store a paper in place of an earlier draft; raise ``PaperFrozen`` where it is released already.

    A second version of a paper that stands would let a reader subtract one from the other. After a recall its draft is a
    new edition.
    """
    paper = newest_paper(session, wave=wave, kind=kind, subject=subject)
    if paper is not None:
        lock_paper(session, paper)
    if paper is not None and paper.stands:
        raise PaperFrozen(f"“{paper.content['title']}” is released already and stays as it is.")
    if paper is None or paper.is_released:
        number = 1 if paper is None else paper.number + 1
        paper = WavePaper(wave=wave, kind=kind, subject=subject, number=number)
        session.add(paper)
    paper.content, paper.pdf, paper.made_on = content, pdf, on
    session.flush()
    return paper


def newest_paper(session: Session, *, wave: Wave, kind: PaperKind, subject: str) -> WavePaper | None:
    """Return the newest edition of a paper, whatever has become of it, or ``None``."""
    return session.scalars(_editions(wave, kind, subject).limit(1)).unique().one_or_none()


def last_released(session: Session, *, wave: Wave, kind: PaperKind, subject: str) -> WavePaper | None:
    """Return the newest edition of a paper that was ever released, recalled or not, or ``None``."""
    released = _editions(wave, kind, subject).where(WavePaper.released_on.is_not(None))
    return session.scalars(released.limit(1)).unique().one_or_none()


def _editions(wave: Wave, kind: PaperKind, subject: str) -> Select[WavePaper]:
    """Select the editions of a paper, the newest first."""
    query = select(WavePaper).where(
        WavePaper.wave_id == wave.id, WavePaper.kind == kind, WavePaper.subject == subject
    )
    return query.order_by(WavePaper.number.desc())


def lock_paper(session: Session, paper: WavePaper) -> None:
    """Hold a paper against others who write to it this moment, and see what they have done.

    Raises ``NoResultFound`` when its draft is gone.
    """
    # Where the database lets two write at once, the second waits here and then reads what the first has stored.
    session.scalars(select(WavePaper.id).where(WavePaper.id == paper.id).with_for_update()).one()
    session.refresh(paper)


def papers_of_wave(session: Session, wave: Wave) -> Sequence[WavePaper]:
    """Return the papers on a wave, by kind and subject, the newest edition of each first."""
    query = select(WavePaper).where(WavePaper.wave_id == wave.id)
    order = list(PaperKind)
    found = session.scalars(query).unique()
    return sorted(found, key=lambda paper: (order.index(paper.kind), paper.subject, -paper.number))


def released_papers(session: Session) -> Sequence[WavePaper]:
    """Return what was ever released to members of the subgroups, the latest first; the page says what is recalled."""
    query = select(WavePaper).where(WavePaper.released_on.is_not(None), WavePaper.kind.in_(FOR_MEMBERS))
    order = WavePaper.released_on.desc(), WavePaper.number.desc(), WavePaper.id
    return session.scalars(query.order_by(*order)).unique().all()


def is_any_told(session: Session, wave: Wave) -> bool:
    """Say whether anything on a wave was ever released, a report or a paper: then somebody has figures to subtract."""
    released = exists().where(WavePaper.wave_id == wave.id, WavePaper.released_on.is_not(None))
    return is_any_released(session, wave) or bool(session.scalar(select(released)))


def may_read_figures(session: Session, worker: Worker, wave: Wave) -> bool:
    """Say whether a worker may read what was counted in a wave: who checks it always, others once anything on it is told.

    Until then it may be counted again with any figure changed, and who had read it before could subtract (trust.md, 2.3,
    rule 13).
    """
    return worker.is_a(*CHECKERS) or is_any_told(session, wave)


def drop_paper_drafts(session: Session, wave: Wave) -> None:
    """Delete the drafts of papers on a wave, because what they were made from has changed; released ones stay."""
    for paper in papers_of_wave(session, wave):
        if not paper.is_released:
            session.delete(paper)
    session.flush()


def paper_for(session: Session, worker: Worker, paper_id: str) -> WavePaper:
    """Return a paper this worker may read, or raise ``NoResultFound``.

    The lead reads every one; members of the subgroups read what stands of those that are for them.
    """
    return _one(session, worker, paper_id, or_else=_stands())


def paper_or_recall_for(session: Session, worker: Worker, paper_id: str) -> WavePaper:
    """Return a paper as ``paper_for`` does, or one that its readers were given and must now be told is recalled."""
    return _one(session, worker, paper_id, or_else=WavePaper.released_on.is_not(None))


def _one(session: Session, worker: Worker, paper_id: str, *, or_else: ColumnElement[bool]) -> WavePaper:
    query = select(WavePaper).where(WavePaper.id == paper_id)
    if not worker.is_a(Role.LEAD):
        query = query.where(WavePaper.kind.in_(FOR_MEMBERS), or_else)
    return session.scalars(query).unique().one()


def _stands() -> ColumnElement[bool]:
    return WavePaper.released_on.is_not(None) & WavePaper.recalled_on.is_(None)


def public_paper(session: Session, paper_id: str) -> WavePaper:
    """Return a summary that was released, which anybody may read while it stands, or raise ``NoResultFound``."""
    query = select(WavePaper).where(
        WavePaper.id == paper_id,
        WavePaper.kind == PaperKind.SUMMARY,
        WavePaper.released_on.is_not(None),
    )
    return session.scalars(query).unique().one()


def paper_in_place_of(session: Session, recalled: WavePaper) -> WavePaper | None:
    """Return the edition that stands now instead of one that was recalled, or ``None``."""
    last = last_released(session, wave=recalled.wave, kind=recalled.kind, subject=recalled.subject)
    return last if last is not None and last.stands else None

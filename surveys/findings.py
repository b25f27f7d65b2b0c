"""Findings: figures computed once, protected before they are stored here, and only read by pages."""

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Link, rules


class FindingKind(enum.StrEnum):
    """What a finding is about. ``subject`` names the theme, the school or the question."""

    THEME = "theme"
    """One theme: how many wrote of it, how many ticked it, in which schools, in which workshops, its words."""
    SCHOOL = "school"
    """One school: everything its report says in figures."""
    GROUPS = "groups"
    """What was left over, grouped."""
    OVERVIEW = "overview"
    """The whole wave: how many answered, from how many schools, with what method."""


class Finding(Base):
    __tablename__ = "finding"
    __table_args__ = rules(UniqueConstraint("wave_id", "kind", "subject"))

    id: Mapped[Key]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    kind: Mapped[FindingKind]
    subject: Mapped[str] = mapped_column(String(40))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    found_on: Mapped[date]


def store_findings(
    session: Session, *, wave_id: str, figures: dict[tuple[FindingKind, str], dict[str, Any]], on: date
) -> None:
    """Replace a wave’s findings by new ones. What is handed in must be protected already."""
    session.execute(delete(Finding).where(Finding.wave_id == wave_id))
    session.add_all(
        Finding(wave_id=wave_id, kind=kind, subject=subject, figures=content, found_on=on)
        for (kind, subject), content in figures.items()
    )
    session.flush()


def finding(session: Session, *, wave_id: str, kind: FindingKind, subject: str) -> Finding | None:
    """Return one stored finding, or ``None`` when it was never computed."""
    query = select(Finding).where(
        Finding.wave_id == wave_id, Finding.kind == kind, Finding.subject == subject
    )
    return session.scalars(query).one_or_none()


def findings(session: Session, *, wave_id: str, kind: FindingKind) -> dict[str, dict[str, Any]]:
    """Return all findings of a kind in a wave, by subject."""
    query = select(Finding).where(Finding.wave_id == wave_id, Finding.kind == kind).order_by(Finding.subject)
    return {found.subject: found.figures for found in session.scalars(query)}


def drop_findings(session: Session, wave_id: str) -> None:
    """Delete what was found in a wave, because it was counted while answers were still coming in."""
    session.execute(delete(Finding).where(Finding.wave_id == wave_id))

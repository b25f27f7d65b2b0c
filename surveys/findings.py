"""Findings: figures computed once, protected before they are stored here, and only read by pages."""

import enum
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, delete, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Link, rules
from surveys.surveys import SurveyVersion
from surveys.themes import Theme
from surveys.waves import Wave


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
    AGREEMENT = "agreement"
    """One blind sample, named by its key: how well its coders, and the machine, agree."""
    TRUST = "trust"
    """One theme: how far to trust the machine’s codings of it, in words."""
    CUBE = "cube"
    """The whole wave: every protected figure once, from which the others are made."""


FiguresByKind = Mapping[tuple[FindingKind, str], dict[str, Any]]


class Finding(Base):
    __tablename__ = "finding"
    __table_args__ = rules(UniqueConstraint("wave_id", "kind", "subject"))

    id: Mapped[Key]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    kind: Mapped[FindingKind]
    subject: Mapped[str] = mapped_column(String(40))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    found_on: Mapped[date]


def store_findings(session: Session, *, wave_id: str, figures: FiguresByKind, on: date) -> None:
    """Replace a wave’s findings by new ones. What is handed in must be protected already.

    What a sample measured stays: counting again does not change how people coded it.
    """
    drop_findings(session, wave_id)
    _add(session, wave_id, figures, on=on)


def replace_findings(session: Session, *, wave_id: str, figures: FiguresByKind, on: date) -> None:
    """Store findings in the place of those of the same kind and subject, and leave the others as they are."""
    for kind, subject in figures:
        session.execute(
            delete(Finding).where(
                Finding.wave_id == wave_id, Finding.kind == kind, Finding.subject == subject
            )
        )
    _add(session, wave_id, figures, on=on)


def _add(session: Session, wave_id: str, figures: FiguresByKind, *, on: date) -> None:
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


def theme_finding(session: Session, *, wave_id: str, theme: Theme) -> Finding | None:
    """Return what was found of a theme in a wave: as it was counted then, else of the theme that it counts under now."""
    for code in dict.fromkeys((theme.code, theme.counts_as.code)):
        found = finding(session, wave_id=wave_id, kind=FindingKind.THEME, subject=code)
        if found is not None:
            return found
    return None


def findings(session: Session, *, wave_id: str, kind: FindingKind) -> dict[str, dict[str, Any]]:
    """Return all findings of a kind in a wave, by subject."""
    query = select(Finding).where(Finding.wave_id == wave_id, Finding.kind == kind).order_by(Finding.subject)
    return {found.subject: found.figures for found in session.scalars(query)}


def wave_counted_before(session: Session, wave: Wave) -> Wave | None:
    """Return the latest earlier wave of the same survey whose schools have findings, or ``None``."""
    counted = exists().where(Finding.wave_id == Wave.id, Finding.kind == FindingKind.SCHOOL)
    query = (
        select(Wave)
        .join(SurveyVersion, SurveyVersion.id == Wave.version_id)
        .where(
            SurveyVersion.survey_id == wave.version.survey_id,
            Wave.opens_on < wave.opens_on,
            Wave.id != wave.id,
            counted,
        )
        .order_by(Wave.opens_on.desc(), Wave.name.desc())
    )
    return session.scalars(query.limit(1)).first()


def drop_findings(session: Session, wave_id: str) -> None:
    """Delete what was found in a wave, because it was counted while answers were still coming in.

    What a sample measured stays, for it speaks of the sample alone.
    """
    session.execute(delete(Finding).where(Finding.wave_id == wave_id, Finding.kind != FindingKind.AGREEMENT))

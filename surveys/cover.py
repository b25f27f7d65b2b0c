"""Cover: the people at a school who stand ready for a disclosure while its pupils write."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ForeignKey, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Link, Name, rules
from surveys.help_lines import CHECK_STANDS_FOR, oldest_check
from surveys.schools import School
from surveys.workers import Role, Worker, WorkerRole

CONFIRMING_STANDS_FOR = timedelta(days=14)
"""People fall ill and change jobs; two weeks is as long as we trust a name that nobody has asked about again."""

HAS_DUTY_OFFICER = exists().where(
    WorkerRole.worker_id == Worker.id,
    WorkerRole.role == Role.SAFEGUARDING_LEAD,
    Worker.active,
    Worker.school_id.is_(None),
)
"""Whether anybody at the authority sees concerns: what names a school’s own lead may go to nobody else."""


class Cover(Base):
    """A school’s safeguarding lead and deputy, as somebody last confirmed them."""

    __tablename__ = "cover"
    __table_args__ = rules()

    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"), primary_key=True)
    lead_name: Mapped[Name]
    deputy_name: Mapped[Name]
    confirmed_on: Mapped[date]
    confirmed_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))

    school: Mapped[School] = relationship()
    confirmed_by: Mapped[Worker] = relationship()

    @property
    def stands_until(self) -> date:
        """The last day on which this confirmation counts."""
        return self.confirmed_on + CONFIRMING_STANDS_FOR


class CoverProblem(Exception):
    """Names that cannot stand as cover, in a sentence for staff."""


def confirm_cover(
    session: Session, *, school: School, lead_name: str, deputy_name: str, worker: Worker, on: date
) -> Cover:
    """Note who stands ready at a school from this day on.

    Raises ``CoverProblem`` when a name is missing or the deputy is the lead.
    """
    lead_name, deputy_name = " ".join(lead_name.split()), " ".join(deputy_name.split())
    if not lead_name or not deputy_name:
        raise CoverProblem("Name both the safeguarding lead and a deputy.")
    if lead_name.casefold() == deputy_name.casefold():
        raise CoverProblem(
            "The deputy must be somebody else: they stand in when the safeguarding lead is away."
        )
    cover = session.get(Cover, school.id) or Cover(school_id=school.id)
    cover.lead_name, cover.deputy_name = lead_name, deputy_name
    cover.confirmed_on, cover.confirmed_by = on, worker
    session.add(cover)
    session.flush()
    return cover


def covers(session: Session, school_ids: Iterable[str]) -> dict[str, Cover]:
    """Return who stands ready at these schools, by school key; a school that was never confirmed is left out."""
    query = select(Cover).where(Cover.school_id.in_(list(school_ids)))
    return {cover.school_id: cover for cover in session.scalars(query)}


def school_to_cover(session: Session, worker: Worker, urn: str) -> School:
    """Return a school whose cover this worker may confirm (a school’s worker: their own), or raise ``NoResultFound``."""
    query = select(School).where(School.urn == urn)
    if worker.school_id is not None:
        query = query.where(School.id == worker.school_id)
    return session.scalars(query).one()


def covered_until(
    confirmed_on: date | None, lines_checked_on: date | None, *, has_duty_officer: bool
) -> date | None:
    """Return the last day on which the people and the help lines can be relied on; ``None`` if they cannot at all."""
    if confirmed_on is None or lines_checked_on is None or not has_duty_officer:
        return None
    return min(confirmed_on + CONFIRMING_STANDS_FOR, lines_checked_on + CHECK_STANDS_FOR)


def help_lines_stand_until(session: Session) -> date | None:
    """Return the last day on which every help line counts as checked; ``None`` if one never was."""
    checked_on = oldest_check(session)
    return None if checked_on is None else checked_on + CHECK_STANDS_FOR


class Missing(enum.StrEnum):
    """What keeps a school’s pupils from answering."""

    PEOPLE = "people"
    DUTY_OFFICER = "duty officer"
    HELP_LINES = "help lines"


def missing_cover(session: Session, schools: Sequence[School], *, on: date) -> dict[str, list[Missing]]:
    """Return what is missing on a day at each of these schools that lacks something, by school key."""
    found = covers(session, [school.id for school in schools])
    lines_until = help_lines_stand_until(session)
    lacking_everywhere = [] if session.scalar(select(HAS_DUTY_OFFICER)) else [Missing.DUTY_OFFICER]
    if lines_until is None or on > lines_until:
        lacking_everywhere.append(Missing.HELP_LINES)
    missing: dict[str, list[Missing]] = {}
    for school in schools:
        cover = found.get(school.id)
        lacking_here = [Missing.PEOPLE] if cover is None or on > cover.stands_until else []
        if lacking := lacking_here + lacking_everywhere:
            missing[school.id] = lacking
    return missing


def in_words(schools: Iterable[School], missing: Mapping[str, Sequence[Missing]]) -> str:
    """Say what is missing, and at which schools, in sentences for staff."""
    without = [school.name for school in schools if Missing.PEOPLE in missing.get(school.id, ())]
    sentences = []
    if without:
        days = CONFIRMING_STANDS_FOR.days
        sentences.append(
            f"Nobody has confirmed the safeguarding lead and deputy in the last {days} days at: {', '.join(without)}."
        )
    if any(Missing.DUTY_OFFICER in lacks for lacks in missing.values()):
        sentences.append(
            "The authority has no duty officer: nobody without a school has the role of safeguarding lead."
        )
    if any(Missing.HELP_LINES in lacks for lacks in missing.values()):
        days = CHECK_STANDS_FOR.days
        sentences.append(f"Not every help line was checked in the last {days} days.")
    return " ".join(sentences)

"""Concerns: words that may tell of harm, on their way to the safeguarding lead. Nothing joins them to other answers."""

import enum
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.cases import THE_END, Act, CaseEnd, CaseEntry, add_entry
from surveys.codes import ALPHABET
from surveys.conflict import points_at_staff
from surveys.known_names import staff_of
from surveys.notices import Notice, NoticeKind, leads, queue_notices
from surveys.origins import Origin
from surveys.schools import School
from surveys.screenings import Harm, Level
from surveys.sealing import SealedText
from surveys.workers import Role, Worker, WorkerRole

BUCKET_MINUTES = 15
"""The clock needs to know when a concern came; a quarter of an hour is as fine as it may be kept (trust.md, 5.2)."""
OVER = (Act.HANDED_OVER, Act.DECIDED, Act.ERASED)
"""What is done about a concern that the clock need not keep any more, once somebody has seen it."""
TAKEN = "It may be about somebody on the school’s staff: from now on the authority alone sees it."


class RaisedBy(enum.StrEnum):
    """How words came to be a concern."""

    SCREEN = "screen"  # the machine thought them urgent when they came
    READER = "reader"
    WORKSHOP = "workshop"  # somebody in the room pressed “needs safeguarding now”


class Concern(Base):
    """Words that may tell of harm, their school and week. Nothing here joins them to an answer.

    What was done about them, by whom and when, stands in the case log (``surveys.cases``).
    """

    __tablename__ = "concern"
    __table_args__ = rules(
        UniqueConstraint("number"),
        CheckConstraint("minutes_to_seen is null or came_at is null", name="bucket_goes_when_seen"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(9))
    """What people call the case, such as “K7P4-XQ2M”: random, and it says nothing of the pupil."""
    text: Mapped[str | None] = mapped_column(SealedText)
    """The raw words; ``None`` once they were erased."""
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"))
    wave_id: Mapped[Link | None] = mapped_column(ForeignKey("wave.id"))
    year: Mapped[str | None] = mapped_column(String(40))
    """The year group, only where at least ten pupils of it had answered."""
    week: Mapped[date]
    came_at: Mapped[datetime | None]
    """The quarter of an hour in which it came, for the clock; gone when somebody has seen it."""
    minutes_to_seen: Mapped[int | None]
    """Minutes of cover hours from ``came_at`` until somebody saw it, in steps of 5."""
    level: Mapped[Level]
    harm: Mapped[Harm | None]
    raised_by: Mapped[RaisedBy]
    is_for_authority: Mapped[bool] = mapped_column(default=False)
    """It points at somebody on the staff, so the school’s own safeguarding people must not see it."""

    school: Mapped[School] = relationship(lazy="joined")

    @property
    def is_seen(self) -> bool:
        return self.came_at is None


@dataclass(frozen=True)
class Disclosure:
    """What a concern is raised with: the words as they were written, where they come from, and what they may tell of."""

    text: str
    origin: Origin
    harm: Harm | None
    is_for_authority: bool
    """Keep it from the school’s own safeguarding people. A name of the school’s staff in the words does so anyway."""


def raise_concern(
    session: Session, disclosure: Disclosure, *, raised_by: RaisedBy, by: Worker | None, at: datetime
) -> Concern:
    """Raise a concern, and tell everybody who may see it that one waits."""
    text, origin = disclosure.text, disclosure.origin
    concern = Concern(
        number=_new_number(),
        text=text,
        school=session.get_one(School, origin.school_id),
        wave_id=origin.wave_id,
        year=origin.year,
        week=origin.week,
        came_at=_bucket(at),
        level=Level.RED,  # whoever raises one means now, whatever a machine made of the words
        harm=disclosure.harm,
        raised_by=raised_by,
        is_for_authority=_is_for_authority(session, disclosure),
    )
    session.add(concern)
    session.flush()
    add_entry(session, concern=concern, act=Act.RAISED, at=at, by=by)
    _tell(session, concern, at)
    return concern


def raise_or_join_concern(
    session: Session, disclosure: Disclosure, *, raised_by: RaisedBy, by: Worker | None, at: datetime
) -> Concern:
    """Raise a concern, unless the screen raised one with the same words: then add to its log that ``by`` did too.

    The screen raises what looks urgent at once; the reader who meets the same words later must not double the case. A
    second pupil’s same words are a case of their own. Once the words point at staff, no case with them stays with the
    school, but those that the authority itself shared.
    """
    # Whoever adds to the log holds its end: nobody hands over, sees or joins a case while it is looked at here.
    session.get(CaseEnd, THE_END, with_for_update=True, populate_existing=True)
    origin = disclosure.origin
    query = select(Concern).where(Concern.school_id == origin.school_id, Concern.week == origin.week)
    found = session.scalars(query.order_by(Concern.id).execution_options(populate_existing=True))
    alike = [one for one in found if one.text == disclosure.text]
    points = _is_for_authority(session, disclosure) or any(one.is_for_authority for one in alike)
    concern = next((one for one in alike if _waits_for_its_reader(session, one)), None)
    if concern is not None:
        add_entry(session, concern=concern, act=Act.RAISED, at=at, by=by)
    else:
        told = replace(disclosure, is_for_authority=points)
        concern = raise_concern(session, told, raised_by=raised_by, by=by, at=at)
    if points:
        for one in alike:
            _take_from_school(session, one, by=by, at=at)
    return concern


def _is_for_authority(session: Session, disclosure: Disclosure) -> bool:
    staff = staff_of(session, disclosure.origin.school_id)
    return disclosure.is_for_authority or points_at_staff(disclosure.text, staff)


def _waits_for_its_reader(session: Session, concern: Concern) -> bool:
    """Say whether a concern may be that of the text a person passes on: the screen raised it, and nobody else has."""
    if concern.raised_by is not RaisedBy.SCREEN or was(session, concern, *OVER):
        return False
    passed_on = select(CaseEntry.id).where(CaseEntry.concern_id == concern.id, CaseEntry.act == Act.RAISED)
    return session.scalars(passed_on.where(CaseEntry.by_id.is_not(None)).limit(1)).first() is None


def _take_from_school(session: Session, concern: Concern, *, by: Worker | None, at: datetime) -> None:
    """Keep a concern from the school’s own people from now on, unless the authority shared it with them.

    One that they may have seen counts as unseen again, so that the authority looks, within the time there is for it.
    """
    if concern.is_for_authority or was(session, concern, Act.SHARED):
        return
    add_entry(session, concern=concern, act=Act.ESCALATED, at=at, by=by, words=TAKEN)
    concern.is_for_authority = True
    if concern.is_seen:
        concern.came_at, concern.minutes_to_seen = _bucket(at), None
    of_school = select(Worker.id).where(Worker.school_id == concern.school_id)
    session.execute(delete(Notice).where(Notice.concern_id == concern.id, Notice.worker_id.in_(of_school)))
    _tell(session, concern, at)


def _tell(session: Session, concern: Concern, at: datetime) -> None:
    """Tell all who may see a concern that it waits; where nobody may, the authority’s leads, who can name somebody."""
    told = who_may_see(session, concern) or leads(session)
    queue_notices(session, kind=NoticeKind.CONCERN, workers=told, at=at, concern_id=concern.id)


def _new_number() -> str:
    signs = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def _bucket(at: datetime) -> datetime:
    return at.replace(minute=at.minute - at.minute % BUCKET_MINUTES, second=0, microsecond=0)


def was(session: Session, concern: Concern, *acts: Act) -> bool:
    """Say whether any of these was done about a concern."""
    query = select(CaseEntry.id).where(CaseEntry.concern_id == concern.id, CaseEntry.act.in_(acts))
    return session.scalars(query.limit(1)).first() is not None


def who_may_see(session: Session, concern: Concern) -> Sequence[Worker]:
    """Return the safeguarding leads who can sign in and may see a concern, by name.

    The authority’s may see all, the school’s own those of the school that do not point at its staff.
    """
    query = (
        select(Worker)
        .join(WorkerRole, WorkerRole.worker_id == Worker.id)
        .where(WorkerRole.role == Role.SAFEGUARDING_LEAD, Worker.active)
        .order_by(Worker.name, Worker.id)
    )
    of_authority = Worker.school_id.is_(None)
    if concern.is_for_authority:
        return session.scalars(query.where(of_authority)).all()
    return session.scalars(query.where(of_authority | (Worker.school_id == concern.school_id))).all()


def concerns_for(session: Session, worker: Worker) -> Sequence[Concern]:
    """Return the concerns that a safeguarding lead may see: what nobody has seen first, the longest waiting on top."""
    query = _may_see(worker).order_by(
        Concern.came_at.is_(None), Concern.came_at, Concern.week.desc(), Concern.number
    )
    return session.scalars(query).all()


def concern_for(session: Session, worker: Worker, concern_id: str) -> Concern:
    """Return one concern that this worker may see, or raise ``NoResultFound``."""
    return session.scalars(_may_see(worker).where(Concern.id == concern_id)).one()


def _may_see(worker: Worker) -> Select[Concern]:
    if not worker.is_a(Role.SAFEGUARDING_LEAD):
        return select(Concern).where(Concern.id.is_(None))
    if worker.school_id is None:
        return select(Concern)
    return select(Concern).where(Concern.school_id == worker.school_id, Concern.is_for_authority.is_(False))

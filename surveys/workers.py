"""Workers: the signed-in staff of the authority, its partners and the schools."""

import enum
from collections.abc import Iterable, Sequence

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.agencies import Agency
from surveys.base import Base, Key, Link, Name, new_key, rules
from surveys.schools import School


class Role(enum.StrEnum):
    """What a worker may do. A worker may have several; each opens only its own pages."""

    LEAD = "lead"
    READER = "reader"
    YOUTH_WORKER = "youth worker"
    SUBGROUP_MEMBER = "subgroup member"
    SCHOOL = "school"
    SAFEGUARDING_LEAD = "safeguarding lead"


OF_ONE_SCHOOL = frozenset({Role.SCHOOL, Role.SAFEGUARDING_LEAD})
"""Roles whose pages keep to the worker’s own school; all others show every school."""


class WorkerRole(Base):
    __tablename__ = "worker_role"
    __table_args__ = rules()

    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class Worker(Base):
    """A member of staff. ``password`` is a hash; ``fs_uniquifier`` changes to end all of a worker’s sessions."""

    __tablename__ = "worker"
    __table_args__ = rules(CheckConstraint("email = lower(email)", name="email_is_lower_case"))

    id: Mapped[Key]
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=new_key)
    school_id: Mapped[Link | None] = mapped_column(ForeignKey("school.id"))
    """The school whose reports or concerns this worker sees; ``None`` for staff of the authority."""
    agency_id: Mapped[Link | None] = mapped_column(ForeignKey("agency.id"))

    school: Mapped[School | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    role_rows: Mapped[list[WorkerRole]] = relationship(
        cascade="all, delete-orphan", order_by=WorkerRole.role, lazy="selectin"
    )

    @property
    def role_names(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    def is_a(self, *roles: Role) -> bool:
        """Say whether the worker has any of these roles."""
        return bool(self.role_names.intersection(roles))


class EmailTaken(Exception):
    """Another worker signs in with this address."""


class RoleNeedsSchool(Exception):
    """A school’s worker was given no school, so nobody could say what they may see."""


class RoleSeesMore(Exception):
    """A worker of one school was given a role whose pages show every school’s pupils."""


def add_worker(
    session: Session,
    *,
    name: str,
    email: str,
    password_hash: str,
    roles: Iterable[Role],
    school: School | None = None,
    agency: Agency | None = None,
) -> Worker:
    """Add a member of staff; raise ``EmailTaken``, ``RoleNeedsSchool`` or ``RoleSeesMore`` when the rules say no."""
    email, roles = email.strip().lower(), list(dict.fromkeys(roles))
    if session.scalars(select(Worker.id).where(Worker.email == email)).first():
        raise EmailTaken(email)
    if Role.SCHOOL in roles and school is None:
        raise RoleNeedsSchool(email)
    if school is not None and not OF_ONE_SCHOOL.issuperset(roles):
        raise RoleSeesMore(email)
    worker = Worker(
        name=name.strip(),
        email=email,
        password=password_hash,
        school=school,
        agency=agency,
        role_rows=[WorkerRole(role=role) for role in roles],
    )
    session.add(worker)
    session.flush()
    return worker


def stop_worker(session: Session, *, worker: Worker) -> None:
    """Let a worker sign in no more, and end every session they have open."""
    worker.active = False
    worker.fs_uniquifier = new_key()
    session.flush()


def workers(session: Session) -> Sequence[Worker]:
    """Return every worker, by name."""
    return session.scalars(select(Worker).order_by(Worker.name)).all()


def worker_with_email(session: Session, email: str) -> Worker:
    """Return the worker who signs in with this address, or raise ``NoResultFound``."""
    return session.scalars(select(Worker).where(Worker.email == email.strip().lower())).one()

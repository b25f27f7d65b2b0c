"""Known names: a deployment’s own lists, so that the machine hides them – common names, and each school’s staff."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.cover import Cover
from surveys.schools import School
from surveys.workers import Worker


class NamePart(enum.StrEnum):
    FIRST = "first name"
    SURNAME = "surname"


class KnownName(Base):
    """A name that people here have, as a published table lists it: folded to lower case without accents."""

    __tablename__ = "known_name"
    __table_args__ = rules()

    words: Mapped[Name] = mapped_column(primary_key=True)
    part: Mapped[NamePart] = mapped_column(primary_key=True)


class StaffName(Base):
    """Somebody who works at a school, as pupils may write of them: “Mrs Okafor”."""

    __tablename__ = "staff_name"
    __table_args__ = rules(UniqueConstraint("school_id", "name"))

    id: Mapped[Key]
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"))
    name: Mapped[Name]

    school: Mapped[School] = relationship()


def staff_of(session: Session, school_id: str) -> frozenset[str]:
    """Return every name of a school’s staff that the record knows, as it was written.

    The head as the register has it, the safeguarding lead and deputy, the school’s own workers, and its staff list.
    """
    names = [
        *session.scalars(select(School.head).where(School.id == school_id)),
        *session.scalars(select(Worker.name).where(Worker.school_id == school_id)),
        *session.scalars(select(StaffName.name).where(StaffName.school_id == school_id)),
    ]
    for lead, deputy in session.execute(
        select(Cover.lead_name, Cover.deputy_name).where(Cover.school_id == school_id)
    ):
        names += [lead, deputy]
    return frozenset(name.strip() for name in names if name and name.strip())


LONGEST_STAFF_NAME = 80
MOST_STAFF = 500
"""More than the largest school employs; a longer list is something else."""


class StaffNameProblem(Exception):
    """A staff list that cannot be kept as typed, in a sentence for staff."""


def staff_names(session: Session, school_id: str) -> Sequence[str]:
    """Return a school’s own staff list, in the order of the alphabet."""
    query = select(StaffName.name).where(StaffName.school_id == school_id).order_by(StaffName.name)
    return session.scalars(query).all()


def keep_staff_names(session: Session, *, school: School, typed: str) -> list[str]:
    """Keep a school’s staff list as typed, one name on each line, in place of the one before; return it.

    The same name twice is kept once. Raises ``StaffNameProblem`` naming the line that cannot be a name.
    """
    names: dict[str, str] = {}
    for number, line in enumerate(typed.splitlines(), start=1):
        name = " ".join(line.split())
        if not name:
            continue
        if len(name) > LONGEST_STAFF_NAME:
            raise StaffNameProblem(f"Line {number} is too long. Write one name on each line.")
        if sum(letter.isalpha() for letter in name) < 2:
            raise StaffNameProblem(f"Line {number}, “{name}”, is not a name.")
        names.setdefault(name.casefold(), name)
    if len(names) > MOST_STAFF:
        raise StaffNameProblem(f"These are {len(names)} names. A list has at most {MOST_STAFF}.")
    session.execute(delete(StaffName).where(StaffName.school_id == school.id))
    session.add_all(StaffName(school=school, name=name) for name in names.values())
    session.flush()
    return list(names.values())


@dataclass(frozen=True)
class NamesTaken:
    """What came of taking names in, counted."""

    added: int
    known: int
    """Were there before."""


def add_known_names(session: Session, names: Iterable[str], *, part: NamePart) -> NamesTaken:
    """Take in names, folded; those that are known already stay as they are."""
    wanted = set(names)
    known = set(session.scalars(select(KnownName.words).where(KnownName.part == part)))
    fresh = sorted(wanted - known)
    session.add_all(KnownName(words=words, part=part) for words in fresh)
    session.flush()
    return NamesTaken(len(fresh), len(wanted & known))


def known_names(session: Session, part: NamePart) -> frozenset[str]:
    """Return the deployment’s own list of first names or surnames, folded."""
    return frozenset(session.scalars(select(KnownName.words).where(KnownName.part == part)))


def count_known_names(session: Session) -> int:
    """Return how many names the deployment’s own lists have together."""
    return session.scalar(select(func.count()).select_from(KnownName)) or 0


def staff_counts(session: Session) -> dict[str, int]:
    """Return how many names each school’s staff list has, by school key; a school without a list is left out."""
    query = select(StaffName.school_id, func.count()).group_by(StaffName.school_id)
    return {row[0]: row[1] for row in session.execute(query)}

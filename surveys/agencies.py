"""Agencies: the council teams and partners who own actions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Name, rules


class Agency(Base):
    __tablename__ = "agency"
    __table_args__ = rules()

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)


def agencies(session: Session) -> Sequence[Agency]:
    """Return every agency, by name."""
    return session.scalars(select(Agency).order_by(Agency.name)).all()


def add_agency(session: Session, *, name: str) -> Agency:
    """Add an agency, or return the one that already has this name."""
    agency = session.scalars(select(Agency).where(Agency.name == name)).one_or_none()
    if agency is None:
        agency = Agency(name=name)
        session.add(agency)
        session.flush()
    return agency

"""Schools: who they are, as the national register (GIAS) describes them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Name, rules


class School(Base):
    """A school in the register. Everything but the key comes from GIAS; empty there is ``None`` here."""

    __tablename__ = "school"
    __table_args__ = rules()

    id: Mapped[Key]
    urn: Mapped[str] = mapped_column(String(6), unique=True)
    """Unique reference number: six digits; a school that changes its legal form gets a new one."""
    laestab: Mapped[str] = mapped_column(String(7))
    """LA code and establishment number, seven digits without a stroke."""
    name: Mapped[Name]
    la_name: Mapped[Name]
    type_name: Mapped[Name | None]
    phase: Mapped[Name]
    """Primary, Secondary, All-through and so on, derived from ages where GIAS has none."""
    status: Mapped[Name]
    low_age: Mapped[int | None]
    high_age: Mapped[int | None]
    gender: Mapped[Name | None]
    roll: Mapped[int | None]
    """Pupils on roll at the last census GIAS knows."""
    percent_fsm: Mapped[float | None]
    trust: Mapped[Name | None]
    ukprn: Mapped[str | None] = mapped_column(String(8))
    street: Mapped[Name | None]
    town: Mapped[Name | None]
    postcode: Mapped[str | None] = mapped_column(String(10))
    website: Mapped[Name | None]
    head: Mapped[Name | None]
    closed_on: Mapped[date | None]
    is_closed: Mapped[bool] = mapped_column(default=False)


def schools(session: Session, *, with_closed: bool = False) -> Sequence[School]:
    """Return schools by name; closed ones only when asked for."""
    query = select(School).order_by(School.name, School.urn)
    return session.scalars(query if with_closed else query.where(School.is_closed.is_(False))).all()


def school_with_urn(session: Session, urn: str) -> School:
    """Return the school with this URN, or raise ``NoResultFound``."""
    return session.scalars(select(School).where(School.urn == urn)).one()

"""What every table shares: random keys, names for constraints, and dates that say no more than they must."""

import enum
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column


def new_key() -> str:
    """Return a 128-bit random key (32 hex digits): unique without counting, so it tells no order."""
    return secrets.token_hex(16)


LONDON = ZoneInfo("Europe/London")
"""The clock of every school we ask in, summer time included."""


def now() -> datetime:
    """Return this moment on the schools’ clock."""
    return datetime.now(LONDON)


def monday_of(day: date) -> date:
    """Return the Monday of a day’s week, the finest time that is ever kept with an answer."""
    return day - timedelta(days=day.weekday())


class Moment(TypeDecorator[datetime]):
    """A time in UTC. Only for what staff and machines do; never beside an answer."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite hands the time back without its zone, PostgreSQL in the zone of its session.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key = Annotated[str, mapped_column(String(32), primary_key=True, default=new_key)]
Link = Annotated[str, mapped_column(String(32))]
Name = Annotated[str, mapped_column(String(200))]
Json = Annotated[dict[str, Any], mapped_column(JSON)]


class Base(DeclarativeBase):
    """The one base of all tables."""

    # Predictable names, so that migrations can name a constraint on either database.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        # Stored as text with a check, so the database refuses what the code does not know.
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=30,
            values_callable=lambda values: [value.value for value in values],
        ),
        datetime: Moment,
    }


def rules(*constraints: Any) -> tuple[Any, ...]:
    """Return table arguments: the given rules, and no hidden row number on SQLite.

    SQLite numbers rows in order of arrival unless told not to; that order would tie answers to a queue of pupils.
    """
    return (*constraints, {"sqlite_with_rowid": False})

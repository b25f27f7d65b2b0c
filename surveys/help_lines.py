"""Help lines: the numbers on every pupil’s page, and when a person last made sure that they are right."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Link, rules
from surveys.workers import Worker

CHECK_STANDS_FOR = timedelta(days=180)
"""Lines merge and change hands (The Mix went over to Shout’s charity in 2024), and a school year has two halves."""


class HelpLine(NamedTuple):
    """A help line as the pupils’ pages give it. ``number`` stands in the words of ``bank/frame.toml`` as well."""

    code: str
    name: str
    number: str
    for_adults: str
    """What the person who checks it should hear or find."""


HELP_LINES = (
    HelpLine(
        "childline",
        "Childline",
        "0800 1111",
        "Free calls for everyone under 19, day and night. Check it on childline.org.uk; do not keep a counsellor from a "
        "child by ringing.",
    ),
    HelpLine(
        "shout", "Shout", "85258", "Free text line for all ages, day and night. Check it on giveusashout.org."
    ),
    HelpLine("emergency", "Emergency services", "999", "Do not ring to test it. Check it on police.uk."),
)


class HelpLineCheck(Base):
    """The last time a person made sure that a help line answers under its number."""

    __tablename__ = "help_line_check"
    __table_args__ = rules()

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Which of ``HELP_LINES``."""
    verified_on: Mapped[date]
    verified_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))

    verified_by: Mapped[Worker] = relationship()


class UnknownHelpLine(Exception):
    """No pupil’s page gives a help line of this code."""


def verify_help_line(session: Session, *, code: str, worker: Worker, on: date) -> HelpLineCheck:
    """Note that a person made sure of a help line; raise ``UnknownHelpLine`` when no page gives it."""
    if code not in {line.code for line in HELP_LINES}:
        raise UnknownHelpLine(code)
    check = session.get(HelpLineCheck, code) or HelpLineCheck(code=code)
    check.verified_on, check.verified_by = on, worker
    session.add(check)
    session.flush()
    return check


def help_line_checks(session: Session) -> dict[str, HelpLineCheck]:
    """Return the last check of each line that was ever checked, by its code."""
    return {check.code: check for check in session.scalars(select(HelpLineCheck))}


OLDEST_CHECK = (
    select(func.min(HelpLineCheck.verified_on))
    .where(HelpLineCheck.code.in_([line.code for line in HELP_LINES]))
    .having(func.count() == len(HELP_LINES))
    .scalar_subquery()
)
"""For use in a statement: the day of the check that is longest ago, nothing until every line was checked."""


def oldest_check(session: Session) -> date | None:
    """Return the day of the check that is longest ago, or ``None`` until every line was checked."""
    return session.scalar(select(OLDEST_CHECK))

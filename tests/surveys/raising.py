"""Concerns for tests: raised by the verb, with whatever a test does not care about filled in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.concerns import Concern, Disclosure, RaisedBy, raise_concern
from surveys.origins import Origin
from surveys.schools import School
from surveys.screenings import Harm
from surveys.workers import Worker

MONDAY = date(2026, 3, 2)
WORDS = "my uncle hits me and i dont want to go home"


def london(day: int, clock: str, month: int = 3) -> datetime:
    """Return a moment of 2026 on London’s clock."""
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=LONDON)


TUESDAY_AT_TEN = london(3, "10:00")


def disclosure(
    school: School,
    text: str = WORDS,
    *,
    week: date = MONDAY,
    wave_id: str | None = None,
    year: str | None = None,
    harm: Harm | None = Harm.HARM_AT_HOME,
    is_for_authority: bool = False,
) -> Disclosure:
    return Disclosure(text, Origin(school.id, week, wave_id, year), harm, is_for_authority)


def raised(
    record: Session,
    school: School,
    at: datetime = TUESDAY_AT_TEN,
    *,
    raised_by: RaisedBy = RaisedBy.SCREEN,
    by: Worker | None = None,
    **more: Any,
) -> Concern:
    """Raise a concern as the screen does, unless ``more`` says otherwise of the disclosure."""
    return raise_concern(record, disclosure(school, **more), raised_by=raised_by, by=by, at=at)

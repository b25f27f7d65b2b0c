"""Concerns for tests: raised by the verb, with whatever a test does not care about filled in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.concerns import Concern, RaisedBy, raise_concern
from surveys.schools import School
from surveys.screenings import Harm, Level

MONDAY = date(2026, 3, 2)
WORDS = "my uncle hits me and i dont want to go home"


def london(day: int, clock: str, month: int = 3) -> datetime:
    """Return a moment of 2026 on London’s clock."""
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=LONDON)


TUESDAY_AT_TEN = london(3, "10:00")


def raised(record: Session, school: School, at: datetime = TUESDAY_AT_TEN, **more: Any) -> Concern:
    """Raise a concern as the screen does, unless ``more`` says otherwise."""
    given: dict[str, Any] = {
        "text": WORDS,
        "week": MONDAY,
        "wave_id": None,
        "year": None,
        "level": Level.RED,
        "harm": Harm.HARM_AT_HOME,
        "raised_by": RaisedBy.SCREEN,
        "by": None,
        "is_for_authority": False,
    }
    return raise_concern(record, school_id=school.id, at=at, **(given | more))

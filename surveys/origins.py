"""Origins: where a free text comes from, as far as a concern may say – its school, its week, and a year that many share."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.base import monday_of
from surveys.responses import Answer, Response
from surveys.screenings import Harm, Screening, screening_of
from surveys.turnout import YEAR_GROUP
from surveys.waves import WaveSchool
from surveys.workshops import Note, WorkshopSession

LEAST_OF_A_YEAR = 10
"""Pupils of a year group that must have answered before a concern says it (trust.md, 5.2): no figure has a smaller base."""


class Origin(NamedTuple):
    """What a concern may say of where its words come from."""

    school_id: str
    week: date
    wave_id: str | None
    year: str | None


class Worry(NamedTuple):
    """What the machine made of a text, for its concern."""

    harm: Harm | None
    is_for_authority: bool


def origin_of(session: Session, subject: Answer | Note) -> Origin:
    """Return where a pupil’s answer or a workshop’s note comes from."""
    if isinstance(subject, Note):
        return origin_of_workshop(session.get_one(WorkshopSession, subject.session_id))
    response = session.get_one(Response, subject.response_id)
    place = session.get_one(WaveSchool, response.wave_school_id)
    return Origin(place.school_id, response.week, place.wave_id, _year(session, response))


def origin_of_workshop(workshop: WorkshopSession) -> Origin:
    """Return where what is said in a workshop comes from: without the year, for fewer than ten may have been there."""
    return Origin(workshop.programme.school_id, monday_of(workshop.held_on), None, None)


def worry_of(session: Session, subject: Answer | Note) -> Worry:
    """Return what the machine made of a text; one that it has not looked at counts as nothing it knows of."""
    looked: Screening | None
    if isinstance(subject, Note):
        looked = screening_of(session, note_id=subject.id)
    else:
        looked = screening_of(session, answer_id=subject.id)
    if looked is None:
        return Worry(None, False)
    return Worry(looked.harm, looked.points_at_staff)


def _year(session: Session, response: Response) -> str | None:
    """Return the year group’s code where enough pupils of the same school and wave gave it."""
    picked = response.picks.get(YEAR_GROUP)
    if not picked:
        return None
    year = picked[0]
    alike = select(func.count()).where(
        Response.wave_school_id == response.wave_school_id,
        Response.picks[(YEAR_GROUP, 0)].as_string() == year,
    )
    return year if (session.scalar(alike) or 0) >= LEAST_OF_A_YEAR else None

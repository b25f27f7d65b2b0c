"""Turnout: how many pupils have answered, of how many. Never who, and never when."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.responses import Response
from surveys.waves import WaveSchool

YEAR_GROUP = "year_group"
"""The question that says a pupil’s year; every survey asks it under this code."""
NOT_SAID = ""


def years_taken(session: Session, wave_id: str) -> dict[str, int]:
    """Return how many responses a whole wave has by year group. Exact: protect before showing.

    Not by school: a table of schools and years lets a reader subtract. Pupils who did not say stand under ``NOT_SAID``.
    """
    year = Response.picks[(YEAR_GROUP, 0)].as_string()
    query = (
        select(year, func.count())
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id)
        .group_by(year)
    )
    return {row[0] or NOT_SAID: row[1] for row in session.execute(query)}

"""Places: a school’s place in a wave – stopped for now and let go on, found by those who may see it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.cover_hours import USUAL_HOURS, CoverHours
from surveys.pauses import PAUSED_ITSELF, why_to_pause
from surveys.waves import PauseCause, Wave, WaveSchool, WaveState
from surveys.workers import Worker


class StillPaused(Exception):
    """A wave that paused itself, and may not go on yet; why, in a sentence for staff."""


def pause_place(session: Session, *, place: WaveSchool) -> None:
    """Stop a school’s pupils from answering until somebody lets them go on."""
    place.is_paused = True
    session.flush()


def resume_place(session: Session, *, place: WaveSchool) -> None:
    """Let a school’s pupils answer again. Where cover has lapsed the door stays shut all the same.

    Raises ``StillPaused`` when the whole wave paused itself: then it goes on as a whole.
    """
    if place.wave.paused_for is not None:
        raise StillPaused(
            f"{PAUSED_ITSELF[place.wave.paused_for]} Let it go on for every school, on the wave’s own page."
        )
    place.is_paused = False
    session.flush()


def pause_wave(session: Session, *, wave: Wave, cause: PauseCause | None = None) -> None:
    """Stop the pupils of every school in a wave from answering; ``cause`` is why it stopped itself.

    A wave that stops itself leaves each school’s own pause as it is, so that it stands again when the wave goes on.
    """
    if cause is not None:
        wave.paused_for = cause
    else:
        for place in wave.schools:
            place.is_paused = True
    session.flush()


def resume_wave(session: Session, *, wave: Wave, at: datetime, hours: CoverHours = USUAL_HOURS) -> None:
    """Let the pupils of a wave answer again: of every school, or, when it had paused itself, of those nobody had paused.

    Raises ``StillPaused`` while a cause stands for which it would pause itself again within the minute.
    """
    if cause := why_to_pause(session, wave, at=at, hours=hours):
        raise StillPaused(cause.in_words)
    if wave.paused_for is not None:
        wave.paused_for = None
    else:
        for place in wave.schools:
            place.is_paused = False
    session.flush()


def place_for(session: Session, worker: Worker, place_id: str) -> WaveSchool:
    """Return a place this worker may see (a school’s worker: of that school alone), or raise ``NoResultFound``."""
    query = select(WaveSchool).where(WaveSchool.id == place_id)
    if worker.school_id is not None:
        query = query.where(WaveSchool.school_id == worker.school_id)
    return session.scalars(query).one()


def places_of_school(session: Session, school_id: str) -> Sequence[WaveSchool]:
    """Return a school’s places in waves, the latest wave first."""
    query = select(WaveSchool).join(Wave).where(WaveSchool.school_id == school_id)
    return session.scalars(query.order_by(Wave.opens_on.desc(), Wave.name)).all()


def places_ahead(session: Session, *, on: date) -> list[WaveSchool]:
    """Return every place of the waves that are open on a day or open later, by wave and school."""
    query = select(WaveSchool).join(Wave).where(Wave.closes_on >= on)
    ahead = [place for place in session.scalars(query) if place.wave.state(on) is not WaveState.CLOSED]
    return sorted(ahead, key=lambda place: (place.wave.opens_on, place.wave.name, place.school.name))

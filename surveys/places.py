"""Places: a school’s place in a wave – stopped for now and let go on, found by those who may see it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.waves import Wave, WaveSchool, WaveState
from surveys.workers import Worker


def pause_place(session: Session, *, place: WaveSchool) -> None:
    """Stop a school’s pupils from answering until somebody lets them go on."""
    place.is_paused = True
    session.flush()


def resume_place(session: Session, *, place: WaveSchool) -> None:
    """Let a school’s pupils answer again. Where cover has lapsed the door stays shut all the same."""
    place.is_paused = False
    session.flush()


def pause_wave(session: Session, *, wave: Wave) -> None:
    """Stop the pupils of every school in a wave from answering."""
    for place in wave.schools:
        place.is_paused = True
    session.flush()


def resume_wave(session: Session, *, wave: Wave) -> None:
    """Let the pupils of every school in a wave answer again."""
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

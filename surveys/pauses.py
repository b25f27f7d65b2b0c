"""Pauses: for what a wave stops itself – words that may tell of harm and nobody has seen, or more texts than can be read."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.backlogs import most_that_may_wait, waiting_in_open_waves
from surveys.base import LONDON
from surveys.concerns import Concern
from surveys.cover_hours import CoverHours
from surveys.waves import PauseCause, Wave

PAUSE_AFTER = 60
"""Minutes of cover that a concern may stand unseen. Twice the time in which it should be seen: then nobody is looking,
and to go on asking children would be wrong (trust.md, 5.2)."""
PAUSED_ITSELF = {
    PauseCause.RED_UNSEEN: "This wave paused itself, because nobody had looked at a concern for an hour of cover.",
    PauseCause.BACKLOG: "This wave paused itself, because more texts waited than the readers can read in a day.",
}


class Standing(NamedTuple):
    """A cause that stands now, and what would end it, in a sentence for staff."""

    cause: PauseCause
    in_words: str


def why_to_pause(session: Session, wave: Wave, *, at: datetime, hours: CoverHours) -> Standing | None:
    """Return what speaks against asking pupils of this wave now, if anything."""
    if unseen := _long_unseen(session, wave, at=at, hours=hours):
        looked_for = "1 concern has" if unseen == 1 else f"{unseen} concerns have"
        return Standing(
            PauseCause.RED_UNSEEN,
            f"{looked_for} waited for {PAUSE_AFTER} minutes of cover or longer, and no safeguarding lead has looked. "
            "The wave can go on as soon as somebody has.",
        )
    waiting = waiting_in_open_waves(session, on=at.astimezone(LONDON).date())
    total, most = sum(waiting.values()), most_that_may_wait(session)
    if total > most and waiting.get(wave.id):
        return Standing(
            PauseCause.BACKLOG,
            f"{total:,} texts wait to be read, and the readers there are can have {most:,} before them. "
            "Read some, or add a reader; then the wave can go on.",
        )
    return None


def waves_paused_by_themselves(session: Session, *, on: date) -> list[Wave]:
    """Return the waves that are open on a day and stopped themselves, by name."""
    paused = session.scalars(select(Wave).where(Wave.paused_for.is_not(None)).order_by(Wave.name))
    return [wave for wave in paused if wave.is_open(on)]


def _long_unseen(session: Session, wave: Wave, *, at: datetime, hours: CoverHours) -> int:
    came = select(Concern.came_at).where(Concern.wave_id == wave.id, Concern.came_at.is_not(None))
    return sum(
        moment is not None and hours.minutes(moment, at) >= PAUSE_AFTER for moment in session.scalars(came)
    )

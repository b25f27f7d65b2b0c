"""Case steps: what a safeguarding lead does about a concern, from the first look at its words on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.cases import Act, add_entry, entries_of
from surveys.concerns import Concern, who_may_see
from surveys.cover_hours import USUAL_HOURS, CoverHours
from surveys.notices import NoticeKind, drop_notices_to_look, queue_notices
from surveys.responses import Answer, Response
from surveys.screenings import Screening
from surveys.sightings import Purpose, note_sighting
from surveys.waves import WaveSchool
from surveys.workers import Worker

LONGEST_WORDS = 2_000
"""A decision is a paragraph; the file on the child is kept in the school’s own system."""
STEP = 5
"""Minutes in which it is kept how long somebody took to look: enough to audit by, too coarse to tell a lesson by."""


class StepRefused(Exception):
    """A step that cannot be taken as things stand, and why, in a sentence for staff."""


def see_concern(
    session: Session, *, concern: Concern, worker: Worker, at: datetime, hours: CoverHours = USUAL_HOURS
) -> None:
    """Record that somebody has the words before them. At the first sight the quarter of an hour of its coming goes.

    Every look is noted (``surveys.sightings``); the log says of each worker when they first saw it,
    and who saw it first after it was taken from the school.
    """
    first_by = {entry.by_id for entry in entries_of(session, concern) if entry.act is Act.SEEN}
    if worker.id not in first_by or not concern.is_seen:
        add_entry(session, concern=concern, act=Act.SEEN, at=at, by=worker)
    if concern.came_at is not None:
        waited = hours.minutes(concern.came_at, at)
        concern.came_at, concern.minutes_to_seen = None, -(-waited // STEP) * STEP
        drop_notices_to_look(session, concern_id=concern.id)
    day = at.astimezone(LONDON).date()
    note_sighting(session, worker=worker, purpose=Purpose.CONCERN, subject=concern.id, on=day)


def hand_over(session: Session, *, concern: Concern, worker: Worker, words: str, at: datetime) -> None:
    """Record into whose hands a concern was given, in words; raise ``StepRefused`` before anybody has seen it."""
    _add(session, concern, worker, Act.HANDED_OVER, words, at)


def decide_case(session: Session, *, concern: Concern, worker: Worker, words: str, at: datetime) -> None:
    """Record what was decided; raise ``StepRefused`` before anybody has seen it."""
    _add(session, concern, worker, Act.DECIDED, words, at)


def correct(session: Session, *, concern: Concern, worker: Worker, words: str, at: datetime) -> None:
    """Put something in the log right by adding to it; nothing that was written goes away."""
    _add(session, concern, worker, Act.CORRECTED, words, at)


def _add(session: Session, concern: Concern, worker: Worker, act: Act, words: str, at: datetime) -> None:
    words = words.strip()
    if not words:
        raise StepRefused("Write in a line what was done.")
    if len(words) > LONGEST_WORDS:
        raise StepRefused(f"Use at most {LONGEST_WORDS:,} characters; that was {len(words):,}.")
    if not concern.is_seen:
        raise StepRefused("Nobody has looked at the words yet. Look at them first.")
    add_entry(session, concern=concern, act=act, at=at, by=worker, words=words)


def share_with_school(session: Session, *, concern: Concern, worker: Worker, at: datetime) -> None:
    """Let the school’s own safeguarding lead and deputy see what only the authority saw, and tell them that it waits.

    Raises ``StepRefused`` unless somebody of the authority who has seen the words asks for it.
    """
    if worker.school_id is not None:
        raise StepRefused("Only the authority can share a concern with the school.")
    if not concern.is_for_authority:
        raise StepRefused("The school’s safeguarding lead and deputy can see this already.")
    if not concern.is_seen:
        raise StepRefused("Look at the words first: they point at somebody on the school’s staff.")
    before = set(who_may_see(session, concern))
    add_entry(
        session, concern=concern, act=Act.SHARED, at=at, by=worker
    )  # holds the log, as whoever takes it back
    concern.is_for_authority = False
    new = [one for one in who_may_see(session, concern) if one not in before]
    queue_notices(session, kind=NoticeKind.CONCERN, workers=new, at=at, concern_id=concern.id)


def allow_quoting(session: Session, *, concern: Concern, worker: Worker, at: datetime) -> None:
    """Let the words be quoted, once they are cleared as any quote is. No link to the answer is kept.

    It is found by its words, among those of the same school and week. Raises ``StepRefused`` when no text that was let
    through holds them: a reader has passed them on, or their time is over.
    """
    if not concern.is_seen:
        raise StepRefused("Look at the words first.")
    found = _screenings_of_words(session, concern)
    if not found:
        raise StepRefused("No text that readers let through holds these words, so there is nothing to allow.")
    for screening in found:
        screening.may_be_quoted = True
    add_entry(session, concern=concern, act=Act.ALLOWED, at=at, by=worker)


def _screenings_of_words(session: Session, concern: Concern) -> list[Screening]:
    query = (
        select(Answer.text, Screening)
        .join(Screening, Screening.answer_id == Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.school_id == concern.school_id, Response.week == concern.week)
        .where(Answer.text.is_not(None))
    )
    return [screening for text, screening in session.execute(query) if text == concern.text]

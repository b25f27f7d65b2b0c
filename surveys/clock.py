"""The clock: the time limits of safeguarding and reading, kept each minute over the record alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.backlogs import BacklogDay, day_before, days_to_check, is_noted, note_backlogs
from surveys.base import LONDON
from surveys.cases import Act, CaseEntry, add_entry, entries_of
from surveys.concerns import OVER, Concern, who_may_see
from surveys.cover_hours import CoverHours
from surveys.notices import NoticeKind, leads, queue_notices
from surveys.pauses import PAUSE_AFTER, why_to_pause
from surveys.places import pause_wave
from surveys.texts import backlog_of_wave
from surveys.waves import Wave

SEEN_WITHIN = 30
"""Minutes of cover in which somebody looks at a concern, and at half of which more people are told (trust.md, 5.2)."""
HANDED_OVER_WITHIN = 60
"""Minutes of cover, from its coming, in which it is in the hands of whoever acts on it."""
UNSEEN_STEPS = (SEEN_WITHIN // 2, SEEN_WITHIN, PAUSE_AFTER)
NOT_HANDED_OVER_STEPS = (HANDED_OVER_WITHIN // 2, HANDED_OVER_WITHIN)


def keep_the_clock(session: Session, *, at: datetime, hours: CoverHours) -> None:
    """Do whatever a time limit asks for at this moment; done twice for the same moment it changes nothing more.

    Minutes are those of cover. They count from the start of the quarter of an hour in which a concern came, so that no
    limit is ever kept late.
    """
    for concern in _open_concerns(session):
        if concern.came_at is None:
            _keep_hand_over(session, concern, at, hours)
        else:
            _keep_sight(session, concern, hours.minutes(concern.came_at, at), at)
    _pause_waves(session, at, hours)
    if hours.is_day(at.astimezone(LONDON).date()):
        _keep_reading(session, at, hours)


def unseen_too_long(session: Session, *, at: datetime, hours: CoverHours) -> int:
    """Return how many concerns nobody has looked at within the time there is for it."""
    came = session.scalars(select(Concern.came_at).where(Concern.came_at.is_not(None)))
    return sum(moment is not None and hours.minutes(moment, at) >= SEEN_WITHIN for moment in came)


def _open_concerns(session: Session) -> Sequence[Concern]:
    """Return the concerns that nobody has handed over or decided, or that are to be looked at again all the same."""
    over = select(CaseEntry.id).where(CaseEntry.concern_id == Concern.id, CaseEntry.act.in_(OVER))
    is_open = ~over.exists() | Concern.came_at.is_not(None)
    return session.scalars(select(Concern).where(is_open).order_by(Concern.number)).all()


def _log_of_this_wait(session: Session, concern: Concern) -> Sequence[CaseEntry]:
    """Return the log of a concern, from where it was last taken from a school whose people had seen it."""
    entries = entries_of(session, concern)
    begins, is_seen = 0, False
    for place, entry in enumerate(entries):
        is_seen |= entry.act is Act.SEEN
        # Escalated by a person, not by the clock.
        if is_seen and entry.act is Act.ESCALATED and entry.by_id is not None:
            begins = place + 1
    return entries[begins:]


def _keep_sight(session: Session, concern: Concern, waited: int, at: datetime) -> None:
    log = _log_of_this_wait(session, concern)
    told_of = [entry for entry in log if entry.act is Act.ESCALATED and entry.by_id is None]
    due = [limit for limit in UNSEEN_STEPS if waited >= limit][len(told_of) :]
    for limit in due:
        words = f"Nobody had looked after {limit} minutes of cover."
        add_entry(session, concern=concern, act=Act.ESCALATED, at=at, words=words)
    if due:
        _tell(session, concern, NoticeKind.STILL_WAITING, at)


def _keep_hand_over(session: Session, concern: Concern, at: datetime, hours: CoverHours) -> None:
    entries = _log_of_this_wait(session, concern)
    first = next(place for place, entry in enumerate(entries) if entry.act is Act.SEEN)
    waited = (concern.minutes_to_seen or 0) + hours.minutes(entries[first].at, at)
    told_of = [entry for entry in entries[first:] if entry.act is Act.ESCALATED]
    due = [limit for limit in NOT_HANDED_OVER_STEPS if waited >= limit][len(told_of) :]
    for limit in due:
        words = f"Seen, but not handed over after {limit} minutes of cover."
        add_entry(session, concern=concern, act=Act.ESCALATED, at=at, words=words)
    if due:
        _tell(session, concern, NoticeKind.NOT_HANDED_OVER, at)


def _tell(session: Session, concern: Concern, kind: NoticeKind, at: datetime) -> None:
    """Tell everybody who may see a concern, and the authority’s leads, who may not: they only learn that one waits."""
    workers = [*who_may_see(session, concern), *leads(session)]
    queue_notices(session, kind=kind, workers=workers, at=at, concern_id=concern.id)


def _pause_waves(session: Session, at: datetime, hours: CoverHours) -> None:
    for wave in session.scalars(select(Wave).where(Wave.paused_for.is_(None)).order_by(Wave.id)):
        standing = wave.is_open(at.astimezone(LONDON).date()) and why_to_pause(
            session, wave, at=at, hours=hours
        )
        if standing:
            pause_wave(session, wave=wave, cause=standing.cause)
            queue_notices(session, kind=NoticeKind.WAVE_PAUSED, workers=leads(session), at=at)


def _keep_reading(session: Session, at: datetime, hours: CoverHours) -> None:
    """Tell the leads when texts wait for longer than half a school day, and for longer than a whole one."""
    today = at.astimezone(LONDON).date()
    late = False
    if hours.is_half_over(at):
        for day in days_to_check(session, before=today):
            late |= _still_waits(session, day)
            day.is_checked = True
    if hours.is_over(at) and not is_noted(session, day=today):
        for noted in note_backlogs(session, on=today):
            before = day_before(session, wave_id=noted.wave_id, day=today)
            late |= before is not None and _still_waits(session, before)
    if late:
        queue_notices(session, kind=NoticeKind.READING_LATE, workers=leads(session), at=at)


def _still_waits(session: Session, day: BacklogDay) -> bool:
    return day.still_waiting(backlog_of_wave(session, day.wave_id)) > 0

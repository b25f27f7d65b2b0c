"""Case stages: how far each concern is, read off its log, and how long people took to look."""

import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.cases import Act, CaseEntry
from surveys.concerns import Concern
from surveys.workers import Worker


class Stage(enum.StrEnum):
    """How far a concern is; the later ones hold the earlier ones."""

    UNSEEN = "not seen"
    SEEN = "seen"
    HANDED_OVER = "handed over"
    DECIDED = "decided"
    ERASED = "over"


REACHED_BY = ((Act.ERASED, Stage.ERASED), (Act.DECIDED, Stage.DECIDED), (Act.HANDED_OVER, Stage.HANDED_OVER))


def stages(session: Session, concerns: Sequence[Concern]) -> dict[str, Stage]:
    """Return how far each of these concerns is, by its key."""
    acts: dict[str, set[Act]] = defaultdict(set)
    for concern_id, act in session.execute(select(CaseEntry.concern_id, CaseEntry.act).distinct()):
        acts[concern_id].add(act)
    return {concern.id: _stage(concern, acts[concern.id]) for concern in concerns}


def _stage(concern: Concern, acts: set[Act]) -> Stage:
    # First: one that was taken from the school is unseen again, whatever the school did about it.
    if not concern.is_seen:
        return Stage.UNSEEN
    for act, stage in REACHED_BY:
        if act in acts:
            return stage
    return Stage.SEEN


class MonthSeen(NamedTuple):
    """How long it took, in minutes of cover, until somebody looked at the concerns of one month."""

    month: date
    """Its first day. A concern belongs to the month of the Monday of its week."""
    concerns: int
    median: float
    p95: int
    most: int


def months_seen(session: Session, worker: Worker) -> list[MonthSeen]:
    """Return how soon concerns were looked at, the latest month first; those that nobody has seen are not in it.

    A worker of one school is told of the concerns that its people may see.
    """
    waits: dict[date, list[int]] = defaultdict(list)
    query = select(Concern.week, Concern.minutes_to_seen).where(Concern.minutes_to_seen.is_not(None))
    if worker.school_id is not None:
        query = query.where(Concern.school_id == worker.school_id, Concern.is_for_authority.is_(False))
    for week, minutes in session.execute(query):
        waits[week.replace(day=1)].append(minutes or 0)
    return [
        MonthSeen(month, len(found), median(found), _nearest_rank(found, 0.95), max(found))
        for month, found in sorted(waits.items(), reverse=True)
    ]


def _nearest_rank(found: Iterable[int], share: float) -> int:
    """Return the least of these numbers that at least this share of them do not pass."""
    ordered = sorted(found)
    return ordered[math.ceil(share * len(ordered)) - 1]

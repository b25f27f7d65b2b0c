"""Theme lineage: what became of each theme of the codebook from one wave to the next, told by its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.lineage import LinkKind
from surveys.theme_changes import ChangeKind, ThemeChange, standing_changes
from surveys.themes import Theme, themes
from surveys.waves import Wave

ENDS = (ChangeKind.MERGED, ChangeKind.RETIRED)
BEGINS = (ChangeKind.ADDED, ChangeKind.SPLIT)


@dataclass(frozen=True)
class Fate:
    """What became of a theme, and the changes that made it so, the first one first."""

    kind: LinkKind
    theme: Theme
    changes: Sequence[ThemeChange]


def earlier_wave(session: Session, wave: Wave) -> Wave | None:
    """Return the wave that opened last before this one, or ``None``."""
    query = select(Wave).where(Wave.opens_on < wave.opens_on).order_by(Wave.opens_on.desc(), Wave.name)
    return session.scalars(query.limit(1)).first()


def last_day_of_lineage(session: Session, wave: Wave, *, on: date) -> date:
    """Return up to which day changes belong to a wave: those made when it has closed do until another wave opens."""
    later = select(Wave.id).where(Wave.opens_on > wave.opens_on, Wave.opens_on <= on)
    return on if session.scalars(later.limit(1)).first() is None else min(wave.last_day, on)


def what_became(session: Session, *, since: date, until: date) -> list[Fate]:
    """Return what became of each theme after one day and up to another, by kind and in the codebook’s order.

    Changes that somebody has undone do not count. A theme that was out of use all the while is left out.
    """
    after, end = (_midnight_after(day) for day in (since, until))
    history: dict[str, list[ThemeChange]] = {}
    for change in standing_changes(session, *(kind for kind in ChangeKind if kind is not ChangeKind.UNDONE)):
        if change.at < end:
            history.setdefault(change.theme_id, []).append(change)
    fates = [
        fate
        for theme in themes(session)
        if (fate := _fate(theme, history.get(theme.id, []), after=after)) is not None
    ]
    order = list(LinkKind)
    return sorted(fates, key=lambda fate: order.index(fate.kind))


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), LONDON)


def _fate(theme: Theme, history: Sequence[ThemeChange], *, after: datetime) -> Fate | None:
    before = [change.kind for change in history if change.at < after]
    now = [change for change in history if change.at >= after]
    was_there = _is_there(before, from_the_start=not theme.is_own)
    is_there = _is_there([change.kind for change in history], from_the_start=not theme.is_own)
    if not was_there and not is_there:
        return None
    if not was_there:
        is_split = any(change.kind is ChangeKind.SPLIT for change in now)
        return Fate(LinkKind.SPLIT if is_split else LinkKind.NEW, theme, now)
    if not is_there:
        is_merged = [change.kind for change in now if change.kind in ENDS][-1] is ChangeKind.MERGED
        return Fate(LinkKind.MERGED if is_merged else LinkKind.GONE, theme, now)
    is_renamed = any(change.kind is ChangeKind.RENAMED for change in now)
    return Fate(LinkKind.RENAMED if is_renamed else LinkKind.KEPT, theme, now)


def _is_there(kinds: Sequence[ChangeKind], *, from_the_start: bool) -> bool:
    """Say whether a theme is in use after changes of these kinds."""
    told = [kind for kind in kinds if kind in (*BEGINS, *ENDS, ChangeKind.RESTORED)]
    return told[-1] not in ENDS if told else from_the_start

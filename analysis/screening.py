"""Screening: which texts a person should read first, because a child may be telling of harm.

It puts texts in order and decides nothing: every text is read by a person, whatever stands here. Two look at each
text, a list of wordings (`analysis.alarms`) and a model that learnt from written-out examples (`analysis.suspicion`);
the graver of the two counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.alarms import Alarm, Kind, Level, load_alarms
from analysis.pointing import points_at_staff

if TYPE_CHECKING:
    from analysis.suspicion import Suspected, Suspicion

__all__ = ["Kind", "Level", "Screened", "screen", "screen_by_wording", "screen_with"]

# More words than these would be most of the answer again.
MOST = 4
_GRAVEST_FIRST = tuple(Level)


@dataclass(frozen=True)
class Screened:
    """How soon a person should read a text, of what it may tell, and the words that say so."""

    level: Level
    kind: Kind | None
    because: tuple[str, ...]  # words of the text, as they stand in it
    points_at_staff: bool  # a member of staff is named, or the harm comes from one


def screen(texts: Sequence[str], *, staff: Sequence[str] = (), backend: str | None = None) -> list[Screened]:
    """Look at texts. The same text gets the same result in any company.

    `staff` are names of a school’s staff. `backend` is one of `analysis.vectors.NAMES`; without it, the language model
    is asked where it is installed, and words and letters alone where not. Raises `BackendMissing` for one that is not.
    """
    # Imported here: numbers take a moment to load, and the website starts without them.
    from analysis.suspicion import suspicion

    return screen_with(suspicion(backend), texts, staff=staff)


def screen_with(suspicion: Suspicion, texts: Sequence[str], *, staff: Sequence[str] = ()) -> list[Screened]:
    """Look at texts with what was learnt elsewhere, as when the screening itself is put to the test."""
    return [
        _screened(text, _alarms(text), hunch, staff)
        for text, hunch in zip(texts, suspicion(texts), strict=True)
    ]


def screen_by_wording(text: str, *, staff: Sequence[str] = ()) -> Screened:
    """Look at one text by the list of wordings alone: at once, and blind to hints."""
    return _screened(text, _alarms(text), None, staff)


def _alarms(text: str) -> list[Alarm]:
    alarms = load_alarms()
    return alarms(alarms.spoken(text))


def _screened(text: str, found: Sequence[Alarm], hunch: Suspected | None, staff: Sequence[str]) -> Screened:
    """Put together what the two have found; where they find alike, the wording says of what kind."""
    levels = [alarm.level for alarm in found] + ([hunch.level] if hunch else [])
    level = min(levels, key=_GRAVEST_FIRST.index, default=Level.NONE)
    if level is Level.NONE:
        return Screened(level, None, (), points_at_staff(text, staff))
    kinds = [alarm.kind for alarm in found if alarm.level is level] + ([hunch.kind] if hunch else [])
    words = [alarm.words for alarm in found] + (list(hunch.because) if hunch else [])
    return Screened(
        level, kinds[0], _without_repeats(words)[:MOST], Kind.STAFF in kinds or points_at_staff(text, staff)
    )


def _without_repeats(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words in their order, without those that stand in others."""
    return tuple(
        each
        for number, each in enumerate(words)
        if each
        and not any(each in other for other in words[:number])
        and not any(each in other and each != other for other in words[number + 1 :])
    )

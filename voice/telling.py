"""Telling back: what a school’s pupils said, and what became of it, in words a nine-year-old can read."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from surveys.actions import Action, Status

PUBLIC_BASE = 35
"""Answers. The page is open to everyone, so a figure needs 30 answers behind it; a base of 35 is the first that is
sure to be 30 or more, because bases are rounded to 5."""
MOST_SAID = 5
"""Things said: more than five are not read to the end."""
MOST_HARD, MOST_PLACES = 3, 1
UNSAID = frozenset({"other"})
"""Choices that say nothing by themselves: “something else”."""

HEADINGS = {
    Status.DONE: "We did this",
    Status.IN_PROGRESS: "We are doing this now",
    Status.NOT_STARTED: "We will do this",
    Status.STOPPED: "We cannot do this",
}


class Said(NamedTuple):
    """One thing that pupils said: how many of them, about what, and the thing itself."""

    share: str
    about: str
    what: str


class Told(NamedTuple):
    """One thing that is done for pupils, as they are told it, and by when."""

    words: str
    when: str


def what_pupils_said(figures: dict[str, Any]) -> list[Said]:
    """Return up to five things from a report’s protected figures: what is hard, a place, and what would help.

    A figure too small for a page that everyone may read is left out.
    """
    places = figures["places"]
    by_place = [
        {"code": code, "title": name, "school": places["totals"][code]} for code, name in places["rows"]
    ]
    by_place.sort(key=lambda row: -(row["school"]["count"] or 0))
    hard = _said(figures["barriers"], "said this makes it hard to come to school")[:MOST_HARD]
    where = _said(by_place, "feel unsafe or not at ease here")[:MOST_PLACES]
    wanted = _said(figures["wants"], "said this would help")
    return [*hard, *where, *wanted][:MOST_SAID]


def _said(rows: Iterable[dict[str, Any]], about: str) -> list[Said]:
    return [
        Said(row["school"]["words"], about, row["title"])
        for row in rows
        if row["code"] not in UNSAID
        and row["school"]["shown"]
        and (row["school"]["base"] or 0) >= PUBLIC_BASE
    ]


def told_back(actions: Iterable[Action], *, on: date) -> list[tuple[str, list[Told]]]:
    """Return what is done for pupils under plain headings: what was done first, what cannot be done last."""
    groups: dict[Status, list[Told]] = {status: [] for status in HEADINGS}
    for action in actions:
        if action.pupil_words:
            groups[action.status].append(Told(action.pupil_words, _when(action, on)))
    return [(HEADINGS[status], told) for status, told in groups.items() if told]


def _when(action: Action, on: date) -> str:
    month = f"{action.due_on:%B %Y}"
    if action.status in (Status.DONE, Status.STOPPED):
        return ""
    return f"This is late. We said {month}." if action.is_overdue(on) else f"By the end of {month}."

"""Telling back: what a school’s pupils said, and what became of it, in words a nine-year-old can read."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple

from surveys.actions import Action, Status
from surveys.report_steps import Verdict
from surveys.reports import Report

PUBLIC_BASE = 35
"""Answers. The page is open to everyone, so a figure needs 30 answers behind it; a base of 35 is the first that is
sure to be 30 or more, because bases are rounded to 5."""
MOST_SAID = 5
"""Things said: more than five are not read to the end."""
MOST_HARD, MOST_PLACES = 3, 1
UNSAID = frozenset({"other", "elsewhere"})
"""Choices that say nothing by themselves: “something else”, “somewhere else”."""

MAKES_IT_HARD = "said this makes it hard to come to school"
FEEL_UNEASY = "feel unsafe or not at ease here"
WOULD_HELP = "said this would help"

HEADINGS = {
    Status.DONE: "We did this",
    Status.IN_PROGRESS: "We are doing this now",
    Status.NOT_STARTED: "We will do this",
    Status.STOPPED: "We can’t do this yet",
}

ON_A_POSTER = 3
"""Things said, and things done: what is read from three metres while a queue moves on."""
CANNOT_ON_A_POSTER = 2
ASKED_ON_A_POSTER = 4
"""Answers of the school: the rest stands on the page, which the poster leads to."""
OPENINGS = {Status.DONE: "Done", Status.IN_PROGRESS: "Now", Status.NOT_STARTED: "Next"}
"""How a poster marks what is done for pupils, the most welcome first."""


VERDICTS = {
    Verdict.YES: "Yes.",
    Verdict.PARTLY: "We can do part of it.",
    Verdict.LATER: "Not yet.",
    Verdict.NO: "No.",
}
"""What a school says to what its pupils recommend, as pupils read it."""
NOT_ANSWERED = "You asked for things in workshops. Your school has not said yet what it will do."

TOO_FEW_ANSWERED = (
    "Too few of you answered to show numbers. People could guess who said what. We still read every word. "
    "What comes next? We look at what pupils said in all schools, and plan what to do."
)
NO_NUMBERS = (
    "We can’t show numbers here. People could guess who said what. So we keep the numbers safe. "
    "We still read every word."
)
STILL_WORKING_IT_OUT = "We are still working out what to do."
ALL_STOPPED = "We had plans, but we can’t do them yet. Here is why."

_IN_TEN = re.compile(r"about (\d) in 10")


class Said(NamedTuple):
    """One thing that pupils said: how many of them, about what, and the thing itself."""

    share: str
    about: str
    what: str
    tenths: int | None
    """How many in ten, from 1 to 9; ``None`` where so few answered that only a word may be said, or near 0 or 10."""


class Told(NamedTuple):
    """One thing that is done for pupils, as they are told it: by when, and what they said that it answers."""

    words: str
    when: str
    answers: str


class Answered(NamedTuple):
    """One thing that pupils asked for in workshops, what their school says to it, and why, in the school’s own words."""

    asked: str
    says: str
    why: str


def what_pupils_said(figures: dict[str, Any], *, most: int = MOST_SAID) -> list[Said]:
    """Return some things from a report’s protected figures: what is hard, a place, and what would help.

    A figure too small for a page that everyone may read is left out.
    """
    hard, where, wanted = _hard(figures), _where(figures), _wanted(figures)
    return [*hard[:MOST_HARD], *where[:MOST_PLACES], *wanted][:most]


def what_the_poster_says(figures: dict[str, Any]) -> list[Said]:
    """Return three things that pupils said: if they can be told, one that is hard, one place and one that would help."""
    rounds = zip_longest(_hard(figures), _where(figures)[:MOST_PLACES], _wanted(figures))
    return [said for turn in rounds for said in turn if said is not None][:ON_A_POSTER]


def _hard(figures: dict[str, Any]) -> list[Said]:
    return _said(figures["barriers"], MAKES_IT_HARD)


def _where(figures: dict[str, Any]) -> list[Said]:
    places = figures["places"]
    rows = [{"code": code, "title": name, "school": places["totals"][code]} for code, name in places["rows"]]
    return _said(sorted(rows, key=lambda row: -(row["school"]["count"] or 0)), FEEL_UNEASY)


def _wanted(figures: dict[str, Any]) -> list[Said]:
    return _said(figures["wants"], WOULD_HELP)


def _said(rows: Iterable[dict[str, Any]], about: str) -> list[Said]:
    return [
        Said(row["school"]["words"], about, row["title"], tenths(row["school"]))
        for row in rows
        if may_be_told(row)
    ]


def why_no_numbers(figures: dict[str, Any]) -> str:
    """Return what pupils are told where none of their school’s figures may be told to everybody."""
    answered = figures["answered"]
    is_enough = answered["shown"] and (answered["count"] or 0) >= PUBLIC_BASE
    return NO_NUMBERS if is_enough else TOO_FEW_ANSWERED


def may_be_told(row: dict[str, Any]) -> bool:
    """Say whether everybody may read this row’s figure, and whether it says anything."""
    figure = row["school"]
    return row["code"] not in UNSAID and figure["shown"] and (figure["base"] or 0) >= PUBLIC_BASE


def tenths(figure: dict[str, Any]) -> int | None:
    """Return so many in ten as a figure’s words say; ``None`` where they say less, as for few answers or “nearly all”.

    Read from the words, so that dots and large numbers never say another share than the sentence beside them.
    """
    if figure["percent"] is None:
        return None
    if figure["words"] == "about half":
        return 5
    said = _IN_TEN.fullmatch(figure["words"])
    return int(said[1]) if said else None


def what_the_school_says(report: Report) -> list[Answered]:
    """Return each thing that pupils asked for in a report, with their school’s answer; none until it has answered.

    What they asked for was agreed by a workshop, read and let through, and the school knows that pupils read its answer.
    """
    replies = {reply.line: reply for reply in report.replies}
    return [
        Answered(one.text, VERDICTS[replies[one.key].verdict], replies[one.key].words)
        for one in report.recommendations
        if one.key in replies
    ]


def not_answered_yet(report: Report) -> str:
    """Return what pupils are told while their school owes them an answer; “” where it does not."""
    return NOT_ANSWERED if report.recommendations and not report.replies else ""


def nothing_under_way(actions: Iterable[Action]) -> str:
    """Return what pupils are told where nothing is done, under way or planned; “” where something is."""
    told = [action for action in actions if action.pupil_words]
    if any(action.status in OPENINGS for action in told):
        return ""
    return ALL_STOPPED if told else STILL_WORKING_IT_OUT


def told_back(
    actions: Iterable[Action], *, figures: dict[str, Any], on: date
) -> list[tuple[str, list[Told]]]:
    """Return what is done for pupils under plain headings: what was done first, what cannot be done last."""
    groups: dict[Status, list[Told]] = {status: [] for status in HEADINGS}
    for action in actions:
        if action.pupil_words:
            groups[action.status].append(_told(action, figures, on))
    return [(HEADINGS[status], told) for status, told in groups.items() if told]


def promised_on_the_poster(
    actions: Iterable[Action], *, figures: dict[str, Any], on: date
) -> list[tuple[str, Told]]:
    """Return up to three things that are done, under way or to come, each with the word that marks it.

    What is done for this school alone comes before what is done for all.
    """
    open_ones = [action for action in actions if action.pupil_words and action.status in OPENINGS]
    first = list(OPENINGS)
    open_ones.sort(key=lambda action: (action.school_id is None, first.index(action.status)))
    return [(OPENINGS[action.status], _told(action, figures, on)) for action in open_ones[:ON_A_POSTER]]


def refused_on_the_poster(actions: Iterable[Action]) -> list[str]:
    """Return what cannot be done, in words that say why."""
    stopped = [action.pupil_words for action in actions if action.status is Status.STOPPED]
    return [words for words in stopped if words][:CANNOT_ON_A_POSTER]


def _told(action: Action, figures: dict[str, Any], on: date) -> Told:
    return Told(action.pupil_words or "", _when(action, on), _what_it_answers(action, figures))


def _what_it_answers(action: Action, figures: dict[str, Any]) -> str:
    """Return what most pupils said under the action’s theme, or “” where nothing of it may be told."""
    theme = action.theme.counts_as.code
    under = (row["title"] for row in figures["barriers"] if row["theme"] == theme and may_be_told(row))
    return next(under, "")


def _when(action: Action, on: date) -> str:
    month = f"{action.due_on:%B %Y}"
    if action.status in (Status.DONE, Status.STOPPED):
        return ""
    return f"This is late. We said {month}." if action.is_overdue(on) else f"By the end of {month}."

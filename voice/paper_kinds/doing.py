"""Doing: what papers say of actions – how many, how far, and which are overdue."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from surveys.actions import Action, Status, actions_of_subgroup
from surveys.subgroups import subgroups
from voice.paper_kinds.blocks import Block, how_many, table, words
from voice.rendering import day

HEADS = ("What", "Who", "Due", "State")
GOING = (Status.NOT_STARTED, Status.IN_PROGRESS)


def every_action(session: Session) -> list[Action]:
    """Return all actions of all subgroups, what is due first coming first."""
    found = [action for group in subgroups(session) for action in actions_of_subgroup(session, group)]
    return sorted(found, key=lambda action: (action.due_on, action.title))


def _state(action: Action, on: date) -> str:
    """Say how far an action is, as the tally counts it, and why where it was stopped."""
    state = action.status.value.capitalize()
    if action.status is Status.STOPPED:
        return f"{state}. {action.pupil_words or 'No reason has been written down.'}"
    return f"{state}, overdue" if action.is_overdue(on) else state


def due(action: Action) -> str:
    """Say when an action is or was due; nothing is due of one that was stopped."""
    return "–" if action.status is Status.STOPPED else day(action.due_on)


def tally(actions: Sequence[Action], on: date) -> str:
    """Say in a sentence how many actions there are and how far they are."""
    if not actions:
        return "No action has been agreed yet."
    parts = [
        f"{number} {status.value}"
        for status in (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.STOPPED)
        if (number := sum(action.status is status for action in actions))
    ]
    late = sum(action.is_overdue(on) for action in actions)
    ending = ""
    if any(action.status in GOING for action in actions):
        ending = f" Of those still to be done, {how_many(late, 'is', 'are') if late else 'none is'} overdue."
    verb = "has" if len(actions) == 1 else "have"
    return f"{how_many(len(actions), 'action')} {verb} been agreed: {', '.join(parts)}.{ending}"


def actions_table(caption: str, actions: Iterable[Action], on: date, *, with_schools: bool) -> Block:
    """A table of actions. ``with_schools`` says which school an action is for, where it is for one alone."""
    rows = [
        (
            action.title + (f" ({action.school.name})" if with_schools and action.school else ""),
            action.agency.name,
            due(action),
            _state(action, on),
        )
        for action in actions
    ]
    return table(caption, HEADS, rows) if rows else words("No action has been agreed yet.")

"""Authority tables: what belongs to no single wave, as tables to take away – actions and the codebook."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from surveys.actions import Action
from surveys.exports import Cell, Table, notes, table
from surveys.themes import Theme, themes


def actions_table(session: Session, *, on: date) -> Table:
    """Return every subgroup’s actions, by when they are due."""
    query = (
        select(Action).options(selectinload(Action.notes)).order_by(Action.due_on, Action.title, Action.id)
    )
    columns = notes(
        action="What is done.",
        subgroup="Who meets about it.",
        theme_code="The theme’s code in the codebook.",
        theme="What it is about.",
        why="Why it is done.",
        evidence="The survey whose findings it answers.",
        school_urn="The school’s unique reference number; empty where it is for every school.",
        school_name="The school, or every school.",
        agency="The agency that owns it.",
        owner="The member of staff who owns it.",
        due_on="By when: year, month, day.",
        status="How it goes.",
        is_overdue="Whether it should have been done by now.",
        words_for_pupils="What pupils are told of it; empty keeps it off their page.",
        latest_note="The latest note on how it goes.",
        latest_note_on="The day of that note.",
    )
    rows = (_action(action, on) for action in session.scalars(query).unique())
    return table("actions", "Actions", columns, rows, as_at=on)


def _action(action: Action, on: date) -> tuple[Cell, ...]:
    latest = action.notes[0] if action.notes else None
    return (
        action.title,
        action.subgroup.name,
        action.theme.counts_as.code,
        action.theme.counts_as.name,
        action.why,
        "" if action.wave is None else action.wave.name,
        "" if action.school is None else action.school.urn,
        "every school" if action.school is None else action.school.name,
        action.agency.name,
        action.owner,
        action.due_on.isoformat(),
        action.status.value,
        "yes" if action.is_overdue(on) else "no",
        action.pupil_words or "",
        "" if latest is None else latest.text,
        "" if latest is None else latest.written_on.isoformat(),
    )


def codebook_table(session: Session, *, on: date) -> Table:
    """Return every theme there ever was, and what became of it."""
    columns = notes(
        theme_code="The theme’s code.",
        theme="Its name.",
        description="What belongs to it.",
        state="In use, merged into another, or out of use.",
        counts_as="The code of the theme that its answers count under now; empty when under none.",
        out_of_use_since="The day it went out of use.",
        is_own="Whether the authority added it.",
        is_sensitive="Whether its quotes need two people’s clearance.",
    )
    rows = (_theme(theme) for theme in themes(session))
    return table("codebook", "The codebook of themes", columns, rows, as_at=on)


def _theme(theme: Theme) -> tuple[Cell, ...]:
    state = "in use" if theme.is_live else "out of use" if theme.merged_into is None else "merged"
    return (
        theme.code,
        theme.name,
        theme.description,
        state,
        theme.counts_as.code if theme.counts_as.is_live else "",
        "" if theme.retired_on is None else theme.retired_on.isoformat(),
        "yes" if theme.is_own else "no",
        "yes" if theme.is_sensitive else "no",
    )

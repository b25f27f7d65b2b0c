"""Undoing: taking back the last change of each kind to a theme, exactly, with a line in its history."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.codebook import checked_name
from surveys.splits import put_back
from surveys.theme_changes import (
    ChangeKind,
    CodebookProblem,
    ThemeChange,
    changes_of,
    record_change,
    standing_changes,
)
from surveys.themes import Theme
from surveys.workers import Worker

PLACE = "place"
TOUCHES = {
    ChangeKind.RENAMED: "name",
    ChangeKind.DESCRIBED: "description",
    ChangeKind.PHRASED: "phrases",
    ChangeKind.SENSITIVE: "is_sensitive",
    ChangeKind.ADDED: PLACE,
    ChangeKind.SPLIT: PLACE,
    ChangeKind.MERGED: PLACE,
    ChangeKind.RETIRED: PLACE,
    ChangeKind.RESTORED: PLACE,
}
"""What a change of each kind touches: a field of the theme, or its place, which is whether and where it counts."""


def undoable(session: Session, theme: Theme) -> list[ThemeChange]:
    """Return the last standing change of a theme of each kind: those that could be undone now, as far as this tells."""
    last: dict[str, ThemeChange] = {}
    for change in changes_of(session, theme):
        if change.theme_id == theme.id and change.kind in TOUCHES and change.undone_by_id is None:
            last[TOUCHES[change.kind]] = change
    return list(last.values())


def undo(session: Session, *, theme: Theme, change_id: str, worker: Worker, on: date) -> ThemeChange:
    """Take back a change of a theme and return it.

    Raises ``NoResultFound`` when the theme has no such change, ``CodebookProblem`` when another stands on it.
    """
    query = select(ThemeChange).where(ThemeChange.id == change_id, ThemeChange.theme_id == theme.id)
    change = session.scalars(query).unique().one()
    if change not in undoable(session, theme):
        raise CodebookProblem("This was undone already, or changed again since. Undo the later change first.")
    _take_back(session, change, on=on)
    change.undone_by = record_change(
        session,
        ChangeKind.UNDONE,
        theme=theme,
        other=change.other,
        worker=worker,
        before=change.after,
        after=change.before,
    )
    session.flush()
    return change


def _take_back(session: Session, change: ThemeChange, *, on: date) -> None:
    theme, before, touched = change.theme, change.before, TOUCHES[change.kind]
    if touched != PLACE:
        if touched == "name" and theme.is_live:
            checked_name(session, before["name"], but=theme)
        setattr(theme, touched, before[touched])
    elif change.kind in (ChangeKind.ADDED, ChangeKind.SPLIT):
        _refuse_while_others_stand_on(session, theme)
        if change.kind is ChangeKind.SPLIT:
            put_back(session, made=theme, worker_id=change.worker_id)
        theme.retired_on = on
    elif change.kind is ChangeKind.RESTORED:
        theme.retired_on = date.fromisoformat(before["retired_on"])
    else:
        checked_name(session, theme.name, but=theme)
        theme.merged_into = theme.retired_on = None


def _refuse_while_others_stand_on(session: Session, theme: Theme) -> None:
    """Raise ``CodebookProblem`` when themes were merged into this one, or split from it, and still are."""
    for change in standing_changes(session, ChangeKind.MERGED, ChangeKind.SPLIT):
        if change.other_id == theme.id:
            what = "merged into" if change.kind is ChangeKind.MERGED else "split from"
            raise CodebookProblem(f"“{change.theme.name}” was {what} it since. Undo that first.")

"""Merges: two themes that say the same count as one. No coding is rewritten, so that a merge can be taken back exactly."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from surveys.evidence import HeldText, texts_of
from surveys.theme_changes import ChangeKind, CodebookProblem, record_change
from surveys.themes import UNCLEAR, Theme
from surveys.workers import Worker


class Overlap(NamedTuple):
    """What a merge of two themes brings together: the read texts under one of them alone, and under both."""

    one: list[HeldText]
    other: list[HeldText]
    both: list[HeldText]


def overlap(session: Session, *, theme: Theme, into: Theme) -> Overlap:
    """Return the texts that a merge would bring together."""
    one, other = texts_of(session, theme), texts_of(session, into)
    both = {text.id for text in one} & {text.id for text in other}
    return Overlap(
        one=[text for text in one if text.id not in both],
        other=[text for text in other if text.id not in both],
        both=[text for text in one if text.id in both],
    )


def check_merge(*, theme: Theme, into: Theme) -> None:
    """Raise ``CodebookProblem`` when two themes cannot be merged."""
    if theme is into:
        raise CodebookProblem("Choose another theme: one cannot be merged into itself.")
    for one in (theme, into):
        if not one.is_live:
            raise CodebookProblem(f"“{one.name}” is not in use any more, so it cannot be merged.")
        if one.code == UNCLEAR:
            raise CodebookProblem(
                f"“{one.name}” is where answers go that nobody can tell, so it stays by itself."
            )


def merge_themes(session: Session, *, theme: Theme, into: Theme, worker: Worker) -> None:
    """Let a theme count under another one; raise ``CodebookProblem`` when it cannot.

    Its codings stay as they are, and its words help to find the other.
    """
    check_merge(theme=theme, into=into)
    theme.merged_into = into
    record_change(
        session,
        ChangeKind.MERGED,
        theme=theme,
        other=into,
        worker=worker,
        before={"name": theme.name},
        after={"into": into.name},
    )

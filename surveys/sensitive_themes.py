"""Sensitive themes: those whose quotes two people must clear, and who changed that."""

from sqlalchemy.orm import Session

from surveys.theme_changes import ChangeKind, CodebookProblem, record_change
from surveys.themes import Theme
from surveys.workers import Worker

SENSITIVE = {
    "BUL": "Who is hurt and who hurts know each other; words can bring more of it.",
    "DIS": "It speaks of race, faith, sex, disability or being gay: what the law protects most.",
    "SEN": "It tells of a disability or a diagnosis.",
    "PER": "It tells of a body, in front of classmates.",
    "MHA": "It tells of the state of somebody’s mind.",
    "HLT": "It tells of illness.",
    "HOM": "It tells of a family, which a neighbour can know again.",
    "POV": "It tells that a family is short of money.",
    "COM": "It may name a street, a gang or a crime, and somebody may look for who told.",
}
"""The themes that come with Voice as sensitive, by their codes, each with the reason: its description in the codebook is
of things that can harm the one who wrote, if anybody guesses who it was."""


def mark_sensitive(session: Session, *, theme: Theme, is_sensitive: bool, worker: Worker) -> None:
    """Say whether a theme’s quotes need two people; raise ``CodebookProblem`` when the theme is not in use."""
    if not theme.is_live:
        raise CodebookProblem(f"“{theme.name}” is not in use any more. Bring it back first.")
    if theme.is_sensitive == is_sensitive:
        return
    before, theme.is_sensitive = {"is_sensitive": theme.is_sensitive}, is_sensitive
    after = {"is_sensitive": is_sensitive}
    record_change(session, ChangeKind.SENSITIVE, theme=theme, worker=worker, before=before, after=after)

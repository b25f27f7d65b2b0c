"""Theme changes: who changed what in the codebook, and when. Nothing is changed without a line here."""

import enum
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Json, Key, Link, now, rules
from surveys.themes import Theme, theme_with_code
from surveys.workers import Worker


class ChangeKind(enum.StrEnum):
    """What was done to a theme."""

    ADDED = "added"
    RENAMED = "renamed"
    DESCRIBED = "described"
    PHRASED = "phrased"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"
    RESTORED = "restored"
    SENSITIVE = "sensitive"  # or not any more
    UNDONE = "undone"


SAID = {
    ChangeKind.ADDED: "added “{after[name]}”",
    ChangeKind.RENAMED: "renamed “{before[name]}” to “{after[name]}”",
    ChangeKind.DESCRIBED: "described it as “{after[description]}”",
    ChangeKind.MERGED: "merged “{before[name]}” into “{after[into]}”",
    ChangeKind.SPLIT: "split “{after[name]}” from “{before[from]}”",
    ChangeKind.RETIRED: "took “{before[name]}” out of use",
    ChangeKind.RESTORED: "brought “{after[name]}” back into use",
}
"""What a change did, in words that follow the name of who did it, with the names that themes had then."""


class ThemeChange(Base):
    """One change of one theme: as it was before and after, in the fields that changed."""

    __tablename__ = "theme_change"
    __table_args__ = rules()

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(unique=True)
    """The changes of a codebook are numbered in their order, whatever a clock says."""
    theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"), index=True)
    other_id: Mapped[Link | None] = mapped_column(ForeignKey("theme.id"), index=True)
    """The theme that this one was merged into, or was split from."""
    kind: Mapped[ChangeKind]
    at: Mapped[datetime]
    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    before: Mapped[Json]
    after: Mapped[Json]
    undone_by_id: Mapped[Link | None] = mapped_column(ForeignKey("theme_change.id"), unique=True)

    theme: Mapped[Theme] = relationship(foreign_keys=theme_id)
    other: Mapped[Theme | None] = relationship(foreign_keys=other_id)
    worker: Mapped[Worker] = relationship(lazy="joined")
    undone_by: Mapped["ThemeChange | None"] = relationship(
        remote_side="ThemeChange.id", back_populates="undoes"
    )
    undoes: Mapped["ThemeChange | None"] = relationship(back_populates="undone_by")

    @property
    def said(self) -> str:
        """What was done, in words that follow the name of who did it."""
        if self.kind is ChangeKind.UNDONE:
            return f"undid this: {self.undoes.who_said}" if self.undoes else "undid a change"
        if self.kind is ChangeKind.SENSITIVE:
            return f"made it {'' if self.after['is_sensitive'] else 'not '}sensitive"
        if self.kind is ChangeKind.PHRASED:
            return _said_of_phrases(self.before["phrases"], self.after["phrases"])
        if self.kind is ChangeKind.DESCRIBED and not self.after["description"]:
            return "took its description out"
        return SAID[self.kind].format(before=self.before, after=self.after)

    @property
    def who_said(self) -> str:
        """Who did what, as a sentence without its full stop."""
        return f"{self.worker.name} {self.said}"


def _said_of_phrases(before: Sequence[str], after: Sequence[str]) -> str:
    come = [phrase for phrase in after if phrase not in before]
    gone = [phrase for phrase in before if phrase not in after]
    parts = []
    if come:
        parts.append(f"added {_listed(come)}")
    if gone:
        parts.append(f"took out {_listed(gone)}")
    return " and ".join(parts)


def _listed(phrases: Sequence[str]) -> str:
    return ("the phrase " if len(phrases) == 1 else "the phrases ") + ", ".join(f"“{one}”" for one in phrases)


class CodebookProblem(Exception):
    """A change of the codebook that cannot be made, and why, in a sentence for staff."""


class ThemeChanged(CodebookProblem):
    """Somebody changed the theme after the page was opened."""

    def __init__(self, changes: Iterable[ThemeChange]) -> None:
        told = " ".join(f"{change.who_said}." for change in changes)
        super().__init__(
            f"Somebody changed this theme after you opened the page. {told} Nothing of yours is stored yet: "
            "look at it again, then press the button once more."
        )


def hold_codebook(session: Session) -> None:
    """Hold all themes against other changes until the caller commits, and look at them anew.

    One change at a time: names and codes must stay apart, and changes are numbered. Texts may be given themes meanwhile.
    """
    every = select(Theme).order_by(Theme.id).with_for_update(key_share=True)
    session.scalars(every.execution_options(populate_existing=True)).all()


def theme_to_change(session: Session, *, code: str, revision: int) -> Theme:
    """Return a theme, with the codebook held as by ``hold_codebook``.

    ``revision``: what the theme’s was when the page was opened. Raises ``ThemeChanged`` when it has another one now,
    ``NoResultFound`` when no theme has this code.
    """
    hold_codebook(session)
    theme = theme_with_code(session, code)
    if theme.revision != revision:
        raise ThemeChanged(changes_of(session, theme, since=revision))
    return theme


def record_change(
    session: Session,
    kind: ChangeKind,
    *,
    theme: Theme,
    worker: Worker,
    before: dict[str, Any],
    after: dict[str, Any],
    other: Theme | None = None,
) -> ThemeChange:
    """Write down a change; both themes it touches get its number as their revision."""
    change = ThemeChange(
        number=newest_number(session) + 1,
        theme=theme,
        other=other,
        kind=kind,
        at=now(),
        worker=worker,
        before=before,
        after=after,
    )
    session.add(change)
    for touched in (theme, other):
        if touched is not None:
            touched.revision = change.number
    session.flush()
    return change


def newest_number(session: Session) -> int:
    """Return the number of the last change of the codebook; 0 when nobody has changed it."""
    return session.scalar(select(func.max(ThemeChange.number))) or 0


def changes_of(session: Session, theme: Theme, *, since: int = 0) -> Sequence[ThemeChange]:
    """Return the changes that touched a theme after the one with this number, the first one first."""
    touched = or_(ThemeChange.theme_id == theme.id, ThemeChange.other_id == theme.id)
    query = select(ThemeChange).where(touched, ThemeChange.number > since).order_by(ThemeChange.number)
    return session.scalars(query).unique().all()


def newest_changes(session: Session, *, since: int = 0, most: int | None = None) -> Sequence[ThemeChange]:
    """Return the changes of the whole codebook after the one with this number, the last one first."""
    query = select(ThemeChange).where(ThemeChange.number > since).order_by(ThemeChange.number.desc())
    return session.scalars(query.limit(most)).unique().all()


def standing_changes(session: Session, *kinds: ChangeKind) -> Sequence[ThemeChange]:
    """Return the changes of these kinds that nobody has undone, the first one first."""
    query = select(ThemeChange).where(ThemeChange.kind.in_(kinds), ThemeChange.undone_by_id.is_(None))
    return session.scalars(query.order_by(ThemeChange.number)).unique().all()

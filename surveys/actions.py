"""Actions: what a subgroup does about a theme, who owns it, by when, and how it goes."""

import enum
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.agencies import Agency
from surveys.base import Base, Key, Link, Name, rules
from surveys.schools import School
from surveys.subgroups import Subgroup
from surveys.themes import Theme
from surveys.waves import Wave
from surveys.workers import Worker


class Status(enum.StrEnum):
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"
    STOPPED = "stopped"


class Action(Base):
    """One thing to be done. ``school`` is ``None`` when it is for every school."""

    __tablename__ = "action"
    __table_args__ = rules()

    id: Mapped[Key]
    subgroup_id: Mapped[Link] = mapped_column(ForeignKey("subgroup.id"))
    school_id: Mapped[Link | None] = mapped_column(ForeignKey("school.id"))
    title: Mapped[Name]
    why: Mapped[str]
    theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"))
    wave_id: Mapped[Link | None] = mapped_column(ForeignKey("wave.id"))
    """The wave whose evidence for the theme this action answers."""
    agency_id: Mapped[Link] = mapped_column(ForeignKey("agency.id"))
    owner: Mapped[Name]
    due_on: Mapped[date]
    status: Mapped[Status]
    pupil_words: Mapped[str | None] = mapped_column(String(300))
    """What pupils are told, in their own language level; ``None`` keeps the action off the pupils’ page."""

    subgroup: Mapped[Subgroup] = relationship(lazy="joined")
    school: Mapped[School | None] = relationship(lazy="joined")
    theme: Mapped[Theme] = relationship(lazy="joined")
    wave: Mapped[Wave | None] = relationship(lazy="joined")
    agency: Mapped[Agency] = relationship(lazy="joined")
    notes: Mapped[list["ActionNote"]] = relationship(
        order_by="(ActionNote.written_on.desc(), ActionNote.id)", cascade="all, delete-orphan"
    )

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been done before this day and is neither done nor stopped."""
        return self.due_on < on and self.status in (Status.NOT_STARTED, Status.IN_PROGRESS)


class ActionNote(Base):
    """A dated line on how an action goes, and who wrote it."""

    __tablename__ = "action_note"
    __table_args__ = rules()

    id: Mapped[Key]
    action_id: Mapped[Link] = mapped_column(ForeignKey("action.id"), index=True)
    text: Mapped[str]
    written_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    written_on: Mapped[date]

    written_by: Mapped[Worker] = relationship(lazy="joined")


class ThemeNotOwned(Exception):
    """The subgroup does not own this theme, so the action belongs elsewhere."""


def add_action(
    session: Session,
    *,
    subgroup: Subgroup,
    title: str,
    why: str,
    theme: Theme,
    wave: Wave | None,
    agency: Agency,
    owner: str,
    due_on: date,
    school: School | None = None,
    pupil_words: str | None = None,
) -> Action:
    """Add an action about one of the subgroup’s themes; raise ``ThemeNotOwned`` for another’s."""
    if theme not in subgroup.live_themes:
        raise ThemeNotOwned(theme.name)
    action = Action(
        subgroup=subgroup,
        title=title.strip(),
        why=why.strip(),
        theme=theme,
        wave=wave,
        agency=agency,
        owner=owner.strip(),
        due_on=due_on,
        school=school,
        pupil_words=(pupil_words or "").strip() or None,
        status=Status.NOT_STARTED,
    )
    session.add(action)
    session.flush()
    return action


def update_action(
    session: Session,
    *,
    action: Action,
    status: Status,
    note: str,
    worker: Worker,
    on: date,
    pupil_words: str | None = None,
) -> None:
    """Set an action’s status and, when something was written, add a dated note.

    ``pupil_words`` is what pupils are told from now on: “” tells them nothing, ``None`` leaves it as it was.
    """
    action.status = status
    if pupil_words is not None:
        action.pupil_words = pupil_words.strip() or None
    if note.strip():
        action.notes.append(ActionNote(text=note.strip(), written_by=worker, written_on=on))
    session.flush()


def actions_of_subgroup(session: Session, subgroup: Subgroup) -> Sequence[Action]:
    """Return a subgroup’s actions: what is still to do first, by when it is due."""
    query = select(Action).where(Action.subgroup_id == subgroup.id)
    over = Action.status.in_([Status.DONE, Status.STOPPED])
    return session.scalars(query.order_by(over, Action.due_on, Action.title)).unique().all()


def actions_for_school(session: Session, school_id: str, *, told_only: bool = False) -> Sequence[Action]:
    """Return the actions that concern a school: its own and those for every school.

    ``told_only`` keeps to those that have words for pupils.
    """
    query = select(Action).where(or_(Action.school_id == school_id, Action.school_id.is_(None)))
    if told_only:
        query = query.where(Action.pupil_words.is_not(None))
    return session.scalars(query.order_by(Action.due_on, Action.title)).unique().all()


def overdue_actions(session: Session, *, on: date) -> Sequence[Action]:
    """Return every overdue action, the longest overdue first."""
    query = select(Action).where(
        Action.due_on < on, Action.status.in_([Status.NOT_STARTED, Status.IN_PROGRESS])
    )
    return session.scalars(query.order_by(Action.due_on, Action.title)).unique().all()


def action_with_id(session: Session, action_id: str) -> Action:
    """Return one action, or raise ``NoResultFound``."""
    return session.scalars(select(Action).where(Action.id == action_id)).unique().one()

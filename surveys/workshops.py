"""Workshops: a six-week programme in a school, its sessions, and what was said in them. Never who came."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from surveys.base import Base, Key, Link, Name, rules
from surveys.schools import School
from surveys.sealing import SealedText
from surveys.workers import Worker

WEEKS = 6
LONGEST_NOTE = 500
"""Characters of one note: a post-it or a flip-chart line, not an essay."""
ENOUGH_HELD = 4
"""Workshop programmes. Of fewer, whoever knows their own school’s would know the others’: a crowd is three others."""
MANY_HELD = 20
"""Programmes from which a quarter is told of, not only a half: then each word stands for five numbers or more."""
YEARS = range(2000, 2101)
"""A day outside these years is a slip of the keyboard."""


class NoteKind(enum.StrEnum):
    BARRIER = "barrier"
    CAUSE = "cause"
    IDEA = "idea"
    RECOMMENDATION = "recommendation"
    WORKS = "works"


class Programme(Base):
    """Six weekly sessions in one school."""

    __tablename__ = "programme"
    __table_args__ = rules(UniqueConstraint("school_id", "starts_on"))

    id: Mapped[Key]
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"))
    starts_on: Mapped[date]
    led_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))

    school: Mapped[School] = relationship(lazy="joined")
    led_by: Mapped[Worker | None] = relationship(lazy="joined")
    sessions: Mapped[list["WorkshopSession"]] = relationship(
        back_populates="programme", order_by="WorkshopSession.week", cascade="all, delete-orphan"
    )


class WorkshopSession(Base):
    """One week of a programme: when, how many came, what was done. A headcount, never a list of names."""

    __tablename__ = "workshop_session"
    __table_args__ = rules(
        UniqueConstraint("programme_id", "week"),
        CheckConstraint("week between 1 and 6", name="week_is_one_to_six"),
        CheckConstraint("headcount is null or headcount between 0 and 500", name="headcount_is_sensible"),
    )

    id: Mapped[Key]
    programme_id: Mapped[Link] = mapped_column(ForeignKey("programme.id"))
    week: Mapped[int]
    held_on: Mapped[date]
    headcount: Mapped[int | None]
    activity: Mapped[Name | None]

    programme: Mapped[Programme] = relationship(back_populates="sessions")
    notes: Mapped[list["Note"]] = relationship(
        back_populates="session", order_by="Note.id", cascade="all, delete-orphan"
    )


class Note(Base):
    """One post-it, dot or flip-chart line, as the youth worker typed it."""

    __tablename__ = "note"
    __table_args__ = rules(CheckConstraint("votes is null or votes >= 0", name="votes_are_not_negative"))

    id: Mapped[Key]
    session_id: Mapped[Link] = mapped_column(ForeignKey("workshop_session.id"), index=True)
    kind: Mapped[NoteKind]
    text: Mapped[str | None] = mapped_column(SealedText)
    """``None`` once it was moved to a safeguarding concern, or its time was over."""
    votes: Mapped[int | None]

    session: Mapped[WorkshopSession] = relationship(back_populates="notes")


class WorkshopProblem(Exception):
    """Something about a workshop that cannot be stored as given, in a sentence for staff."""


@dataclass(frozen=True)
class TypedNote:
    """A line of a session’s notes as typed, ready to store."""

    text: str
    kind: NoteKind
    votes: int | None


def add_programme(
    session: Session, *, school: School, starts_on: date, led_by: Worker | None = None
) -> Programme:
    """Plan six weekly sessions in a school, from a first day on.

    Raises ``WorkshopProblem`` when the school has a programme from that day or the day cannot be meant.
    """
    _check_year(starts_on)
    query = select(Programme.id).where(Programme.school_id == school.id, Programme.starts_on == starts_on)
    if session.scalars(query).first():
        raise WorkshopProblem(f"{school.name} already has a programme that starts on this day.")
    programme = Programme(
        school=school,
        starts_on=starts_on,
        led_by=led_by,
        sessions=[
            WorkshopSession(week=week, held_on=starts_on + timedelta(weeks=week - 1))
            for week in range(1, WEEKS + 1)
        ],
    )
    session.add(programme)
    session.flush()
    return programme


def record_session(
    session: Session, *, workshop: WorkshopSession, held_on: date, headcount: int | None, activity: str | None
) -> None:
    """Write down when a session was held, how many came and what was done."""
    _check_year(held_on)
    if headcount is not None and not 0 <= headcount <= 500:
        raise WorkshopProblem("How many came must be a number from 0 to 500.")
    workshop.held_on, workshop.headcount, workshop.activity = held_on, headcount, activity or None
    session.flush()


def _check_year(day: date) -> None:
    if day.year not in YEARS:
        raise WorkshopProblem(f"Check the year: it must be from {YEARS[0]} to {YEARS[-1]}.")


def read_lines(pasted: str, *, kind: NoteKind) -> list[TypedNote]:
    """Read pasted lines as notes: ``text``, or ``text | votes``, or ``text | votes | kind``; tabs do as well as bars.

    Blank lines are passed over. A line without a kind of its own gets ``kind``. Raises ``WorkshopProblem`` naming the
    line when votes are no number, the kind is unknown or the text is too long; then no line is taken.
    """
    notes = []
    for number, line in enumerate(pasted.splitlines(), start=1):
        if line.strip():
            notes.append(_read_line(line, number, kind))
    if not notes:
        raise WorkshopProblem("There is nothing to add. Paste or type at least one line.")
    return notes


def _read_line(line: str, number: int, kind: NoteKind) -> TypedNote:
    # Votes and kind stand last, so a bar inside the text itself is left alone when both follow it.
    parts = [part.strip() for part in line.replace("\t", "|").split("|")]
    own_kind, votes = kind, None
    if len(parts) > 2:
        try:
            own_kind = NoteKind(parts.pop().lower() or kind)
        except ValueError:
            known = ", ".join(NoteKind)
            raise WorkshopProblem(f"Line {number}: the last part must be one of {known}.") from None
    if len(parts) > 1:
        typed = parts.pop()
        if typed and not (typed.isdecimal() and len(typed) <= 3 and int(typed) <= 500):
            raise WorkshopProblem(f"Line {number}: votes must be a number from 0 to 500, not “{typed[:40]}”.")
        votes = int(typed) if typed else None
    text = " | ".join(parts)
    if not text:
        raise WorkshopProblem(f"Line {number}: there is no text before the votes.")
    if len(text) > LONGEST_NOTE:
        raise WorkshopProblem(
            f"Line {number} is {len(text)} characters long. A note has at most {LONGEST_NOTE}; split it."
        )
    return TypedNote(text, own_kind, votes)


def add_notes(session: Session, *, workshop: WorkshopSession, notes: Iterable[TypedNote]) -> list[Note]:
    """Add typed notes to a session."""
    added = [Note(session_id=workshop.id, text=note.text, kind=note.kind, votes=note.votes) for note in notes]
    session.add_all(added)
    session.flush()
    session.expire(workshop, ["notes"])
    return added


def programmes(session: Session) -> Sequence[Programme]:
    """Return every programme with its sessions, the latest first."""
    query = select(Programme).options(selectinload(Programme.sessions))
    return session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id)).unique().all()


def programme_with_id(session: Session, programme_id: str) -> Programme:
    """Return a programme, its sessions and their notes, or raise ``NoResultFound``."""
    query = select(Programme).where(Programme.id == programme_id)
    loaded = query.options(selectinload(Programme.sessions).selectinload(WorkshopSession.notes))
    return session.scalars(loaded).unique().one()


def session_with_id(session: Session, session_id: str) -> WorkshopSession:
    """Return one session with its notes, or raise ``NoResultFound``."""
    query = select(WorkshopSession).where(WorkshopSession.id == session_id)
    return session.scalars(query.options(selectinload(WorkshopSession.notes))).one()


def in_how_many(said_in: int, held: int) -> str:
    """Say in how many of the workshop programmes something was said, in words that point at none of them.

    Not “2 of 3”: who knows where it was said, or where it was not, would know the rest (trust.md, 2.3, rules 5 and 11).
    None is not told from few. Empty where no workshop was held.
    """
    if held == 0:
        return ""
    if held < ENOUGH_HELD:
        return "too few workshops to say"
    if held < MANY_HELD:
        return "half or more" if 2 * said_in >= held else "fewer than half"
    quarters = min(4 * said_in // held, 3)
    return ("few or none", "some", "more than half", "most or all")[quarters]

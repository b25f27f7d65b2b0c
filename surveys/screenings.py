"""Screenings: what a machine made of a free text, to put the queue of readers in order. It decides nothing."""

import enum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Link, rules
from surveys.responses import Answer, Response
from surveys.waves import WaveSchool
from surveys.workshops import Note, Programme, WorkshopSession


class Level(enum.StrEnum):
    """How soon a person should look. The order of this list is the order of the queue."""

    RED = "red"
    AMBER = "amber"
    NONE = "none"


class Harm(enum.StrEnum):
    """What a text may tell of."""

    SELF_HARM = "self-harm"
    HARM_AT_HOME = "harm at home"
    SEXUAL_HARM = "sexual harm"
    EXPLOITATION = "exploitation"
    WEAPON_OR_THREAT = "weapon or threat"
    NEGLECT = "neglect"
    STAFF = "staff member named"
    OTHER = "other"


class Screening(Base):
    """The machine’s look at one free text: a pupil’s answer, or a workshop’s note."""

    __tablename__ = "screening"
    __table_args__ = rules(
        UniqueConstraint("answer_id"),
        UniqueConstraint("note_id"),
        CheckConstraint("(answer_id is null) <> (note_id is null)", name="looks_at_one_text"),
        CheckConstraint("(level = 'none') = (harm is null)", name="only_a_worry_has_a_kind"),
    )

    id: Mapped[Key]
    answer_id: Mapped[Link | None] = mapped_column(ForeignKey("answer.id"))
    note_id: Mapped[Link | None] = mapped_column(ForeignKey("note.id"))
    level: Mapped[Level]
    harm: Mapped[Harm | None]
    points_at_staff: Mapped[bool] = mapped_column(default=False)
    """The harm comes from somebody on the staff, or one of them is named: a concern for the authority alone."""
    may_be_quoted: Mapped[bool] = mapped_column(default=False)
    """The case that a flagged text led to allows its words to be quoted. Of no use to a text that is not flagged."""

    @property
    def is_flagged(self) -> bool:
        return self.level is not Level.NONE


def screening_of(
    session: Session, *, answer_id: str | None = None, note_id: str | None = None
) -> Screening | None:
    """Return the machine’s look at one text (its answer’s or its note’s key), or ``None`` before it has had one."""
    query = select(Screening).where(Screening.answer_id == answer_id, Screening.note_id == note_id)
    return session.scalars(query).one_or_none()


class Unscreened(NamedTuple):
    """A free text that the machine has not looked at; its key is the answer’s or the note’s, never both."""

    answer_id: str | None
    note_id: str | None
    text: str
    school_id: str


def unscreened_texts(session: Session, *, most: int) -> list[Unscreened]:
    """Return texts that the machine has not looked at: answers, then notes, each in the order of their random keys."""
    answers = session.execute(_unscreened_answers().order_by(Answer.id).limit(most))
    found = [Unscreened(key, None, text or "", school_id) for key, text, school_id in answers]
    notes = session.execute(_unscreened_notes().order_by(Note.id).limit(most - len(found)))
    return found + [Unscreened(None, key, text or "", school_id) for key, text, school_id in notes]


def _unscreened_answers() -> Select[str, str | None, str]:
    return (
        select(Answer.id, Answer.text, WaveSchool.school_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .outerjoin(Screening, Screening.answer_id == Answer.id)
        .where(Screening.id.is_(None), Answer.text.is_not(None))
    )


def _unscreened_notes() -> Select[str, str | None, str]:
    return (
        select(Note.id, Note.text, Programme.school_id)
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .outerjoin(Screening, Screening.note_id == Note.id)
        .where(Screening.id.is_(None), Note.text.is_not(None))
    )


def store_screening(
    session: Session, *, text: Unscreened, level: Level, harm: Harm | None, points_at_staff: bool
) -> Answer | Note | None:
    """Keep what the machine made of a text, and return the text’s row.

    ``None`` when its words have gone in the meantime, to a concern or with their time: then nothing is kept.
    """
    subject: Answer | Note | None
    # Held until the caller commits: whoever reads it at this moment finds this look, or was quicker.
    if text.answer_id is not None:
        subject = session.get(Answer, text.answer_id, with_for_update=True, populate_existing=True)
    else:
        subject = session.get(Note, text.note_id, with_for_update=True, populate_existing=True)
    if subject is None or subject.text is None:
        return None
    looked = Screening(answer_id=text.answer_id, note_id=text.note_id, level=level, harm=harm)
    looked.points_at_staff = points_at_staff
    session.add(looked)
    session.flush()
    return subject

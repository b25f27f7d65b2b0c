"""Urgent notes: what was said in a workshop and cannot wait for a reader goes to the safeguarding lead at once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveys.base import monday_of
from surveys.concerns import Concern, Disclosure, RaisedBy, raise_or_join_concern
from surveys.origins import origin_of_workshop, worry_of
from surveys.readings import AlreadyRead, Outcome, Reading
from surveys.screenings import Harm
from surveys.workers import Worker
from surveys.workshops import LONGEST_NOTE, Note, WorkshopProblem, WorkshopSession


def raise_line(
    session: Session,
    *,
    workshop: WorkshopSession,
    words: str,
    is_for_authority: bool,
    worker: Worker,
    at: datetime,
) -> Concern:
    """Raise a concern with what somebody types of a workshop’s session. No note is kept.

    Raises ``WorkshopProblem`` when there are no words or too many.
    """
    words = words.strip()
    if not words:
        raise WorkshopProblem("Write what was said, in the pupil’s own words as far as you can.")
    if len(words) > LONGEST_NOTE:
        raise WorkshopProblem(
            f"This is {len(words)} characters long. Use at most {LONGEST_NOTE}: say the rest to whoever calls you."
        )
    return _raise(
        session, workshop, words, harm=None, is_for_authority=is_for_authority, worker=worker, at=at
    )


def raise_note(
    session: Session,
    *,
    workshop: WorkshopSession,
    note_id: str,
    is_for_authority: bool,
    worker: Worker,
    at: datetime,
) -> Concern:
    """Raise a concern with a note of this session that waits to be read, and take its words out of the notes.

    The authority alone sees it when ``worker`` says so, or the machine saw that it points at the school’s staff. Raises ``NoResultFound`` when the session has no such note, ``AlreadyRead`` when a reader was quicker.
    """
    note = session.scalars(select(Note).where(Note.id == note_id, Note.session_id == workshop.id)).one()
    words = note.text
    reading = Reading(
        note_id=note.id, outcome=Outcome.CONCERN, shown=None, reader=worker, read_on=monday_of(at.date())
    )
    try:
        with session.begin_nested():
            session.add(reading)
            session.flush()
    except IntegrityError as quicker:
        raise AlreadyRead(note_id) from quicker
    if words is None:
        raise AlreadyRead(note_id)
    note.text = None
    worry = worry_of(session, note)
    is_for_authority = is_for_authority or worry.is_for_authority
    return _raise(
        session, workshop, words, harm=worry.harm, is_for_authority=is_for_authority, worker=worker, at=at
    )


def _raise(
    session: Session,
    workshop: WorkshopSession,
    words: str,
    *,
    harm: Harm | None,
    is_for_authority: bool,
    worker: Worker,
    at: datetime,
) -> Concern:
    origin = origin_of_workshop(workshop)
    disclosure = Disclosure(words, origin, harm, is_for_authority)
    return raise_or_join_concern(session, disclosure, raised_by=RaisedBy.WORKSHOP, by=worker, at=at)

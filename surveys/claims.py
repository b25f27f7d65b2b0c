"""Claims: the text a reader has in front of them, so that two people never get the same one."""

import random
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.readings import Source, reading_of
from surveys.screenings import Level
from surveys.second_readings import second_reading_of, second_texts
from surveys.sightings import Purpose, note_sighting
from surveys.texts import FreeText, text_with_id, unread_texts
from surveys.workers import Worker

LASTS = timedelta(minutes=10)
"""Longer than anybody reads one text or a page of short ones; a reader who was called away keeps nobody waiting long."""
TRIED = 20
"""Texts that are tried one after the other: more readers than that never press a key in the same moment."""
SECOND_SHARE = 0.1
"""How often a reader gets a second reading while first ones wait: twice as often as they arise, so that none piles up."""
SHORT_WORDS = 12
"""Words of a text that is short: it is taken in at one look among others (issue: “short, obviously harmless ones”)."""
LOOKED_THROUGH = 200
"""Texts looked through for a page of short ones: a fifth of a second of looking for names in them."""
DRAW = random.SystemRandom()


class Claim(Base):
    """One free text in one reader’s hands, for a few minutes. It goes with the reading, or when its time is over."""

    __tablename__ = "claim"
    __table_args__ = rules(
        UniqueConstraint("answer_id"),
        UniqueConstraint("note_id"),
        CheckConstraint("(answer_id is null) <> (note_id is null)", name="claims_one_text"),
    )

    id: Mapped[Key]
    answer_id: Mapped[Link | None] = mapped_column(ForeignKey("answer.id"))
    note_id: Mapped[Link | None] = mapped_column(ForeignKey("note.id"))
    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    until: Mapped[datetime]
    """When it lapses. It speaks of the reader’s day, not the pupil’s, and is gone within minutes."""

    worker: Mapped[Worker] = relationship()


def take_next(
    session: Session,
    *,
    reader: Worker,
    at: datetime,
    skip: Collection[str] = (),
    draw: random.Random = DRAW,
) -> FreeText | None:
    """Give a reader the next text, theirs for the next minutes, and note that they saw it; ``None`` when none is left.

    What they have in hand comes first. Then by level, week and random key, with second readings mixed in; ``skip``
    leaves out what they have put aside.
    """
    for text in held_texts(session, reader=reader, at=at):
        if text.id not in skip:
            return hold(session, reader=reader, source=text.source, text_id=text.id, at=at)
    gone = {*skip}
    while waiting := list(_waiting(session, reader, at, gone, draw)):
        for text in waiting:
            if _claim(session, text, reader=reader, at=at):
                return text
        # Quicker readers took all of these while one slow one tried them in turn; what lies behind them still waits.
        gone |= {text.id for text in waiting}
    return None


def take_short(
    session: Session,
    *,
    reader: Worker,
    at: datetime,
    most: int,
    is_plain: Callable[[FreeText], bool],
    skip: Collection[str] = (),
) -> list[FreeText]:
    """Give a reader short texts that the screen thinks nothing of and that ``is_plain`` finds nothing to hide in."""
    taken: list[FreeText] = []
    skipped = {*skip, *_in_others_hands(session, reader, at)}
    for text in unread_texts(session, most=LOOKED_THROUGH, skip=skipped, only=Level.NONE):
        if len(taken) == most:
            break
        if is_short(text) and is_plain(text) and _claim(session, text, reader=reader, at=at):
            taken.append(text)
    return taken


def is_short(text: FreeText) -> bool:
    """Say whether a text may be read among others on one page: a few words of which the screen thinks nothing."""
    return text.level is Level.NONE and not text.is_second and len(text.text.split()) <= SHORT_WORDS


def held_texts(session: Session, *, reader: Worker, at: datetime) -> list[FreeText]:
    """Return what a reader has in hand now, in the order of the queue."""
    held = select(Claim).where(Claim.worker_id == reader.id, Claim.until > at)
    texts = [_readable(session, *_subject(claim), reader=reader) for claim in session.scalars(held)]
    return sorted((text for text in texts if text is not None), key=lambda text: text.place)


def hold(session: Session, *, reader: Worker, source: Source, text_id: str, at: datetime) -> FreeText | None:
    """Keep a text in a reader’s hands from now on; ``None`` when somebody has read it, or has it in hand."""
    text = _readable(session, source, text_id, reader=reader)
    return text if text is not None and _claim(session, text, reader=reader, at=at) else None


def let_go(session: Session, *, reader: Worker, source: Source, text_id: str) -> None:
    """Give a text back to the queue."""
    session.execute(delete(Claim).where(_is_on(source, text_id), Claim.worker_id == reader.id))


def is_in_hand(session: Session, *, source: Source, text_id: str, at: datetime) -> bool:
    """Say whether anybody has a text before them now."""
    return (
        session.scalars(select(Claim.id).where(_is_on(source, text_id), Claim.until > at)).first() is not None
    )


def _waiting(
    session: Session, reader: Worker, at: datetime, skip: Collection[str], draw: random.Random
) -> Iterator[FreeText]:
    """Return what waits for this reader and is in nobody’s hands, first and second readings, in the order to try."""
    skip = {*skip, *_in_others_hands(session, reader, at)}
    first = unread_texts(session, most=TRIED, skip=skip)
    again = second_texts(session, reader=reader, most=TRIED, skip=skip)
    # What may be urgent never waits for a second look at something else.
    is_urgent = bool(first) and first[0].level is Level.RED
    if not is_urgent and draw.random() < SECOND_SHARE:
        first, again = again, first
    yield from first
    yield from again


def _in_others_hands(session: Session, reader: Worker, at: datetime) -> list[str]:
    theirs = select(Claim.answer_id, Claim.note_id).where(Claim.until > at, Claim.worker_id != reader.id)
    return [answer_id or note_id or "" for answer_id, note_id in session.execute(theirs)]


def _readable(session: Session, source: Source, text_id: str, *, reader: Worker) -> FreeText | None:
    """Return a text if it waits for this reader: for a first reading, or for a second one of what another let through."""
    read = reading_of(session, source, text_id)
    if read is None:
        return text_with_id(session, source, text_id)
    second = second_reading_of(session, source, text_id)
    if second is None or second.outcome is not None or read.reader_id == reader.id:
        return None
    return text_with_id(session, source, text_id, is_second=True)


def _claim(session: Session, text: FreeText, *, reader: Worker, at: datetime) -> bool:
    """Put a text in a reader’s hands, and say whether that was still possible. Noted as seen when it is new to them."""
    claim = session.scalars(select(Claim).where(_is_on(text.source, text.id))).one_or_none()
    if claim is not None and claim.worker_id == reader.id and claim.until > at:
        claim.until = at + LASTS
        session.flush()
        return True
    if claim is not None and claim.until > at:
        return False
    session.execute(delete(Claim).where(_is_on(text.source, text.id), Claim.until <= at))
    made = Claim(worker=reader, until=at + LASTS)
    if text.source is Source.ANSWER:
        made.answer_id = text.id
    else:
        made.note_id = text.id
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:  # another reader took it this very moment
        return False
    # Where the database lets two write at once, somebody may have finished it between the look and the claim; it may
    # even wait for a second reading by now.
    again = _readable(session, text.source, text.id, reader=reader)
    if again is None or again.is_second != text.is_second:
        session.delete(made)
        session.flush()
        return False
    purpose = Purpose.SECOND_READING if text.is_second else Purpose.READING
    note_sighting(session, worker=reader, purpose=purpose, subject=text.id, on=at.date())
    return True


def _is_on(source: Source, text_id: str) -> ColumnElement[bool]:
    return (Claim.answer_id if source is Source.ANSWER else Claim.note_id) == text_id


def _subject(claim: Claim) -> tuple[Source, str]:
    if claim.answer_id is not None:
        return Source.ANSWER, claim.answer_id
    return Source.NOTE, claim.note_id or ""

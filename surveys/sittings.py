"""Sittings: what a reader does at a desk – finishing the text in hand, first or second reading alike, and taking it back."""

import random
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from surveys.claims import hold, is_in_hand, let_go
from surveys.codings import Coding, Review
from surveys.drafts import pass_on_with_drafts
from surveys.groups import groups_of_wave
from surveys.quotes import Quote
from surveys.readings import (
    AlreadyRead,
    Outcome,
    Reading,
    Said,
    Source,
    read_text,
    reading_of,
    subject_of,
)
from surveys.reports import Report
from surveys.responses import Answer, Response
from surveys.samples import SampledText
from surveys.second_readings import DRAW, SecondReading, draw_second, read_again, second_reading_of
from surveys.sightings import Purpose, Sighting
from surveys.tallies import add_to_tally, take_off_tally
from surveys.texts import FreeText, text_with_id
from surveys.waves import WaveSchool
from surveys.workers import Worker


def finish_text(
    session: Session,
    *,
    text: FreeText,
    reader: Worker,
    said: Said,
    at: datetime,
    seconds: float,
    draw: random.Random = DRAW,
) -> Outcome:
    """Record what a reader says of the text in their hands, count it, and give the claim back; return what it came to.

    A first reading may be drawn to be read again. ``seconds``: how long it was before them. Raises ``AlreadyRead`` and
    ``NothingHidden`` as ``read_text`` does.
    """
    if text.is_second:
        came_to = read_again(session, source=text.source, text_id=text.id, reader=reader, said=said, at=at)
    else:
        reading = read_text(
            session,
            source=text.source,
            text_id=text.id,
            reader=reader,
            on=at.date(),
            at=at,
            **said._asdict(),
        )
        draw_second(session, reading=reading, draw=draw)
        came_to = reading.outcome
    let_go(session, reader=reader, source=text.source, text_id=text.id)
    add_to_tally(session, reader=reader, outcome=came_to, seconds=seconds, on=at.date())
    return came_to


class NeverShown(Exception):
    """This worker has not had the raw words of the text before them."""


def pass_on_late(
    session: Session,
    *,
    source: Source,
    text_id: str,
    reader: Worker,
    said: Said,
    at: datetime,
    seconds: float,
) -> bool:
    """Record a concern about a text that has left the reader’s hands: who saw a worry is heard, however late.

    Whoever let it through or has it in hand now, its words are passed on, and drafts that say them go. Returns ``False``
    when somebody has passed it on already. Raises ``NeverShown`` when its words were never before this reader.
    """
    if not _was_shown(session, reader, text_id):
        raise NeverShown(text_id)
    text = text_with_id(session, source, text_id)
    if text is not None:
        try:
            finish_text(session, text=text, reader=reader, said=said, at=at, seconds=seconds)
            return True
        except AlreadyRead:  # by someone who was quicker, this very moment
            pass
    let_go(session, reader=reader, source=source, text_id=text_id)
    reading = reading_of(session, source, text_id)
    if reading is None or reading.shown is None:
        return False
    pass_on_with_drafts(
        session,
        source=source,
        text_id=text_id,
        worker=reader,
        is_for_authority=said.is_for_authority,
        at=at,
    )
    return True


def _was_shown(session: Session, reader: Worker, text_id: str) -> bool:
    looks = select(Sighting.id).where(
        Sighting.worker_id == reader.id,
        Sighting.subject == text_id,
        Sighting.purpose.in_((Purpose.READING, Purpose.SECOND_READING)),
    )
    return session.scalars(looks.limit(1)).first() is not None


class CannotTakeBack(Exception):
    """A reading that stands, and why, in a sentence for the reader."""


TOLD = (
    "A concern cannot be taken back: people have been told of it. If it was a slip, "
    "tell the safeguarding lead, who writes a correction into the case."
)
BUILT_ON = "Something was built on that reading since, so it stays as it is."
GONE = "Its raw words are gone by now, so it cannot be read anew."
NOT_YOURS = "There is nothing of yours left to undo."


def take_back(session: Session, *, source: Source, text_id: str, reader: Worker, at: datetime) -> FreeText:
    """Take back a reader’s own reading and put the text into their hands again, to be read anew.

    Raises ``CannotTakeBack`` for a concern, when a coding, a quote, a sample or a report was built on it, when somebody
    reads it again, or when it is not theirs.
    """
    second = second_reading_of(session, source, text_id)
    if second is not None and second.reader_id == reader.id and second.outcome is not None:
        _take_second_back(session, second, reader)
    else:
        _take_first_back(session, source, text_id, reader=reader, second=second, at=at)
    text = hold(session, reader=reader, source=source, text_id=text_id, at=at)
    if text is None:
        raise CannotTakeBack(GONE)
    return text


def _take_second_back(session: Session, second: SecondReading, reader: Worker) -> None:
    if second.outcome is Outcome.CONCERN:
        raise CannotTakeBack(TOLD)
    if second.outcome is not None and second.read_on is not None:
        take_off_tally(session, reader=reader, outcome=second.outcome, week=second.read_on)
    second.outcome = second.reader = second.read_on = None
    session.flush()


def _take_first_back(
    session: Session,
    source: Source,
    text_id: str,
    *,
    reader: Worker,
    second: SecondReading | None,
    at: datetime,
) -> None:
    reading = reading_of(session, source, text_id)
    if reading is None or reading.reader_id != reader.id:
        raise CannotTakeBack(NOT_YOURS)
    if reading.outcome is Outcome.CONCERN:
        raise CannotTakeBack(TOLD)
    is_read_again = second is not None and second.outcome is not None
    if is_read_again or is_in_hand(session, source=source, text_id=text_id, at=at):
        raise CannotTakeBack(BUILT_ON)
    undo_reading(session, source=source, reading=reading)


def undo_reading(session: Session, *, source: Source, reading: Reading) -> None:
    """Make a text unread again, as if nobody had read it.

    Raises ``CannotTakeBack`` for a concern, when its raw words are gone, or when something was built on the reading.
    """
    text_id = reading.answer_id or reading.note_id or ""
    if reading.outcome is Outcome.CONCERN:
        raise CannotTakeBack(TOLD)
    if subject_of(session, source, text_id).text is None:
        raise CannotTakeBack(GONE)
    if _is_built_on(session, source, text_id):
        raise CannotTakeBack(BUILT_ON)
    second = second_reading_of(session, source, text_id)
    if second is not None:
        session.delete(second)
    take_off_tally(session, reader=reading.reader, outcome=reading.outcome, week=reading.read_on)
    session.delete(reading)
    session.flush()


def _is_built_on(session: Session, source: Source, text_id: str) -> bool:
    """Say whether anything was made of a text: a theme, a review, a quote, a sample, a group or a school’s report."""
    if source is Source.NOTE:
        return _any(session, Coding.note_id, text_id)
    held_by = (Coding.answer_id, Review.answer_id, Quote.answer_id, SampledText.answer_id)
    if any(_any(session, column, text_id) for column in held_by):
        return True
    wave_id, place_id = session.execute(
        select(WaveSchool.wave_id, WaveSchool.id)
        .join(Response, Response.wave_school_id == WaveSchool.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(Answer.id == text_id)
    ).one()
    groups = groups_of_wave(session, wave_id)
    return _any(session, Report.wave_school_id, place_id) or any(
        text_id in group.examples for group in groups
    )


def _any(
    session: Session, column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], key: str
) -> bool:
    return session.scalars(select(column).where(column == key).limit(1)).first() is not None

"""Screening: every new text is looked at by the machine within a minute; what seems urgent becomes a concern at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveys.concerns import Disclosure, RaisedBy, raise_concern
from surveys.known_names import staff_of
from surveys.origins import origin_of
from surveys.readings import Source, reading_of
from surveys.responses import Answer
from surveys.screenings import Harm, Level, Unscreened, store_screening, unscreened_texts
from surveys.workshops import Note
from voice.database import writing_session

BATCH = 200
"""Texts looked at before they are stored together: a second’s work, after which what is urgent is on its way."""


def screen_new_texts(engine: Engine, *, at: datetime) -> int:
    """Look at every answer and note that nobody has looked at yet, and say how many there were.

    A red one that no person has read becomes a concern, however old it is: its clock starts now. One that a person has
    read is left to that person’s judgement. The words are looked at between transactions, so that pupils who are just
    sending theirs never wait for the machine.
    """
    looked_at = 0
    while batch := _next_batch(engine):
        looks = _look(engine, batch)
        with writing_session(engine) as record:
            # All are held before the first entry goes into the log, which everybody who passes a text on waits for:
            # else they, holding theirs, and this sweep could wait for each other.
            kept = [
                store_screening(record, text=text, level=level, harm=harm, points_at_staff=points)
                for text, level, harm, points in looks
            ]
            for subject, (text, level, harm, points) in zip(kept, looks, strict=True):
                if subject is not None and level is Level.RED:
                    _raise(record, subject, text.text, harm, points, at=at)
            record.commit()
        looked_at += len(batch)
    return looked_at


def _next_batch(engine: Engine) -> list[Unscreened]:
    with Session(engine) as record:
        return unscreened_texts(record, most=BATCH)


def _look(engine: Engine, batch: Sequence[Unscreened]) -> list[tuple[Unscreened, Level, Harm | None, bool]]:
    """Return what the machine makes of each text, with the names of its school’s staff at hand."""
    from analysis.screening import screen

    with Session(engine) as record:
        staff = {
            school_id: sorted(staff_of(record, school_id)) for school_id in {one.school_id for one in batch}
        }
    looks = []
    for school_id in sorted(staff):
        texts = [one for one in batch if one.school_id == school_id]
        found = screen([one.text for one in texts], staff=staff[school_id])
        for text, one in zip(texts, found, strict=True):
            level = Level(one.level.value)
            harm = None if level is Level.NONE else Harm(one.kind.value) if one.kind else Harm.OTHER
            looks.append((text, level, harm, one.points_at_staff))
    # In the order of random keys again, so that no row tells of the batch it came in.
    return sorted(looks, key=lambda look: look[0].answer_id or look[0].note_id or "")


def _raise(
    record: Session,
    subject: Answer | Note,
    words: str,
    harm: Harm | None,
    points_at_staff: bool,
    *,
    at: datetime,
) -> None:
    """Raise a concern with a text that is urgent, unless a person has read it."""
    source = Source.NOTE if isinstance(subject, Note) else Source.ANSWER
    if reading_of(record, source, subject.id) is None:
        disclosure = Disclosure(words, origin_of(record, subject), harm, points_at_staff)
        raise_concern(record, disclosure, raised_by=RaisedBy.SCREEN, by=None, at=at)

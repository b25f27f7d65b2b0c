"""The demo’s reader: every comment of the closed waves is read, and what may tell who wrote it is hidden."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import Engine, select

from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer, Response
from surveys.texts import unread_texts
from surveys.workers import Worker
from voice.database import writing_session
from voice.demo.comments import Comment, comments, words_to_hide

WITHIN = timedelta(days=4)
"""From the Monday of a week to the Friday: what came in is read before the weekend, for there may be harm in it."""


def read(engine: Engine, *, reader: str, wave_ids: Collection[str]) -> None:
    """Read every text of these waves and of the workshops, as a reader would; those of other waves are left."""
    by_text = {row["text"]: row for row in comments()}
    hide = words_to_hide()
    with writing_session(engine) as record:
        weeks = dict(record.execute(select(Answer.id, Response.week).join(Response)).tuples().all())
        person = record.get_one(Worker, reader)
        for text in unread_texts(record, most=10_000):
            if text.source is Source.ANSWER and text.wave_id not in wave_ids:
                continue
            row = by_text.get(text.text)
            outcome = _outcome(row, hide)
            read_text(
                record,
                source=text.source,
                text_id=text.id,
                reader=person,
                outcome=outcome,
                on=min(weeks.get(text.id, date.today()) + WITHIN, date.today()),
                hide=hide[row["id"]] if row and outcome is Outcome.HIDDEN else (),
            )
        record.commit()


def _outcome(row: Comment | None, hide: dict[str, list[str]]) -> Outcome:
    if row is not None and row["safeguarding"] == "1":
        return Outcome.CONCERN
    return Outcome.HIDDEN if row is not None and row["id"] in hide else Outcome.FINE

"""The demo’s readers: every comment of the closed waves is read, what may tell who wrote it is hidden, and some is read twice."""

import random
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import Engine, select

from surveys.base import LONDON
from surveys.readings import Outcome, Said, Source
from surveys.responses import Answer, Response
from surveys.second_readings import second_texts
from surveys.sittings import finish_text
from surveys.texts import unread_texts
from surveys.workers import Worker
from voice.database import writing_session
from voice.demo.comments import Comment, comments, words_to_hide

WITHIN = timedelta(days=4)
"""From the Monday of a week to the Friday: what came in is read before the weekend, for there may be harm in it."""


SECONDS = (6, 18)
"""Seconds that the demo’s readers take for a text."""
SLIPS = 0.25
"""The share of names that the demo’s second reader overlooks, so that two readers do not always agree."""


def read(
    engine: Engine, *, reader: str, second: str, wave_ids: Collection[str], random_: random.Random
) -> None:
    """Read every text of these waves and of the workshops, as a reader would; those of other waves are left."""
    by_text = {row["text"]: row for row in comments()}
    hide = words_to_hide()
    with writing_session(engine) as record:
        weeks = dict(record.execute(select(Answer.id, Response.week).join(Response)).all())
        person = record.get_one(Worker, reader)
        for text in unread_texts(record, most=10_000):
            if text.source is Source.ANSWER and text.wave_id not in wave_ids:
                continue
            finish_text(
                record,
                text=text,
                reader=person,
                said=_said(by_text.get(text.text), hide),
                at=_read_at(weeks.get(text.id)),
                seconds=random_.uniform(*SECONDS),
                draw=random_,
            )
        other = record.get_one(Worker, second)
        for text in second_texts(record, reader=other, most=10_000):
            said = _said(by_text.get(text.text), hide)
            finish_text(
                record,
                text=text,
                reader=other,
                said=Said(Outcome.FINE) if said.hide and random_.random() < SLIPS else said,
                at=_read_at(weeks.get(text.id)),
                seconds=random_.uniform(*SECONDS),
            )
        record.commit()


def _read_at(week: date | None) -> datetime:
    day = min((week or date.today()) + WITHIN, date.today())
    return datetime.combine(day, time(10), LONDON)


def _said(row: Comment | None, hide: dict[str, list[str]]) -> Said:
    outcome = _outcome(row, hide)
    return Said(outcome, hide[row["id"]] if row and outcome is Outcome.HIDDEN else ())


def _outcome(row: Comment | None, hide: dict[str, list[str]]) -> Outcome:
    if row is not None and row["safeguarding"] == "1":
        return Outcome.CONCERN
    return Outcome.HIDDEN if row is not None and row["id"] in hide else Outcome.FINE

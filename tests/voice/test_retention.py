"""Retention: a lead chooses how long raw words stay, says why it is longer, and the night deletes them."""

from datetime import timedelta
from glob import glob

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import now
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.retention import days_kept, retention_rules
from surveys.workers import Role
from tests import make
from voice.jobs import forget


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


def rules(engine):
    with Session(engine) as session:
        return [(rule.days, rule.reason, rule.set_by.name) for rule in retention_rules(session)]


def test_it_says_what_goes_when_and_that_nobody_has_changed_it(lead):
    page = lead.get("/retention")
    assert page.field("days") == "30"
    for words in ("deleted after 30 days", "At most 35 days", "Nobody has changed it: 30 days"):
        assert words in page.text


def test_fewer_days_are_stored_and_the_choice_is_kept_with_its_name(lead, engine):
    lead.post("/retention", {"days": "7", "reason": ""})
    page = lead.get("/retention")
    assert "Raw words go 7 days after they were cleared" in page.text
    assert "deleted after 7 days" in page.text
    assert rules(engine) == [(7, None, "Sam Field")]
    assert "Sam Field 7" in page.soup.select("tbody tr")[0].get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"days": "", "reason": ""}, "Enter a number of days from 0 to 365."),
        ({"days": "soon", "reason": ""}, "Enter a number of days from 0 to 365."),
        ({"days": "-1", "reason": ""}, "Enter a number of days from 0 to 365."),
        ({"days": "366", "reason": "why"}, "Enter a number of days from 0 to 365."),
        ({"days": "60", "reason": "  "}, "Say why raw words must be kept for longer."),
        ({"days": "60", "reason": "x" * 1_001}, "Use at most 1,000 characters."),
    ],
)
def test_a_slip_gets_a_sentence_and_stores_nothing(lead, engine, sent, sentence):
    page = lead.post("/retention", sent)
    assert page.status == 200
    assert sentence in page.text
    assert rules(engine) == []


def test_more_days_with_a_reason_are_stored_with_it(lead, engine):
    lead.post("/retention", {"days": "60", "reason": "An inquiry runs"})
    assert rules(engine) == [(60, "An inquiry runs", "Sam Field")]
    assert "An inquiry runs" in lead.get("/retention").text


def test_the_night_deletes_what_is_due(app, lead, record, engine):
    wave = make.wave(record)
    make.responses(record, wave.schools[0], "the bus is late", "nobody has read this")
    answer_id = make.answer_saying(record, "the bus is late")
    read_on = now().date() - timedelta(days=31)
    reader = make.worker(record, Role.READER)
    read_text(
        record, source=Source.ANSWER, text_id=answer_id, reader=reader, outcome=Outcome.FINE, on=read_on
    )
    record.commit()
    forget(app)
    with Session(engine) as session:
        assert set(session.scalars(select(Answer.text))) == {None, "nobody has read this"}
        assert days_kept(session) == 30


def test_nothing_of_the_raw_words_is_left_in_the_file(app, record, engine):
    """Encrypted as they are, they are overwritten too: the sealed bytes stand nowhere after the night."""
    if engine.dialect.name != "sqlite":
        return
    wave = make.wave(record)
    make.responses(record, wave.schools[0], "the bus is late")
    answer_id = make.answer_saying(record, "the bus is late")
    reader = make.worker(record, Role.READER)
    long_ago = now().date() - timedelta(days=40)
    read_text(
        record, source=Source.ANSWER, text_id=answer_id, reader=reader, outcome=Outcome.FINE, on=long_ago
    )
    record.commit()
    with engine.connect() as connection:
        (sealed,) = connection.exec_driver_sql("SELECT text FROM answer").scalars().all()
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = engine.url.database
    with open(file, "rb") as before:
        assert sealed in before.read()
    forget(app)
    for left in glob(f"{file}*"):
        with open(left, "rb") as after:
            assert sealed not in after.read(), left

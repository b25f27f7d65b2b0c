"""Anonymity: the order in which pupils sent is not in what is stored, and nothing of their device is either."""

import hashlib
import shutil
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from surveys.base import new_key
from surveys.responses import Answer, Given, Mode, Receipt, Taken, take_responses
from surveys.tickets import make_tickets
from tests import make
from tests.trust.test_reading import tables_with
from voice.database import make_engine, writing_session

FORMS = 4_000
"""By chance alone the correlation of an order of 1,000 passes 0.1 once in 600 runs, of 4,000 in none that anyone will
live to see."""


@pytest.fixture(scope="module")
def sent_in_order(empty_record, tmp_path_factory):
    """The record after a long queue of pupils, each of whom wrote the number they were."""
    path = tmp_path_factory.mktemp("queue") / "voice.db"
    shutil.copy(empty_record, path)
    engine = make_engine(f"sqlite:///{path}", make.SECRET)
    with writing_session(engine) as record:
        place_id = make.wave(record).schools[0].id
        record.commit()
    waiting = [
        Given(
            new_key(),
            place_id,
            date.today(),
            Mode.ONLINE,
            "en",
            {"n": [str(number)]},
            {"bar_text": str(number)},
        )
        for number in range(FORMS)
    ]
    # In batches as the one writer stores them; a thread for each pupil would only measure the machine.
    for start in range(0, FORMS, 50):
        with engine.execution_options(writes=True).begin() as connection:
            take_responses(connection, waiting[start : start + 50])
    yield engine
    engine.dispose()


def _hashed(ticket):
    return hashlib.sha256(f"secret {ticket}".encode()).hexdigest()


def rank_correlation(order):
    """Return Spearman’s rho between the places 0, 1, 2, … and the numbers that stand there."""
    n = len(order)
    assert sorted(order) == list(range(n))
    return 1 - 6 * sum((place - number) ** 2 for place, number in enumerate(order)) / (n * (n * n - 1))


def test_the_measure_sees_an_order_that_is_there():
    assert rank_correlation(list(range(1_000))) == 1
    assert rank_correlation(list(range(1_000))[::-1]) == -1


@pytest.mark.parametrize(
    "query",
    [
        text("SELECT json_extract(picks, '$.n[0]') FROM response"),
        select(Answer.text),
        text("SELECT json_extract(picks, '$.n[0]') FROM response ORDER BY wave_school_id"),
        select(Answer.text).order_by(Answer.response_id),
        text("SELECT json_extract(picks, '$.n[0]') FROM response ORDER BY week"),
    ],
)
def test_the_order_of_what_is_stored_tells_nothing_of_the_queue(sent_in_order, query):
    with sent_in_order.connect() as connection:
        order = [int(number) for number in connection.execute(query).scalars()]
    assert len(order) == FORMS
    assert abs(rank_correlation(order)) < 0.1


def test_receipts_stand_in_another_order_than_what_they_are_receipts_of(sent_in_order):
    with sent_in_order.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT forget_on, wave_school_id, is_link FROM receipt"
        ).all()
    assert len(rows) == 1  # one day for all, and nothing else that could tell one from another
    assert rows[0][1:] == (None, 0)


def test_a_used_ticket_leaves_nothing_that_could_be_matched_to_an_answer(record):
    place = make.wave(record).schools[0]
    place.uses_tickets = True
    printed = make_tickets(record, place=place, count=200, mark=_hashed, on=date.today())
    waiting = {_hashed(one): one for one in printed}
    assert set(record.scalars(select(Receipt.mark))) == set(waiting)
    forms = [
        Given(new_key(), place.id, date.today(), Mode.ONLINE, "en", {}, {"bar_text": one}, ticket=mark)
        for mark, one in waiting.items()
    ]
    taken = take_responses(record.connection(), forms)
    assert taken == [Taken.NEW] * 200
    receipts = record.scalars(select(Receipt)).all()
    assert {(one.wave_school_id, one.is_link, one.forget_on) for one in receipts} == {
        (None, False, receipts[0].forget_on)
    }
    assert not set(waiting) & {one.mark for one in receipts}
    # Side by side, receipts and answers stand in orders that have nothing to do with each other.
    answers = {text: number for number, text in enumerate(record.scalars(select(Answer.text)))}
    ticket_of = {form.mark: waiting[form.ticket] for form in forms}
    assert abs(rank_correlation([answers[ticket_of[one.mark]] for one in receipts])) < 0.3


DEVICE = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_USER_AGENT": "Distinctive-Tablet/9",
    "HTTP_ACCEPT_LANGUAGE": "cy-GB,xx",
    "HTTP_X_FORWARDED_FOR": "198.51.100.23",
    "HTTP_REFERER": "https://school.example/Kayden",
    "HTTP_COOKIE": "tracker=Kayden",
}


def test_nothing_of_a_pupils_device_is_kept(engine, record, visitor, caplog):
    code = make.wave(record).schools[0].printed_code
    record.commit()
    page = visitor.post("/", {"code": code}, form_on="", environ_overrides=DEVICE)
    sent = {"form": page.field("form"), "year_group": "Y8", "bar_text": "The bus is late"}
    thanked = visitor.post("/answers", sent, form_on="", environ_overrides=DEVICE)
    assert thanked.status == 303
    with Session(engine) as session:
        assert session.scalars(select(Answer.text)).all() == ["The bus is late"]
    for trace in (*DEVICE.values(), "Distinctive", "203.0.113", "tracker"):
        assert tables_with(engine, trace) == set()
        assert trace not in caplog.text
    assert tables_with(engine, sent["form"]) == set()
    assert "The bus" not in caplog.text

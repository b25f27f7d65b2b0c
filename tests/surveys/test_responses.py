"""Responses: stored once, in no order, with nothing finer than a week."""

from datetime import date, timedelta

from sqlalchemy import func, select

from surveys.responses import (
    Answer,
    Given,
    Mode,
    Receipt,
    Response,
    forget_receipts,
    responses_of_wave,
    responses_taken,
    take_responses,
)
from tests import make

THURSDAY, MONDAY = date(2026, 3, 5), date(2026, 3, 2)


def form(place, mark, *, texts=None, picks=None, day=THURSDAY):
    return Given(
        mark=mark,
        place_id=place.id,
        day=day,
        mode=Mode.ONLINE,
        language="en",
        picks=picks or {},
        texts=texts or {},
    )


def count(record, table):
    return record.scalar(select(func.count()).select_from(table))


def test_a_form_is_stored_with_its_week_and_each_text_apart(record):
    place = make.wave(record).schools[0]
    sent = form(place, "m", texts={"bar_text": "The bus", "hot_fix": "Doors"}, picks={"year_group": ["Y8"]})
    assert take_responses(record.connection(), [sent]) == [True]
    response = record.scalars(select(Response)).one()
    assert (response.week, response.picks, response.mode) == (MONDAY, {"year_group": ["Y8"]}, Mode.ONLINE)
    texts = {answer.question_code: answer.text for answer in record.scalars(select(Answer))}
    assert texts == {"bar_text": "The bus", "hot_fix": "Doors"}


def test_the_same_mark_is_stored_once_in_one_batch_or_in_two(record):
    place = make.wave(record).schools[0]
    one, two = form(place, "one", texts={"bar_text": "x"}), form(place, "two")
    assert take_responses(record.connection(), [one, one, two]) == [True, False, True]
    assert take_responses(record.connection(), [two, one]) == [False, False]
    assert (count(record, Response), count(record, Answer)) == (2, 1)


def test_nothing_in_a_receipt_leads_to_its_response(record):
    place = make.wave(record).schools[0]
    take_responses(record.connection(), [form(place, "a mark")])
    response, receipt = record.scalars(select(Response)).one(), record.scalars(select(Receipt)).one()
    assert receipt.mark not in {response.id, response.wave_school_id}
    assert receipt.forget_on == THURSDAY + timedelta(days=2)


def test_receipts_are_forgotten_when_a_repeat_can_no_longer_come(record):
    place = make.wave(record).schools[0]
    take_responses(
        record.connection(), [form(place, "old"), form(place, "new", day=THURSDAY + timedelta(days=1))]
    )
    forget_receipts(record, on=THURSDAY + timedelta(days=3))
    assert record.scalars(select(Receipt.mark)).all() == ["new"]


def test_responses_are_counted_by_place_and_wave(record):
    wave, other = make.wave(record, schools=2), make.wave(record)
    first, second = wave.schools
    make.responses(record, first, count=3)
    make.responses(record, second, count=2)
    make.responses(record, other.schools[0], count=1)
    assert responses_taken(record, wave.id) == {first.id: 3, second.id: 2}
    found = responses_of_wave(record, wave.id)
    assert sorted(school for school, _ in found) == sorted([first.school_id] * 3 + [second.school_id] * 2)
    assert all(picks == {"year_group": ["Y8"]} for _, picks in found)

"""Responses: stored once, in no order, with nothing finer than a week."""

from datetime import date, timedelta

from sqlalchemy import event, func, select

from surveys.responses import (
    Answer,
    Given,
    Mode,
    Receipt,
    Response,
    Taken,
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
    assert take_responses(record.connection(), [sent]) == [Taken.NEW]
    response = record.scalars(select(Response)).one()
    assert (response.week, response.picks, response.mode) == (MONDAY, {"year_group": ["Y8"]}, Mode.ONLINE)
    texts = {answer.question_code: answer.text for answer in record.scalars(select(Answer))}
    assert texts == {"bar_text": "The bus", "hot_fix": "Doors"}


def test_the_same_mark_is_stored_once_in_one_batch_or_in_two(record):
    place = make.wave(record).schools[0]
    one, two = form(place, "one", texts={"bar_text": "x"}), form(place, "two")
    assert take_responses(record.connection(), [one, one, two]) == [Taken.NEW, Taken.REPEAT, Taken.NEW]
    assert take_responses(record.connection(), [two, one]) == [Taken.REPEAT, Taken.REPEAT]
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


def with_ticket(record, place, ticket, *, is_link=False):
    record.add(Receipt(mark=ticket, wave_school_id=place.id, is_link=is_link, forget_on=THURSDAY))
    record.flush()


def test_a_ticket_becomes_the_receipt_of_its_form(record):
    place = make.wave(record).schools[0]
    with_ticket(record, place, "ticket", is_link=True)
    mine = form(place, "mine")._replace(ticket="ticket")
    assert take_responses(record.connection(), [mine]) == [Taken.NEW]
    record.expire_all()
    receipt = record.scalars(select(Receipt)).one()
    assert (receipt.mark, receipt.wave_school_id, receipt.is_link) == ("mine", None, False)
    assert receipt.forget_on == THURSDAY + timedelta(days=2)


def test_a_ticket_serves_one_form_in_one_batch_or_in_two(record):
    place = make.wave(record).schools[0]
    with_ticket(record, place, "ticket")
    mine, yours = (
        form(place, mark, texts={"bar_text": mark})._replace(ticket="ticket") for mark in ("a", "b")
    )
    plain = form(place, "c")
    together = take_responses(record.connection(), [mine, plain, yours, mine])
    assert together == [Taken.NEW, Taken.NEW, Taken.TICKET_USED, Taken.REPEAT]
    assert take_responses(record.connection(), [yours, mine]) == [Taken.TICKET_USED, Taken.REPEAT]
    assert (count(record, Response), count(record, Answer), count(record, Receipt)) == (2, 1, 2)


def test_a_ticket_that_never_was_stores_nothing(record):
    place = make.wave(record).schools[0]
    made_up = form(place, "mine")._replace(ticket="made up")
    assert take_responses(record.connection(), [made_up]) == [Taken.TICKET_USED]
    assert (count(record, Response), count(record, Receipt)) == (0, 0)


def test_a_batch_takes_three_statements_however_many_forms_it_holds(record, engine):
    place = make.wave(record).schools[0]
    forms = [form(place, f"m{number}", texts={"bar_text": "x", "hot_fix": "y"}) for number in range(40)]
    connection, statements = record.connection(), []
    event.listen(engine, "before_cursor_execute", note := lambda *told: statements.append(told[2]))
    taken = take_responses(connection, [*forms, *forms[:5]])
    event.remove(engine, "before_cursor_execute", note)
    assert taken == [Taken.NEW] * 40 + [Taken.REPEAT] * 5
    assert len(statements) == 3, statements


def test_help_and_marks_are_stored_with_the_form(record):
    place = make.wave(record).schools[0]
    take_responses(record.connection(), [form(place, "m")._replace(helped=True, marks=["straight line"])])
    response = record.scalars(select(Response)).one()
    assert (response.helped, response.marks) == (True, ["straight line"])

"""Intake: durable before it answers, once for each mark, and a bad form costs the others nothing."""

import threading
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from surveys import intake as intake_module
from surveys.base import new_key
from surveys.class_codes import ClassCode
from surveys.intake import Intake, IntakeBusy
from surveys.responses import Given, Mode, Receipt, Response, Taken
from tests import make

TOGETHER = 64


@pytest.fixture
def intake(engine):
    intake = Intake(engine)
    yield intake
    intake.close()


@pytest.fixture
def place_id(record):
    place_id = make.wave(record).schools[0].id
    record.commit()
    return place_id


def form(place_id, mark):
    return Given(
        mark=str(mark),
        place_id=place_id,
        day=date.today(),
        mode=Mode.ONLINE,
        language="en",
        picks={},
        texts={},
    )


def stored(engine):
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(Response))


def send_together(intake, forms):
    """Send each form from a thread of its own, all at once; return what each was told."""
    told: list[object] = [None] * len(forms)
    ready = threading.Barrier(len(forms))

    def send(number):
        ready.wait()
        try:
            told[number] = intake.take(forms[number])
        except Exception as problem:
            told[number] = problem

    threads = [threading.Thread(target=send, args=[number]) for number in range(len(forms))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_a_form_is_there_when_its_sender_is_told(engine, intake, place_id):
    assert intake.take(form(place_id, 1)) is Taken.NEW
    assert stored(engine) == 1
    assert intake.take(form(place_id, 1)) is Taken.REPEAT
    assert stored(engine) == 1


def test_a_year_group_that_sends_at_once_is_stored_whole(engine, intake, place_id):
    told = send_together(intake, [form(place_id, number) for number in range(TOGETHER)])
    assert told == [Taken.NEW] * TOGETHER
    assert stored(engine) == TOGETHER


def test_one_form_sent_many_times_at_once_is_stored_once(engine, intake, place_id):
    told = send_together(intake, [form(place_id, "same")] * 16)
    assert Counter(told) == {Taken.NEW: 1, Taken.REPEAT: 15}
    assert stored(engine) == 1


def test_a_bad_form_does_not_cost_the_others_theirs(engine, intake, place_id):
    forms = [form(place_id, number) for number in range(20)]
    forms[7] = form("0" * 32, "of a school in no wave")
    told = send_together(intake, forms)
    assert isinstance(told.pop(7), IntegrityError)
    assert told == [Taken.NEW] * 19
    assert stored(engine) == 19


def test_a_sender_is_told_when_the_record_does_not_answer_and_may_send_again(
    engine, intake, place_id, monkeypatch
):
    monkeypatch.setattr(intake_module, "PATIENCE_SECONDS", 0.05)
    with engine.execution_options(writes=True).begin() as elsewhere:
        if (
            engine.dialect.name == "postgresql"
        ):  # where a writer keeps the others out only of what it has locked
            elsewhere.exec_driver_sql("LOCK TABLE receipt")
        with pytest.raises(IntakeBusy):
            intake.take(form(place_id, 1))
    monkeypatch.setattr(intake_module, "PATIENCE_SECONDS", 20.0)
    intake.take(form(place_id, 1))  # stored by now or just now: once in any case
    assert stored(engine) == 1


def test_a_closed_intake_starts_again_at_the_next_form(engine, intake, place_id):
    intake.close()
    intake.close()
    assert intake.take(form(place_id, 1)) is Taken.NEW
    intake.close()
    assert intake.take(form(place_id, 2)) is Taken.NEW


def test_an_error_of_the_record_reaches_its_sender(engine, intake, place_id):
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE receipt RENAME TO elsewhere")
    with pytest.raises(DBAPIError):
        intake.take(form(place_id, 1))


def test_one_ticket_in_many_hands_at_once_serves_one(engine, intake, record, place_id):
    record.add(Receipt(mark="ticket", wave_school_id=place_id, forget_on=date.today()))
    record.commit()
    told = send_together(intake, [form(place_id, number)._replace(ticket="ticket") for number in range(16)])
    assert Counter(told) == {Taken.NEW: 1, Taken.TICKET_USED: 15}
    assert stored(engine) == 1


@pytest.fixture
def class_code(record, place_id):
    class_code_id = new_key()
    record.add(ClassCode(id=class_code_id, wave_school_id=place_id, name="8B", code="CCCC2222", cap=30))
    record.commit()
    return class_code_id


def counted(engine):
    with Session(engine) as session:
        return session.scalar(select(ClassCode.taken))


def test_class_codes_are_counted_a_few_at_a_time_and_at_the_end(engine, intake, place_id, class_code):
    def send(numbers):
        for number in numbers:
            for _ in range(2):  # a repeat is not counted
                intake.take(form(place_id, number)._replace(class_code_id=class_code))

    send(range(intake_module.TALLIES_TOGETHER - 1))
    assert counted(engine) == 0
    send([100])
    send([101])  # once it is taken, what came before it has been counted
    assert counted(engine) == intake_module.TALLIES_TOGETHER
    intake.close()
    assert counted(engine) == intake_module.TALLIES_TOGETHER + 1


def test_class_codes_are_counted_when_nothing_comes_for_a_while(
    engine, intake, place_id, class_code, monkeypatch
):
    monkeypatch.setattr(intake_module, "IDLE_SECONDS", 0.05)
    intake.take(form(place_id, 1)._replace(class_code_id=class_code))
    for _ in range(200):
        if counted(engine) == 1:
            break
        threading.Event().wait(0.02)
    assert counted(engine) == 1


def test_a_count_that_cannot_be_written_waits_and_costs_no_form(engine, intake, place_id, class_code, caplog):
    for number in range(intake_module.TALLIES_TOGETHER - 1):
        intake.take(form(place_id, number)._replace(class_code_id=class_code))
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE class_code RENAME TO elsewhere")
    assert intake.take(form(place_id, 100)._replace(class_code_id=class_code)) is Taken.NEW
    assert intake.take(form(place_id, 101)) is Taken.NEW
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO class_code")
    intake.close()
    assert counted(engine) == intake_module.TALLIES_TOGETHER
    assert "Class counts wait" in caplog.text

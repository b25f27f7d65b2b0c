"""Intake: durable before it answers, once for each mark, and a bad form costs the others nothing."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from surveys import intake as intake_module
from surveys.intake import Intake, IntakeBusy
from surveys.responses import Given, Mode, Response
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
    assert intake.take(form(place_id, 1)) is True
    assert stored(engine) == 1
    assert intake.take(form(place_id, 1)) is False
    assert stored(engine) == 1


def test_a_year_group_that_sends_at_once_is_stored_whole(engine, intake, place_id):
    told = send_together(intake, [form(place_id, number) for number in range(TOGETHER)])
    assert told == [True] * TOGETHER
    assert stored(engine) == TOGETHER


def test_one_form_sent_many_times_at_once_is_stored_once(engine, intake, place_id):
    told = send_together(intake, [form(place_id, "same")] * 16)
    assert sorted(told) == [False] * 15 + [True]
    assert stored(engine) == 1


def test_a_bad_form_does_not_cost_the_others_theirs(engine, intake, place_id):
    forms = [form(place_id, number) for number in range(20)]
    forms[7] = form("0" * 32, "of a school in no wave")
    told = send_together(intake, forms)
    assert isinstance(told.pop(7), IntegrityError)
    assert told == [True] * 19
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
    assert intake.take(form(place_id, 1)) is True
    intake.close()
    assert intake.take(form(place_id, 2)) is True


def test_an_error_of_the_record_reaches_its_sender(engine, intake, place_id):
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE receipt RENAME TO elsewhere")
    with pytest.raises(DBAPIError):
        intake.take(form(place_id, 1))

"""Doors as a process knows them: one look for many pupils, and never an old answer for long."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from surveys.tickets import make_tickets
from surveys.waves import PauseCause, WaveSchool
from tests import make
from voice.doors import Doors
from voice.kept import Kept
from voice.seal import Seal, Sealed

SEAL = Seal("s" * 32)


@pytest.fixture
def place(record):
    made = make.wave(record).schools[0]
    record.commit()
    return made


@pytest.fixture
def looks(engine):
    """The statements that were asked of the record."""
    asked = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_):
        if statement.startswith("SELECT"):
            asked.append(statement)

    yield asked
    event.remove(engine, "before_cursor_execute", note)


def form_of(door):
    return Sealed(
        door.place_id,
        door.version_id,
        "en",
        door.opens_on,
        "nonce",
        door.class_code_id,
        door.ticket,
        door.is_link,
    )


def test_a_class_that_opens_and_sends_together_costs_one_look(engine, place, looks):
    code, printed = place.code, place.printed_code
    looks.clear()
    doors = Doors(engine, mark=SEAL.mark_of_ticket)
    door = doors.with_code(code)
    for _ in range(30):
        assert doors.with_code(printed.lower()) == door
        assert doors.of_form(form_of(door)) == door
    assert len(looks) == 1


def test_a_pause_is_felt_when_what_is_known_grows_old(engine, record, place):
    place_id, code = place.id, place.code
    doors = Doors(engine, mark=SEAL.mark_of_ticket, fresh_seconds=60)
    assert not doors.with_code(code).is_paused
    record.get_one(WaveSchool, place_id).is_paused = True
    record.commit()
    assert not doors.with_code(code).is_paused
    assert Doors(engine, mark=SEAL.mark_of_ticket, fresh_seconds=0).with_code(code).is_paused


def test_a_wave_that_paused_itself_opens_to_nobody(engine, record, place):
    place.wave.paused_for, code = PauseCause.RED_UNSEEN, place.code
    record.commit()
    assert Doors(engine, mark=SEAL.mark_of_ticket, fresh_seconds=0).with_code(code).is_paused


def test_a_wrong_code_is_looked_up_each_time(engine, looks):
    doors = Doors(engine, mark=SEAL.mark_of_ticket)
    assert doors.with_code("ZZZZ-ZZZZ") is doors.with_code("ZZZZ-ZZZZ") is None
    assert len(looks) == 2


def test_a_ticket_is_never_known_beforehand_and_lifts_the_cap_of_its_own_form_alone(engine, record, place):
    place.uses_tickets = True
    [ticket] = make_tickets(record, place=place, count=1, mark=SEAL.mark_of_ticket, on=make.TODAY)
    record.commit()
    doors = Doors(engine, mark=SEAL.mark_of_ticket)
    door = doors.with_code(ticket)
    assert door.ticket == SEAL.mark_of_ticket(ticket)
    assert doors.of_form(form_of(door)).ticket == door.ticket
    assert doors.of_form(form_of(door)._replace(ticket=None)).ticket is None


def test_the_last_answer_serves_while_the_record_is_away():
    kept = Kept[str, int](seconds=0, most=8)

    def away():
        raise OperationalError("", {}, Exception())

    with pytest.raises(OperationalError):
        kept.get("code", away)
    assert kept.get("code", lambda: 1) == 1
    assert kept.get("code", away) == 1
    assert kept.get("code", lambda: 2) == 2


def test_what_is_gone_is_not_kept_and_memory_is_bounded():
    kept = Kept[int, int](seconds=60, most=3)
    for number in range(10):
        kept.get(number, lambda: 1)
    assert kept.get(9, lambda: None) == 1
    assert kept.get(0, lambda: None) is None
    assert kept.get(0, lambda: 5) == 5

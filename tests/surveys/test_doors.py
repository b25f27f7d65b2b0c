"""Doors: which codes open one, and what somebody finds behind it, at every edge of the clock and the cap."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, update

from surveys.base import LONDON
from surveys.class_codes import ClassCode
from surveys.cover import Cover
from surveys.doors import ROOM_FOR_A_CLASS, Door, DoorState, door_with_code, door_with_id
from surveys.help_lines import HelpLineCheck
from surveys.tickets import make_tickets, printed
from tests import make

TODAY = date.today()
DAY = timedelta(days=1)
MONDAY = date(2026, 3, 23)
NOON = datetime(2026, 3, 23, 12, tzinfo=LONDON)


def mark(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()


def door(**differs) -> Door:
    plain = {
        "place_id": "p",
        "school_id": "s",
        "school_name": "Hill Top School",
        "version_id": "v",
        "words_edition": 0,
        "opens_on": MONDAY,
        "closes_on": MONDAY + 18 * DAY,
        "ended_on": None,
        "from_time": None,
        "to_time": None,
        "is_paused": False,
        "covered_until": MONDAY + 300 * DAY,
        "cap": 110,
        "taken": 0,
    }
    return Door(**{**plain, **differs})


def at(day: date, clock: str = "12:00") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=LONDON)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (MONDAY - DAY, DoorState.PLANNED),
        (MONDAY, DoorState.OPEN),
        (MONDAY + 18 * DAY, DoorState.OPEN),
        (MONDAY + 19 * DAY, DoorState.CLOSED),
    ],
)
def test_a_door_opens_and_closes_with_its_dates(day, found):
    assert door().state(at(day)) is found
    assert (door().takes(at(day)) is DoorState.OPEN) == (found is DoorState.OPEN)


def test_the_last_day_ends_at_midnight_in_london():
    last = datetime.combine(MONDAY + 18 * DAY, time(23, 59, 59), tzinfo=LONDON)
    assert door().takes(last) is DoorState.OPEN
    assert door().takes(last + timedelta(seconds=1)) is DoorState.CLOSED


def test_a_wave_closed_early_takes_nothing():
    early = door(ended_on=MONDAY)
    assert early.state(NOON) is early.takes(NOON) is DoorState.CLOSED


@pytest.mark.parametrize(
    ("clock", "found"),
    [
        ("08:29:59", DoorState.OUT_OF_HOURS),
        ("08:30", DoorState.OPEN),
        ("15:29:59", DoorState.OPEN),
        ("15:30", DoorState.OUT_OF_HOURS),
    ],
)
def test_school_hours_have_two_ends(clock, found):
    in_hours = door(from_time=time(8, 30), to_time=time(15, 30))
    assert in_hours.state(at(MONDAY, clock)) is found
    assert in_hours.takes(at(MONDAY, clock)) is DoorState.OPEN  # who began in hours may finish


@pytest.mark.parametrize(
    ("days", "found"), [(4, DoorState.OPEN), (5, DoorState.OUT_OF_HOURS), (6, DoorState.OUT_OF_HOURS)]
)
def test_school_hours_are_from_monday_to_friday(days, found):
    in_hours = door(from_time=time(8, 30), to_time=time(15, 30))
    assert in_hours.state(at(MONDAY + days * DAY)) is found
    assert door().state(at(MONDAY + days * DAY)) is DoorState.OPEN


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 27), "08:30"),
        (date(2026, 3, 30), "07:30"),
        (date(2026, 10, 23), "07:30"),
        (date(2026, 10, 26), "08:30"),
    ],
)
def test_hours_follow_the_schools_clock_when_it_changes(day, utc):
    in_hours = door(
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 12, 31),
        covered_until=date(2026, 12, 31),
        from_time=time(8, 30),
        to_time=time(15, 30),
    )
    opens = datetime.combine(day, time.fromisoformat(utc), tzinfo=ZoneInfo("UTC"))
    assert in_hours.state(opens) is DoorState.OPEN
    assert in_hours.state(opens - timedelta(seconds=1)) is DoorState.OUT_OF_HOURS
    assert in_hours.state(opens + timedelta(hours=7)) is DoorState.OUT_OF_HOURS


def test_a_door_is_shut_by_a_person_or_when_cover_lapses():
    shut = [door(is_paused=True), door(covered_until=MONDAY - DAY), door(covered_until=None)]
    assert {one.state(NOON) for one in shut} == {one.takes(NOON) for one in shut} == {DoorState.PAUSED}
    assert door(covered_until=MONDAY).state(NOON) is DoorState.OPEN


@pytest.mark.parametrize(
    ("taken", "found", "taking"),
    [
        (109, DoorState.OPEN, DoorState.OPEN),
        (110, DoorState.FULL, DoorState.OPEN),
        (109 + ROOM_FOR_A_CLASS, DoorState.FULL, DoorState.OPEN),
        (110 + ROOM_FOR_A_CLASS, DoorState.FULL, DoorState.FULL),
    ],
)
def test_a_full_door_opens_no_more_pages_but_takes_those_that_are_open(taken, found, taking):
    assert door(taken=taken).state(NOON) is found
    assert door(taken=taken).takes(NOON) is taking
    assert door(taken=taken, cap=None).state(NOON) is DoorState.OPEN
    assert door(taken=taken, ticket="m").takes(NOON) is DoorState.OPEN


def test_the_reason_that_lasts_longest_is_told_first():
    night = at(MONDAY, "23:00")
    everything = {"is_paused": True, "from_time": time(8), "to_time": time(16), "taken": 500}
    assert door(opens_on=MONDAY + DAY, **everything).state(night) is DoorState.PLANNED
    assert door(closes_on=MONDAY - DAY, **everything).state(night) is DoorState.CLOSED
    assert door(**everything).state(night) is DoorState.PAUSED
    assert door(**{**everything, "is_paused": False}).state(night) is DoorState.OUT_OF_HOURS
    assert door(taken=500).state(night) is DoorState.FULL


@pytest.fixture
def place(record):
    return make.wave(record).schools[0]


def test_a_schools_code_opens_its_door(record, place):
    found = door_with_id(record.connection(), place.id)
    assert found is not None
    assert (found.school_id, found.school_name) == (place.school_id, place.school.name)
    assert (found.version_id, found.words_edition) == (
        place.wave.version_id,
        place.wave.version.words_edition,
    )
    assert (found.cap, found.taken, found.is_link) == (990, 0, False)
    assert found.state(at(TODAY)) is DoorState.OPEN
    for typed in (place.code, place.printed_code.lower(), f" {place.code[:4]} {place.code[4:]} "):
        assert door_with_code(record.connection(), typed, mark=mark) == found


@pytest.mark.parametrize(
    "typed", ["", "ZZZZ-ZZZZ", "ZZZZZ-ZZZZZ", "9" * 100_000, "😀" * 8, "' OR 1=1", "\0" * 8]
)
def test_a_wrong_code_opens_nothing(record, place, typed):
    assert door_with_code(record.connection(), typed, mark=mark) is None


def test_an_unknown_key_opens_nothing(record, place):
    assert door_with_id(record.connection(), "0" * 32) is None
    assert door_with_id(record.connection(), place.id, "0" * 32) is None


def test_a_school_fills_up_with_its_answers(record, place):
    make.responses(record, place, count=3)
    place.cap = 3
    record.flush()
    found = door_with_code(record.connection(), place.code, mark=mark)
    assert found is not None
    assert (found.cap, found.taken, found.state(at(TODAY))) == (3, 3, DoorState.FULL)


def test_a_class_code_opens_a_door_with_a_cap_of_its_own(record, place):
    make.responses(record, place, count=3)
    own = ClassCode(wave_school_id=place.id, name="8B", code="ABCDEFGH", cap=33, taken=5)
    record.add(own)
    record.flush()
    found = door_with_code(record.connection(), "abcd-efgh", mark=mark)
    assert found is not None
    assert (found.place_id, found.class_code_id, found.cap, found.taken) == (place.id, own.id, 33, 5)
    assert door_with_id(record.connection(), place.id, own.id) == found


def test_a_ticket_opens_a_door_and_the_schools_own_code_does_not(record, place):
    place.uses_tickets = True
    record.add(ClassCode(wave_school_id=place.id, name="8B", code="ABCDEFGH", cap=33))
    [ticket] = make_tickets(record, place=place, count=1, mark=mark, on=TODAY)
    found = door_with_code(record.connection(), printed(ticket).lower(), mark=mark)
    assert found is not None
    assert (found.place_id, found.ticket, found.cap, found.is_link) == (place.id, mark(ticket), None, False)
    assert door_with_code(record.connection(), place.code, mark=mark) is None
    assert door_with_code(record.connection(), "ABCDEFGH", mark=mark) is None
    uncapped = door_with_id(record.connection(), place.id)
    assert uncapped is not None
    assert uncapped.cap is None


def test_a_link_opens_a_door_that_says_so(record, place):
    [ticket] = make_tickets(record, place=place, count=1, mark=mark, on=TODAY, is_link=True)
    found = door_with_code(record.connection(), ticket, mark=mark)
    assert found is not None
    assert found.is_link is True


@pytest.mark.parametrize(("days", "found"), [(14, DoorState.OPEN), (15, DoorState.PAUSED)])
def test_a_door_shuts_itself_two_weeks_after_cover_was_confirmed(record, place, days, found):
    record.execute(update(Cover).values(confirmed_on=TODAY - days * DAY))
    assert door_with_id(record.connection(), place.id).state(at(TODAY)) is found


@pytest.mark.parametrize(("days", "found"), [(180, DoorState.OPEN), (181, DoorState.PAUSED)])
def test_a_door_shuts_itself_half_a_year_after_the_oldest_check_of_a_help_line(record, place, days, found):
    oldest = update(HelpLineCheck).where(HelpLineCheck.code == "shout")
    record.execute(oldest.values(verified_on=TODAY - days * DAY))
    assert door_with_id(record.connection(), place.id).state(at(TODAY)) is found


def test_a_door_is_shut_until_cover_was_confirmed_and_every_line_checked(record, place):
    record.delete(record.get_one(HelpLineCheck, "shout"))
    record.flush()
    assert door_with_id(record.connection(), place.id).covered_until is None
    record.query(Cover).delete()
    assert door_with_id(record.connection(), place.id).state(at(TODAY)) is DoorState.PAUSED


def test_a_door_shuts_when_the_last_duty_officer_goes(record, place):
    make.duty_officer(record).active = False
    record.flush()
    assert door_with_id(record.connection(), place.id).state(at(TODAY)) is DoorState.PAUSED


def test_a_door_costs_one_statement(record, place):
    connection = record.connection()
    statements = []
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    door_with_code(connection, place.code, mark=mark)
    assert len(statements) == 1

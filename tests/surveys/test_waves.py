"""Waves: made with codes for schools, open between dates, closed early by a person."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.codes import ALPHABET, CODE_LENGTH
from surveys.waves import (
    WaveProblem,
    WaveState,
    add_school_to_wave,
    add_wave,
    end_wave,
    wave_named,
    wave_with_id,
    waves,
    words_asked,
)
from tests import make

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 20)
DAY = timedelta(days=1)


@pytest.fixture
def wave(record):
    return make.wave(record, schools=2, name="Spring", opens_on=FIRST, closes_on=LAST)


def test_a_wave_is_open_from_its_first_to_its_last_day(wave):
    assert wave.state(FIRST - DAY) is WaveState.PLANNED
    assert wave.state(FIRST) is wave.state(LAST) is WaveState.OPEN
    assert wave.state(LAST + DAY) is WaveState.CLOSED
    assert wave.is_open(LAST)
    assert not wave.is_open(LAST + DAY)


def test_a_wave_closed_early_takes_nothing_from_that_day_on(record, wave):
    end_wave(record, wave=wave, on=FIRST + DAY)
    assert wave.is_open(FIRST)
    assert wave.state(FIRST + DAY) is WaveState.CLOSED


@pytest.mark.parametrize("day", [FIRST - DAY, LAST + DAY])
def test_only_an_open_wave_is_closed_early(record, wave, day):
    end_wave(record, wave=wave, on=day)
    assert wave.ended_on is None


def test_a_wave_closed_early_stays_closed_on_its_first_day(record, wave):
    end_wave(record, wave=wave, on=FIRST + DAY)
    end_wave(record, wave=wave, on=FIRST + 2 * DAY)
    assert wave.ended_on == FIRST + DAY


def test_each_school_has_a_code_of_its_own_and_the_roll_of_the_day(record, wave):
    assert len({place.code for place in wave.schools}) == 2
    assert {place.roll for place in wave.schools} == {900}
    for place in wave.schools:
        assert len(place.code) == CODE_LENGTH
        assert set(place.code) <= set(ALPHABET)
        assert place.printed_code == f"{place.code[:4]}-{place.code[4:]}"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"opens_on": LAST, "closes_on": FIRST}, "close before it opens"),
        ({"schools": 0}, "Choose at least one school"),
        ({"name": "Spring"}, "already a wave called “Spring”"),
        ({"from_time": time(9)}, "Give both the time"),
        ({"to_time": time(9)}, "Give both the time"),
        ({"from_time": time(9), "to_time": time(9)}, "day would close before it opens"),
    ],
)
def test_a_wave_that_cannot_be_is_refused_in_a_sentence(record, wave, wrong, words):
    with pytest.raises(WaveProblem, match=words):
        make.wave(record, **wrong)


def test_a_closed_school_takes_no_part(record):
    closed = make.school(record, name="Abbey School")
    closed.is_closed = True
    with pytest.raises(WaveProblem, match="Abbey School has closed"):
        make.wave_in(record, closed)


def test_a_school_is_added_to_a_wave_once(record, wave):
    school = make.school(record)
    place = add_school_to_wave(record, wave=wave, school=school)
    assert add_school_to_wave(record, wave=wave, school=school) is place
    assert len(wave.schools) == 3


def test_a_question_is_told_in_the_words_that_pupils_read(record, wave):
    assert words_asked(record, wave_id=wave.id, code="bar_text") == wave.version.words()["bar_text"]
    assert words_asked(record, wave_id=wave.id, code="unknown") == "unknown"


def test_waves_are_found_by_name_and_key_latest_first(record, wave):
    later = make.wave(record, opens_on=LAST, closes_on=LAST)
    assert waves(record) == [later, wave]
    assert wave_named(record, "Spring") is wave_with_id(record, wave.id) is wave
    for look in (wave_named, wave_with_id):
        with pytest.raises(NoResultFound):
            look(record, "nothing")


def add(record, school, *, opens_on, on, **differs):
    return add_wave(
        record,
        name="Summer",
        version=make.version(record),
        schools=[school],
        opens_on=opens_on,
        closes_on=opens_on + 7 * DAY,
        on=on,
        **differs,
    )


def test_a_wave_is_refused_where_cover_or_help_lines_are_missing(record):
    school = make.school(record, name="Hill Top School")
    with pytest.raises(WaveProblem, match=r"cannot open yet.*Hill Top School.*help line"):
        add(record, school, opens_on=FIRST, on=FIRST)
    make.cover(record, school, on=FIRST - 15 * DAY)
    with pytest.raises(WaveProblem, match="lead and deputy in the last 14 days at: Hill Top School"):
        add(record, school, opens_on=FIRST, on=FIRST)
    make.cover(record, school, on=FIRST - 14 * DAY)
    assert add(record, school, opens_on=FIRST, on=FIRST).is_open(FIRST)


def test_a_wave_for_later_is_made_without_cover(record):
    wave = add(record, make.school(record), opens_on=FIRST, on=FIRST - DAY)
    assert wave.state(FIRST - DAY) is WaveState.PLANNED


def test_a_wave_that_was_asked_elsewhere_needs_no_cover(record):
    over = add(record, make.school(record), opens_on=FIRST, on=FIRST, ended_on=FIRST)
    assert over.state(FIRST) is WaveState.CLOSED


@pytest.mark.parametrize(("roll", "cap"), [(900, 990), (901, 992), (1, 2), (0, None), (None, None)])
def test_a_school_has_room_for_a_tenth_more_than_its_roll(record, roll, cap):
    [place] = make.wave_in(record, make.school(record, roll=roll)).schools
    assert place.cap == cap


def test_hours_and_tickets_are_kept(record):
    school = make.school(record)
    hours = {"from_time": time(8, 30), "to_time": time(15, 30)}
    wave = add(record, school, opens_on=FIRST, on=FIRST - DAY, uses_tickets=True, **hours)
    record.expire_all()
    assert (wave.from_time, wave.to_time) == (time(8, 30), time(15, 30))
    assert wave.schools[0].uses_tickets is True
    assert wave.schools[0].is_paused is False

"""Waves: made with codes for schools, open between dates, closed early by a person."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import NoResultFound

from surveys.waves import (
    ALPHABET,
    CODE_LENGTH,
    WaveProblem,
    WaveState,
    add_school_to_wave,
    door_with_code,
    door_with_id,
    end_wave,
    new_code,
    tidy_code,
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
        door = door_with_id(record.connection(), place.id)
        assert door is not None
        assert door.school_name == place.school.name
        assert door_with_code(record.connection(), place.printed_code.lower()) == door
        assert door_with_code(record.connection(), f" {place.code[:4]} {place.code[4:]} ") == door
    assert door_with_code(record.connection(), "ZZZZ-ZZZZ") is None
    assert door_with_id(record.connection(), "0" * 32) is None


@given(st.text())
def test_anything_may_be_typed_as_a_code(typed):
    tidied = tidy_code(typed)
    assert tidied == tidy_code(tidied)
    assert "-" not in tidied
    assert " " not in tidied


def test_a_code_is_read_whichever_way_it_is_copied():
    code = new_code()
    assert tidy_code(code) == code
    assert tidy_code("ab2v-9x yz") == tidy_code("AB2U9XYZ") == "AB2V9XYZ"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"opens_on": LAST, "closes_on": FIRST}, "close before it opens"),
        ({"schools": 0}, "Choose at least one school"),
        ({"name": "Spring"}, "already a wave called “Spring”"),
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

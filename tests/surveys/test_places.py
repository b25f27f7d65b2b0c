"""Places: stopped and let go on, and seen by those of their own school."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.base import now
from surveys.places import (
    StillPaused,
    pause_place,
    pause_wave,
    place_for,
    places_ahead,
    places_of_school,
    resume_place,
    resume_wave,
)
from surveys.waves import PauseCause
from surveys.workers import Role
from tests import make

TODAY = date.today()
DAY = timedelta(days=1)


def test_a_place_or_a_whole_wave_is_stopped_and_let_go_on(record):
    wave = make.wave(record, schools=2)
    one, other = wave.schools
    pause_place(record, place=one)
    assert (one.is_paused, other.is_paused) == (True, False)
    pause_wave(record, wave=wave)
    assert (one.is_paused, other.is_paused) == (True, True)
    resume_place(record, place=other)
    assert (one.is_paused, other.is_paused) == (True, False)
    resume_wave(record, wave=wave, at=now())
    assert (one.is_paused, other.is_paused) == (False, False)


def test_a_wave_that_paused_itself_goes_on_as_a_whole_or_not_at_all(record):
    wave = make.wave(record, schools=2)
    pause_wave(record, wave=wave, cause=PauseCause.BACKLOG)
    with pytest.raises(StillPaused, match="for every school"):
        resume_place(record, place=wave.schools[0])
    assert all(place.is_stopped for place in wave.schools)
    resume_wave(record, wave=wave, at=now())
    assert wave.paused_for is None
    assert not any(place.is_stopped for place in wave.schools)


def test_a_school_that_a_person_stopped_stays_stopped_when_a_wave_that_paused_itself_goes_on(record):
    wave = make.wave(record, schools=2)
    one, other = wave.schools
    pause_place(record, place=one)
    pause_wave(record, wave=wave, cause=PauseCause.RED_UNSEEN)
    resume_wave(record, wave=wave, at=now())
    assert (one.is_stopped, other.is_stopped) == (True, False)


def test_a_person_s_pause_leaves_the_cause_as_it_is(record):
    wave = make.wave(record)
    pause_wave(record, wave=wave, cause=PauseCause.RED_UNSEEN)
    pause_wave(record, wave=wave)
    assert wave.paused_for is PauseCause.RED_UNSEEN


def test_a_schools_worker_sees_the_places_of_that_school_alone(record):
    one, other = make.wave(record, schools=2).schools
    own = make.worker(record, Role.SCHOOL, urn=one.school.urn)
    assert place_for(record, own, one.id) is one
    with pytest.raises(NoResultFound):
        place_for(record, own, other.id)
    assert place_for(record, make.worker(record, Role.LEAD), other.id) is other
    assert places_of_school(record, one.school_id) == [one]


def test_places_ahead_are_those_that_take_answers_now_or_later(record):
    make.wave(record, opens_on=TODAY - 9 * DAY, closes_on=TODAY - DAY)
    make.wave(record).ended_on = TODAY
    open_now = make.wave(record, name="Now", schools=2)
    later = make.wave(record, name="Later", opens_on=TODAY + DAY)
    record.flush()
    ahead = places_ahead(record, on=TODAY)
    assert [place.wave.name for place in ahead] == ["Now", "Now", "Later"]
    assert {place.wave_id for place in ahead} == {open_now.id, later.id}

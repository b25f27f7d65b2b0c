"""Places: stopped and let go on, and seen by those of their own school."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.places import (
    pause_place,
    pause_wave,
    place_for,
    places_ahead,
    places_of_school,
    resume_place,
    resume_wave,
)
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
    resume_wave(record, wave=wave)
    assert (one.is_paused, other.is_paused) == (False, False)


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
    now = make.wave(record, name="Now", schools=2)
    later = make.wave(record, name="Later", opens_on=TODAY + DAY)
    record.flush()
    ahead = places_ahead(record, on=TODAY)
    assert [place.wave.name for place in ahead] == ["Now", "Now", "Later"]
    assert {place.wave_id for place in ahead} == {now.id, later.id}

"""Cover: who stands ready at a school, for how long that counts, and what a wave needs before it opens."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.cover import (
    CoverProblem,
    confirm_cover,
    covered_until,
    covers,
    help_lines_stand_until,
    in_words,
    missing_cover,
    school_to_cover,
)
from surveys.help_lines import HELP_LINES, verify_help_line
from surveys.workers import Role
from tests import make

TODAY = date(2026, 3, 23)
DAY = timedelta(days=1)


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD)


@pytest.fixture(autouse=True)
def officer(record):
    return make.duty_officer(record)


@pytest.fixture
def school(record):
    return make.school(record, name="Hill Top School")


def confirm(record, school, lead, **differs):
    names = {"lead_name": "Ada Byrne", "deputy_name": "Bo Kerr", "on": TODAY}
    return confirm_cover(record, school=school, worker=lead, **{**names, **differs})


def check_lines(record, lead, on=TODAY, most=None):
    for line in HELP_LINES[:most]:
        verify_help_line(record, code=line.code, worker=lead, on=on)


def test_confirming_again_takes_the_place_of_the_last_time(record, school, lead):
    confirm(record, school, lead, on=TODAY - 20 * DAY)
    cover = confirm(record, school, lead, lead_name="  Cy   Dunn ")
    assert covers(record, [school.id, "0" * 32]) == {school.id: cover}
    assert (cover.lead_name, cover.confirmed_by, cover.stands_until) == ("Cy Dunn", lead, TODAY + 14 * DAY)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"lead_name": " "}, "Name both"),
        ({"deputy_name": ""}, "Name both"),
        ({"deputy_name": "ada  BYRNE"}, "somebody else"),
    ],
)
def test_one_name_is_no_cover(record, school, lead, names, words):
    with pytest.raises(CoverProblem, match=words):
        confirm(record, school, lead, **names)
    assert covers(record, [school.id]) == {}


@pytest.mark.parametrize(
    ("confirmed", "checked", "missing"),
    [
        (14, 180, []),
        (15, 180, ["people"]),
        (14, 181, ["help lines"]),
        (15, 181, ["people", "help lines"]),
        (None, 0, ["people"]),
        (0, None, ["help lines"]),
    ],
)
def test_what_is_missing_is_told_to_the_day(record, school, lead, confirmed, checked, missing):
    if confirmed is not None:
        confirm(record, school, lead, on=TODAY - confirmed * DAY)
    if checked is not None:
        check_lines(record, lead, on=TODAY - checked * DAY)
    assert missing_cover(record, [school], on=TODAY).get(school.id, []) == missing


def test_one_unchecked_line_is_enough_to_stop(record, school, lead):
    check_lines(record, lead, most=2)
    assert help_lines_stand_until(record) is None
    check_lines(record, lead, on=TODAY + DAY)
    verify_help_line(record, code="shout", worker=lead, on=TODAY)
    assert help_lines_stand_until(record) == TODAY + 180 * DAY


def test_what_is_missing_is_said_with_the_schools_names(record, school, lead):
    other = make.school(record, name="Brook Lane")
    confirm(record, other, lead)
    missing = missing_cover(record, [school, other], on=TODAY)
    said = in_words([school, other], missing)
    assert "last 14 days at: Hill Top School." in said
    assert "Not every help line was checked in the last 180 days." in said
    assert in_words([other], {}) == ""


def test_cover_ends_with_whichever_lapses_first():
    def until(*days: date | None) -> date | None:
        return covered_until(*days, has_duty_officer=True)

    assert until(None, TODAY) is until(TODAY, None) is None
    assert until(TODAY, TODAY) == TODAY + 14 * DAY
    assert until(TODAY, TODAY - 170 * DAY) == TODAY + 10 * DAY


def test_nothing_covers_a_school_while_the_authority_has_no_duty_officer(record, school, lead, officer):
    confirm(record, school, lead)
    check_lines(record, lead, on=TODAY)
    assert missing_cover(record, [school], on=TODAY) == {}
    for change in ({"active": False}, {"active": True, "school": school}):
        for name, value in change.items():
            setattr(officer, name, value)
        record.flush()
        missing = missing_cover(record, [school], on=TODAY)
        assert missing == {school.id: ["duty officer"]}
        assert "no duty officer" in in_words([school], missing)
    assert covered_until(TODAY, TODAY, has_duty_officer=False) is None


def test_a_schools_worker_confirms_cover_at_their_own_school_alone(record, school, lead):
    other = make.school(record)
    own = make.worker(record, Role.SCHOOL, urn=school.urn)
    assert school_to_cover(record, own, school.urn) is school
    assert school_to_cover(record, lead, other.urn) is other
    with pytest.raises(NoResultFound):
        school_to_cover(record, own, other.urn)

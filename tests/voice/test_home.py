"""The desk shows each role what waits for it; the other pages here are for everybody."""

import pytest

from surveys.workers import Role
from tests.borough import SCHOOL_URN


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


def test_a_reader_sees_how_much_waits(signed_in):
    told = signed_in(Role.READER).get("/staff").text
    assert "2 texts wait to be read" in told
    assert "6 are done" in told
    assert "overdue" not in told


def test_a_subgroup_member_sees_what_is_overdue(signed_in):
    page = signed_in(Role.SUBGROUP_MEMBER).get("/staff")
    assert "1 overdue: Run one more bus , due" in page.text
    assert "texts wait" not in page.text


def test_a_schools_worker_sees_whose_they_are_and_none_of_the_authoritys_work(signed_in):
    told = signed_in(Role.SCHOOL, urn=SCHOOL_URN).get("/staff").text
    assert "school, Brook Lane High School." in told
    for others in ("texts wait", "overdue", "not yet seen", "Waves"):
        assert others not in told


@pytest.mark.parametrize("path", ["/privacy", "/accessibility"])
def test_what_happens_to_answers_is_there_for_everybody(visitor, path):
    assert visitor.get(path).status == 200


def test_healthy_says_so_and_touches_nothing(visitor, engine):
    engine.dispose()
    assert visitor.get("/healthy").response.text == "ok\n"

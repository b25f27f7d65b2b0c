"""Cover: confirmed by the authority or by the school itself, and seen at a glance."""

from datetime import date, timedelta

import pytest

from surveys.cover import covers
from surveys.workers import Role
from tests import make

NAMES = {"lead_name": "Ada Byrne", "deputy_name": "Bo Kerr"}


@pytest.fixture
def school(record):
    school = make.school(record, urn="111111", name="Hill Top School")
    make.school(record, urn="222222", name="Brook Lane")
    record.commit()
    return school


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.SAFEGUARDING_LEAD])
def test_a_school_confirms_its_own_cover_and_no_other(signed_in, school, record, role):
    own = signed_in(role, urn="111111")
    listed = own.get("/cover")
    assert "Hill Top School Nobody named Missing" in listed.text
    assert "Brook Lane" not in listed.text
    assert own.post("/cover/111111", NAMES).response.location == "/cover"
    shown = own.get("/cover").text
    assert "Cover at Hill Top School is confirmed for 14 days." in shown
    assert "Ada Byrne Bo Kerr" in shown
    assert own.get("/cover/222222").status == 404
    token = own.get("/cover/111111").field("csrf_token")
    assert own.post("/cover/222222", {**NAMES, "csrf_token": token}, form_on="").status == 404
    assert list(covers(record, [school.id])) == [school.id]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lead_name": " "}, "Name the safeguarding lead."),
        ({"deputy_name": ""}, "Name the deputy."),
        ({"deputy_name": "ada byrne"}, "The deputy must be somebody else"),
        ({"lead_name": "x" * 500}, "at most 200 characters"),
    ],
)
def test_a_slip_gets_a_sentence_and_confirms_nothing(signed_in, school, record, wrong, words):
    page = signed_in(Role.LEAD).post("/cover/111111", {**NAMES, **wrong})
    assert page.status == 200
    assert words in page.text
    assert covers(record, [school.id]) == {}


def test_the_authority_sees_what_is_missing_first_and_what_has_lapsed(signed_in, school, record):
    other = make.school(record, urn="333333", name="Abbey")
    make.cover(record, other)
    make.cover(record, school, on=date.today() - timedelta(days=15))
    record.commit()
    lead = signed_in(Role.LEAD)
    page = lead.get("/cover")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["Brook", "Hill", "Abbey"]
    assert "Missing" in rows[0]
    assert "Lapsed" in rows[1]
    assert lead.get("/cover/111111").field("lead_name") == "Ada Byrne"


def test_names_with_script_are_names(signed_in, school):
    lead = signed_in(Role.LEAD)
    lead.post("/cover/111111", {**NAMES, "lead_name": "<script>alert(1)</script>"})
    assert "<script>alert(1)</script>" in lead.get("/cover").text


def test_an_unknown_school_is_not_found(signed_in):
    assert signed_in(Role.LEAD).get("/cover/999999").status == 404

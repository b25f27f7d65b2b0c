"""Staff names: the lead keeps every school’s list, a school its own, and nobody sees another school’s."""

import pytest
from sqlalchemy.orm import Session

from surveys.known_names import keep_staff_names, staff_names
from surveys.schools import school_with_urn
from surveys.workers import Role
from tests import make


@pytest.fixture
def schools(record):
    for urn, name in (("111111", "Brook Lane"), ("222222", "Hill Top")):
        made = make.school(record, urn=urn, name=name)
        keep_staff_names(record, school=made, typed=f"Mrs Of {name}")
    record.commit()


def kept(engine, urn="111111"):
    with Session(engine) as session:
        return list(staff_names(session, school_with_urn(session, urn).id))


def test_a_list_is_pasted_stored_and_shown_again(signed_in, schools, engine):
    lead = signed_in(Role.LEAD)
    assert "Brook Lane 1" in lead.get("/staff-names").text
    lead.post("/schools/111111/staff", {"names": "Mrs Okafor\r\nMr T"})
    page = lead.get("/schools/111111/staff")
    assert "The staff list of Brook Lane is stored: 2 names." in page.text
    assert page.soup.textarea.text.split() == ["Mr", "T", "Mrs", "Okafor"]
    assert kept(engine) == ["Mr T", "Mrs Okafor"]


def test_a_school_keeps_its_own_list_and_sees_no_other(signed_in, schools, engine):
    school = signed_in(Role.SCHOOL, urn="111111")
    listed = school.get("/staff-names").text
    assert "Brook Lane" in listed
    assert "Hill Top" not in listed
    school.post("/schools/111111/staff", {"names": "Mr T"})
    assert kept(engine) == ["Mr T"]
    assert school.get("/schools/222222/staff").status == 404
    token = school.get("/schools/111111/staff").field("csrf_token")
    sent = {"names": "Mr T", "csrf_token": token}
    assert school.post("/schools/222222/staff", sent, form_on="").status == 404
    assert kept(engine, "222222") == ["Mrs Of Hill Top"]


def test_a_line_that_is_no_name_gets_a_sentence_and_what_was_typed_stays(signed_in, schools, engine):
    page = signed_in(Role.LEAD).post("/schools/111111/staff", {"names": "Mr T\n0161 496 0000"})
    assert "Line 2, “0161 496 0000”, is not a name." in page.text
    assert "0161 496 0000" in page.soup.textarea.text
    assert kept(engine) == ["Mrs Of Brook Lane"]

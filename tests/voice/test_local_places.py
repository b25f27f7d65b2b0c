"""Local places: the lead names them for any school, a school’s own worker for theirs."""

import pytest

from surveys.local_places import add_place, places_of
from surveys.workers import Role
from tests import make
from tests.make import TODAY

HOSTILE = "<script>alert(1)</script> & {{ 7 * 7 }}"


@pytest.fixture
def school(record):
    made = make.school(record, urn="900001", name="Brook Lane")
    record.commit()
    return made


@pytest.fixture
def lead(signed_in, school):
    return signed_in(Role.LEAD)


def places(record, school):
    found = places_of(record, school.id)
    record.rollback()
    return found


AT = "/schools/900001/places"


def test_a_lead_names_adds_and_takes_off(lead, record, school):
    assert "stored" in lead.post(AT, {"yard": "The cage"}, follow_redirects=True).text
    added = lead.post(f"{AT}/add", {"name": "Skate park"}, form_on=AT, follow_redirects=True)
    assert "“Skate park” is on the list" in added.text
    assert places(record, school) == ({"yard": "The cage"}, (("local_1", "Skate park"),))
    off = lead.post(f"{AT}/drop", {"code": "local_1"}, form_on=AT, follow_redirects=True)
    assert "off the list" in off.text
    lead.post(AT, {"yard": ""})
    assert places(record, school) == ({}, ())


def test_a_schools_worker_sees_their_own_school_alone(signed_in, record, school):
    make.school(record, urn="900002", name="Hill Top")
    record.commit()
    own = signed_in(Role.SCHOOL, urn="900001")
    assert own.get("/local-places").heading == "Places at Brook Lane"
    assert "stored" in own.post(AT, {"yard": "The cage"}, follow_redirects=True).text
    for path in ("", "/add", "/drop"):
        page = own.post(f"/schools/900002/places{path}", {"name": "Park"}, form_on=AT)
        assert page.status == 404
        assert "Hill Top" not in page.text
    assert own.get("/schools/900002/places").status == 404


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "Write the name"),
        ("x" * 61, "at most 60"),
        ("Library", "already a place"),
        ("🛹", "letters or numbers"),
    ],
)
def test_a_name_that_cannot_be_is_said_and_nothing_is_stored(lead, record, school, name, says):
    page = lead.post(f"{AT}/add", {"name": name}, form_on=AT)
    assert page.status == 200
    assert says in page.text
    assert places(record, school) == ({}, ())


def test_one_wrong_name_stores_none_of_them_and_keeps_what_was_typed(lead, record, school):
    page = lead.post(AT, {"yard": "The cage", "gate": "x" * 200})
    assert "at most 60" in page.text
    assert page.field("yard") == "The cage"
    assert places(record, school) == ({}, ())


def test_script_in_a_name_is_only_text(lead, record, school):
    page = lead.post(f"{AT}/add", {"name": HOSTILE}, form_on=AT, follow_redirects=True)
    assert HOSTILE in page.text
    assert places(record, school).added == (("local_1", HOSTILE),)


def test_in_an_open_wave_the_page_says_why_nothing_can_change(lead, record, school):
    add_place(record, school=school, name="Skate park", on=TODAY)
    make.wave_in(record, school, name="Autumn")
    record.commit()
    page = lead.get(AT)
    assert "is in “Autumn”, which is open" in page.text
    assert not page.soup.select("main button")
    token = page.field("csrf_token")
    for path, sent in (
        ("", {"yard": "The cage"}),
        ("/add", {"name": "Shed"}),
        ("/drop", {"code": "local_1"}),
    ):
        refused = lead.post(f"{AT}{path}", {"csrf_token": token, **sent}, form_on="")
        assert "which is open" in refused.text
    assert places(record, school) == ({}, (("local_1", "Skate park"),))


def test_a_place_that_is_gone_already_is_said(lead, school):
    page = lead.post(f"{AT}/drop", {"code": "local_7"}, form_on=AT)
    assert "not on this school’s list any more" in page.text

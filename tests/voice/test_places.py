"""Places: a school’s own page in a wave, for the authority and for that school alone."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select

from surveys.class_codes import ClassCode
from surveys.schools import school_with_urn
from surveys.waves import WaveSchool
from surveys.workers import Role
from tests import make


class Place(NamedTuple):
    """A place as it was made. Reading the record itself would hold its write lock while a page is to write."""

    id: str
    urn: str
    name: str
    code: str


@pytest.fixture
def places(record):
    wave = make.wave(record, schools=2, name="Spring look")
    made = [
        Place(place.id, place.school.urn, place.school.name, place.printed_code) for place in wave.schools
    ]
    record.commit()
    return made


@pytest.fixture
def address(places):
    return f"/places/{places[0].id}"


@pytest.fixture
def own(signed_in, places):
    return signed_in(Role.SCHOOL, urn=places[0].urn)


def test_a_school_sees_its_own_page_from_its_menu(own, places, address):
    listed = own.get("/places")
    assert "Your survey" in own.get("/staff").text
    assert [link["href"] for link in listed.soup.select("main a")] == [address]
    page = own.get(address)
    assert page.heading == places[0].name
    assert places[0].code in page.text
    assert "Open" in page.text
    assert "Answers so far under 10 of 900 on roll, rounded to 5" in page.text


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.SAFEGUARDING_LEAD])
def test_a_school_reaches_nothing_of_another(signed_in, places, address, role):
    other = signed_in(role, urn=places[1].urn)
    token = other.get("/privacy").field("csrf_token")
    sent = {"csrf_token": token, "classes": "8B, 28", "count": "5"}
    for path in (address, f"{address}/tickets"):
        assert other.get(path).status == 404
    for path in (f"{address}/classes", f"{address}/pause", f"{address}/tickets/drop"):
        assert other.post(path, sent, form_on="").status == 404
    assert other.post(f"{address}/resume", sent, form_on="").status == 403


def test_counts_of_a_school_are_on_the_waves_page_for_the_authority(signed_in, address):
    assert "Answers so far" not in signed_in(Role.LEAD).get(address).text


def test_staff_of_no_school_are_told_that_the_page_is_not_for_them(signed_in):
    assert "for the staff of one school" in signed_in(Role.SAFEGUARDING_LEAD).get("/places").text


def test_a_school_in_no_wave_is_told_so(signed_in, record):
    urn = make.school(record).urn
    assert "is in no survey yet" in signed_in(Role.SCHOOL, urn=urn).get("/places").text


def test_class_codes_are_made_from_a_list(own, address, record):
    page = own.post(f"{address}/classes", {"classes": "8B, 28\n<script>x</script>, 30"}, form_on=address)
    assert page.status == 302
    shown = own.get(address)
    assert "2 classes have their codes." in shown.text
    codes = record.scalars(select(ClassCode)).all()
    assert {code.cap for code in codes} == {31, 33}
    for code in codes:
        assert code.name in shown.text
        assert code.printed_code in shown.text


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        ("", "at least one class"),
        ("8B, -1", "Line 1: write the class"),
        ("8B, thirty", "Line 1: write the class"),
        ("8B, 100000", "from 1 to 500"),
        ("\n".join(f"{n}, 30" for n in range(500)), "That is 500 classes"),
        ("x" * 30_000, "That is too long"),
        ("8\u202eB, 30", "ordinary characters"),
    ],
)
def test_a_slip_in_the_list_gets_a_sentence_and_makes_nothing(own, address, record, classes, words):
    page = own.post(f"{address}/classes", {"classes": classes}, form_on=address)
    assert page.status == 200
    assert "There is a problem" in page.text
    assert words in page.text
    assert record.scalars(select(ClassCode)).all() == []


def test_what_was_typed_is_still_there_after_a_slip(own, address):
    page = own.post(f"{address}/classes", {"classes": "8B, thirty\n8C, 30"}, form_on=address)
    assert "8C, 30" in page.soup.select_one("textarea").text


def test_a_school_stops_at_once_and_the_authority_lets_it_go_on(own, signed_in, address, record, places):
    own.post(f"{address}/pause", form_on=address)
    page = own.get(address)
    assert "Ask the authority to let it go on." in page.text
    assert "Let this school go on" not in page.text
    lead = signed_in(Role.LEAD)
    assert "Paused" in lead.get(address).text
    lead.post(f"{address}/resume", form_on=address)
    assert "is no longer paused" in lead.get(address).text
    assert not record.get_one(WaveSchool, places[0].id).is_paused


def test_the_page_says_what_is_missing_and_who_can_put_it_right(own, signed_in, address, record, places):
    school = school_with_urn(record, places[0].urn)
    make.cover(record, school, on=date.today() - timedelta(days=200))
    record.commit()
    page = own.get(address)
    assert "until the safeguarding lead and deputy are confirmed" in page.text
    assert "until the authority has checked the help lines" in page.text
    assert "until the help lines are checked" in signed_in(Role.LEAD).get(address).text


def test_a_wave_that_is_over_offers_nothing_to_do(signed_in, record):
    today = date.today()
    wave = make.wave(record, opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    address = f"/places/{wave.schools[0].id}"
    record.commit()
    page = signed_in(Role.LEAD).get(address)
    assert "Closed" in page.text
    assert [button.get_text(strip=True) for button in page.soup.select("main button")] == []

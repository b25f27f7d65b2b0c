"""Schools: the register’s facts, for the lead."""

from datetime import date

import pytest

from surveys.school_links import Linked, SchoolLinkKind, store_school_links
from surveys.workers import Role
from tests import make


@pytest.fixture
def lead(signed_in, record):
    make.school(record, urn="123456", name="Brook Lane <b>High</b>")
    make.school(record, urn="123457", name="Abbey", roll=None).is_closed = True
    record.commit()
    return signed_in(Role.LEAD)


def test_closed_schools_are_listed_and_marked(lead):
    page = lead.get("/schools")
    assert "Abbey Closed 123457" in page.text
    assert "Brook Lane <b>High</b> 123456 Secondary 900" in page.text
    assert "not known" in page.text


def test_a_school_shows_what_is_known_of_it(lead):
    page = lead.get("/schools/123456")
    assert page.heading == "Brook Lane <b>High</b>"
    assert "On roll 900" in page.text
    assert "None" not in page.text


def test_a_school_says_which_schools_came_before_and_after_it(lead, record):
    assert "Before and after" not in lead.get("/schools/123456").text
    link = Linked("123400", "123456", SchoolLinkKind.PREDECESSOR, date(2025, 9, 1), "Old Brook")
    store_school_links(record, [link])
    record.commit()
    assert "Came out of Old Brook (URN 123400) on 1 September 2025" in lead.get("/schools/123456").text


def test_before_the_first_import_the_page_says_what_to_do(signed_in):
    assert "flask school import" in signed_in(Role.LEAD).get("/schools").text

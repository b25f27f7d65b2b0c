"""Tickets: how many of a school’s wait unused, and making lost ones worthless."""

from datetime import date
from typing import NamedTuple

import pytest

from surveys.doors import door_with_code
from surveys.tickets import make_tickets
from surveys.waves import WaveSchool
from surveys.workers import Role
from tests import make


class Place(NamedTuple):
    """A place as it was made. Reading the record itself would hold its write lock while a page is to write."""

    id: str
    urn: str


@pytest.fixture
def place(record):
    made = make.wave(record, name="Spring look", uses_tickets=True).schools[0]
    place = Place(made.id, made.school.urn)
    record.commit()
    return place


@pytest.fixture
def address(place):
    return f"/places/{place.id}/tickets"


@pytest.fixture
def opens(app, record):
    """Return the door that a code opens, as a pupil would find it."""
    return lambda code: door_with_code(
        record.connection(), code, mark=app.extensions["voice_seal"].mark_of_ticket
    )


def test_lost_tickets_are_made_worthless(app, signed_in, address, record, place, opens):
    mark = app.extensions["voice_seal"].mark_of_ticket
    made = record.get_one(WaveSchool, place.id)
    [ticket, _] = make_tickets(record, place=made, count=2, mark=mark, on=date.today())
    assert opens(ticket) is not None
    record.commit()
    own = signed_in(Role.SCHOOL, urn=place.urn)
    page = own.get(address)
    assert "Unused: under 10" in page.text
    assert ticket not in page.text
    own.post(f"{address}/drop", form_on=address)
    assert "The tickets that were unused open nothing any more." in own.get(address).text
    assert opens(ticket) is None


def test_a_school_with_a_code_is_told_that_it_has_no_tickets(signed_in, record):
    place_id = make.wave(record).schools[0].id
    record.commit()
    page = signed_in(Role.LEAD).get(f"/places/{place_id}/tickets")
    assert "type a code, not tickets" in page.text

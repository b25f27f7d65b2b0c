"""Tickets: made for a hatful of pupils or one young person, kept as keyed hashes alone, gone with their wave."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from surveys.codes import ALPHABET, tidy_code
from surveys.responses import Receipt, forget_receipts
from surveys.tickets import (
    MOST_TICKETS,
    TICKET_LENGTH,
    TicketProblem,
    drop_tickets,
    make_tickets,
    printed,
    unused_tickets,
)
from tests import make

TODAY = date.today()
DAY = timedelta(days=1)


def mark(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()


@pytest.fixture
def place(record):
    place = make.wave(record).schools[0]
    place.uses_tickets = True
    return place


def make_some(record, place, count=30, **options):
    return make_tickets(record, place=place, count=count, mark=mark, on=TODAY, **options)


def test_tickets_differ_and_only_their_hashes_are_kept(record, place):
    tickets = make_some(record, place)
    assert len(set(tickets)) == 30
    assert {len(ticket) for ticket in tickets} == {TICKET_LENGTH}
    assert set("".join(tickets)) <= set(ALPHABET)
    assert tidy_code(printed(tickets[0]).lower()) == tickets[0]
    kept = record.scalars(select(Receipt)).all()
    assert {receipt.mark for receipt in kept} == {mark(ticket) for ticket in tickets}
    assert {receipt.forget_on for receipt in kept} == {place.wave.closes_on}
    assert not any(ticket in repr(vars(receipt)) for ticket in tickets for receipt in kept)


@pytest.mark.parametrize("count", [0, -1, MOST_TICKETS + 1, 10**9])
def test_a_count_out_of_bounds_makes_nothing(record, place, count):
    with pytest.raises(TicketProblem, match="between 1 and 3,000"):
        make_some(record, place, count)
    assert unused_tickets(record, place.id) == 0


def test_a_school_whose_pupils_type_a_code_gets_links_but_no_tickets(record, place):
    place.uses_tickets = False
    with pytest.raises(TicketProblem, match="use a code"):
        make_some(record, place)
    assert len(make_some(record, place, 1, is_link=True)) == 1
    assert unused_tickets(record, place.id) == 0


def test_a_wave_that_is_over_gets_none(record, place):
    place.wave.closes_on = TODAY - DAY
    with pytest.raises(TicketProblem, match="is over"):
        make_some(record, place)


def test_unused_tickets_can_be_made_worthless_and_links_stay(record, place):
    make_some(record, place)
    make_some(record, place, 1, is_link=True)
    assert unused_tickets(record, place.id) == 30
    assert drop_tickets(record, place=place) == 30
    assert drop_tickets(record, place=place) == unused_tickets(record, place.id) == 0
    assert [receipt.is_link for receipt in record.scalars(select(Receipt))] == [True]


def test_tickets_are_forgotten_when_their_wave_is_over(record, place):
    make_some(record, place)
    forget_receipts(record, on=place.wave.closes_on)
    assert unused_tickets(record, place.id) == 30
    forget_receipts(record, on=place.wave.closes_on + DAY)
    assert unused_tickets(record, place.id) == 0

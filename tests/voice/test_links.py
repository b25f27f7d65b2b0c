"""Links: one for one young person, shown once; the record never holds it in clear."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from surveys.doors import door_with_code
from surveys.responses import Receipt
from surveys.workers import Role
from tests import make


def everything(record):
    return " ".join(
        repr(row) for table in Receipt.metadata.sorted_tables for row in record.execute(select(table)).all()
    )


def test_a_youth_worker_makes_one_link_for_one_young_person(app, signed_in, record):
    place_id = make.wave(record, name="Spring look").schools[0].id
    record.commit()
    youth_worker = signed_in(Role.YOUTH_WORKER)
    assert "Links" in youth_worker.get("/staff").text
    page = youth_worker.post("/links", {"place": place_id})
    link = page.soup.select_one("#address")["value"]
    start, _, code = link.partition("#")
    assert start.endswith("/")
    mark = app.extensions["voice_seal"].mark_of_ticket
    door = door_with_code(record.connection(), code, mark=mark)
    assert (door.place_id, door.is_link) == (place_id, True)
    assert code not in everything(record)
    assert youth_worker.get("/links").soup.select_one("#address") is None
    assert len(record.scalars(select(Receipt)).all()) == 1


@pytest.mark.parametrize("place", ["", "0" * 32, "<script>", "x" * 100_000])
def test_a_place_that_is_not_offered_makes_no_link(signed_in, record, place):
    make.wave(record)
    record.commit()
    page = signed_in(Role.LEAD).post("/links", {"place": place})
    assert page.status == 200
    assert "Choose a wave and a school from the list." in page.text
    assert record.scalars(select(Receipt)).all() == []


def test_without_a_wave_there_is_nothing_to_link_to(signed_in, record):
    today = date.today()
    make.wave(record, opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    record.commit()
    lead = signed_in(Role.LEAD)
    assert "there is nothing to link to" in lead.get("/links").text
    assert lead.get("/links").soup.select("main form") == []

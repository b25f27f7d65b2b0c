"""Sightings: the lead sees who looked how often and what for; nobody else does, and no day is told."""

from datetime import date, timedelta

import pytest

from surveys.base import monday_of, now
from surveys.sightings import Purpose, looks, note_sighting
from surveys.workers import Role
from tests import make
from voice.rendering import day
from voice.sightings import WEEKS


def look(record, worker, purpose, *, weeks_ago=0, times=1):
    for number in range(times):
        on = now().date() - timedelta(weeks=weeks_ago)
        note_sighting(record, worker=worker, purpose=purpose, subject=f"{number:032d}", on=on)


def test_looks_are_counted_by_week_worker_and_purpose(record):
    rita, sam = (make.worker(record, Role.READER, name=name) for name in ("Rita", "Sam"))
    look(record, rita, Purpose.READING, times=3)
    look(record, rita, Purpose.SECOND_READING)
    look(record, sam, Purpose.CONCERN, weeks_ago=1)
    look(record, sam, Purpose.READING, weeks_ago=30)
    this_week = monday_of(now().date())
    found = looks(record, since=this_week - timedelta(weeks=2))
    assert [(row.week, row.worker.name, dict(row.times), row.total) for row in found] == [
        (this_week, "Rita", {Purpose.READING: 3, Purpose.SECOND_READING: 1}, 4),
        (this_week - timedelta(weeks=1), "Sam", {Purpose.CONCERN: 1}, 1),
    ]


def test_a_sighting_keeps_the_week_alone(record):
    worker = make.worker(record, Role.READER)
    seen = note_sighting(
        record, worker=worker, purpose=Purpose.READING, subject="a" * 32, on=date(2026, 3, 5)
    )
    assert seen.week == date(2026, 3, 2)


def test_the_lead_reads_the_list_of_a_term(record, signed_in):
    rita = make.worker(record, Role.READER, name="Rita Reader")
    look(record, rita, Purpose.READING, times=1_234)
    look(record, rita, Purpose.CONCERN, weeks_ago=WEEKS - 1)
    look(record, rita, Purpose.TYPED_UP, weeks_ago=WEEKS)
    record.commit()
    page = signed_in(Role.LEAD).get("/sightings")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    week = monday_of(now().date())
    assert rows == [
        f"{day(week)} Rita Reader 1,234 1,234",
        f"{day(week - timedelta(weeks=WEEKS - 1))} Rita Reader 1 1",
    ]
    assert "Nobody has looked at any." not in page.text


def test_an_empty_list_says_so(signed_in):
    assert "Nobody has looked at any." in signed_in(Role.LEAD).get("/sightings").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_nobody_else_may_look(signed_in, record, role):
    make.school(record, urn="111111")
    record.commit()
    urn = "111111" if role is Role.SCHOOL else None
    for path in ("/sightings", "/retention"):
        assert signed_in(role, urn=urn).get(path).status == 403

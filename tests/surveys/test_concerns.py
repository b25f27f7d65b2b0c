"""Concerns: for the safeguarding lead of the school, or of the authority, and for nobody else."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.concerns import add_concern, concern_for, concerns_for, see_concern
from surveys.workers import Role
from tests import make

DAY = date(2026, 3, 5)


@pytest.fixture
def schools(record):
    return [make.school(record), make.school(record)]


@pytest.fixture
def reader(record):
    return make.worker(record, Role.READER)


def raise_concern(record, school, reader, on=DAY, text="words"):
    return add_concern(record, text=text, school_id=school.id, week=DAY, raised_by=reader, on=on)


def test_each_safeguarding_lead_sees_what_is_theirs(record, schools, reader):
    here, there = (raise_concern(record, school, reader) for school in schools)
    own = make.worker(record, Role.SAFEGUARDING_LEAD, urn=schools[0].urn)
    authority = make.worker(record, Role.SAFEGUARDING_LEAD)
    assert concerns_for(record, own) == [here]
    assert set(concerns_for(record, authority)) == {here, there}
    assert concern_for(record, own, here.id) is here
    assert concern_for(record, authority, there.id) is there
    for worker, key in ((own, there.id), (authority, "0" * 32)):
        with pytest.raises(NoResultFound):
            concern_for(record, worker, key)


def test_what_nobody_has_seen_stands_first_the_oldest_on_top(record, schools, reader):
    seen, late, early = (
        raise_concern(record, schools[0], reader, on=DAY + timedelta(days=days)) for days in (0, 2, 1)
    )
    lead = make.worker(record, Role.SAFEGUARDING_LEAD)
    see_concern(record, concern=seen, worker=lead, done="Spoke to the head", on=DAY)
    assert concerns_for(record, lead) == [early, late, seen]


def test_the_first_to_see_it_stays_and_what_was_done_is_the_latest(record, schools, reader):
    concern = raise_concern(record, schools[0], reader)
    first, second = (make.worker(record, Role.SAFEGUARDING_LEAD) for _ in range(2))
    see_concern(record, concern=concern, worker=first, done=" Called the head ", on=DAY)
    assert (concern.seen_by, concern.seen_on, concern.done) == (first, DAY, "Called the head")
    see_concern(record, concern=concern, worker=second, done="Closed", on=DAY + timedelta(days=1))
    assert (concern.seen_by, concern.seen_on, concern.done) == (first, DAY, "Closed")
    see_concern(record, concern=concern, worker=second, done="  ", on=DAY)
    assert concern.done == "Closed"


def test_nobody_sees_a_concern_without_a_day(record, schools, reader):
    raise_concern(record, schools[0], reader).seen_by = reader
    with pytest.raises(IntegrityError):
        record.flush()

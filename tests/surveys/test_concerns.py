"""Concerns: raised at once, told to those who may see them and to nobody else, never twice for the same words."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.case_steps import see_concern
from surveys.cases import Act, entries_of
from surveys.concerns import (
    Concern,
    RaisedBy,
    concern_for,
    concerns_for,
    raise_or_join_concern,
    who_may_see,
)
from surveys.notices import Notice, NoticeKind
from surveys.screenings import Harm, Level
from surveys.workers import Role, stop_worker
from tests import make
from tests.surveys.raising import MONDAY, TUESDAY_AT_TEN, WORDS, london, raised


@pytest.fixture
def schools(record):
    return [make.school(record), make.school(record)]


@pytest.fixture
def lead(record, schools):
    return make.worker(record, Role.SAFEGUARDING_LEAD, urn=schools[0].urn, name="School lead")


@pytest.fixture
def deputy(record, schools):
    return make.worker(record, Role.SAFEGUARDING_LEAD, urn=schools[0].urn, name="School deputy")


@pytest.fixture
def officer(record):
    return make.worker(record, Role.SAFEGUARDING_LEAD, name="Duty officer")


def told(record, concern):
    return {
        notice.worker.name for notice in record.scalars(select(Notice)) if notice.concern_id == concern.id
    }


def test_a_concern_goes_to_the_school_s_people_and_the_authority_s_at_once(
    record, schools, lead, deputy, officer
):
    make.worker(record, Role.SAFEGUARDING_LEAD, urn=schools[1].urn, name="Other school")
    make.worker(record, Role.LEAD, name="Authority lead")
    stop_worker(record, worker=make.worker(record, Role.SAFEGUARDING_LEAD, name="Gone"))
    concern = raised(record, schools[0])
    assert told(record, concern) == {"School lead", "School deputy", "Duty officer"}
    assert {notice.kind for notice in record.scalars(select(Notice))} == {NoticeKind.CONCERN}
    assert set(who_may_see(record, concern)) == {lead, deputy, officer}


def test_it_carries_a_random_number_and_the_quarter_of_an_hour(record, schools):
    one, other = (raised(record, schools[0], london(3, "10:29")) for _ in range(2))
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", one.number)
    assert one.number != other.number
    assert one.came_at == london(3, "10:15")
    assert not one.is_seen
    assert [(entry.act, entry.by) for entry in entries_of(record, one)] == [(Act.RAISED, None)]


def test_what_the_screen_raised_keeps_its_week_alone_and_a_reader_s_act_its_minute(record, schools):
    reader = make.worker(record, Role.READER)
    (machine,) = entries_of(record, raised(record, schools[0], london(5, "10:29")))
    (person,) = entries_of(
        record, raised(record, schools[0], london(5, "10:29"), raised_by=RaisedBy.READER, by=reader)
    )
    assert machine.at == london(2, "00:00")
    assert person.at == london(5, "10:29")


def test_each_safeguarding_lead_sees_what_is_theirs(record, schools, lead, officer):
    here, there = (raised(record, school) for school in schools)
    assert concerns_for(record, lead) == [here]
    assert set(concerns_for(record, officer)) == {here, there}
    assert concern_for(record, lead, here.id) is here
    assert concern_for(record, officer, there.id) is there
    for worker, key in ((lead, there.id), (officer, "0" * 32)):
        with pytest.raises(NoResultFound):
            concern_for(record, worker, key)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SAFEGUARDING_LEAD}))
def test_nobody_else_sees_any(record, schools, role):
    concern = raised(record, schools[0])
    other = make.worker(record, role, urn=schools[0].urn if role is Role.SCHOOL else None)
    assert concerns_for(record, other) == []
    with pytest.raises(NoResultFound):
        concern_for(record, other, concern.id)


@pytest.mark.parametrize("by_name", [True, False])
def test_what_points_at_staff_is_the_authority_s_alone(record, schools, lead, deputy, officer, by_name):
    schools[0].head = "Mr R Thackeray"
    text = "thackeray touched my leg" if by_name else WORDS
    concern = raised(record, schools[0], text=text, is_for_authority=not by_name)
    assert concern.is_for_authority
    assert told(record, concern) == {"Duty officer"}
    assert concerns_for(record, lead) == concerns_for(record, deputy) == []
    assert concerns_for(record, officer) == [concern]
    with pytest.raises(NoResultFound):
        concern_for(record, lead, concern.id)


def test_the_longest_unseen_stands_first_and_seen_ones_last(record, schools, officer):
    seen, late, early = (
        raised(record, schools[0], london(3, clock)) for clock in ("09:00", "11:00", "10:00")
    )
    see_concern(record, concern=seen, worker=officer, at=london(3, "09:10"))
    assert concerns_for(record, officer) == [early, late, seen]


def join(record, school, reader, **more):
    given = {
        "text": WORDS,
        "week": MONDAY,
        "wave_id": None,
        "year": None,
        "level": Level.RED,
        "harm": Harm.OTHER,
        "raised_by": RaisedBy.READER,
        "by": reader,
        "is_for_authority": False,
        "at": london(3, "11:07"),
    }
    return raise_or_join_concern(record, school_id=school.id, **(given | more))


def test_a_reader_who_passes_on_the_same_words_joins_the_case(record, schools, lead):
    reader = make.worker(record, Role.READER)
    concern = raised(record, schools[0])
    notices = record.scalars(select(Notice)).all()
    assert join(record, schools[0], reader) is concern
    assert [(one.act, one.by) for one in entries_of(record, concern)] == [
        (Act.RAISED, None),
        (Act.RAISED, reader),
    ]
    assert record.scalars(select(Notice)).all() == notices
    assert concern.came_at == TUESDAY_AT_TEN


@pytest.mark.parametrize("other", [{"text": WORDS + "."}, {"week": MONDAY.replace(day=9)}, "school"])
def test_other_words_another_week_or_another_school_is_another_case(record, schools, other):
    reader = make.worker(record, Role.READER)
    concern = raised(record, schools[0])
    more = {} if other == "school" else other
    assert join(record, schools[other == "school"], reader, **more) is not concern
    assert len(record.scalars(select(Concern)).all()) == 2


def test_a_reader_can_take_a_case_from_the_school_by_joining_it(record, schools, lead):
    concern = raised(record, schools[0])
    assert concerns_for(record, lead) == [concern]
    join(record, schools[0], make.worker(record, Role.READER), is_for_authority=True)
    assert concerns_for(record, lead) == []


def test_the_bucket_and_the_time_to_sight_never_stand_side_by_side(record, schools):
    raised(record, schools[0]).minutes_to_seen = 5
    with pytest.raises(IntegrityError):
        record.flush()

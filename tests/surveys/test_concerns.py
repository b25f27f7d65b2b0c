"""Concerns: raised at once, told to those who may see them and to nobody else, never twice for the same words."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.case_stages import Stage, stages
from surveys.case_steps import decide_case, hand_over, see_concern, share_with_school
from surveys.cases import Act, check_chain, entries_of
from surveys.concerns import (
    Concern,
    RaisedBy,
    concern_for,
    concerns_for,
    raise_or_join_concern,
    who_may_see,
)
from surveys.notices import Notice, NoticeKind
from surveys.screenings import Harm
from surveys.workers import Role, stop_worker
from tests import make
from tests.surveys.raising import MONDAY, TUESDAY_AT_TEN, WORDS, disclosure, london, raised


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
    raised_by, at = more.pop("raised_by", RaisedBy.READER), more.pop("at", london(3, "11:07"))
    said = disclosure(school, **({"harm": Harm.OTHER} | more))
    return raise_or_join_concern(record, said, raised_by=raised_by, by=reader, at=at)


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


@pytest.fixture
def reader(record):
    return make.worker(record, Role.READER)


def test_a_second_pupil_s_same_words_are_a_case_of_their_own(record, schools, lead, reader):
    screened = raised(record, schools[0])
    assert join(record, schools[0], reader) is screened
    second = join(record, schools[0], reader, at=london(5, "09:20"))
    assert second is not screened
    assert (second.came_at, second.is_seen) == (london(5, "09:15"), False)
    assert told(record, second) == {"School lead"}
    assert join(record, schools[0], reader) not in (screened, second)  # what a person raised is never joined


def test_each_of_two_that_the_screen_raised_is_joined_once(record, schools, reader):
    both = {raised(record, schools[0]), raised(record, schools[0])}
    assert {join(record, schools[0], reader), join(record, schools[0], reader)} == both


@pytest.mark.parametrize("step", [hand_over, decide_case])
def test_the_same_words_after_a_case_was_dealt_with_are_a_new_case(record, schools, lead, reader, step):
    screened = raised(record, schools[0])
    see_concern(record, concern=screened, worker=lead, at=london(3, "10:10"))
    step(record, concern=screened, worker=lead, words="To social care", at=london(3, "10:20"))
    fresh = join(record, schools[0], reader)
    assert fresh is not screened
    assert not fresh.is_seen
    assert told(record, fresh) == {"School lead"}


def test_what_is_seen_and_no_more_is_still_joined(record, schools, lead, reader):
    screened = raised(record, schools[0])
    see_concern(record, concern=screened, worker=lead, at=london(3, "10:10"))
    assert join(record, schools[0], reader) is screened
    assert screened.is_seen
    assert screened.minutes_to_seen == 10


def test_every_case_with_words_that_point_at_staff_leaves_the_school(
    record, schools, lead, deputy, officer, reader
):
    joined, seen, decided = (raised(record, schools[0]) for _ in range(3))
    elsewhere, other = raised(record, schools[1]), raised(record, schools[0], text="other words")
    for concern in (seen, decided):
        see_concern(record, concern=concern, worker=lead, at=london(3, "10:10"))
    decide_case(record, concern=decided, worker=lead, words="No further action", at=london(3, "10:20"))
    seen.raised_by = RaisedBy.READER  # so that it is known which one is joined
    assert join(record, schools[0], reader, is_for_authority=True) is joined
    assert concerns_for(record, lead) == [other]
    assert set(concerns_for(record, officer)) == {joined, seen, decided, elsewhere, other}
    for concern in (seen, decided):
        assert (concern.came_at, concern.minutes_to_seen) == (london(3, "11:00"), None)
    assert joined.came_at == TUESDAY_AT_TEN  # nobody had seen it: its time runs on
    assert set(stages(record, [joined, seen, decided]).values()) == {Stage.UNSEEN}
    for concern in (joined, seen, decided):
        assert told(record, concern) == {"Duty officer"}
        last = entries_of(record, concern)[-1]
        assert (last.act, last.by) == (Act.ESCALATED, reader)
    assert told(record, other) == {"School lead", "School deputy", "Duty officer"}
    assert check_chain(record) == []


def test_a_new_case_takes_older_ones_with_the_same_words_from_the_school(record, schools, lead, reader):
    first = join(record, schools[0], reader)
    second = join(record, schools[0], reader, is_for_authority=True)
    assert second is not first
    assert concerns_for(record, lead) == []
    third = join(record, schools[0], reader)  # this reader saw no staff in them; the other did
    assert third.is_for_authority


def test_words_that_name_somebody_who_joined_the_staff_since_leave_the_school(record, schools, lead, reader):
    concern = raised(record, schools[0], text="thackeray touched my leg")
    assert concerns_for(record, lead) == [concern]
    schools[0].head = "Mr R Thackeray"
    assert join(record, schools[0], reader, text="thackeray touched my leg") is concern
    assert concerns_for(record, lead) == []


def test_what_the_authority_shared_stays_shared(record, schools, lead, officer, reader):
    concern = raised(record, schools[0], is_for_authority=True)
    see_concern(record, concern=concern, worker=officer, at=london(3, "10:10"))
    share_with_school(record, concern=concern, worker=officer, at=london(3, "10:20"))
    assert join(record, schools[0], reader, is_for_authority=True) is concern
    assert concerns_for(record, lead) == [concern]
    assert concern.is_seen


def test_where_nobody_may_see_it_the_authority_s_leads_are_told_at_once(record, schools, lead, reader):
    make.worker(record, Role.LEAD, name="Authority lead")
    stop_worker(record, worker=make.worker(record, Role.SAFEGUARDING_LEAD, name="Gone"))
    concern = raised(record, schools[0], is_for_authority=True)
    assert told(record, concern) == {"Authority lead"}
    alone = raised(record, schools[1])
    assert told(record, alone) == {"Authority lead"}
    taken = raised(record, schools[0], text="other words")
    assert told(record, taken) == {"School lead"}
    join(record, schools[0], reader, text="other words", is_for_authority=True)
    assert told(record, taken) == {"Authority lead"}


def test_the_bucket_and_the_time_to_sight_never_stand_side_by_side(record, schools):
    raised(record, schools[0]).minutes_to_seen = 5
    with pytest.raises(IntegrityError):
        record.flush()

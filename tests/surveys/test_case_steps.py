"""Case steps: looked at, handed over, decided, corrected, shared, erased – each added to the log by name."""

import pytest
from sqlalchemy import select

from surveys.case_stages import MonthSeen, Stage, months_seen, stages
from surveys.case_steps import (
    LONGEST_WORDS,
    StepRefused,
    allow_quoting,
    correct,
    decide_case,
    hand_over,
    see_concern,
    share_with_school,
)
from surveys.cases import Act, check_chain, entries_of
from surveys.concerns import concerns_for
from surveys.notices import Notice, NoticeKind
from surveys.responses import Answer, Response
from surveys.retention import forget_cases
from surveys.screenings import Harm, Level, Screening
from surveys.sightings import Purpose, Sighting
from surveys.workers import Role
from tests import make
from tests.surveys.raising import WORDS, london, raised


@pytest.fixture
def school(record):
    return make.school(record)


@pytest.fixture
def officer(record):
    return make.worker(record, Role.SAFEGUARDING_LEAD, name="Duty officer")


@pytest.fixture
def lead(record, school):
    return make.worker(record, Role.SAFEGUARDING_LEAD, urn=school.urn, name="School lead")


@pytest.fixture
def concern(record, school):
    return raised(record, school)


@pytest.mark.parametrize(
    ("clock", "minutes"), [("10:00", 0), ("10:01", 5), ("10:05", 5), ("10:06", 10), ("17:30", 420)]
)
def test_the_first_sight_takes_the_bucket_away_and_leaves_five_minute_steps(
    record, concern, officer, clock, minutes
):
    see_concern(record, concern=concern, worker=officer, at=london(3, clock))
    assert concern.came_at is None
    assert concern.minutes_to_seen == minutes
    assert [(one.act, one.by) for one in entries_of(record, concern)][1:] == [(Act.SEEN, officer)]


def test_every_look_is_noted_and_the_log_names_each_worker_once(record, concern, officer, lead):
    for worker, clock in ((officer, "10:10"), (officer, "11:00"), (lead, "12:00")):
        see_concern(record, concern=concern, worker=worker, at=london(3, clock))
    assert concern.minutes_to_seen == 10
    assert [one.by for one in entries_of(record, concern) if one.act is Act.SEEN] == [officer, lead]
    looks = record.scalars(select(Sighting)).all()
    assert sorted(look.worker.name for look in looks) == ["Duty officer", "Duty officer", "School lead"]
    assert {(look.purpose, look.subject, look.week) for look in looks} == {
        (Purpose.CONCERN, concern.id, concern.week)
    }


def test_who_has_seen_it_is_asked_no_more(record, concern, lead, officer):
    other = raised(record, lead.school)
    record.flush()
    see_concern(record, concern=concern, worker=lead, at=london(3, "10:10"))
    assert {notice.concern_id for notice in record.scalars(select(Notice))} <= {other.id}


def test_a_case_goes_its_way_and_each_step_is_kept(record, concern, officer):
    see_concern(record, concern=concern, worker=officer, at=london(3, "10:10"))
    assert stages(record, [concern]) == {concern.id: Stage.SEEN}
    hand_over(
        record, concern=concern, worker=officer, words=" To the duty social worker ", at=london(3, "10:20")
    )
    assert stages(record, [concern]) == {concern.id: Stage.HANDED_OVER}
    decide_case(record, concern=concern, worker=officer, words="Referred", at=london(3, "11:00"))
    correct(record, concern=concern, worker=officer, words="Not referred yet", at=london(3, "12:00"))
    assert stages(record, [concern]) == {concern.id: Stage.DECIDED}
    done = [(one.act, one.words, one.at) for one in entries_of(record, concern)][2:]
    assert done == [
        (Act.HANDED_OVER, "To the duty social worker", london(3, "10:20")),
        (Act.DECIDED, "Referred", london(3, "11:00")),
        (Act.CORRECTED, "Not referred yet", london(3, "12:00")),
    ]
    assert check_chain(record) == []


@pytest.mark.parametrize("step", [hand_over, decide_case, correct])
def test_nothing_is_added_unseen_empty_or_too_long(record, concern, officer, step):
    given = {"concern": concern, "worker": officer, "at": london(3, "10:20")}
    with pytest.raises(StepRefused, match="Look at them first"):
        step(record, words="Done", **given)
    see_concern(record, **given)
    for words, sentence in (("  \n", "in a line"), ("x" * (LONGEST_WORDS + 1), "at most 2,000")):
        with pytest.raises(StepRefused, match=sentence):
            step(record, words=words, **given)
    assert [one.act for one in entries_of(record, concern)] == [Act.RAISED, Act.SEEN]


def test_the_authority_shares_with_the_school_once_it_has_looked(record, school, lead, officer):
    concern = raised(record, school, is_for_authority=True)
    for worker, sentence in ((lead, "Only the authority"), (officer, "Look at the words first")):
        with pytest.raises(StepRefused, match=sentence):
            share_with_school(record, concern=concern, worker=worker, at=london(3, "10:05"))
    see_concern(record, concern=concern, worker=officer, at=london(3, "10:10"))
    assert concerns_for(record, lead) == []
    share_with_school(record, concern=concern, worker=officer, at=london(3, "10:20"))
    assert concerns_for(record, lead) == [concern]
    (notice,) = record.scalars(select(Notice)).all()
    assert (notice.worker, notice.kind) == (lead, NoticeKind.CONCERN)
    with pytest.raises(StepRefused, match="already"):
        share_with_school(record, concern=concern, worker=officer, at=london(3, "10:30"))
    assert [(one.act, one.by) for one in entries_of(record, concern)][-1] == (Act.SHARED, officer)


def test_words_may_be_quoted_when_the_case_allows_it_and_nothing_joins_the_two(record, officer):
    wave = make.wave(record)
    place = wave.schools[0]
    make.responses(record, place, WORDS, "the bus is late")
    week = record.scalars(select(Answer.id)).all()
    for answer_id in week:
        record.add(Screening(answer_id=answer_id, level=Level.RED, harm=Harm.OTHER))
    answer = record.get_one(Answer, make.answer_saying(record, WORDS))
    monday = record.get_one(Response, answer.response_id).week
    concern = raised(record, place.school, week=monday)
    with pytest.raises(StepRefused, match="Look at the words"):
        allow_quoting(record, concern=concern, worker=officer, at=london(3, "10:05"))
    see_concern(record, concern=concern, worker=officer, at=london(3, "10:10"))
    allow_quoting(record, concern=concern, worker=officer, at=london(3, "10:20"))
    allowed = record.scalars(select(Screening.answer_id).where(Screening.may_be_quoted)).all()
    assert allowed == [answer.id]
    assert entries_of(record, concern)[-1].act is Act.ALLOWED
    answer.text = None
    with pytest.raises(StepRefused, match="nothing to allow"):
        allow_quoting(record, concern=concern, worker=officer, at=london(3, "10:30"))


def test_when_words_are_erased_the_log_still_proves_that_it_is_whole_and_takes_corrections(
    record, concern, officer
):
    see_concern(record, concern=concern, worker=officer, at=london(3, "10:10"))
    decide_case(record, concern=concern, worker=officer, words="Rang home", at=london(3, "11:00"))
    assert forget_cases(record, at=london(3, "03:20", month=12)) == 1
    assert concern.text is None
    correct(record, concern=concern, worker=officer, words="It was the aunt", at=london(4, "11:00", month=12))
    assert stages(record, [concern]) == {concern.id: Stage.ERASED}
    assert check_chain(record) == []


def test_how_soon_concerns_were_seen_by_month(record, school, officer):
    for minutes in [*range(5, 100, 5), 240]:
        concern = raised(record, school)
        concern.came_at, concern.minutes_to_seen = None, minutes
    april = raised(record, school, week=london(6, "00:00", month=4).date())
    april.came_at, april.minutes_to_seen = None, 0
    raised(record, school)  # nobody has seen it
    record.flush()
    march, later = london(1, "00:00").date(), london(1, "00:00", month=4).date()
    assert months_seen(record, officer) == [MonthSeen(later, 1, 0, 0, 0), MonthSeen(march, 20, 52.5, 95, 240)]

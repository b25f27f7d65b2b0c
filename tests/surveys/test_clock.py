"""The clock: each time limit one minute before, and at, with nights, weekends and summer time left out of account."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from surveys.backlogs import MOST_A_READER, BacklogDay
from surveys.base import new_key
from surveys.case_stages import Stage, stages
from surveys.case_steps import correct, decide_case, hand_over, see_concern
from surveys.cases import Act, check_chain, entries_of
from surveys.clock import keep_the_clock, unseen_too_long
from surveys.concerns import Concern, RaisedBy, raise_or_join_concern
from surveys.cover_hours import USUAL_HOURS, read_hours
from surveys.notices import Notice, NoticeKind
from surveys.places import StillPaused, resume_wave
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Given, Mode, take_responses
from surveys.texts import backlog_of_wave
from surveys.waves import PauseCause
from surveys.workers import Role
from tests import make
from tests.surveys.raising import disclosure, london, raised

FRIDAY, SATURDAY, MONDAY = 6, 7, 9


@pytest.fixture
def wave(record):
    return make.wave(record, schools=2, opens_on=date(2026, 2, 23), closes_on=date(2026, 4, 30))


@pytest.fixture(autouse=True)
def staff(record, wave):
    urn = wave.schools[0].school.urn
    return {
        "school lead": make.worker(record, Role.SAFEGUARDING_LEAD, urn=urn, name="School lead"),
        "deputy": make.worker(record, Role.SAFEGUARDING_LEAD, urn=urn, name="Deputy"),
        "officer": make.duty_officer(record),
        "reader": make.worker(record, Role.READER, name="Reader"),
    }


def concern_at(record, wave, at, **more):
    return raised(record, wave.schools[0].school, at, wave_id=wave.id, **more)


def tick(record, at, hours=USUAL_HOURS):
    """Keep the clock, and return whom it queued a notice for, by kind; the queue is empty afterwards."""
    for notice in record.scalars(select(Notice)):
        record.delete(notice)
    record.flush()
    keep_the_clock(record, at=at, hours=hours)
    found: dict[NoticeKind, set[str]] = {}
    for notice in record.scalars(select(Notice)):
        found.setdefault(notice.kind, set()).add(notice.worker.name)
    return found


ALL = {"School lead", "Deputy", "Dot Orr", "Cass Ware"}
"""Cass Ware is the authority’s lead."""


@pytest.mark.parametrize(
    ("came", "before", "due"),
    [
        (london(3, "10:00"), london(3, "10:14"), london(3, "10:15")),
        (
            london(3, "10:14"),
            london(3, "10:14"),
            london(3, "10:15"),
        ),  # from the start of its quarter of an hour
        (london(3, "06:00"), london(3, "08:14"), london(3, "08:15")),  # before cover begins
        (london(3, "16:45"), london(3, "16:59"), london(3, "17:00")),
        (london(3, "16:50"), london(3, "16:59"), london(3, "17:00")),
        (london(FRIDAY, "17:00"), london(MONDAY, "08:14"), london(MONDAY, "08:15")),
        (london(SATURDAY, "12:00"), london(MONDAY, "08:14"), london(MONDAY, "08:15")),
        (london(27, "17:00"), london(30, "08:14"), london(30, "08:15")),  # the clocks went forward
    ],
)
def test_after_15_minutes_of_cover_all_who_may_see_it_are_told_again(record, wave, came, before, due):
    concern = concern_at(record, wave, came)
    assert tick(record, before) == {}
    assert tick(record, due) == {NoticeKind.STILL_WAITING: ALL}
    assert [one.act for one in entries_of(record, concern)] == [Act.RAISED, Act.ESCALATED]
    assert tick(record, due) == {}
    assert tick(record, due + timedelta(minutes=1)) == {}
    assert check_chain(record) == []


def test_after_30_minutes_they_are_told_once_more_and_it_is_late(record, wave):
    concern_at(record, wave, london(3, "10:00"))
    tick(record, london(3, "10:15"))
    assert tick(record, london(3, "10:29")) == {}
    assert unseen_too_long(record, at=london(3, "10:29"), hours=USUAL_HOURS) == 0
    assert tick(record, london(3, "10:30")) == {NoticeKind.STILL_WAITING: ALL}
    assert unseen_too_long(record, at=london(3, "10:30"), hours=USUAL_HOURS) == 1


def test_what_points_at_staff_is_never_escalated_to_the_school(record, wave):
    concern_at(record, wave, london(3, "10:00"), is_for_authority=True)
    for clock in ("10:15", "10:30", "11:00"):
        assert tick(record, london(3, clock))[NoticeKind.STILL_WAITING] == {"Dot Orr", "Cass Ware"}


def test_after_60_minutes_unseen_the_wave_pauses_itself_in_every_school(record, wave):
    other = make.wave(record, opens_on=date(2026, 2, 23), closes_on=date(2026, 4, 30))
    concern_at(record, wave, london(3, "10:00"))
    tick(record, london(3, "10:30"))
    assert tick(record, london(3, "10:59")) == {}
    assert wave.paused_for is None
    found = tick(record, london(3, "11:00"))
    assert found == {NoticeKind.STILL_WAITING: ALL, NoticeKind.WAVE_PAUSED: {"Cass Ware"}}
    assert wave.paused_for is PauseCause.RED_UNSEEN
    assert all(place.is_stopped for place in wave.schools)
    assert other.paused_for is None
    assert tick(record, london(3, "11:01")) == {}


def test_a_clock_that_stood_still_does_everything_at_once(record, wave):
    concern = concern_at(record, wave, london(3, "10:00"))
    found = tick(record, london(3, "13:00"))
    assert found == {NoticeKind.STILL_WAITING: ALL, NoticeKind.WAVE_PAUSED: {"Cass Ware"}}
    assert [one.act for one in entries_of(record, concern)].count(Act.ESCALATED) == 3
    assert tick(record, london(3, "13:01")) == {}


def test_the_wave_does_not_go_on_while_nobody_has_looked_and_does_after(record, wave, staff):
    concern = concern_at(record, wave, london(3, "10:00"))
    tick(record, london(3, "11:00"))
    with pytest.raises(StillPaused, match="1 concern has waited"):
        resume_wave(record, wave=wave, at=london(3, "11:10"))
    assert wave.paused_for is PauseCause.RED_UNSEEN
    see_concern(record, concern=concern, worker=staff["officer"], at=london(3, "11:15"))
    assert tick(record, london(3, "11:16")).get(NoticeKind.WAVE_PAUSED) is None
    assert all(place.is_stopped for place in wave.schools)  # a person lets it go on
    resume_wave(record, wave=wave, at=london(3, "11:20"))
    assert wave.paused_for is None
    assert not any(place.is_stopped for place in wave.schools)


def test_nights_weekends_and_days_of_closing_pause_no_wave(record, wave):
    concern_at(record, wave, london(FRIDAY, "16:30"))
    for at in (london(FRIDAY, "22:00"), london(SATURDAY, "12:00"), london(MONDAY, "08:29")):
        keep_the_clock(record, at=at, hours=USUAL_HOURS)
        assert wave.paused_for is None
    keep_the_clock(record, at=london(MONDAY, "10:00"), hours=read_hours("08:00-17:00", "2026-03-09"))
    assert wave.paused_for is None
    keep_the_clock(record, at=london(MONDAY, "08:30"), hours=USUAL_HOURS)
    assert wave.paused_for is PauseCause.RED_UNSEEN


def test_a_wave_that_is_over_is_left_alone(record, wave):
    wave.ended_on = date(2026, 3, 1)
    concern_at(record, wave, london(3, "10:00"))
    tick(record, london(3, "11:00"))
    assert wave.paused_for is None


@pytest.mark.parametrize(
    ("seen", "half", "whole"),
    [("10:00", "10:30", "11:00"), ("10:10", "10:30", "11:00"), ("10:28", "10:28", "10:58")],
)
def test_what_is_seen_and_not_handed_over_is_told_at_30_and_60_minutes(
    record, wave, staff, seen, half, whole
):
    concern = concern_at(record, wave, london(3, "10:00"))
    see_concern(record, concern=concern, worker=staff["officer"], at=london(3, seen))
    for due in (london(3, half), london(3, whole)):
        if due > london(3, seen):
            assert tick(record, due - timedelta(minutes=1)) == {}
        assert tick(record, due) == {NoticeKind.NOT_HANDED_OVER: ALL}
        assert tick(record, due) == {}
    assert tick(record, london(3, "15:00")) == {}
    assert wave.paused_for is None


def test_what_is_handed_over_troubles_nobody_any_more(record, wave, staff):
    concern = concern_at(record, wave, london(3, "10:00"))
    see_concern(record, concern=concern, worker=staff["officer"], at=london(3, "10:10"))
    hand_over(record, concern=concern, worker=staff["officer"], words="To the school", at=london(3, "10:29"))
    assert tick(record, london(5, "16:00")) == {}


def taken_from_school(record, wave, staff, at):
    """Let a reader pass on the same words at a moment and say that they are about staff."""
    said = disclosure(wave.schools[0].school, wave_id=wave.id, harm=None, is_for_authority=True)
    raise_or_join_concern(record, said, raised_by=RaisedBy.READER, by=staff["reader"], at=at)


AUTHORITY = {"Dot Orr", "Cass Ware"}


@pytest.mark.parametrize("step", [hand_over, decide_case, None])
@pytest.mark.parametrize("first", ["school lead", "officer"])
def test_a_case_taken_from_the_school_has_the_whole_time_again(record, wave, staff, step, first):
    concern = concern_at(record, wave, london(3, "10:00"), raised_by=RaisedBy.READER, by=staff["reader"])
    tick(record, london(3, "10:15"))
    see_concern(record, concern=concern, worker=staff[first], at=london(3, "10:20"))
    tick(record, london(3, "10:30"))  # not handed over: told once
    if step:
        step(record, concern=concern, worker=staff[first], words="Spoke to them", at=london(3, "10:40"))
    # As a new case with the same words does it: that one is seen at once, and not what this is about.
    taken_from_school(record, wave, staff, london(3, "12:00"))
    (new,) = record.scalars(select(Concern).where(Concern.id != concern.id))
    see_concern(record, concern=new, worker=staff["officer"], at=london(3, "12:00"))
    hand_over(record, concern=new, worker=staff["officer"], words="Held", at=london(3, "12:00"))
    assert stages(record, [concern]) == {concern.id: Stage.UNSEEN}
    assert tick(record, london(3, "12:14")) == {}
    for clock in ("12:15", "12:30"):
        assert tick(record, london(3, clock)) == {NoticeKind.STILL_WAITING: AUTHORITY}
        assert tick(record, london(3, clock)) == {}
    assert unseen_too_long(record, at=london(3, "12:30"), hours=USUAL_HOURS) == 1
    see_concern(record, concern=concern, worker=staff["officer"], at=london(3, "12:40"))
    assert concern.minutes_to_seen == 40
    assert entries_of(record, concern)[-1].act is Act.SEEN
    assert stages(record, [concern])[concern.id] is not Stage.UNSEEN
    if step:
        assert tick(record, london(3, "15:00")) == {}
    else:
        assert tick(record, london(3, "12:41")) == {NoticeKind.NOT_HANDED_OVER: AUTHORITY}
        assert tick(record, london(3, "12:59")) == {}
        assert tick(record, london(3, "13:00")) == {NoticeKind.NOT_HANDED_OVER: AUTHORITY}
        correct(record, concern=concern, worker=staff["officer"], words="Put right", at=london(3, "13:01"))
    assert tick(record, london(3, "15:00")) == {}
    assert check_chain(record) == []


def test_what_nobody_had_seen_when_it_was_taken_is_escalated_no_later(record, wave, staff):
    concern = concern_at(record, wave, london(3, "10:00"))
    tick(record, london(3, "10:15"))
    taken_from_school(record, wave, staff, london(3, "10:20"))
    assert concern.is_for_authority
    assert tick(record, london(3, "10:29")) == {}
    assert tick(record, london(3, "10:30")) == {NoticeKind.STILL_WAITING: AUTHORITY}


def send(record, wave, count, *, day):
    forms = [
        Given(
            new_key(),
            wave.schools[0].id,
            day,
            Mode.ONLINE,
            "en",
            {"year_group": ["Y8"]},
            {"bar_text": f"bus {one}"},
        )
        for one in range(count)
    ]
    take_responses(record.connection(), forms)


def read(record, wave, count, reader, *, day):
    from sqlalchemy import select as look

    from surveys.readings import Reading
    from surveys.responses import Answer

    waiting = record.scalars(
        look(Answer.id).outerjoin(Reading, Reading.answer_id == Answer.id).where(Reading.id.is_(None))
    )
    for key in list(waiting)[:count]:
        read_text(record, source=Source.ANSWER, text_id=key, reader=reader, outcome=Outcome.FINE, on=day)


@pytest.mark.parametrize("readers", [1, 2])
def test_a_backlog_over_200_a_reader_pauses_the_open_waves(record, wave, staff, readers):
    for _ in range(readers - 1):
        make.worker(record, Role.READER)
    send(record, wave, readers * MOST_A_READER, day=date(2026, 3, 3))
    tick(record, london(3, "10:00"))
    assert wave.paused_for is None
    send(record, wave, 1, day=date(2026, 3, 3))
    assert tick(record, london(3, "10:01"))[NoticeKind.WAVE_PAUSED] == {"Cass Ware"}
    assert wave.paused_for is PauseCause.BACKLOG
    with pytest.raises(StillPaused, match="texts wait to be read"):
        resume_wave(record, wave=wave, at=london(3, "10:02"))
    read(record, wave, 1, staff["reader"], day=date(2026, 3, 3))
    resume_wave(record, wave=wave, at=london(3, "10:03"))
    tick(record, london(3, "10:04"))
    assert wave.paused_for is None


def test_texts_that_wait_are_told_at_half_a_school_day_and_at_a_whole_one(record, wave, staff):
    late = {NoticeKind.READING_LATE: {"Cass Ware"}}
    send(record, wave, 5, day=date(2026, 3, 3))
    assert tick(record, london(3, "16:59")) == {}
    assert tick(record, london(3, "17:00")) == {}  # the first day ends; nothing has waited for one
    (day,) = record.scalars(select(BacklogDay)).all()
    assert (day.wave_id, day.day, day.read, day.unread) == (wave.id, date(2026, 3, 3), 0, 5)
    send(record, wave, 4, day=date(2026, 3, 4))
    read(record, wave, 4, staff["reader"], day=date(2026, 3, 4))
    assert tick(record, london(4, "12:29")) == {}
    assert tick(record, london(4, "12:30")) == late
    assert tick(record, london(4, "12:31")) == {}
    assert tick(record, london(4, "16:59")) == {}
    assert tick(record, london(4, "17:00")) == late
    assert tick(record, london(4, "17:01")) == {}
    assert backlog_of_wave(record, wave.id).unread == 5


def test_when_yesterday_s_texts_are_read_nobody_is_told(record, wave, staff):
    send(record, wave, 5, day=date(2026, 3, 3))
    tick(record, london(3, "17:00"))
    send(record, wave, 7, day=date(2026, 3, 4))
    read(record, wave, 5, staff["reader"], day=date(2026, 3, 4))
    assert tick(record, london(4, "12:30")) == {}
    assert tick(record, london(4, "17:00")) == {}


def test_a_weekend_is_no_school_day(record, wave):
    send(record, wave, 5, day=date(2026, 3, FRIDAY))
    tick(record, london(FRIDAY, "17:00"))
    for at in (london(SATURDAY, "12:30"), london(SATURDAY, "17:00"), london(MONDAY, "12:29")):
        assert tick(record, at) == {}
    assert tick(record, london(MONDAY, "12:30")) == {NoticeKind.READING_LATE: {"Cass Ware"}}

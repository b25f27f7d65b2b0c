"""Retention: raw words go on their day, whoever wants more time says why, and what is read later stays readable."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from surveys.base import LONDON
from surveys.cases import Act, add_entry, check_chain, entries_of
from surveys.concerns import RaisedBy
from surveys.heard import read_answers
from surveys.readings import Outcome, Source, pass_on, read_text
from surveys.responses import Answer
from surveys.retention import (
    CASE_DAYS,
    LOG_DAYS,
    SIGHTING_DAYS,
    RetentionProblem,
    RetentionRule,
    days_kept,
    forget_cases,
    forget_raw_texts,
    forget_sightings,
    keep_for,
    retention_rules,
)
from surveys.second_readings import SecondReading
from surveys.sightings import Purpose, Sighting, note_sighting
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make
from tests.surveys.raising import raised

READ = date(2026, 3, 4)
MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 4, 12, tzinfo=LONDON)


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, Role.SAFEGUARDING_LEAD)


@pytest.fixture
def wave(record):
    return make.wave(record, opens_on=date(2026, 2, 2), closes_on=date(2026, 3, 20))


def write(record, wave, words):
    make.responses(record, wave.schools[0], words)
    return make.answer_saying(record, words)


def read(record, answer_id, lead, outcome=Outcome.FINE):
    read_text(record, source=Source.ANSWER, text_id=answer_id, reader=lead, outcome=outcome, on=READ)


def raw(record, answer_id):
    return record.scalars(select(Answer.text).where(Answer.id == answer_id)).one()


@pytest.mark.parametrize(
    ("days_after_monday", "is_there"), [(0, True), (29, True), (30, False), (31, False), (400, False)]
)
def test_raw_words_go_on_the_thirtieth_day_after_the_monday_of_their_reading(
    record, wave, lead, days_after_monday, is_there
):
    answer_id = write(record, wave, "the bus is late")
    read(record, answer_id, lead)
    gone = forget_raw_texts(record, on=MONDAY + timedelta(days=days_after_monday))
    assert (raw(record, answer_id) == "the bus is late") is is_there
    assert gone == (0 if is_there else 1)
    assert [text.shown for text in read_answers(record, wave.id)] == ["the bus is late"]


@pytest.mark.parametrize("read_on", [MONDAY + timedelta(days=day) for day in range(7)])
def test_no_word_stays_longer_than_it_was_said(record, wave, lead, read_on):
    answer_id = write(record, wave, "the bus is late")
    read_text(record, source=Source.ANSWER, text_id=answer_id, reader=lead, outcome=Outcome.FINE, on=read_on)
    forget_raw_texts(record, on=read_on + timedelta(days=23))
    assert raw(record, answer_id) is not None
    forget_raw_texts(record, on=read_on + timedelta(days=30))
    assert raw(record, answer_id) is None


def test_what_waits_to_be_read_stays_and_what_was_passed_on_is_left_alone(record, wave, lead):
    unread, passed = (write(record, wave, words) for words in ("nobody read this", "a worry"))
    read(record, passed, lead, Outcome.CONCERN)
    assert forget_raw_texts(record, on=READ + timedelta(days=500)) == 0
    assert raw(record, unread) == "nobody read this"


def test_notes_of_workshops_go_too_and_keep_what_was_let_through(record, lead):
    programme = add_programme(record, school=make.school(record), starts_on=READ)
    lines = read_lines("Ask Kai", kind=NoteKind.CAUSE)
    (note,) = add_notes(record, workshop=programme.sessions[0], notes=lines)
    read_text(
        record,
        source=Source.NOTE,
        text_id=note.id,
        reader=lead,
        outcome=Outcome.HIDDEN,
        on=READ,
        hide=["Kai"],
    )
    assert forget_raw_texts(record, on=READ + timedelta(days=30)) == 1
    record.expire_all()
    assert note.text is None


def test_a_second_reading_nobody_did_in_time_is_dropped_and_a_done_one_stays(record, wave, lead):
    late, done = (write(record, wave, words) for words in ("one", "two"))
    for answer_id in (late, done):
        read(record, answer_id, lead)
    record.query(SecondReading).delete()
    record.add(SecondReading(answer_id=late))
    again = {"reader": lead, "outcome": Outcome.FINE, "read_on": MONDAY}
    record.add(SecondReading(answer_id=done, **again))
    record.flush()
    forget_raw_texts(record, on=READ + timedelta(days=30))
    assert record.scalars(select(SecondReading.answer_id)).all() == [done]


def test_a_text_can_be_passed_on_after_its_raw_words_are_gone(record, wave, lead):
    answer_id = write(record, wave, "he hits me")
    read(record, answer_id, lead)
    forget_raw_texts(record, on=READ + timedelta(days=30))
    pass_on(record, source=Source.ANSWER, text_id=answer_id, worker=lead, on=READ + timedelta(days=31))
    assert read_answers(record, wave.id) == []


def test_fewer_days_need_no_reason_and_hold_at_once(record, wave, lead):
    answer_id = write(record, wave, "the bus is late")
    read(record, answer_id, lead)
    assert days_kept(record) == 30
    keep_for(record, days=7, reason="", worker=lead, on=READ)
    assert days_kept(record) == 7
    forget_raw_texts(record, on=MONDAY + timedelta(days=6))
    assert raw(record, answer_id) is not None
    forget_raw_texts(record, on=MONDAY + timedelta(days=7))
    assert raw(record, answer_id) is None


def test_more_days_than_usual_or_than_now_need_a_reason(record, lead):
    said = {"worker": lead, "on": READ}
    for days in (31, 365):
        with pytest.raises(RetentionProblem, match="Say why"):
            keep_for(record, days=days, reason="  ", **said)
    keep_for(record, days=60, reason="An inquiry runs", **said)
    with pytest.raises(RetentionProblem):  # still more than usual
        keep_for(record, days=50, reason="", **said)
    keep_for(record, days=10, reason="", **said)
    with pytest.raises(RetentionProblem):  # more than now
        keep_for(record, days=20, reason="", **said)
    for days in (-1, 366):
        with pytest.raises(RetentionProblem, match="from 0 to 365"):
            keep_for(record, days=days, reason="why", **said)
    assert [(rule.days, rule.reason, rule.set_by) for rule in retention_rules(record)] == [
        (10, None, lead),
        (60, "An inquiry runs", lead),
    ]


@pytest.mark.parametrize("days", [31, 366, -1])
def test_the_database_refuses_what_the_verb_refuses(record, lead, days):
    record.add(RetentionRule(number=1, days=days, reason=None, set_by=lead, set_on=READ))
    with pytest.raises(IntegrityError):
        record.flush()


def case(record, lead, *acts):
    concern = raised(
        record, make.school(record), NOON, text="something at home", raised_by=RaisedBy.READER, by=lead
    )
    for number, act in enumerate(acts):
        words = "we rang" if act in (Act.DECIDED, Act.CORRECTED) else None
        add_entry(record, concern=concern, act=act, at=NOON + timedelta(days=number), by=lead, words=words)
    return concern


def test_an_undecided_case_keeps_its_words(record, lead):
    concern = case(record, lead, Act.SEEN, Act.HANDED_OVER)
    assert forget_cases(record, at=NOON + timedelta(days=1_000)) == 0
    assert concern.text == "something at home"


def test_a_decided_case_loses_the_pupils_words_then_the_staffs_and_its_log_still_holds(record, lead):
    concern = case(record, lead, Act.DECIDED)
    assert forget_cases(record, at=NOON + timedelta(days=CASE_DAYS - 1)) == 0
    assert forget_cases(record, at=NOON + timedelta(days=CASE_DAYS)) == 1
    assert concern.text is None
    assert [entry.words for entry in entries_of(record, concern)] == [None, "we rang", None]
    assert check_chain(record) == []
    assert forget_cases(record, at=NOON + timedelta(days=LOG_DAYS - 1)) == 0
    assert forget_cases(record, at=NOON + timedelta(days=LOG_DAYS)) == 1
    log = entries_of(record, concern)
    assert [entry.act for entry in log] == [Act.RAISED, Act.DECIDED, Act.ERASED, Act.ERASED]
    assert {entry.words for entry in log} == {None}
    assert check_chain(record) == []
    assert forget_cases(record, at=NOON + timedelta(days=LOG_DAYS + 1)) == 0


def test_what_is_done_later_starts_the_days_of_a_case_anew_and_looking_does_not(record, lead):
    corrected = case(record, lead, Act.DECIDED, *[Act.SEEN] * 9, Act.CORRECTED)
    looked_at = case(record, lead, Act.DECIDED, *[Act.SEEN] * 9)
    forget_cases(record, at=NOON + timedelta(days=CASE_DAYS))
    assert (corrected.text, looked_at.text) == ("something at home", None)
    forget_cases(record, at=NOON + timedelta(days=CASE_DAYS + 10))
    assert corrected.text is None


def test_who_looked_is_forgotten_after_a_year(record, lead):
    for day in (MONDAY, MONDAY + timedelta(days=7)):
        note_sighting(record, worker=lead, purpose=Purpose.READING, subject="a" * 32, on=day)
    assert forget_sightings(record, on=MONDAY + timedelta(days=SIGHTING_DAYS - 1)) == 0
    assert forget_sightings(record, on=MONDAY + timedelta(days=SIGHTING_DAYS)) == 1
    assert record.scalar(select(func.count()).select_from(Sighting)) == 1

"""Keying: a paper is stored as any other answer, once, until its wave’s figures may not change any more."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from surveys.base import monday_of, now
from surveys.findings import Finding, FindingKind, store_findings
from surveys.keying import (
    STAYS_OPEN,
    KeyingClosed,
    check_keying,
    is_counted,
    key_paper,
    last_keying_day,
    place_to_key,
    places_to_key,
)
from surveys.kinds import Filled
from surveys.report_life import recall_report
from surveys.reports import Report, store_draft
from surveys.responses import Answer, Mode, Receipt, Response, Taken
from surveys.waves import end_wave
from surveys.workers import Role
from tests import make

TODAY = make.TODAY
PAPER = Filled({"year_group": ["Y8"], "bar_pick": ["bus"]}, {"bar_text": "The bus is late"})


def wave_ending(record, days, *, schools=1):
    """Return a wave whose last day is so many days from today."""
    closes = TODAY + timedelta(days=days)
    return make.wave(record, schools=schools, opens_on=closes - timedelta(days=20), closes_on=closes)


def key(record, place, mark="m" * 64, *, on=TODAY, **changed):
    told = {"language": "en", "filled": PAPER, "helped": False, "marks": [], **changed}
    return key_paper(record, place=place, mark=mark, on=on, **told)


def draft(record, place):
    return store_draft(record, place=place, content={}, pdf=b"%PDF", on=TODAY)


def found(record, wave):
    store_findings(record, wave_id=wave.id, figures={(FindingKind.OVERVIEW, "wave"): {}}, on=TODAY)


def test_a_paper_is_a_response_like_any_other(record):
    place = wave_ending(record, 5).schools[0]
    assert key(record, place, helped=True, marks=["impossible"], language="ur") is Taken.NEW
    stored = record.scalars(select(Response)).one()
    assert (stored.mode, stored.language, stored.helped) == (Mode.PAPER, "ur", True)
    assert (stored.picks, stored.marks) == (PAPER.picks, ["impossible"])
    assert stored.week == monday_of(TODAY)
    assert record.scalars(select(Answer.text)).all() == ["The bus is late"]


def test_the_same_press_twice_stores_one(record):
    place = wave_ending(record, 5).schools[0]
    assert key(record, place) is Taken.NEW
    assert key(record, place) is Taken.REPEAT
    assert key(record, place, "n" * 64) is Taken.NEW
    assert len(record.scalars(select(Response)).all()) == 2


def test_no_receipt_tells_on_which_day_a_paper_was_keyed(record):
    wave = wave_ending(record, 3)
    days = [wave.opens_on, TODAY, wave.closes_on + timedelta(days=9), last_keying_day(wave)]
    for number, day in enumerate(days):
        key(record, wave.schools[0], f"{number:064}", on=day)
    assert record.scalars(select(Receipt.forget_on).distinct()).all() == [last_keying_day(wave)]


def test_a_paper_that_comes_late_stands_in_the_waves_last_week(record):
    wave = wave_ending(record, -10)
    key(record, wave.schools[0])
    assert record.scalars(select(Response.week)).one() == monday_of(wave.closes_on)


@pytest.mark.parametrize("pausing", [True, False])
def test_neither_a_cap_nor_a_pause_keeps_a_paper_out(record, pausing):
    place = wave_ending(record, 5).schools[0]
    place.cap, place.is_paused = 0, pausing
    assert key(record, place) is Taken.NEW


@pytest.mark.parametrize(
    ("days", "words"), [(30, "has not opened yet"), (-15, "that time is over"), (-60, "that time is over")]
)
def test_outside_its_days_a_wave_takes_no_paper(record, days, words):
    wave = wave_ending(record, days)
    with pytest.raises(KeyingClosed, match=words):
        key(record, wave.schools[0])
    assert record.scalars(select(Response)).all() == []


@pytest.mark.parametrize("days", [20, 0, -1, -14])
def test_within_its_days_it_does(record, days):
    check_keying(record, wave=wave_ending(record, days), on=TODAY)


def test_a_wave_closed_early_takes_papers_for_as_long(record):
    wave = wave_ending(record, 10)
    end_wave(record, wave=wave, on=TODAY)
    assert last_keying_day(wave) == TODAY - timedelta(days=1) + STAYS_OPEN
    check_keying(record, wave=wave, on=last_keying_day(wave))
    with pytest.raises(KeyingClosed):
        check_keying(record, wave=wave, on=last_keying_day(wave) + timedelta(days=1))


def test_a_paper_for_a_closed_wave_takes_its_figures_and_drafts_along(record):
    wave, other = wave_ending(record, -3, schools=2), wave_ending(record, -3)
    for one in (wave, other):
        found(record, one)
        draft(record, one.schools[0])
    assert is_counted(record, wave=wave, on=TODAY)
    key(record, wave.schools[1])
    assert record.scalars(select(Finding.wave_id)).all() == [other.id]
    assert record.scalars(select(Report.wave_school_id)).unique().all() == [other.schools[0].id]
    assert not is_counted(record, wave=wave, on=TODAY)
    assert is_counted(record, wave=other, on=TODAY)


def test_a_repeat_takes_nothing_along(record):
    wave = wave_ending(record, -3)
    key(record, wave.schools[0])
    found(record, wave)
    key(record, wave.schools[0])
    assert is_counted(record, wave=wave, on=TODAY)


def test_while_the_wave_is_open_figures_stay(record):
    wave = wave_ending(record, 3)
    found(record, wave)
    key(record, wave.schools[0])
    assert not is_counted(record, wave=wave, on=TODAY)
    assert len(record.scalars(select(Finding)).all()) == 1


@pytest.mark.parametrize("is_recalled", [False, True])
def test_one_released_report_closes_the_wave_for_paper_at_every_school(record, is_recalled):
    wave = wave_ending(record, -3, schools=2)
    found(record, wave)
    report = make.release(record, draft(record, wave.schools[0]))
    if is_recalled:
        recall_report(record, report=report, worker=report.released_by, reason="A wrong figure", at=now())
        draft(record, wave.schools[0])  # the next edition
    for place in wave.schools:
        with pytest.raises(KeyingClosed, match="is released"):
            key(record, place)
    assert len(record.scalars(select(Finding)).all()) == 1
    assert record.scalars(select(Response)).all() == []


def test_a_schools_worker_keys_for_that_school_alone(record):
    wave = wave_ending(record, 3, schools=2)
    mine, other = wave.schools
    own = make.worker(record, Role.SCHOOL, urn=mine.school.urn)
    youth_worker = make.worker(record, Role.YOUTH_WORKER)
    assert place_to_key(record, own, wave_id=wave.id, urn=mine.school.urn) is mine
    with pytest.raises(NoResultFound):
        place_to_key(record, own, wave_id=wave.id, urn=other.school.urn)
    assert place_to_key(record, youth_worker, wave_id=wave.id, urn=other.school.urn) is other
    assert places_to_key(record, own, on=TODAY) == [mine]
    assert set(places_to_key(record, youth_worker, on=TODAY)) == {mine, other}


def test_the_list_holds_what_can_be_keyed_now_the_latest_wave_first(record):
    for days in (30, -15, -14, 5):
        wave_ending(record, days)
    ended = wave_ending(record, -13)
    ended.ended_on = TODAY - timedelta(days=20)
    record.flush()
    lead = make.worker(record, Role.LEAD)
    last_days = [place.wave.closes_on for place in places_to_key(record, lead, on=TODAY)]
    assert last_days == [TODAY + timedelta(days=5), TODAY - timedelta(days=14)]

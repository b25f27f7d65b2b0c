"""Reports: a draft may be made again, what is released stays, and a school sees its own."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.base import now
from surveys.drafts import edition_to_draft
from surveys.report_life import recall_report
from surveys.report_steps import StepKind
from surveys.reports import (
    ReportFrozen,
    ReportState,
    editions,
    is_any_released,
    newest_report,
    recalled_report_at,
    released_report_at,
    report_for,
    report_in_place_of,
    report_or_recall_for,
    reports_of_school,
    reports_of_wave,
    standing_reports,
    store_draft,
)
from surveys.workers import Role
from tests import make

DAY = date(2026, 3, 5)


@pytest.fixture
def wave(record):
    return make.wave(record, schools=2)


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD)


def draft(record, place, words="one"):
    return store_draft(record, place=place, content={"says": words}, pdf=words.encode(), on=DAY)


def released(record, place, lead, words="one"):
    return make.release(record, draft(record, place, words), by=lead, on=DAY)


def recalled(record, place, lead):
    report = released(record, place, lead)
    recall_report(record, report=report, worker=lead, reason="A wrong figure", at=now())
    return report


def test_a_draft_takes_the_place_of_the_last_one_and_keeps_its_address(record, wave):
    first = draft(record, wave.schools[0])
    address, mark = first.address, first.mark
    again = draft(record, wave.schools[0], "two")
    assert again is first
    assert (again.number, again.address, again.content, again.pdf) == (1, address, {"says": "two"}, b"two")
    assert again.mark != mark


def test_what_is_released_is_not_drafted_again(record, wave, lead):
    place = wave.schools[0]
    report = released(record, place, lead)
    assert report.state is ReportState.RELEASED
    with pytest.raises(ReportFrozen, match="is released, and stays as it is"):
        draft(record, place, "two")
    assert (report.content, report.pdf, report.released_on) == ({"says": "one"}, b"one", DAY)


def test_after_a_recall_a_draft_is_a_new_edition_with_an_address_of_its_own(record, wave, lead):
    place = wave.schools[0]
    assert edition_to_draft(record, place_id=place.id) == (1, None)
    first = recalled(record, place, lead)
    assert edition_to_draft(record, place_id=place.id) == (2, first.step(StepKind.RECALLED))
    second = draft(record, place, "two")
    assert edition_to_draft(record, place_id=place.id) == (2, first.step(StepKind.RECALLED))
    assert draft(record, place, "three") is second
    assert (second.number, second.state) == (2, ReportState.DRAFT)
    assert second.address != first.address
    assert (first.content, first.pdf, first.state) == ({"says": "one"}, b"one", ReportState.RECALLED)
    assert editions(record, place_id=place.id) == [second, first]
    assert newest_report(record, place_id=place.id) is second
    assert reports_of_wave(record, wave) == {place.id: second}


def test_nothing_is_released_without_its_pdf_or_by_nobody(record, wave, lead):
    report = draft(record, wave.schools[0])
    with record.begin_nested() as point:
        report.released_on = DAY
        with pytest.raises(IntegrityError):
            record.flush()
        point.rollback()
    report.released_on, report.released_by, report.pdf = DAY, lead, None
    with pytest.raises(IntegrityError):
        record.flush()


def test_a_school_sees_what_stands_of_its_own_and_the_authority_all(record, wave, lead):
    own, other = wave.schools
    head = make.worker(record, Role.SCHOOL, urn=own.school.urn)
    report, theirs = draft(record, own), released(record, other, lead)
    for one in (report, theirs):
        assert report_for(record, lead, one.id) is one
        with pytest.raises(NoResultFound):
            report_for(record, head, one.id)
    assert reports_of_school(record, own.school_id) == []
    make.release(record, report, by=lead, on=DAY)
    assert report_for(record, head, report.id) is report
    assert report_or_recall_for(record, head, report.id) is report
    assert reports_of_school(record, own.school_id) == [report]
    with pytest.raises(NoResultFound):
        report_or_recall_for(record, head, theirs.id)


def test_of_a_recalled_report_a_school_learns_that_it_is_recalled_and_reads_no_more(record, wave, lead):
    own = wave.schools[0]
    head = make.worker(record, Role.SCHOOL, urn=own.school.urn)
    report = recalled(record, own, lead)
    with pytest.raises(NoResultFound):
        report_for(record, head, report.id)
    assert report_or_recall_for(record, head, report.id) is report
    assert report_for(record, lead, report.id) is report
    assert reports_of_school(record, own.school_id) == [report]
    assert report_in_place_of(record, report) is None
    again = released(record, own, lead, "two")
    assert report_in_place_of(record, report) is again
    assert reports_of_school(record, own.school_id) == [again, report]
    assert report_for(record, head, again.id) is again


def test_somebody_without_a_school_sees_no_report(record, wave, lead):
    report = released(record, wave.schools[0], lead)
    with pytest.raises(NoResultFound):
        report_for(record, make.worker(record, Role.READER), report.id)


def test_reports_are_found_by_wave_place_and_address(record, wave, lead):
    own, other = wave.schools
    report, waiting = released(record, own, lead), draft(record, other)
    assert reports_of_wave(record, wave) == {own.id: report, other.id: waiting}
    assert reports_of_wave(record, make.wave(record)) == {}
    assert newest_report(record, place_id=own.id) is report
    assert newest_report(record, place_id="nothing") is None
    assert released_report_at(record, report.address.lower()) is report
    assert recalled_report_at(record, report.address) is None
    for address in (waiting.address, "", "x" * 500):
        assert recalled_report_at(record, address) is None
        with pytest.raises(NoResultFound):
            released_report_at(record, address)


def test_a_recalled_report_is_found_at_its_old_address_only_as_recalled(record, wave, lead):
    report = recalled(record, wave.schools[0], lead)
    assert recalled_report_at(record, report.address.lower()) is report
    with pytest.raises(NoResultFound):
        released_report_at(record, report.address)


def test_what_stands_of_a_wave_comes_by_the_schools_names(record, lead):
    places = make.wave_in(
        record, make.school(record, name="Zeal"), make.school(record, name="Ash"), make.school(record)
    ).schools
    by_name = {place.school.name: place for place in places}
    zeal, ash = (released(record, by_name[name], lead) for name in ("Zeal", "Ash"))
    wave = places[0].wave
    assert standing_reports(record, wave) == [ash, zeal]
    recall_report(record, report=ash, worker=lead, reason="A wrong figure", at=now())
    assert standing_reports(record, wave) == [zeal]


def test_a_wave_was_released_once_any_of_its_reports_was_even_if_recalled(record, wave, lead):
    assert not is_any_released(record, wave)
    draft(record, wave.schools[0])
    assert not is_any_released(record, wave)
    recalled(record, wave.schools[1], lead)
    assert is_any_released(record, wave)
    assert not is_any_released(record, make.wave(record))


def test_recommendations_have_keys_of_their_own_or_go_by_their_words(record, wave):
    lines = [
        {"kind": "recommendation", "text": "Open the library", "key": "k1"},
        {"kind": "recommendation", "text": "More clubs"},
        {"kind": "idea", "text": "A quiet room", "key": "k2"},
    ]
    content = {"figures": {"workshops": {"lines": lines}}}
    report = store_draft(record, place=wave.schools[0], content=content, pdf=b"-", on=DAY)
    first, second = report.recommendations
    assert first == ("k1", "Open the library")
    assert second.text == "More clubs"
    assert second == report.recommendations[1]
    assert 0 < len(second.key) <= 64
    assert draft(record, wave.schools[1]).recommendations == []

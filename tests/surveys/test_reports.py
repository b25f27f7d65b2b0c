"""Reports: a draft may be made again, what is published stays, and a school sees its own."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.reports import (
    ReportFrozen,
    ReportState,
    newest_report,
    publish_report,
    published_report_at,
    published_reports_of_school,
    report_for,
    reports_of_wave,
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


def publish(record, place, lead):
    report = draft(record, place)
    publish_report(record, report=report, worker=lead, on=DAY)
    return report


def test_a_draft_takes_the_place_of_the_last_one_and_keeps_its_address(record, wave):
    first = draft(record, wave.schools[0])
    address = first.address
    again = draft(record, wave.schools[0], "two")
    assert again is first
    assert (again.number, again.address, again.content, again.pdf) == (1, address, {"says": "two"}, b"two")


def test_what_is_published_is_neither_drafted_nor_published_again(record, wave, lead):
    place = wave.schools[0]
    report = publish(record, place, lead)
    assert report.state is ReportState.PUBLISHED
    with pytest.raises(ReportFrozen):
        draft(record, place, "two")
    with pytest.raises(ReportFrozen):
        publish_report(record, report=report, worker=lead, on=date(2026, 4, 1))
    assert (report.content, report.pdf, report.published_on) == ({"says": "one"}, b"one", DAY)


def test_nothing_is_published_without_its_pdf_or_by_nobody(record, wave, lead):
    report = draft(record, wave.schools[0])
    with record.begin_nested() as point:
        report.published_on = DAY
        with pytest.raises(IntegrityError):
            record.flush()
        point.rollback()
    report.published_on, report.published_by, report.pdf = DAY, lead, None
    with pytest.raises(IntegrityError):
        record.flush()


def test_a_school_sees_its_own_published_reports_and_the_authority_all(record, wave, lead):
    own, other = wave.schools
    head = make.worker(record, Role.SCHOOL, urn=own.school.urn)
    drafted = draft(record, own)
    theirs = publish(record, other, lead)
    for report in (drafted, theirs):
        assert report_for(record, lead, report.id) is report
        with pytest.raises(NoResultFound):
            report_for(record, head, report.id)
    assert published_reports_of_school(record, own.school_id) == []
    publish_report(record, report=drafted, worker=lead, on=DAY)
    assert report_for(record, head, drafted.id) is drafted
    assert published_reports_of_school(record, own.school_id) == [drafted]


def test_reports_are_found_by_wave_place_and_address(record, wave, lead):
    own, other = wave.schools
    report = publish(record, own, lead)
    waiting = draft(record, other)
    assert reports_of_wave(record, wave) == {own.id: report, other.id: waiting}
    assert reports_of_wave(record, make.wave(record)) == {}
    assert newest_report(record, place_id=own.id) is report
    assert newest_report(record, place_id="nothing") is None
    assert published_report_at(record, report.address.lower()) is report
    for address in (waiting.address, "", "x" * 500):
        with pytest.raises(NoResultFound):
            published_report_at(record, address)

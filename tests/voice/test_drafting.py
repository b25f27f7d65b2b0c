"""Drafting: what goes into a school’s report, and what never does."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from surveys.findings import FindingKind, store_findings
from surveys.quotes import clear_quote, clear_second
from surveys.reports import newest_report, publish_report, reports_of_wave
from surveys.themes import theme_with_code
from surveys.waves import end_wave
from tests.voice.report_borough import BROOK, CLOSES, HILL, LATER, OPENS, Borough
from tests.voice.report_figures import rich_figures, small_figures
from voice.database import writing_session
from voice.drafting import MOST_QUOTES, compose, draft_reports


@pytest.fixture
def record_file(borough_to_report_on):
    return borough_to_report_on


@pytest.fixture
def borough(engine):
    with writing_session(engine) as session:
        yield Borough(session)


def quotes(borough, *, urn=BROOK, figures=None, on=LATER):
    content = compose(borough.session, place=borough.place(urn), figures=figures or rich_figures(), on=on)
    return [quote["words"] for quote in content["quotes"]]


def draft(engine, on=LATER):
    with Session(engine) as session:
        wave_id = Borough(session).wave.id
    return draft_reports(engine, wave_id=wave_id, progress=lambda share, step: None, on=on)


def test_content_is_plain_json_with_dates_as_they_are_read(borough):
    borough.act("Ask for a second bus", "We are asking for one more bus.")
    content = compose(borough.session, place=borough.place(BROOK), figures=rich_figures(), on=LATER)
    assert json.loads(json.dumps(content)) == content
    assert content["school"]["name"] == "Brook Lane High School"
    assert content["wave"]["closed"] == "23 October 2026"
    assert content["actions"][0]["due"] == "31 January 2027"
    assert content["actions"][0]["everywhere"] is True


def test_a_school_hears_of_its_own_actions_and_of_those_for_all(borough):
    borough.act("For all", None)
    borough.act("For Brook", None, urn=BROOK)
    borough.act("For Hill", None, urn=HILL)
    content = compose(borough.session, place=borough.place(BROOK), figures=rich_figures(), on=LATER)
    assert sorted(action["title"] for action in content["actions"]) == ["For Brook", "For all"]


def test_a_quote_is_shown_when_its_theme_is_shown_for_the_school(borough):
    borough.quote("the corridors are so loud", "SEN")
    borough.quote("they hide my bag", "BUL")  # bullying is hidden in this school’s figures
    assert quotes(borough) == ["the corridors are so loud"]


def test_a_school_with_few_answers_is_given_no_quote(borough):
    borough.quote("the corridors are so loud", "SEN", urn=HILL)
    assert quotes(borough, urn=HILL, figures=small_figures()) == []


def test_a_school_is_given_no_quote_of_another_school(borough):
    borough.quote("the corridors are so loud", "SEN", urn=HILL)
    assert quotes(borough) == []


def test_an_answer_is_quoted_once_though_cleared_for_two_themes(borough):
    borough.quote("loud and i am tired", "SEN", "SLP")
    assert quotes(borough) == ["loud and i am tired"]


def test_our_words_come_in_place_of_the_pupils_and_marked(borough):
    answer_id = borough.quote("the corridors are so loud", "SEN")
    theme = theme_with_code(borough.session, "SEN")
    said = {"answer_id": answer_id, "theme": theme}
    clear_quote(borough.session, **said, worker=borough.lead, on=CLOSES, our_words="Corridors are loud")
    assert quotes(borough) == []  # other words are another clearance
    clear_second(borough.session, **said, worker=borough.second, seen="Corridors are loud")
    content = compose(borough.session, place=borough.place(BROOK), figures=rich_figures(), on=LATER)
    assert [(quote["words"], quote["ours"]) for quote in content["quotes"]] == [("Corridors are loud", True)]


def test_the_same_words_of_two_pupils_are_quoted_once(borough):
    borough.quote("toilets are locked", "FAC")
    borough.quote("toilets are locked", "FAC")
    assert quotes(borough) == ["toilets are locked"]


@pytest.mark.parametrize(("days", "is_shown"), [(0, False), (7, False), (8, True)])
def test_quotes_wait_until_the_wave_has_been_closed_for_a_week(borough, days, is_shown):
    borough.quote("the corridors are so loud", "SEN")
    assert bool(quotes(borough, on=CLOSES + timedelta(days=days))) is is_shown


@pytest.mark.parametrize(("days", "is_shown"), [(6, False), (7, True)])
def test_the_week_is_counted_from_the_day_a_wave_was_ended_early(borough, days, is_shown):
    borough.quote("the corridors are so loud", "SEN")
    ended = OPENS + timedelta(days=3)
    end_wave(borough.session, wave=borough.wave, on=ended)
    assert bool(quotes(borough, on=ended + timedelta(days=days))) is is_shown


def test_no_theme_fills_the_page_and_the_order_stays_the_same(borough):
    for number in range(MOST_QUOTES + 2):
        borough.quote(f"it is loud in room {number}", "SEN")
    borough.quote("the bus is full", "TRV")
    chosen = quotes(borough)
    assert len(chosen) == MOST_QUOTES
    assert "the bus is full" in chosen
    assert chosen == quotes(borough)


def test_drafts_are_made_for_every_school_and_made_again_on_request(engine):
    steps = []
    with Session(engine) as session:
        wave_id = Borough(session).wave.id
    words = draft_reports(
        engine, wave_id=wave_id, progress=lambda share, step: steps.append((share, step)), on=LATER
    )
    assert words == "Drafts made for 2 schools; 0 already published."
    assert steps[0] == (0.0, "Drafting the report of Brook Lane High School, 1 of 2")
    assert draft(engine) == "Drafts made for 2 schools; 0 already published."
    with Session(engine) as session:
        assert {report.number for report in reports_of_wave(session, Borough(session).wave).values()} == {1}


def test_a_published_report_is_left_as_it_is(engine):
    draft(engine)
    with writing_session(engine) as session:
        borough = Borough(session)
        report = newest_report(session, place_id=borough.place(BROOK).id)
        publish_report(session, report=report, worker=borough.lead, on=LATER)
        content, pdf = report.content, report.pdf
        borough.quote("the corridors are so loud", "SEN")
        borough.act("Something new", "Something new")
        changed = {(FindingKind.SCHOOL, urn): small_figures() for urn in (BROOK, HILL)}
        store_findings(session, wave_id=borough.wave.id, figures=changed, on=LATER)
        session.commit()
    assert draft(engine, on=date(2026, 12, 1)) == "Drafts made for 1 school; 1 already published."
    with Session(engine) as session:
        report = newest_report(session, place_id=Borough(session).place(BROOK).id)
        assert (report.content, report.pdf) == (content, pdf)


def test_a_school_without_figures_is_named(engine):
    with writing_session(engine) as session:
        wave_id = Borough(session).wave.id
        store_findings(
            session, wave_id=wave_id, figures={(FindingKind.SCHOOL, BROOK): rich_figures()}, on=LATER
        )
        session.commit()
    assert "No figures yet for Hill Top School" in draft(engine)

"""Drafting: what goes into a school’s report, and what never does."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.findings import FindingKind, store_findings
from surveys.quotes import clear_quote, clear_second
from surveys.report_life import check_report, recall_report
from surveys.reports import Report, ReportState, newest_report, reports_of_wave
from surveys.themes import theme_with_code
from surveys.wave_papers import is_any_told
from surveys.waves import end_wave
from tests import make
from tests.voice.report_borough import BROOK, CLOSES, HILL, LATER, OPENS, Borough
from tests.voice.report_figures import rich_figures, small_figures
from voice.database import writing_session
from voice.drafting import compose, draft_reports
from voice.quoting import MOST_QUOTES

AT_NOON = datetime.combine(LATER, time(12), LONDON)


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


def test_a_pupil_is_quoted_once_though_two_of_their_answers_are_cleared(borough):
    borough.write("the corridors are so loud", good_text="more sleep would do it")
    first, second = borough.read("the corridors are so loud"), borough.read("more sleep would do it")
    borough.clear(first, "the corridors are so loud", "SEN")
    borough.clear(second, "more sleep would do it", "SLP")
    borough.quote("the bus is full", "TRV")
    chosen = quotes(borough)
    assert len(chosen) == 2
    assert "the bus is full" in chosen


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


def test_drafts_are_made_for_every_school_and_those_that_say_the_same_stay(engine):
    steps = []
    with Session(engine) as session:
        wave_id = Borough(session).wave.id
    words = draft_reports(
        engine, wave_id=wave_id, progress=lambda share, step: steps.append((share, step)), on=LATER
    )
    assert words == "Drafts made for 2 schools."
    assert steps[0] == (0.0, "Drafting the report of Brook Lane High School, 1 of 2")
    before = stored(engine)
    check(engine, BROOK)
    assert (
        draft(engine, on=date(2026, 12, 1)) == "Drafts made for 0 schools. 2 drafts say the same as before."
    )
    assert stored(engine) == before
    with writing_session(engine) as session:
        borough = Borough(session)
        assert report_of(borough, BROOK).state is ReportState.CHECKED
        borough.act("For Brook", None, urn=BROOK)
        session.commit()
    assert draft(engine) == "Drafts made for 1 school. 1 draft says the same as before."
    with Session(engine) as session:
        assert report_of(Borough(session), BROOK).state is ReportState.DRAFT  # somebody has to check it again


def stored(engine):
    """Return what the newest report of each school is, by its number."""
    with Session(engine) as session:
        reports = reports_of_wave(session, Borough(session).wave)
        return {key: (one.number, one.content, one.pdf, one.drafted_on) for key, one in reports.items()}


def report_of(borough, urn):
    return newest_report(borough.session, place_id=borough.place(urn).id)


def check(engine, urn):
    with writing_session(engine) as session:
        borough = Borough(session)
        report = report_of(borough, urn)
        check_report(session, report=report, worker=borough.lead, seen=report.mark, on=LATER)
        session.commit()


def test_a_draft_from_while_the_wave_was_open_is_made_again_though_it_says_the_same(engine):
    early, late = CLOSES - timedelta(days=2), CLOSES + timedelta(days=2)
    draft(engine, on=early)
    assert draft(engine, on=late) == "Drafts made for 2 schools."
    with Session(engine) as session:
        assert report_of(Borough(session), BROOK).drafted_on == late


def test_work_that_was_interrupted_goes_on_where_it_stopped(engine):
    def stop(share, step):
        if "Hill Top" in step:
            raise KeyboardInterrupt

    with Session(engine) as session:
        wave_id = Borough(session).wave.id
    with pytest.raises(KeyboardInterrupt):
        draft_reports(engine, wave_id=wave_id, progress=stop, on=LATER)
    assert len(stored(engine)) == 1
    assert draft(engine) == "Drafts made for 1 school. 1 draft says the same as before."


def test_a_school_whose_report_cannot_be_made_holds_no_other_up(engine, monkeypatch, caplog):
    from voice import printing

    make_pdf = printing.report_pdf

    def fails_for_brook(content):
        if content["school"]["urn"] == BROOK:
            raise ValueError("what a pupil wrote")
        return make_pdf(content)

    monkeypatch.setattr(printing, "report_pdf", fails_for_brook)
    assert draft(engine) == (
        "Drafts made for 1 school. No draft could be made for Brook Lane High School. "
        "Ask again; if it fails again, tell support."
    )
    assert "ValueError" in caplog.text
    assert "what a pupil wrote" not in caplog.text


def test_a_released_report_is_left_as_it_is(engine):
    draft(engine)
    with writing_session(engine) as session:
        borough = Borough(session)
        report = make.release(session, report_of(borough, BROOK), by=borough.lead, on=LATER)
        content, pdf = report.content, report.pdf
        borough.quote("the corridors are so loud", "SEN")
        borough.act("Something new", "Something new")
        changed = {(FindingKind.SCHOOL, urn): small_figures() for urn in (BROOK, HILL)}
        store_findings(session, wave_id=borough.wave.id, figures=changed, on=LATER)
        session.commit()
    words = "Drafts made for 1 school. 1 report is released and stays as it is."
    assert draft(engine, on=date(2026, 12, 1)) == words
    with Session(engine) as session:
        report = report_of(Borough(session), BROOK)
        assert (report.content, report.pdf) == (content, pdf)


def test_a_recalled_report_is_followed_by_an_edition_that_says_why(engine):
    draft(engine)
    with writing_session(engine) as session:
        borough = Borough(session)
        report = make.release(session, report_of(borough, BROOK), by=borough.lead, on=LATER)
        assert (report.content["edition"], report.content["reissued"]) == (1, None)
        recall_report(
            session, report=report, worker=borough.lead, reason="Two rows were swapped.", at=AT_NOON
        )
        session.commit()
        recalled = (report.id, report.content, report.pdf, report.address)
    assert draft(engine) == "Drafts made for 1 school. 1 draft says the same as before."
    assert draft(engine) == "Drafts made for 0 schools. 2 drafts say the same as before."
    with Session(engine) as session:
        second = report_of(Borough(session), BROOK)
        assert is_any_told(session, second.place.wave)  # what was recalled has been read
        assert second.number == second.content["edition"] == 2
        assert second.content["reissued"] == {"note": "Two rows were swapped.", "on": "9 November 2026"}
        first = session.get_one(Report, recalled[0])
        assert (first.id, first.content, first.pdf, first.address) == recalled
        assert second.address != first.address


def test_the_next_edition_has_its_quotes_in_another_order(engine):
    with writing_session(engine) as session:
        borough = Borough(session)
        for number in range(MOST_QUOTES):
            borough.quote(f"it is loud in room {number}", "SEN")
        session.commit()
    orders = []
    for _ in range(3):
        draft(engine)
        with writing_session(engine) as session:
            borough = Borough(session)
            report = make.release(session, report_of(borough, BROOK), by=borough.lead, on=LATER)
            orders.append([quote["words"] for quote in report.content["quotes"]])
            recall_report(session, report=report, worker=borough.lead, reason="A slip.", at=AT_NOON)
            session.commit()
    # By chance alone, two of three orders of six are the same once in 240 times, all three once in half a million.
    assert orders != [orders[0]] * 3
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(orders[2])


def test_a_school_without_figures_is_named(engine):
    with writing_session(engine) as session:
        wave_id = Borough(session).wave.id
        store_findings(
            session, wave_id=wave_id, figures={(FindingKind.SCHOOL, BROOK): rich_figures()}, on=LATER
        )
        session.commit()
    assert "No figures yet for Hill Top School" in draft(engine)

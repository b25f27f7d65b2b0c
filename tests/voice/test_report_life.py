"""The pages of a report’s life: checking, releasing, recalling, answering, telling; and two people at once."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.drafts import drop_drafts
from surveys.notices import Notice, NoticeKind
from surveys.report_life import check_report, recall_report
from surveys.report_steps import StepKind, Verdict
from surveys.reports import ReportState, newest_report, store_draft
from surveys.workers import Role, stop_worker, worker_with_email
from tests import make
from tests.pages import Visitor
from tests.voice.report_borough import BROOK, CLOSES, HILL, LATER, LEAD, Borough
from tests.voice.report_figures import content
from voice.database import writing_session

TODAY = date.today()
NOON = datetime(LATER.year, LATER.month, LATER.day, 12, tzinfo=LONDON)
LONG = "x" * 1001


@pytest.fixture
def record_file(borough_with_drafts):
    return borough_with_drafts


def as_worker(app, engine, email):
    visitor = Visitor(app)
    with Session(engine) as session:
        visitor.sign_in(worker_with_email(session, email))
    return visitor


@pytest.fixture
def lead(app, engine):
    return as_worker(app, engine, LEAD)


@pytest.fixture
def second_lead(app, engine):
    with writing_session(engine) as session:
        email = make.worker(session, Role.LEAD, name="Sal Second").email
        session.commit()
    return as_worker(app, engine, email)


@pytest.fixture
def head(app, engine):
    return as_worker(app, engine, f"{BROOK}@example.org")


@pytest.fixture
def other_head(app, engine):
    return as_worker(app, engine, f"{HILL}@example.org")


@pytest.fixture
def wave_id(engine):
    with Session(engine) as session:
        return Borough(session).wave.id


def now_of(engine, urn=BROOK):
    """Return what a school’s newest report is."""
    with Session(engine) as session:
        found = newest_report(session, place_id=Borough(session).place(urn).id)
        return SimpleNamespace(
            id=found.id,
            state=found.state,
            value=f"{found.id}:{found.mark}",
            steps={step.kind: (step.worker.name, step.note) for step in found.steps},
            keys=[one.key for one in found.recommendations],
        )


def check(engine, *urns):
    with writing_session(engine) as session:
        borough = Borough(session)
        for urn in urns:
            report = newest_report(session, place_id=borough.place(urn).id)
            check_report(session, report=report, worker=borough.lead, seen=report.mark, on=LATER)
        session.commit()


def release(engine, urn=BROOK):
    with writing_session(engine) as session:
        borough = Borough(session)
        make.release(
            session, newest_report(session, place_id=borough.place(urn).id), by=borough.lead, on=LATER
        )
        session.commit()


def test_the_lead_ticks_the_drafts_they_have_read(lead, engine, wave_id):
    address = f"/waves/{wave_id}/reports/check"
    page = lead.get(address)
    assert page.heading == "Check the drafts"
    assert [box["value"] for box in page.soup.select("input[type=checkbox]")] == [
        now_of(engine, urn).value for urn in (BROOK, HILL)
    ]
    done = lead.post(address, {"checked": now_of(engine).value}, follow_redirects=True)
    assert "Checked: 1 report." in done.text
    assert "Brook Lane High School Checked" in done.text
    assert now_of(engine).steps == {StepKind.CHECKED: ("Lee", "")}
    assert now_of(engine, HILL).state is ReportState.DRAFT
    assert len(lead.get(address).soup.select("input[type=checkbox]")) == 1


def test_with_nothing_ticked_the_page_says_what_is_missing(lead, engine):
    page = lead.post(f"/reports/{now_of(engine).id}/check")
    assert page.status == 200
    assert page.soup.title.text.startswith("Error: ")
    assert page.text.count("Tick each draft that you have read.") == 2
    assert now_of(engine).state is ReportState.DRAFT


@pytest.mark.parametrize("sent", ["", ":", "nothing", "nothing:at all", "::"])
def test_what_no_form_of_ours_would_tick_changes_nothing(lead, engine, sent):
    assert "Tick each draft" in lead.post(f"/reports/{now_of(engine).id}/check", {"checked": sent}).text
    assert now_of(engine).state is ReportState.DRAFT


def test_a_draft_made_anew_while_the_page_was_open_is_not_checked_and_the_page_says_so(lead, engine, wave_id):
    address, seen = f"/waves/{wave_id}/reports/check", now_of(engine).value
    with writing_session(engine) as session:
        store_draft(
            session,
            place=Borough(session).place(BROOK),
            content=content(quotes=[]),
            pdf=b"%PDF-",
            on=LATER,
        )
        session.commit()
    page = lead.post(address, {"checked": seen}, follow_redirects=True)
    assert "The draft of Brook Lane High School was made again after you opened this page" in page.text
    assert "Checked: 0 reports." in page.text
    assert now_of(engine).state is ReportState.DRAFT


def test_a_draft_made_while_the_wave_was_open_is_neither_checked_nor_released(lead, engine, wave_id):
    with writing_session(engine) as session:
        place = Borough(session).place(BROOK)
        store_draft(session, place=place, content=content(), pdf=b"%PDF-", on=CLOSES - timedelta(days=3))
        session.commit()
    report = now_of(engine)
    assert lead.get(f"/reports/{report.id}/check").heading == "Nothing to check"
    lead.post(f"/reports/{report.id}/check", {"checked": report.value}, form_on="/reports")
    assert now_of(engine).state is ReportState.DRAFT
    assert "Make it again once the wave has closed" in lead.get(f"/waves/{wave_id}/reports").text


def test_the_lead_releases_what_is_checked_and_the_school_is_told(lead, head, engine, wave_id):
    check(engine, BROOK)
    page = lead.get(f"/waves/{wave_id}/reports/release")
    assert "checked by Lee on 9 November 2026" in page.text
    assert "Hill Top" not in page.text
    listed = {"report": [now_of(engine).value, now_of(engine, HILL).value]}
    done = lead.post(f"/waves/{wave_id}/reports/release", listed, follow_redirects=True)
    assert "Nobody has checked the draft of Hill Top School as it is now" in done.text
    assert "Released: 1 report." in done.text
    assert now_of(engine).state is ReportState.RELEASED
    with Session(engine) as session:
        notices = [(one.kind, one.worker.email) for one in session.scalars(select(Notice))]
    assert notices == [(NoticeKind.REPORT, f"{BROOK}@example.org")]
    assert "A report waits for you" in head.get("/staff").text
    assert lead.get(f"/waves/{wave_id}/reports/release").heading == "Nothing to release"


def test_of_two_who_release_at_once_the_second_reads_that_it_is_done_and_by_whom(
    lead, second_lead, engine, wave_id
):
    check(engine, BROOK)
    address, listed = f"/reports/{now_of(engine).id}/release", now_of(engine).value
    token = second_lead.get(address).field("csrf_token")
    assert lead.post(address, {"report": listed}).status == 302
    late = second_lead.post(address, {"report": listed, "csrf_token": token}, follow_redirects=True)
    assert "The report of Brook Lane High School was released already, by Lee." in late.text
    assert "Released: 0 reports." in late.text
    with Session(engine) as session:
        assert newest_report(session, place_id=Borough(session).place(BROOK).id).released_by.name == "Lee"


def test_what_was_checked_after_the_page_was_opened_is_not_released_with_it(lead, engine, wave_id):
    check(engine, BROOK)
    address, listed = f"/waves/{wave_id}/reports/release", now_of(engine).value
    token = lead.get(address).field("csrf_token")
    check(engine, HILL)
    lead.post(address, {"report": listed, "csrf_token": token})
    assert now_of(engine, HILL).state is ReportState.CHECKED


def test_a_draft_made_and_checked_anew_while_the_page_was_open_is_not_released_unseen(
    lead, second_lead, engine, wave_id
):
    check(engine, BROOK)
    address = f"/waves/{wave_id}/reports/release"
    seen = lead.get(address).field("report")
    with writing_session(engine) as session:
        place = Borough(session).place(BROOK)
        store_draft(session, place=place, content=content(quotes=[]), pdf=b"%PDF-", on=LATER)
        session.commit()
    second_lead.post(f"/reports/{now_of(engine).id}/check", {"checked": now_of(engine).value})
    assert now_of(engine).state is ReportState.CHECKED
    page = lead.post(address, {"report": seen}, follow_redirects=True)
    assert "The draft of Brook Lane High School was made again after you opened this page" in page.text
    assert "Released: 0 reports." in page.text
    assert now_of(engine).state is ReportState.CHECKED


@pytest.mark.parametrize("address", ["/waves/{wave_id}/reports/release", "/reports/{report_id}/release"])
def test_a_draft_that_went_while_its_page_was_open_is_told_in_words_to_act_on(lead, engine, wave_id, address):
    check(engine, BROOK)
    report = now_of(engine)
    token = lead.get(f"/reports/{report.id}/release").field("csrf_token")
    with writing_session(engine) as session:
        drop_drafts(session, Borough(session).wave)
        session.commit()
    sent = {"report": report.value, "csrf_token": token}
    page = lead.post(address.format(wave_id=wave_id, report_id=report.id), sent, follow_redirects=True)
    assert page.status == 200
    assert "A draft is gone, because what it was made from has changed." in page.text


def test_a_draft_that_says_what_may_not_be_said_goes_and_the_lead_reads_why(lead, engine, wave_id):
    quotes = [{"theme": "SEN", "title": "Noise", "words": "nobody has cleared this", "ours": False}]
    with writing_session(engine) as session:
        place = Borough(session).place(BROOK)
        store_draft(session, place=place, content=content(quotes=quotes), pdf=b"%PDF-", on=LATER)
        session.commit()
    check(engine, BROOK)
    gone = now_of(engine).id
    listed = {"report": now_of(engine).value}
    done = lead.post(f"/waves/{wave_id}/reports/release", listed, follow_redirects=True)
    assert "The report of Brook Lane High School was not released" in done.text
    assert "Brook Lane High School No draft yet" in done.text
    assert lead.get(f"/reports/{gone}").status == 404


def test_nothing_is_released_while_a_comment_waits_to_be_read(lead, engine):
    check(engine, BROOK)
    report_id = now_of(engine).id
    with writing_session(engine) as session:
        Borough(session).write("nobody has read this yet")
        session.commit()
    page = lead.post(f"/reports/{report_id}/release", {"report": now_of(engine).value})
    assert (page.status, page.heading) == (409, "Some answers are not read yet")
    assert now_of(engine).state is ReportState.CHECKED


@pytest.mark.parametrize("step", ["check", "release", "recall"])
def test_only_the_lead_checks_releases_and_recalls(head, engine, step):
    assert head.get(f"/reports/{now_of(engine).id}/{step}").status == 403


def test_a_form_without_its_token_does_nothing(lead, engine):
    check(engine, BROOK)
    report_id = now_of(engine).id
    assert lead.post(f"/reports/{report_id}/release", {"report": report_id}, form_on="").status == 400
    assert now_of(engine).state is ReportState.CHECKED


def test_a_school_opens_its_report_with_a_press_and_it_counts_as_seen(head, engine):
    release(engine)
    page = head.get("/reports")
    assert "Released on 9 November 2026" in page.text
    report_id = now_of(engine).id
    opened = head.post(f"/reports/{report_id}/open", form_on="/reports", follow_redirects=True)
    assert opened.heading == "What pupils told us: Brook Lane High School"
    assert now_of(engine).steps == {StepKind.SEEN: ("Head", "")}
    assert "Answer it, then tell your pupils" in head.get("/reports").text
    assert "A report waits for you" not in head.get("/staff").text


@pytest.mark.parametrize("path", ["life", "answer", "told"])
def test_nothing_of_a_draft_or_of_another_schools_report_is_there_for_a_school(
    head, other_head, engine, path
):
    address = f"/reports/{now_of(engine).id}/{path}"
    assert head.get(address).status == 404
    release(engine)
    assert other_head.get(address).status == 404
    assert head.get(address).status == 200


def test_another_school_cannot_open_a_report(other_head, engine):
    release(engine)
    release(engine, HILL)
    assert other_head.post(f"/reports/{now_of(engine).id}/open", form_on="/reports").status == 404
    assert now_of(engine).steps == {}


def answers(engine, **first):
    """Return a form that says yes to every recommendation, but for the first as given."""
    keys = now_of(engine).keys
    sent = {f"verdict_{n}": "yes" for n in range(len(keys))} | {f"words_{n}": "" for n in range(len(keys))}
    return sent | {"note": ""} | first


def test_a_school_answers_its_pupils_and_says_when_they_were_told(head, lead, engine):
    release(engine)
    report_id = now_of(engine).id
    page = head.get(f"/reports/{report_id}/answer")
    assert "A quiet room at lunch" in page.text
    sent = answers(engine, verdict_0="in part", words_0="On two days a week.", note="We start in January.")
    done = head.post(f"/reports/{report_id}/answer", sent, follow_redirects=True)
    assert "Your answer is stored. Now tell your pupils." in done.text
    assert "In part On two days a week." in done.text
    assert "We start in January." in done.text
    again = head.get(f"/reports/{report_id}/answer")
    assert again.soup.select("input[name=verdict_0][checked]")[0]["value"] == Verdict.PARTLY.value
    assert "On two days a week." in again.text
    told = {"told_on": TODAY.isoformat(), "how": "In assembly"}
    done = head.post(f"/reports/{report_id}/told", told, follow_redirects=True)
    assert "It is noted that pupils were told" in done.text
    assert now_of(engine).state is ReportState.TOLD
    assert "In assembly" in lead.get(f"/reports/{report_id}/life").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"verdict_0": ""}, "Choose an answer."),
        ({"verdict_0": "perhaps"}, "Choose an answer."),
        ({"verdict_0": "no", "words_0": "  "}, "Give a reason. Pupils want to know why."),
        ({"words_0": LONG}, "Use at most 300 characters: pupils read this on a page and a poster."),
        ({"note": LONG}, "Use at most 1,000 characters."),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused_beside_its_field_and_nothing_is_stored(
    head, engine, sent, words
):
    release(engine)
    page = head.post(f"/reports/{now_of(engine).id}/answer", answers(engine, **sent))
    assert page.status == 200
    assert "There is a problem" in page.text
    assert page.text.count(words) == 2
    assert now_of(engine).steps == {}


def test_pupils_cannot_have_been_told_before_there_is_an_answer_or_on_a_day_to_come(head, engine):
    release(engine)
    address = f"/reports/{now_of(engine).id}/told"
    told = {"told_on": TODAY.isoformat(), "how": "In assembly"}
    assert "Answer the report first" in head.post(address, told).text
    head.post(f"/reports/{now_of(engine).id}/answer", answers(engine))
    late = told | {"told_on": (TODAY + timedelta(days=2)).isoformat()}
    assert "must not be in the future" in head.post(address, late).text
    for wrong, words in (
        ({"told_on": "soon"}, "Enter a real day"),
        ({"how": ""}, "Say how pupils were told"),
    ):
        assert words in head.post(address, told | wrong).text
    assert now_of(engine).state is ReportState.ANSWERED


def test_an_answer_that_the_lead_notes_is_told_as_given_for_the_school_which_need_not_have_opened_it(
    lead, head, engine
):
    release(engine)
    report = now_of(engine)
    lead.post(f"/reports/{report.id}/answer", answers(engine))
    page = lead.get(f"/reports/{report.id}/life")
    assert "Answered by the authority for the school" in page.text
    assert "Seen by the school Not opened here The authority has noted the school’s answer." in page.text
    assert "Answered by the school" not in page.text
    head.post(f"/reports/{report.id}/answer", answers(engine))
    page = head.get(f"/reports/{report.id}/life")
    assert "Answered by the school" in page.text
    assert "Not opened here" not in page.text
    assert StepKind.SEEN in now_of(engine).steps


def test_the_list_of_a_waves_reports_leads_to_all_that_is_made_of_one(lead, engine, wave_id):
    release(engine)
    released, draft = now_of(engine), now_of(engine, HILL)
    page = lead.get(f"/waves/{wave_id}/reports")
    links = {link["href"] for link in page.soup.select("main a")}
    for end in ("", ".pdf", "/governors", "/tables", "/telling", "/life"):
        assert f"/reports/{released.id}{end}" in links
        assert lead.get(f"/reports/{released.id}{end}").status == 200
    for end in ("", ".pdf", "/governors", "/tables", "/life"):
        assert f"/reports/{draft.id}{end}" in links
        assert lead.get(f"/reports/{draft.id}{end}").status == 200
    assert f"/reports/{draft.id}/telling" not in links


def test_the_lead_cannot_answer_for_a_school_that_has_no_report_yet(lead, engine):
    for path in ("answer", "told"):
        page = lead.get(f"/reports/{now_of(engine).id}/{path}", follow_redirects=True)
        assert "This report is not with its school now" in page.text


def test_the_lead_recalls_a_report_for_a_reason_that_everybody_reads(lead, head, engine, wave_id):
    release(engine)
    report_id = now_of(engine).id
    address = f"/reports/{report_id}/recall"
    for reason in ("", "   "):
        assert "Say why the report is recalled." in lead.post(address, {"reason": reason}).text
    assert "Use at most 1,000 characters." in lead.post(address, {"reason": LONG}).text
    assert now_of(engine).state is ReportState.RELEASED
    reason = {"reason": "Two rows of a table were swapped <b>by us</b>."}
    done = lead.post(address, reason, follow_redirects=True)
    assert "The report of Brook Lane High School is recalled." in done.text
    assert now_of(engine).steps == {StepKind.RECALLED: ("Lee", reason["reason"])}
    assert reason["reason"] in head.get(f"/reports/{report_id}").text
    assert reason["reason"] in head.get(f"/reports/{report_id}/life").text
    assert "Make the drafts again for a new edition" in lead.get(f"/waves/{wave_id}/reports").text
    assert "It is recalled already." in lead.get(address).text


def test_of_two_who_recall_at_once_the_second_reads_that_it_is_done(lead, second_lead, engine):
    release(engine)
    address = f"/reports/{now_of(engine).id}/recall"
    token = second_lead.get(address).field("csrf_token")
    lead.post(address, {"reason": "A wrong figure"})
    late = second_lead.post(address, {"reason": "Another", "csrf_token": token})
    assert "was recalled already, by Lee" in late.text
    assert now_of(engine).steps[StepKind.RECALLED] == ("Lee", "A wrong figure")


def test_the_steps_page_shows_every_edition_to_the_lead_and_the_released_ones_to_the_school(
    lead, head, engine
):
    release(engine)
    first = now_of(engine).id
    with writing_session(engine) as session:
        borough = Borough(session)
        report = newest_report(session, place_id=borough.place(BROOK).id)
        recall_report(session, report=report, worker=borough.lead, reason="A wrong figure", at=NOON)
        store_draft(session, place=borough.place(BROOK), content=content(), pdf=b"%PDF-", on=LATER)
        session.commit()
    assert "Edition 2 : draft" in lead.get(f"/reports/{first}/life").text
    assert "Edition 2" not in head.get(f"/reports/{first}/life").text
    assert "Edition 1 : recalled" in lead.get(f"/reports/{now_of(engine).id}/life").text


def test_who_has_left_is_still_named_in_the_steps(second_lead, engine):
    check(engine, BROOK)
    with writing_session(engine) as session:
        stop_worker(session, worker=Borough(session).lead)
        session.commit()
    page = second_lead.get(f"/reports/{now_of(engine).id}/life")
    assert "Checked by the authority 9 November 2026 Lee" in page.text

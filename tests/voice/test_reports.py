"""Reports: who sees what, that released ones stay as they are, and what is left of a recalled one."""

import re
from datetime import date, datetime, time
from html import unescape
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.codings import Decision, decide
from surveys.drafts import drop_drafts_saying
from surveys.findings import FindingKind, store_findings
from surveys.heard import read_notes
from surveys.jobs import JobKind, ask_for_job
from surveys.quotes import withdraw_quote
from surveys.readings import Source, pass_on
from surveys.report_life import WordsTakenBack, check_report, recall_report, release_report
from surveys.reports import newest_report, store_draft
from surveys.themes import theme_with_code
from surveys.workers import worker_with_email
from tests import make
from tests.voice.report_borough import BROOK, HILL, LATER, LEAD, Borough
from tests.voice.report_figures import content, rich_figures, small_figures
from voice.database import writing_session

HEAD_OF_BROOK, HEAD_OF_HILL = f"{BROOK}@example.org", f"{HILL}@example.org"
NOON = datetime.combine(LATER, time(12), LONDON)


@pytest.fixture
def record_file(request):
    """What a test starts from: the borough, with drafts when the test asks for a report."""
    has_drafts = "report" in request.fixturenames
    return request.getfixturevalue("borough_with_drafts" if has_drafts else "borough_to_report_on")


def as_worker(app, email):
    """Return a client with this worker signed in."""
    client = app.test_client()
    with Session(app.extensions["voice_engine"]) as session:
        mark = worker_with_email(session, email).fs_uniquifier
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = mark, True
    return client


@pytest.fixture
def lead(app):
    return as_worker(app, LEAD)


@pytest.fixture
def head(app):
    return as_worker(app, HEAD_OF_BROOK)


@pytest.fixture
def wave_id(engine):
    with Session(engine) as session:
        return Borough(session).wave.id


@pytest.fixture
def report(engine):
    """The school’s report as a draft: its key and its address."""
    return known(engine, BROOK)


def known(engine, urn):
    with Session(engine) as session:
        found = newest_report(session, place_id=Borough(session).place(urn).id)
        return SimpleNamespace(id=found.id, address=found.address, pdf=found.pdf)


def release(engine, urn=BROOK):
    with writing_session(engine) as session:
        borough = Borough(session)
        found = newest_report(session, place_id=borough.place(urn).id)
        make.release(session, found, by=borough.lead, on=LATER)
        session.commit()


def released(engine, *, urn=BROOK, made):
    """Release a report with this content as it stands."""
    with writing_session(engine) as session:
        borough = Borough(session)
        stored = store_draft(session, place=borough.place(urn), content=made, pdf=b"%PDF-", on=LATER)
        make.release(session, stored, by=borough.lead, on=LATER)  # whatever it says, cleared or not
        session.commit()
    return known(engine, urn)


def recall(engine, urn=BROOK):
    with writing_session(engine) as session:
        borough = Borough(session)
        found = newest_report(session, place_id=borough.place(urn).id)
        said = {"worker": borough.lead, "reason": "Two rows of a table were swapped.", "at": NOON}
        recall_report(session, report=found, **said)
        session.commit()


def words(response):
    """Return a page’s text on one line, after checking what every page must have."""
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 200
    assert len(page.find_all("h1")) == 1
    assert page.title.text.startswith(" ".join(page.h1.text.split())[:20])
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert not page.find_all(style=True)
    return " ".join(page.get_text(" ").split())


def press(client, address):
    """Press the button of the form on a page that posts to an address, as a browser would."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    form = next(form for form in page.main.find_all("form"))
    sent = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    return client.post(form.get("action") or address, data=sent)


def test_the_lead_sees_which_schools_have_a_report(lead, engine, wave_id, report):
    release(engine)
    told = words(lead.get(f"/waves/{wave_id}/reports"))
    assert "Brook Lane High School Released 9 November 2026" in told
    assert "Hill Top School Draft 9 November 2026" in told
    assert "Draft: 1 Released: 1" in told


def test_the_lead_asks_for_drafts_and_is_taken_to_the_job(lead, engine, wave_id):
    answer = press(lead, f"/waves/{wave_id}/reports")
    assert answer.status_code == 302
    assert "/jobs/" in answer.location
    assert known(engine, HILL).pdf.startswith(b"%PDF")


def test_drafts_wait_until_every_comment_was_read(lead, engine, wave_id):
    with writing_session(engine) as session:
        Borough(session).write("nobody has read this yet")
        session.commit()
    page = lead.get(f"/waves/{wave_id}/reports")
    assert "1 comment waits to be read by a person. Read the comments" in words(page)
    assert "Make drafts for all schools" not in page.text


def test_drafts_wait_until_figures_were_counted(lead, engine, wave_id):
    with writing_session(engine) as session:
        store_findings(session, wave_id=wave_id, figures={}, on=LATER)
        session.commit()
    assert "Nothing in this wave has been counted yet" in words(lead.get(f"/waves/{wave_id}/reports"))


def test_drafts_wait_for_figures_from_after_the_wave_closed(lead, engine, wave_id):
    with writing_session(engine) as session:
        early = {(FindingKind.OVERVIEW, "wave"): {}}
        store_findings(session, wave_id=wave_id, figures=early, on=date(2026, 10, 8))
        session.commit()
    told = words(lead.get(f"/waves/{wave_id}/reports"))
    assert "The figures were counted while the wave was open. Count them again" in told


def test_a_form_from_before_something_was_missing_makes_no_drafts(lead, engine, wave_id):
    page = BeautifulSoup(lead.get(f"/waves/{wave_id}/reports").text, "html.parser")
    token = page.main.find("input", attrs={"name": "csrf_token"})["value"]
    with writing_session(engine) as session:
        Borough(session).write("nobody has read this yet")
        session.commit()
    answer = lead.post(f"/waves/{wave_id}/reports/draft", data={"csrf_token": token}, follow_redirects=True)
    assert "The drafts were not made" in words(answer)


def test_asking_while_drafts_are_being_made_says_so_and_asks_for_nothing_more(lead, engine, wave_id):
    page = BeautifulSoup(lead.get(f"/waves/{wave_id}/reports").text, "html.parser")
    token = page.main.find("input", attrs={"name": "csrf_token"})["value"]
    with writing_session(engine) as session:
        borough = Borough(session)
        job, _ = ask_for_job(session, kind=JobKind.DRAFT_REPORTS, wave=borough.wave, worker=borough.lead)
        job_id = job.id
        session.commit()
    page = lead.get(f"/waves/{wave_id}/reports")
    assert "The drafts are being made: 0 per cent. Lee asked for them" in words(page)
    assert "Make drafts for all schools" not in page.text
    answer = lead.post(f"/waves/{wave_id}/reports/draft", data={"csrf_token": token})
    assert answer.location == f"/jobs/{job_id}"
    assert "The drafts are being made already: Lee asked for them" in lead.get(answer.location).text


@pytest.mark.parametrize("undo", ["nothing", "withdrawn", "passed on", "removed"])
def test_a_quote_is_looked_up_in_the_record_when_its_report_is_released(engine, undo):
    said = "the corridors are so loud"
    with writing_session(engine) as session:
        borough = Borough(session)
        answer_id, theme = borough.quote(said, "SEN"), theme_with_code(session, "SEN")
        made = content(quotes=[{"theme": "SEN", "title": "Noise", "words": said}])
        draft = store_draft(session, place=borough.place(BROOK), content=made, pdf=b"%PDF-", on=LATER)
        by = {"worker": borough.lead, "on": LATER}
        check_report(session, report=draft, seen=draft.mark, **by)
        if undo == "nothing":
            release_report(session, report=draft, worker=borough.lead, seen=draft.mark, at=NOON)
            assert draft.released_on == LATER
            return
        if undo == "withdrawn":
            withdraw_quote(session, answer_id=answer_id, theme=theme)
        elif undo == "passed on":
            pass_on(session, source=Source.ANSWER, text_id=answer_id, **by)
        else:
            removed = {"theme": theme, "decision": Decision.REMOVED}
            decide(session, source=Source.ANSWER, text_id=answer_id, **removed, **by)
        with pytest.raises(WordsTakenBack, match="may not be shown any more"):
            release_report(session, report=draft, worker=borough.lead, seen=draft.mark, at=NOON)
        assert newest_report(session, place_id=borough.place(BROOK).id) is None


def test_a_workshop_line_that_was_passed_on_is_not_released(engine):
    line = rich_figures()["workshops"]["lines"][0]["text"]
    with writing_session(engine) as session:
        borough = Borough(session)
        made = content(quotes=[])
        draft = store_draft(session, place=borough.place(BROOK), content=made, pdf=b"%PDF-", on=LATER)
        (note_id,) = (note.id for note in read_notes(session) if note.shown == line)
        check_report(session, report=draft, worker=borough.lead, seen=draft.mark, on=LATER)
        pass_on(session, source=Source.NOTE, text_id=note_id, worker=borough.lead, on=LATER)
        with pytest.raises(WordsTakenBack):
            release_report(session, report=draft, worker=borough.lead, seen=draft.mark, at=NOON)


@pytest.mark.parametrize("path", ["", ".pdf", "/chart/barriers.svg"])
def test_a_draft_is_not_there_for_its_school(head, lead, report, path):
    assert head.get(f"/reports/{report.id}{path}").status_code == 404
    assert lead.get(f"/reports/{report.id}{path}").status_code == 200


@pytest.mark.parametrize("path", ["", ".pdf", "/chart/barriers.svg"])
def test_another_school_cannot_tell_that_a_report_exists(app, engine, report, path):
    release(engine)
    other = as_worker(app, HEAD_OF_HILL)
    assert other.get(f"/reports/{report.id}{path}").status_code == 404
    assert as_worker(app, HEAD_OF_BROOK).get(f"/reports/{report.id}{path}").status_code == 200


def test_only_the_lead_drafts(head, wave_id, report):
    assert head.get(f"/waves/{wave_id}/reports").status_code == 403


def test_a_recalled_report_says_why_to_its_school_and_shows_nothing_else(head, engine, report):
    release(engine)
    before = head.get(f"/reports/{report.id}").text
    recall(engine)
    for path in (".pdf", "/chart/barriers.svg"):
        assert head.get(f"/reports/{report.id}{path}").status_code == 404
    page = head.get(f"/reports/{report.id}")
    assert "Two rows of a table were swapped. A new edition follows." in words(page)
    assert "Noise, crowds" in before
    assert "Noise, crowds" not in page.text
    assert "Why it was recalled" in words(head.get("/reports"))


def test_a_recalled_report_leads_to_the_edition_in_its_place(head, lead, engine, wave_id, report):
    release(engine)
    recall(engine)
    press(lead, f"/waves/{wave_id}/reports")
    again = known(engine, BROOK)
    assert again.id != report.id
    assert head.get(f"/reports/{again.id}").status_code == 404
    assert "A new edition follows" in words(head.get(f"/reports/{report.id}"))
    release(engine)
    page = head.get(f"/reports/{report.id}")
    assert "Edition 2 stands in its place. Open edition 2" in words(page)
    assert f"/reports/{again.id}" in page.text
    assert "What pupils told us" in words(head.get(f"/reports/{again.id}"))


def test_the_lead_may_still_look_up_what_a_recalled_report_said(lead, engine, report):
    release(engine)
    recall(engine)
    assert "What it said, as a PDF" in words(lead.get(f"/reports/{report.id}"))
    assert lead.get(f"/reports/{report.id}.pdf").data == report.pdf


def test_the_pupils_page_of_a_recalled_report_says_why_and_leads_to_the_new_one(
    app, lead, engine, wave_id, report
):
    release(engine)
    recall(engine)
    pupil = app.test_client()
    page = pupil.get(f"/told/{report.address}")
    assert "This page was taken down" in words(page)
    assert "Two rows of a table were swapped. A new page will come." in words(page)
    assert "Noise, crowds" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    press(lead, f"/waves/{wave_id}/reports")
    release(engine)
    page = pupil.get(f"/told/{report.address.lower()}")
    assert "This page has moved" in words(page)
    assert f"/told/{known(engine, BROOK).address}" in page.text


def test_all_released_reports_of_a_wave_come_in_one_file(lead, engine, wave_id, report):
    address = f"/waves/{wave_id}/reports.zip"
    assert lead.get(address).location == f"/waves/{wave_id}/reports"
    assert "No report of this wave is released" in words(lead.get(f"/waves/{wave_id}/reports"))
    release(engine)
    answer = lead.get(address)
    assert answer.content_type == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=Autumn_2026.zip"
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.namelist() == [f"{BROOK}_Brook_Lane_High_School_Autumn_2026.pdf"]
        assert archive.read(archive.namelist()[0]) == report.pdf
    assert lead.get(address).data == answer.data
    recall(engine)
    assert lead.get(address).status_code == 302


def test_only_the_lead_takes_all_reports_at_once(head, wave_id, report):
    assert head.get(f"/waves/{wave_id}/reports.zip").status_code == 403


def test_a_school_sees_that_there_is_no_report_yet(head):
    assert "There is no report yet" in words(head.get("/reports"))


def test_the_lead_finds_the_reports_by_wave(lead):
    assert "Autumn 2026 , 5 October 2026 to 23 October 2026, 2 schools" in words(lead.get("/reports"))


def test_the_page_says_everything_without_the_pdf(lead, engine, report):
    told = words(lead.get(f"/reports/{report.id}"))
    for said in (
        "About 165 pupils answered",
        "Feel safe in school About 6 in 10",
        "Noise, crowds, lights or too much going on About 4 in 10 40%, 65 of 165",
        "Toilets 30%",
        "A quiet place to go",
        "A quiet room at lunch",
        "How to read this report",
        "league table",
    ):
        assert said in told


def test_the_page_of_a_school_with_few_answers_shows_none_of_its_figures(lead, engine, report):
    page = BeautifulSoup(lead.get(f"/reports/{known(engine, HILL).id}").text, "html.parser")
    own = [row.find_all("td")[0].text.strip() for row in page.main.select("table tbody tr") if row.td]
    assert own
    assert set(own) == {"too small to say"}
    assert "How many answered: too small to say" in page.text
    assert not page.main.find_all("img")


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ 7 * 7 }}", '"><img src=x onerror=y>', "😭 مرحبا", "a" * 280]
)
def test_what_a_pupil_wrote_is_only_ever_text_on_the_page(lead, head, engine, hostile):
    made = content(
        quotes=[{"theme": "SEN", "title": "Noise", "words": hostile}],
        school={"name": hostile, "urn": BROOK, "authority": "A"},
    )
    made["figures"]["workshops"]["lines"] = [{"kind": "recommendation", "text": hostile}]
    found = released(engine, made=made)
    page = head.get(f"/reports/{found.id}")
    assert f"“{hostile}”" in unescape(re.sub("<[^>]*>", "", page.text))
    parsed = BeautifulSoup(page.text, "html.parser")
    assert not parsed.find_all("script")
    assert all(image["src"].startswith(f"/reports/{found.id}/") for image in parsed.main.find_all("img"))


def test_the_pdf_is_the_one_that_was_stored(lead, engine, report):
    answer = lead.get(f"/reports/{report.id}.pdf")
    assert answer.data == report.pdf
    assert answer.content_type == "application/pdf"
    assert (
        answer.headers["Content-Disposition"] == 'inline; filename="Brook_Lane_High_School_Autumn_2026.pdf"'
    )


def test_a_chart_comes_as_an_image_that_can_load_and_run_nothing(lead, report):
    chart = lead.get(f"/reports/{report.id}/chart/places.svg")
    assert chart.content_type == "image/svg+xml; charset=utf-8"
    assert chart.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert chart.text.startswith("<svg")
    assert "Corridors" in chart.text
    assert lead.get(f"/reports/{report.id}/chart/nothing.svg").status_code == 404


def test_a_released_report_stays_as_it_is_whatever_happens_after(lead, head, engine, wave_id, report):
    release(engine)
    before = everything_of(head, report)
    with writing_session(engine) as session:
        borough = Borough(session)
        borough.quote("the corridors are so loud", "SEN")
        borough.act("Something new", "Something new")
        changed = {(FindingKind.SCHOOL, BROOK): small_figures(), (FindingKind.OVERVIEW, "wave"): {}}
        store_findings(session, wave_id=wave_id, figures=changed, on=LATER)
        session.commit()
    press(lead, f"/waves/{wave_id}/reports")
    assert everything_of(head, report) == before


def everything_of(client, report):
    """Return all that a school sees of its report: the page’s own part, the PDF’s bytes and a chart’s."""
    page = client.get(f"/reports/{report.id}").text.partition("<main")[2]
    return page, *(client.get(f"/reports/{report.id}{path}").data for path in (".pdf", "/chart/barriers.svg"))


def test_a_draft_that_quotes_words_taken_back_goes_and_a_released_report_stays(engine):
    made = content()
    said = made["quotes"][0]["words"]
    released(engine, urn=HILL, made=made)
    with writing_session(engine) as session:
        store_draft(session, place=Borough(session).place(BROOK), content=made, pdf=b"%PDF-", on=LATER)
        drop_drafts_saying(session, "words that no report holds")
        assert newest_report(session, place_id=Borough(session).place(BROOK).id) is not None
        drop_drafts_saying(session, said)
        assert newest_report(session, place_id=Borough(session).place(BROOK).id) is None
        assert newest_report(session, place_id=Borough(session).place(HILL).id).content == made


def test_a_draft_that_lists_a_recommendation_passed_on_goes_too(engine):
    made = content(rich_figures() | {"workshops": {"lines": [{"kind": "recommendation", "text": "Ask Kim"}]}})
    with writing_session(engine) as session:
        store_draft(session, place=Borough(session).place(BROOK), content=made, pdf=b"%PDF-", on=LATER)
        drop_drafts_saying(session, "Ask Kim")
        assert newest_report(session, place_id=Borough(session).place(BROOK).id) is None

"""Actions: added about the subgroup’s own themes, kept up to date, and late in plain sight."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.actions import Action, Status
from surveys.workers import Role

NEW = "/subgroups/transport/actions/new"
SOON = (date.today() + timedelta(days=30)).isoformat()


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def member(signed_in):
    return signed_in(Role.SUBGROUP_MEMBER)


@pytest.fixture
def good(borough):
    return {
        "title": "Put staff at the bus bay",
        "theme": "TRV",
        "wave": borough.wave_id,
        "why": "Pupils wait alone.",
        "school": "900001",
        "agency": "Transport team",
        "owner": "Ash Owner",
        "due_on": SOON,
        "pupil_words": "Staff will be at the bus bay.",
    }


def titles(engine):
    with Session(engine) as session:
        return set(session.scalars(select(Action.title)))


def test_an_action_is_added_with_its_evidence_and_its_owner(member, good):
    page = member.post(NEW, good)
    shown = member.get(page.response.location)
    assert shown.heading == "Put staff at the bus bay"
    for said in (
        "The action is added.",
        "Why Pupils wait alone.",
        "Autumn wave : about 3 in 10 of pupils who wrote, about 3 in 10 ticked it",
        "Where Brook Lane High School",
        "Owner Ash Owner, Transport team",
        "State Not started",
        "What pupils are told Staff will be at the bus bay.",
    ):
        assert said in shown.text
    assert "Overdue" not in shown.text


def test_an_action_may_be_for_every_school_without_a_survey_or_words_for_pupils(member, good):
    page = member.post(NEW, {**good, "school": "", "wave": "", "pupil_words": ""})
    shown = member.get(page.response.location).text
    assert "Where Every school" in shown
    assert "What pupils are told Nothing yet" in shown


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Say what will be done."),
        ({"title": "   "}, "Say what will be done."),
        ({"title": "x" * 500}, "Use at most 200 characters."),
        ({"why": " "}, "Say why: what did pupils tell you?"),
        ({"owner": ""}, "Name the member of staff who owns it."),
        ({"owner": "x" * 500}, "Use at most 200 characters."),
        ({"due_on": ""}, "Enter the day it is due."),
        ({"due_on": "31 June"}, "Enter a real day"),
        ({"pupil_words": "x" * 301}, "Use at most 300 characters for what pupils read."),
        ({"theme": "BUL"}, "Choose one of the subgroup’s own themes."),
        ({"theme": ""}, "Choose one of the subgroup’s own themes."),
        ({"wave": "f" * 32}, "Choose one from the list."),
        ({"school": "999999"}, "Choose one from the list."),
        ({"agency": "Nobody"}, "Choose one from the list."),
    ],
)
def test_a_slip_gets_a_sentence_and_adds_nothing(member, good, engine, wrong, words):
    page = member.post(NEW, {**good, **wrong})
    assert page.status == 200
    assert "There is a problem" in page.text
    assert words in page.text
    assert titles(engine) == {"Run one more bus"}


def test_a_subgroup_cannot_own_an_action_about_anothers_theme(member, good, engine):
    page = member.post("/subgroups/periods/actions/new", {**good, "theme": "TRV"})
    assert "Choose one of the subgroup’s own themes." in page.text
    assert titles(engine) == {"Run one more bus"}


def test_before_the_first_agency_the_form_says_what_is_missing(member, good, record):
    record.connection().exec_driver_sql("UPDATE agency SET name = 'Renamed'")
    record.commit()
    assert "Choose one from the list." in member.post(NEW, good).text


def test_a_late_action_says_so_until_it_is_done(member, borough):
    address = f"/actions/{borough.action_id}"
    page = member.get(address)
    assert page.soup.select_one(".govuk-tag--red").text == "Overdue"
    assert "Lena Lead: Wrote to them" in page.text
    member.post(address, {"status": "done", "note": "Runs daily"})
    page = member.get(address)
    assert "Overdue" not in page.text
    assert "Sam Field: Runs daily" in page.text
    assert "State Done" in page.text
    assert "No action is overdue." in member.get("/staff").text


@pytest.mark.parametrize("status", ["nonsense", "DONE"])
def test_an_unknown_state_is_refused_in_words_and_stores_nothing(member, borough, engine, status):
    page = member.post(f"/actions/{borough.action_id}", {"status": status, "note": "lost"})
    assert "Choose one from the list." in page.text
    with Session(engine) as session:
        action = session.get_one(Action, borough.action_id)
        assert action.status is Status.IN_PROGRESS
        assert [note.text for note in action.notes] == ["Wrote to them"]


def test_what_pupils_are_told_can_be_put_in_new_words_or_taken_away(member, borough):
    address = f"/actions/{borough.action_id}"
    member.post(address, {"status": "done", "note": "", "pupil_words": "There is one more bus. "})
    assert "What pupils are told There is one more bus." in member.get(address).text
    member.post(address, {"status": "done", "note": "", "pupil_words": ""})
    assert "What pupils are told Nothing yet" in member.get(address).text


def test_pupils_who_were_promised_something_are_told_why_it_is_stopped(member, borough, engine):
    address = f"/actions/{borough.action_id}"
    member.post(address, {"status": "in progress", "note": "", "pupil_words": "There will be one more bus."})
    page = member.post(
        address, {"status": "stopped", "note": "", "pupil_words": "There will be one more bus."}
    )
    assert "Tell pupils why it can’t be done yet." in page.text
    with Session(engine) as session:
        assert session.get_one(Action, borough.action_id).status is Status.IN_PROGRESS
    why = "We can’t have one more bus yet. It costs too much."
    member.post(address, {"status": "stopped", "note": "", "pupil_words": why})
    assert why in member.get(address).text
    page = member.post(address, {"status": "stopped", "note": "Asked again", "pupil_words": why})
    assert page.status == 302  # they know why; a note needs no new words


def test_words_for_pupils_that_are_too_long_get_a_sentence(member, borough):
    sent = {"status": "done", "note": "", "pupil_words": "x" * 301}
    page = member.post(f"/actions/{borough.action_id}", sent)
    assert "Use at most 300 characters for what pupils read." in page.text

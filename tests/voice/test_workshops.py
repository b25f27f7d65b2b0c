"""Workshops: planned, written down in numbers, and notes pasted: all of them or none."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.concerns import Concern, RaisedBy
from surveys.readings import Outcome, Source, read_text
from surveys.retention import forget_raw_texts
from surveys.screenings import Harm, Level, Unscreened, store_screening
from surveys.sightings import Purpose, Sighting
from surveys.workers import Role
from surveys.workshops import Note, Programme, WorkshopSession
from tests import make


@pytest.fixture
def youth(signed_in):
    return signed_in(Role.YOUTH_WORKER)


@pytest.fixture
def school(record):
    make.school(record, urn="111111", name="Brook Lane")
    record.commit()


@pytest.fixture
def programme(youth, school):
    """The address of a planned programme."""
    return youth.post("/workshops/new", {"school": "111111", "starts_on": "2026-03-05"}).response.location


@pytest.fixture
def week_one(youth, programme):
    return youth.get(programme).soup.select_one("tbody a")["href"]


def notes(engine):
    with Session(engine) as session:
        return {note.text: (note.votes, note.kind.value) for note in session.scalars(select(Note))}


def paste(youth, week, lines, kind="barrier"):
    sent = {"lines": lines, "kind": kind, "csrf_token": youth.get(week).field("csrf_token")}
    return youth.post(f"{week}/notes", sent, form_on="")


def show_words(youth, week):
    return youth.post(f"{week}/words", {"csrf_token": youth.get(week).field("csrf_token")}, form_on="")


def test_a_programme_is_planned_with_six_dates_and_who_leads_it(youth, programme):
    page = youth.get(programme)
    assert "Six sessions are planned at Brook Lane." in page.text
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert rows[0].startswith("Week 1 5 March 2026")
    assert rows[5].startswith("Week 6 9 April 2026")
    assert "led by Sam Field" in page.text
    assert "Brook Lane 5 March 2026 Sam Field 0 of 6" in youth.get("/workshops").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"starts_on": ""}, "Enter the day of the first session."),
        ({"starts_on": "soon"}, "Enter a real day"),
        ({"starts_on": "9999-12-31"}, "Check the year"),
        ({"starts_on": "0001-01-01"}, "Check the year"),
        ({"school": "999999"}, "Choose a school from the list."),
    ],
)
def test_a_slip_gets_a_sentence_and_plans_nothing(youth, school, engine, wrong, words):
    page = youth.post("/workshops/new", {"school": "111111", "starts_on": "2026-03-05", **wrong})
    assert page.status == 200
    assert words in page.text
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Programme)) == 0


def test_the_same_programme_twice_is_refused_in_a_sentence(youth, programme):
    page = youth.post("/workshops/new", {"school": "111111", "starts_on": "2026-03-05"})
    assert "Brook Lane already has a programme that starts on this day." in page.text


@pytest.mark.parametrize(
    ("came", "shown"), [("9", "under 10"), ("0", "under 10"), ("12", "10"), ("64", "65"), ("", "")]
)
def test_how_many_came_is_rounded_to_5_and_hidden_under_10(youth, programme, week_one, came, shown):
    page = youth.post(week_one, {"held_on": "2026-03-06", "headcount": came, "activity": "Post-its"})
    assert page.response.location == week_one
    cells = [cell.text for cell in youth.get(programme).soup.select("tbody tr")[0].find_all("td")]
    assert cells == ["6 March 2026", "Post-its", shown, "0"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"headcount": "many"}, "must be a number from 0 to 500"),
        ({"headcount": "-1"}, "must be a number from 0 to 500"),
        ({"headcount": "501"}, "must be a number from 0 to 500"),
        ({"headcount": "9" * 5_000}, "must be a number from 0 to 500"),
        ({"held_on": "2026-13-01"}, "Enter a real day"),
        ({"held_on": "0026-03-05"}, "Check the year"),
        ({"activity": "x" * 500}, "at most 200 characters"),
    ],
)
def test_a_slip_in_a_session_gets_a_sentence_and_stores_nothing(youth, week_one, engine, wrong, words):
    page = youth.post(week_one, {"held_on": "2026-03-06", "headcount": "20", "activity": "x", **wrong})
    assert page.status == 200
    assert words in page.text
    with Session(engine) as session:
        assert session.scalars(select(WorkshopSession.headcount).distinct()).all() == [None]


def test_many_lines_are_pasted_at_once_each_with_votes_and_kind(youth, week_one, engine):
    page = paste(youth, week_one, "Buses | 12\r\nToilets\t4\tidea\r\n\r\nLate 🚌", kind="cause")
    assert page.response.location == week_one
    assert notes(engine) == {"Buses": (12, "cause"), "Toilets": (4, "idea"), "Late 🚌": (None, "cause")}
    told = youth.get(week_one).text
    assert "3 notes added. They are read by a person before they count." in told
    assert "Waits to be read Idea 4" in told
    assert "Toilets" not in told
    told = show_words(youth, week_one).text
    assert "Toilets Idea 4 " in told
    assert "This needs safeguarding now : Toilets" in told


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Good | 3\r\nBad | lots", "Line 2: votes must be a number from 0 to 500, not “lots”."),
        ("Good | 3\r\n\r\nBad | 3 | moan", "Line 3: the last part must be one of"),
        ("Good\r\n" + "x" * 501, "Line 2 is 501 characters long."),
        ("", "Paste or type at least one line."),
        (" \r\n\t", "at least one line"),
        ("| 3", "Line 1: there is no text"),
    ],
)
def test_one_bad_line_is_named_nothing_is_stored_and_the_lines_are_kept(
    youth, week_one, engine, lines, words
):
    page = paste(youth, week_one, lines)
    assert page.status == 200
    assert words in page.text
    assert notes(engine) == {}
    assert page.soup.find("textarea", attrs={"name": "lines"}).text.split() == lines.split()


@pytest.mark.parametrize("kind", ["moan", ""])
def test_an_unknown_kind_is_refused_in_words(youth, week_one, engine, kind):
    page = paste(youth, week_one, "Buses", kind=kind)
    assert "Choose what these lines are." in page.text
    assert notes(engine) == {}


def test_pasting_keeps_what_the_session_form_held(youth, week_one):
    youth.post(week_one, {"held_on": "2026-03-06", "headcount": "64", "activity": "Post-its"})
    page = paste(youth, week_one, "| 3")
    assert (page.field("held_on"), page.field("headcount"), page.field("activity")) == (
        "2026-03-06",
        "64",
        "Post-its",
    )


def urgent(youth, week, words, **more):
    token = youth.get(week).field("csrf_token")
    return youth.post(f"{week}/urgent", {"words": words, "csrf_token": token, **more}, form_on="")


def concerns(engine):
    with Session(engine) as session:
        return [
            (concern.text, concern.raised_by, concern.level, concern.is_for_authority, concern.year)
            for concern in session.scalars(select(Concern).order_by(Concern.week, Concern.id))
        ]


def test_what_needs_safeguarding_now_becomes_a_concern_and_no_note(youth, week_one, engine):
    assert urgent(youth, week_one, " He hits me at home ").response.location == week_one
    assert "The safeguarding lead is told at once." in youth.get(week_one).text
    assert notes(engine) == {}
    assert concerns(engine) == [("He hits me at home", RaisedBy.WORKSHOP, Level.RED, False, None)]


def test_what_is_said_of_staff_goes_to_the_authority_alone(youth, week_one, engine):
    urgent(youth, week_one, "it is my coach", about_staff="y")
    assert [concern[3] for concern in concerns(engine)] == [True]


@pytest.mark.parametrize(
    ("ticks", "says", "is_theirs"),
    [({}, False, False), ({"about_staff": "y"}, False, True), ({}, True, True)],
)
def test_a_note_of_staff_goes_to_the_authority_alone(youth, week_one, engine, ticks, says, is_theirs):
    paste(youth, week_one, "he hits us")
    with Session(engine) as session:
        note = session.scalars(select(Note)).one().id
        if says:  # what the machine made of it
            text = Unscreened(None, note, "he hits us", "")
            store_screening(session, text=text, level=Level.RED, harm=Harm.STAFF, points_at_staff=True)
            session.commit()
    page = show_words(youth, week_one)
    tick = page.soup.find(id=f"about_staff-{note}")
    assert tick["name"] == "about_staff"
    label = page.soup.find("label", attrs={"for": tick["id"]}).text
    assert label.startswith("It is about somebody who works at the school")
    assert page.soup.find("label", attrs={"for": "about_staff"}).text.startswith(
        "It is about somebody who works at the school"
    )
    sent = {"csrf_token": page.field("csrf_token"), **ticks}
    youth.post(f"{week_one}/notes/{note}/urgent", sent, form_on="")
    with Session(engine) as session:
        concern = session.scalars(select(Concern)).one()
    assert concern.is_for_authority is is_theirs
    assert concern.harm is (Harm.STAFF if says else None)


@pytest.mark.parametrize(
    ("words", "sentence"), [(" ", "Write what was said"), ("x" * 501, "This is 501 characters long.")]
)
def test_an_urgent_line_that_cannot_be_taken_is_kept_on_the_page(youth, week_one, engine, words, sentence):
    page = urgent(youth, week_one, words)
    assert page.status == 200
    assert sentence in page.text
    assert words.strip() in page.soup.find(id="words").text
    assert concerns(engine) == []


def test_a_note_that_waits_is_passed_on_and_waits_no_more(youth, week_one, engine, signed_in):
    paste(youth, week_one, "Buses\nHe hits me at home")
    page = show_words(youth, week_one)
    assert page.text.count("This needs safeguarding now :") == 2
    with Session(engine) as session:
        (worry,) = (note.id for note in session.scalars(select(Note)) if note.text == "He hits me at home")
    token = page.field("csrf_token")
    path = f"{week_one}/notes/{worry}/urgent"
    other = signed_in(Role.YOUTH_WORKER)
    assert other.post(path, form_on=week_one).status == 404
    youth.post(path, {"csrf_token": token}, form_on="")
    assert [concern[:2] for concern in concerns(engine)] == [("He hits me at home", RaisedBy.WORKSHOP)]
    assert "He hits me" not in show_words(youth, week_one).text
    youth.post(path, {"csrf_token": token}, form_on="")
    assert "A reader has read this note in the meantime." in youth.get(week_one).text
    assert len(concerns(engine)) == 1
    assert youth.post(f"{week_one}/notes/{'0' * 32}/urgent", {"csrf_token": token}, form_on="").status == 404


def test_each_look_at_own_notes_that_nobody_has_read_is_counted(youth, week_one, engine, signed_in):
    paste(youth, week_one, "Buses\nToilets")
    for _ in range(3):
        youth.get(week_one)  # a page that is only opened shows no raw words, so it counts nothing
    assert sightings(engine) == []
    show_words(youth, week_one)
    assert sightings(engine) == [Purpose.TYPED_UP] * 2
    other = signed_in(Role.LEAD)
    assert "Buses" not in show_words(other, week_one).text
    assert sightings(engine) == [Purpose.TYPED_UP] * 2


def sightings(engine):
    with Session(engine) as session:
        return list(session.scalars(select(Sighting.purpose)))


def test_a_note_whose_raw_words_are_gone_is_still_shown_as_it_was_let_through(
    youth, week_one, engine, record
):
    paste(youth, week_one, "Ask Kai for buses")
    (note,) = record.scalars(select(Note)).all()
    reader = make.worker(record, Role.READER)
    said = {"reader": reader, "outcome": Outcome.HIDDEN, "on": make.TODAY, "hide": ["Kai"]}
    read_text(record, source=Source.NOTE, text_id=note.id, **said)
    forget_raw_texts(record, on=make.TODAY + timedelta(days=31))
    record.commit()
    assert "Ask [hidden] for buses" in youth.get(week_one).text

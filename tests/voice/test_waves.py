"""Waves: opened with a sentence for every slip, watched in protected figures, closed early."""

import itertools
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.jobs import Job
from surveys.waves import Wave
from surveys.workers import Role
from tests import make


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def borough(record):
    make.version(record)
    make.cover(record, make.school(record, urn="111111", name="Brook Lane"))
    make.cover(record, make.school(record, urn="222222", name="Abbey"))
    make.school(record, urn="333333", name="Gone").is_closed = True
    record.commit()


GOOD = {
    "name": "Autumn 2026",
    "survey": "secondary",
    "opens_on": "2026-10-05",
    "closes_on": "2026-10-23",
    "schools": ["111111", "222222"],
}


def stored(engine):
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(Wave))


def test_a_wave_is_opened_and_each_school_has_its_code(lead, borough, engine):
    page = lead.post("/waves/new", GOOD)
    assert page.status == 302
    shown = lead.get(page.response.location)
    assert shown.heading == "Autumn 2026"
    assert "Autumn 2026 is ready. Each school has its code." in shown.text
    rows = [row.get_text(" ", strip=True) for row in shown.soup.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["Abbey", "Brook"]
    with Session(engine) as session:
        wave = session.scalars(select(Wave)).one()
        for place in wave.schools:
            assert place.printed_code in shown.text
    assert "Autumn 2026" in lead.get("/waves").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Give the wave a name."),
        ({"name": "   "}, "Give the wave a name."),
        ({"name": "x" * 500}, "200 characters"),
        ({"opens_on": ""}, "Enter the first day."),
        ({"opens_on": "5 October"}, "Enter a real day"),
        ({"closes_on": "2026-02-30"}, "Enter a real day"),
        ({"closes_on": "2026-10-04"}, "The wave would close before it opens."),
        ({"schools": []}, "Choose at least one school."),
        ({"schools": ["333333"]}, "or has closed"),
        ({"schools": ["999999"]}, "Choose schools from the list"),
        ({"survey": "unknown"}, "Choose a survey from the list"),
        ({"from_time": "", "to_time": "15:30"}, "Give both the time it opens and the time it closes"),
        ({"from_time": "15:30", "to_time": "08:30"}, "The day would close before it opens"),
        ({"from_time": "half past eight"}, "Enter a time of day, such as 08:30"),
        ({"to_time": "25:00"}, "Enter a time of day, such as 08:30"),
    ],
)
def test_a_slip_gets_a_sentence_and_opens_nothing(lead, borough, engine, wrong, words):
    page = lead.post("/waves/new", {**GOOD, **wrong})
    assert page.status == 200
    assert "There is a problem" in page.text
    assert words in page.text
    assert stored(engine) == 0


def test_what_was_typed_is_still_there_after_a_slip(lead, borough):
    page = lead.post("/waves/new", {**GOOD, "closes_on": "2026-10-04"})
    assert page.field("name") == "Autumn 2026"
    assert page.field("closes_on") == "2026-10-04"
    assert len(page.soup.select("input[name=schools][checked]")) == 2


def test_a_name_is_used_once(lead, borough, engine):
    lead.post("/waves/new", GOOD)
    page = lead.post("/waves/new", {**GOOD, "name": " Autumn 2026 "})
    assert "There is already a wave called “Autumn 2026”." in page.text
    assert stored(engine) == 1


def test_the_page_says_when_there_is_no_school_or_survey_yet(lead):
    page = lead.post("/waves/new", GOOD)
    assert page.status == 200
    assert "There is a problem" in page.text


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ((9, 0), ["under 10", "under 10"], "under 10"),
        ((10, 9), ["10", "under 10"], "not shown"),  # else 20 less 10 would tell the other
        ((20, 3), ["20", "under 10"], "not shown"),
        ((12, 13), ["10", "15"], "25"),
        ((38, 52), ["40", "50"], "90"),
    ],
)
def test_answers_are_rounded_to_5_and_hidden_under_10(lead, record, counts, shown, total):
    wave = make.wave(record, schools=2)
    places = sorted(wave.schools, key=lambda place: place.school.name)
    for place, count in zip(places, counts, strict=True):
        if count:
            make.responses(record, place, count=count)
    wave_id = wave.id
    record.commit()
    page = lead.get(f"/waves/{wave_id}")
    assert [row.find_all("td")[2].text for row in page.soup.select("tbody tr")] == shown
    assert f"Answers so far: {total} ." in page.text


def test_a_wave_is_closed_early_once(lead, record):
    wave_id = make.wave(record).id
    record.commit()
    assert "Open" in lead.get(f"/waves/{wave_id}").text
    lead.post(f"/waves/{wave_id}/close", form_on=f"/waves/{wave_id}")
    page = lead.get(f"/waves/{wave_id}")
    assert "is closed. No more answers are taken." in page.text
    assert "Close this wave today" not in page.text


def test_closing_says_what_became_of_it_only_when_it_was_open(lead, record):
    wave_id = make.wave(
        record, opens_on=date.today() + timedelta(days=5), closes_on=date.today() + timedelta(days=9)
    ).id
    record.commit()
    token = lead.get("/privacy").field("csrf_token")
    lead.post(f"/waves/{wave_id}/close", {"csrf_token": token}, form_on="")
    page = lead.get(f"/waves/{wave_id}")
    assert "No more answers are taken" not in page.text
    assert "is not open, so nothing was changed" in page.text
    assert "Planned" in page.text


def test_the_same_work_is_asked_for_once_while_it_waits(app, lead, record, engine):
    asked = []
    app.extensions["voice_run_job"] = asked.append
    wave_id = make.wave(record).id
    record.commit()
    goes = [lead.post(f"/waves/{wave_id}/find-themes", form_on=f"/waves/{wave_id}") for _ in range(2)]
    assert len({page.response.location for page in goes}) == len(asked) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1
    assert "Find themes : waiting, asked for by Sam Field" in lead.get(f"/waves/{wave_id}").text


def test_a_page_shows_how_much_is_left_to_read(lead, record):
    wave = make.wave(record)
    wave_id = wave.id
    make.responses(record, wave.schools[0], *itertools.repeat("text", 3))
    record.commit()
    assert "3 of 3 wait" in lead.get(f"/waves/{wave_id}").text


def test_a_wave_of_today_is_refused_where_something_is_missing_and_says_where(lead, borough, record, engine):
    make.school(record, urn="444444", name="Uncovered School")
    record.commit()
    today = date.today()
    now = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=9)).isoformat()}
    page = lead.post("/waves/new", {**GOOD, **now, "schools": ["111111", "444444"]})
    assert "The wave cannot open yet." in page.text
    assert "in the last 14 days at: Uncovered School." in page.text
    assert stored(engine) == 0
    hints = {hint.text.strip() for hint in page.soup.select("form .govuk-checkboxes__hint")}
    assert "Missing: cover not confirmed" in hints
    later = {
        day: (today + timedelta(days=20 + n)).isoformat() for n, day in enumerate(("opens_on", "closes_on"))
    }
    shown = lead.get(lead.post("/waves/new", {**GOOD, **later, "schools": ["444444"]}).response.location)
    assert "Something is missing, so pupils cannot answer yet." in shown.text
    assert "Confirm cover at Uncovered School." in shown.text


def test_school_hours_are_filled_in_and_can_be_taken_out(lead, borough, engine):
    page = lead.get("/waves/new")
    assert (page.field("from_time"), page.field("to_time")) == ("08:30", "15:30")
    lead.post("/waves/new", {**GOOD, "from_time": "08:30", "to_time": "15:30", "uses_tickets": "y"})
    lead.post("/waves/new", {**GOOD, "name": "Any hour", "from_time": "", "to_time": ""})
    with Session(engine) as session:
        kept = {wave.name: wave for wave in session.scalars(select(Wave))}
        assert kept["Autumn 2026"].to_time == time(15, 30)
        assert {place.uses_tickets for place in kept["Autumn 2026"].schools} == {True}
        assert kept["Any hour"].from_time is kept["Any hour"].to_time is None
        address = f"/waves/{kept['Autumn 2026'].id}"
    assert "Monday to Friday from 08:30 to 15:30" in lead.get(address).text


def test_every_school_is_paused_and_let_go_on(lead, record):
    wave_id = make.wave(record, schools=2).id
    record.commit()
    address = f"/waves/{wave_id}"
    lead.post(f"{address}/pause", form_on=address)
    page = lead.get(address)
    assert "is paused in every school" in page.text
    assert [tag.text for tag in page.soup.select("tbody .govuk-tag")] == ["Paused", "Paused"]
    lead.post(f"{address}/resume", form_on=address)
    assert [tag.text for tag in lead.get(address).soup.select("tbody .govuk-tag")] == ["Open", "Open"]


def test_a_lapse_shows_on_the_waves_page(lead, record):
    wave = make.wave(record, schools=2)
    wave_id, name = wave.id, wave.schools[0].school.name
    make.cover(record, wave.schools[0].school, on=date.today() - timedelta(days=15))
    make.cover(record)
    record.commit()
    page = lead.get(f"/waves/{wave_id}")
    assert f"Confirm cover at {name}." in page.text
    assert "Check the help lines" not in page.text
    assert sorted(tag.text for tag in page.soup.select("tbody .govuk-tag")) == ["Open", "Paused"]

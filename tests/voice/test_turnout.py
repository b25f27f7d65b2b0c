"""Turnout: counts in steps of 5 that cannot be taken apart, and a reminder for the schools that have few."""

from datetime import date, timedelta

import pytest

from surveys.workers import Role
from tests import make

TODAY = date.today()


@pytest.fixture
def wave(record):
    schools = [make.school(record, name=name, roll=60) for name in ("Abbey", "Brook Lane", "Hill Top")]
    return make.wave_in(record, *schools, name="Spring look", closes_on=TODAY + timedelta(days=5))


@pytest.fixture
def turnout(signed_in, record, wave):
    wave_id = wave.id

    def show():
        record.commit()
        return signed_in(Role.LEAD).get(f"/waves/{wave_id}/turnout")

    return show


def rows(page, label):
    table = page.soup.select_one(f"[aria-label='{label}']")
    return [
        [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")
    ]


def answer(record, wave, *counts):
    places = sorted(wave.schools, key=lambda place: place.school.name)
    for place, count in zip(places, counts, strict=True):
        if count:
            make.responses(record, place, count=count)


def test_counts_stand_beside_the_roll_in_steps_of_5(turnout, record, wave):
    answer(record, wave, 38, 12, 3)
    page = turnout()
    assert rows(page, "Answers by school") == [
        ["Abbey", "40", "60"],
        ["Brook Lane", "10", "60"],
        ["Hill Top", "under 10", "60"],
    ]
    assert "Answers so far: 55 ." in page.text
    assert "5 days are left after today." in page.text
    assert "Not started, or only just: Hill Top." in page.text


def test_none_and_nine_look_alike(turnout, record, wave):
    answer(record, wave, 38, 0, 9)
    told = dict(row[:2] for row in rows(turnout(), "Answers by school"))
    assert told["Brook Lane"] == told["Hill Top"] == "under 10"


def test_years_are_told_for_all_schools_together(turnout, record, wave):
    answer(record, wave, 24, 20, 16)
    make.responses(record, wave.schools[0], count=14, picks={"year_group": ["Y9"]})
    page = turnout()
    assert rows(page, "Answers by year group") == [["Year 8", "60"], ["Year 9", "15"]]


def test_years_beside_which_the_total_would_tell_a_few_pupils_are_left_out(turnout, record, wave):
    answer(record, wave, 24, 20, 16)
    make.responses(record, wave.schools[0], count=4, picks={"year_group": ["Y9"]})
    assert turnout().soup.select_one("[aria-label='Answers by year group']") is None


def test_years_are_left_out_while_the_total_is_hidden(turnout, record, wave):
    answer(record, wave, 4, 0, 0)
    assert "By year group" not in turnout().text


def test_schools_with_few_answers_have_a_reminder_to_copy(turnout, record, wave):
    answer(record, wave, 38, 12, 3)
    reminders = {text["id"]: text.text for text in turnout().soup.select("textarea")}
    assert len(reminders) == 2
    codes = {place.school.name: place.printed_code for place in wave.schools}
    [brook] = [text for text in reminders.values() if "Brook Lane" in text]
    [hill] = [text for text in reminders.values() if "Hill Top" in text]
    assert "about 10 of 60 pupils on roll have answered “Spring look” so far" in brook
    assert codes["Brook Lane"] in brook
    assert "fewer than 10 of 60 pupils on roll have answered" in hill
    assert "5 days are left after today" in hill


def test_a_school_without_cover_is_asked_for_that_first_and_a_paused_one_for_nothing(turnout, record, wave):
    places = {place.school.name: place for place in wave.schools}
    make.cover(record, places["Abbey"].school, on=TODAY - timedelta(days=15))
    make.cover(record)
    places["Brook Lane"].is_paused = True
    urn = places["Abbey"].school.urn
    abbey, hill = (text.text for text in turnout().soup.select("textarea"))
    assert f"/cover/{urn}" in abbey
    assert "First please confirm" not in hill


def test_the_last_day_is_told_as_such(turnout, record, wave):
    wave.closes_on = TODAY
    page = turnout()
    assert "Today is the last day." in page.text
    assert "today is the last day" in page.soup.select_one("textarea").text


def test_a_wave_that_is_over_needs_no_reminder(turnout, record, wave):
    wave.closes_on = TODAY - timedelta(days=1)
    page = turnout()
    assert "Closed" in page.text
    assert page.soup.select("textarea") == []
    assert "Not started" not in page.text


def test_a_school_of_unknown_size_is_not_measured_against_a_roll(turnout, record, wave):
    for place in wave.schools:
        place.roll = None
    answer(record, wave, 12, 30, 30)
    page = turnout()
    assert {row[2] for row in rows(page, "Answers by school")} == {"not known"}
    assert page.soup.select("textarea") == []


def test_tickets_are_told_in_the_reminder(turnout, record, wave):
    wave.schools[0].uses_tickets = True
    assert "draws a ticket with a code of their own" in turnout().text

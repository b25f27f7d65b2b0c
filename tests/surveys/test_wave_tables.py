"""Wave tables: every number of them stands in a stored finding or in the shown counts, and hidden ones are signs."""

from datetime import date

import pytest

from surveys.findings import FindingKind, store_findings
from surveys.reports import store_draft
from surveys.wave_tables import answers_table, finding_tables, report_states_table, years_table
from tests import make
from tests.voice.report_figures import content, figure, hidden

ON = date(2026, 11, 9)


@pytest.fixture
def wave(record):
    brook = make.school(record, urn="900001", name="Brook Lane", roll=940)
    hill = make.school(record, urn="900002", name="Hill Top", roll=30)
    return make.wave_in(record, hill, brook, name="Autumn 2026")


@pytest.fixture
def counted(record, wave):
    """A wave whose findings know of a theme that is written of and ticked, and one that nobody can tick."""
    transport = {
        "name": "Getting to school",
        "written": {"900001": figure(90, 240), "900002": hidden(), "total": figure(95, 250)},
        "ticked": {"900001": figure(60, 240), "900002": hidden(), "total": hidden()},
        "workshops": {"said_in": 2, "of": 8},
        "words": ["bus", "tram"],
        "decided": figure(15, 20),
        "cautions": [{"reason": "Look at buses.", "facts": ["Two schools differ."]}],
    }
    sleep = {
        "name": "Sleep",
        "written": {"900001": figure(30, 240), "900002": hidden(), "total": figure(30, 250)},
        "ticked": None,
        "workshops": {"said_in": 0, "of": 0},
        "words": [],
        "decided": hidden(),
    }
    overview = {"answered": figure(250, 970), "writers": hidden(), "decided": figure(15, 20), "schools": {}}
    figures = {
        (FindingKind.OVERVIEW, "wave"): overview,
        (FindingKind.THEME, "TRV"): transport,
        (FindingKind.THEME, "SLP"): sleep,
        (FindingKind.TRUST, "TRV"): {"sentence": "Right in about 9 of 10."},
    }
    store_findings(record, wave_id=wave.id, figures=figures, on=ON)
    return {table.name: table for table in finding_tables(record, wave)}


def cells(table, *names):
    places = [[column.name for column in table.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_a_wave_that_nobody_counted_has_no_tables_of_findings(record, wave):
    assert finding_tables(record, wave) == []


def test_themes_are_told_by_school_in_the_order_of_codes_and_names(counted):
    found = cells(
        counted["themes"], "theme_code", "measure", "school_urn", "pupils_asked", "pupils_who_said_so"
    )
    assert found == [
        ("SLP", "wrote about it", "", 250, 30),
        ("SLP", "wrote about it", "900001", 240, 30),
        ("SLP", "wrote about it", "900002", "c", "c"),
        ("SLP", "ticked it", "", "z", "z"),
        ("TRV", "wrote about it", "", 250, 95),
        ("TRV", "wrote about it", "900001", 240, 90),
        ("TRV", "wrote about it", "900002", "c", "c"),
        ("TRV", "ticked it", "", "c", "c"),
        ("TRV", "ticked it", "900001", 240, 60),
        ("TRV", "ticked it", "900002", "c", "c"),
    ]


def test_every_table_is_as_wide_as_its_titles_and_says_its_day(counted):
    for table in counted.values():
        assert {len(row) for row in table.rows} <= {len(table.columns)}
        assert {row[-1] for row in table.rows} <= {ON.isoformat()}


def test_workshops_words_and_trust_have_tables_of_their_own(counted):
    assert cells(counted["themes-in-workshops"], "theme", "in_workshops") == [
        ("Getting to school", "fewer than half")
    ]
    assert cells(counted["theme-words"], "theme_code", "word") == [("TRV", "bus"), ("TRV", "tram")]
    assert cells(counted["theme-trust"], "theme_code", "how_far_to_trust", "cautions") == [
        ("SLP", "", ""),
        ("TRV", "Right in about 9 of 10.", "Look at buses. Two schools differ."),
    ]


def test_the_wave_as_a_whole_hides_what_its_finding_hides(counted):
    assert cells(counted["overview"], "measure", "number") == [
        ("Pupils who answered", 250),
        ("Pupils who wrote something that a person has read", "c"),
        ("Themes given that a person has decided on", 15),
    ]


def test_answers_are_told_as_they_are_shown(wave):
    places = {place.school.urn: place.id for place in wave.schools}
    shown = {places["900001"]: (240, "240"), places["900002"]: (None, "under 10")}
    table = answers_table(wave, shown, (250, "250"), on=ON)
    assert cells(table, "school_name", "pupils_on_roll", "pupils_who_answered", "in_words") == [
        ("", 970, 250, "250"),
        ("Brook Lane", 940, 240, "240"),
        ("Hill Top", 30, "c", "under 10"),
    ]


def test_a_roll_that_is_not_known_is_not_added_up(wave):
    wave.schools[0].roll = None
    shown = {place.id: (None, "under 10") for place in wave.schools}
    table = answers_table(wave, shown, (None, "under 10"), on=ON)
    rolls = cells(table, "school_urn", "pupils_on_roll")
    assert rolls[0] == ("", "x")
    assert sorted(str(roll) for _, roll in rolls[1:])[-1] == "x"


def test_years_are_told_as_they_are_shown(wave):
    table = years_table(wave, [("Year 7", (55, "55")), ("Year 8", (None, "not shown"))], on=ON)
    assert cells(table, "breakdown", "pupils_who_answered") == [("Year 7", 55), ("Year 8", "c")]


def test_reports_are_told_by_how_far_they_are(record, wave):
    place = next(place for place in wave.schools if place.school.urn == "900001")
    store_draft(record, place=place, content=content(), pdf=b"%PDF", on=ON)
    table = report_states_table(record, wave, on=ON)
    assert cells(table, "school_name", "edition", "state", "drafted_on", "released_on", "seen_on") == [
        ("Brook Lane", 1, "draft", "2026-11-09", "", ""),
        ("Hill Top", "", "none yet", "", "", ""),
    ]

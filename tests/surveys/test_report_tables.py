"""Report tables: what a report says, from its frozen content alone, whatever format it has."""

from datetime import date
from types import SimpleNamespace

import pytest

from surveys.report_tables import report_tables
from tests.voice.report_figures import content, figure, hidden, rich_figures, small_figures

ON = "2026-11-09"


def report(figures=None, **changes):
    place = SimpleNamespace(
        school=SimpleNamespace(laestab="9990001", name="Renamed since"),
        wave=SimpleNamespace(opens_on=date(2026, 10, 5)),
    )
    return SimpleNamespace(content=content(figures, **changes), place=place)


def tables_of(*arguments, **changes):
    return {table.name: table for table in report_tables(report(*arguments, **changes))}


def cells(table, *names):
    places = [[column.name for column in table.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


def with_everything():
    """Figures of the second format, in which more is said than in the first."""
    figures = rich_figures()
    figures["headlines"][0] |= {
        "range": {"low": 20, "high": 50, "schools": 9},
        "change": {"word": "down", "why": "The same question was asked of the same schools.", "before": None},
    }
    figures["barriers"][0]["differs"] = "higher"
    figures["different"] = [
        {
            "title": "Noise",
            "direction": "higher",
            "sentence": "More pupils here say so.",
            "school": figure(65, 165),
            "authority": figure(760, 2395),
        }
    ]
    figures["rate"] = {"words": "about 2 in 10 of the pupils on roll", "why": ""}
    figures["workshops"]["came"] = hidden()
    figures["groups"] = [
        {
            "dimension": "year_group",
            "title": "Year group",
            "scope": "school",
            "columns": [["Y7", "Year 7"], ["Y8", "Year 8"]],
            "rows": [{"title": "Feel safe", "cells": {"Y7": figure(30, 60), "Y8": hidden()}}],
            "why": "",
        },
        {"dimension": "gender", "title": "Gender", "columns": [], "rows": [], "why": "Too few."},
    ]
    return figures


@pytest.mark.parametrize("figures", [rich_figures(), small_figures(), with_everything()])
def test_every_table_is_as_wide_as_its_titles_and_as_at_the_day_of_the_draft(figures):
    for table in report_tables(report(figures)):
        assert {len(row) for row in table.rows} <= {len(table.columns)}
        assert table.as_at.isoformat() == ON
        assert {row[-1] for row in table.rows} <= {ON}


def test_a_school_stands_beside_its_authority_under_the_name_it_had():
    found = cells(
        tables_of()["barriers"], "geographic_level", "school_name", "item", "pupils_who_said_so", "differs"
    )
    assert found[:2] == [
        ("School", "Brook Lane High School", "Noise, crowds, lights or too much going on", 65, ""),
        ("Local authority", "", "Noise, crowds, lights or too much going on", 760, ""),
    ]


def test_what_is_hidden_in_a_report_is_hidden_in_its_tables():
    for name, table in tables_of(small_figures()).items():
        titles = [column.name for column in table.columns]
        if "pupils_who_said_so" in titles:
            school = [row for row in table.rows if row[2] == "School"]
            said = titles.index("pupils_who_said_so")
            assert {row[said] for row in school} <= {"c"}, name
    assert cells(tables_of(small_figures())["answers"], "measure", "number")[0] == (
        "Pupils who answered",
        "c",
    )


def test_range_and_change_stand_where_they_belong():
    first, second = cells(
        tables_of(with_everything())["headlines"], "geographic_level", "lowest_school_percent", "schools_shown",
        "change",
    )[:2]  # fmt: skip
    assert first == ("School", "z", "z", "down")
    assert second == ("Local authority", 20, 9, "")


def test_a_range_that_is_not_told_is_not_available():
    told = cells(tables_of()["headlines"], "geographic_level", "highest_school_percent", "change")
    assert told[:2] == [("School", "z", ""), ("Local authority", "x", "")]


def test_what_a_report_of_the_second_format_adds_has_tables():
    tables = tables_of(with_everything())
    assert cells(tables["different"], "item", "in_a_sentence") == [("Noise", "More pupils here say so.")] * 2
    assert cells(tables["groups"], "breakdown_topic", "breakdown", "item", "pupils_who_said_so") == [
        ("Year group", "Year 7", "Feel safe", 30),
        ("Year group", "Year 8", "Feel safe", "c"),
    ]
    assert cells(tables["answers"], "measure", "number", "in_words")[1:] == [
        ("Pupils on roll", 940, "about 2 in 10 of the pupils on roll"),
        ("Pupils who came to workshops", "c", "too small to say"),
    ]
    assert cells(tables["barriers"], "differs")[:2] == [("higher",), ("",)]


@pytest.mark.parametrize(
    ("scope", "level"),
    [("school", "School"), ("authority", "Local authority"), ("pool", "Small schools together")],
)
def test_groups_say_whose_figures_they_are(scope, level):
    figures = with_everything()
    figures["groups"][0] |= {"scope": scope, "why": "Whose they are."}
    told = cells(tables_of(figures)["groups"], "geographic_level", "school_urn", "whose")
    assert set(told) == {(level, "900001" if scope == "school" else "", "Whose they are.")}


def test_places_are_told_by_time_and_as_a_whole():
    found = cells(tables_of()["places"], "place", "time", "pupils_who_said_so")
    assert found[0] == ("Corridors", "any time", 60)
    assert ("Corridors", "Between lessons", 45) in found
    assert ("Library", "any time", "c") in found
    assert len(found) == 5 * 6


def test_lists_of_words_have_tables_too():
    tables = tables_of()
    assert cells(tables["workshops"], "kind")[0] == ("recommendation",)
    assert cells(tables["quotes"], "theme", "whose")[0] == ("Help to learn, noise and crowds", "a pupil’s")
    assert cells(tables["actions"], "status", "schools") == [
        ("in progress", "every school"),
        ("done", "this school"),
    ]


def test_forms_to_read_with_care_are_told():
    assert cells(tables_of()["marked-forms"], "measure", "number") == [
        ("Forms that gave the same answer to every statement", 15),
        ("Forms that left every question empty", "c"),
    ]


def whole_numbers(value):
    if isinstance(value, dict):
        return set().union(*(whole_numbers(one) for one in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(whole_numbers(one) for one in value))
    return {value} if isinstance(value, int) and not isinstance(value, bool) else set()


@pytest.mark.parametrize("figures", [rich_figures(), small_figures(), with_everything()])
def test_no_table_holds_a_number_that_the_report_does_not(figures):
    told = {cell for table in report_tables(report(figures)) for row in table.rows for cell in row}
    assert {cell for cell in told if isinstance(cell, int)} <= whole_numbers(figures)

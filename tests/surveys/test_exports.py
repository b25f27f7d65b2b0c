"""Exports: figures as cells, and the leading cells that say when and where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from surveys.exports import (
    COUNTED,
    FIGURE,
    Kind,
    Place,
    Setting,
    count_cells,
    figure_cells,
    notes,
    pack,
    period,
    table,
)

BROOK = Place("9990001", "900001", "Brook Lane", "Ashenbrook")
HILL = Place("9990002", "900002", "Hill Top", "Ashenbrook")
FAR = Place("8880001", "900003", "Far Side", "Otherton")


def figure(base, count, percent, shown, why=""):
    return {"base": base, "count": count, "percent": percent, "words": "some", "shown": shown, "why": why}


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 9, 1), ("202627", "Autumn term")),
        (date(2026, 12, 31), ("202627", "Autumn term")),
        (date(2027, 1, 1), ("202627", "Spring term")),
        (date(2027, 3, 31), ("202627", "Spring term")),
        (date(2027, 4, 1), ("202627", "Summer term")),
        (date(2027, 8, 31), ("202627", "Summer term")),
        (date(1999, 10, 1), ("199900", "Autumn term")),
    ],
)
def test_a_day_has_its_academic_year_and_term(day, told):
    assert period(day) == told


def test_rows_say_when_and_where():
    here = Setting(date(2026, 10, 5), (BROOK, HILL))
    shared = ("E92000001", "England", "999", "Ashenbrook")
    assert here.authority() == ("202627", "Autumn term", "Local authority", *shared, "", "", "")
    assert here.school(HILL) == (
        "202627", "Autumn term", "School", *shared, "9990002", "900002", "Hill Top",
    )  # fmt: skip


def test_schools_of_two_authorities_have_no_code_in_common():
    here = Setting(date(2026, 10, 5), (BROOK, FAR))
    assert here.authority()[5:7] == ("x", "Ashenbrook; Otherton")
    assert here.school(FAR)[5:7] == ("888", "Otherton")


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        (figure(160, 65, 40, True), (160, 65, 40, "some", "")),
        (figure(40, 15, None, True), (40, 15, "u", "some", "")),
        (figure(160, None, None, False, "few"), (160, "c", "c", "some", "few")),
        (figure(None, None, None, False, "few"), ("c", "c", "c", "some", "few")),
        (None, ("z", "z", "z", "not asked", "")),
    ],
)
def test_a_figure_becomes_cells(stored, cells):
    assert figure_cells(stored) == cells
    assert len(cells) == len(FIGURE)


def test_a_plain_count_becomes_cells():
    assert count_cells(figure(None, 165, None, True)) == (165, "some")
    assert count_cells(figure(None, None, None, False)) == ("c", "some")
    assert len(COUNTED) == 2


@given(some.one_of(some.none(), some.integers(0, 500)), some.integers(0, 500), some.integers(0, 100))
def test_a_figure_that_is_not_shown_gives_no_number_even_if_it_holds_one(base, count, percent):
    cells = figure_cells(figure(base, count, percent, shown=False))
    assert cells[1:3] == ("c", "c")
    assert count_cells(figure(base, count, percent, shown=False))[0] == "c"


def test_every_row_says_the_day_it_is_as_at_and_a_table_without_rows_is_left_out():
    columns = notes(word="A word.")
    full = table("words", "Words", columns, [["bus"]], as_at=date(2026, 11, 9))
    empty = table("none", "None", columns, [], as_at=date(2026, 11, 9))
    assert full.rows == (("bus", "2026-11-09"),)
    assert [column.name for column in full.columns] == ["word", "as_at"]
    assert not full.is_open_data
    assert full.columns[0].kind is Kind.NOTE
    assert pack("Title", [], [empty, full]).tables == (full,)

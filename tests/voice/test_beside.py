"""Beside: published attendance and targets stand in a paper as context, with their day and source, and are frozen with it."""

from datetime import date

import pytest

from surveys.attendance import Area, AreaLevel, Measured, store_attendance
from surveys.indicators import Phase
from surveys.targets import TargetWanted, Unit, add_target, end_target, note_value
from surveys.workers import Role
from tests import make
from voice.paper_kinds.beside import CONTEXT, beside_blocks

TODAY = date(2026, 11, 24)


@pytest.fixture
def school(record):
    return make.school(record)


def published(record, school, *, year="202526", value=90.989, marker=None, until=date(2026, 8, 31)):
    ours = Area(AreaLevel.AUTHORITY, school.laestab[:3], school.la_name)
    england = Area(AreaLevel.ENGLAND, "E92000001", "England")
    store_attendance(
        record,
        [
            Measured(year, "Academic year", until, ours, Phase.SECONDARY, "attendance", value, marker),
            Measured(year, "Academic year", until, england, Phase.SECONDARY, "attendance", 91.5, None),
        ],
        source="absence.csv",
        on=TODAY,
    )


def target(record, **more):
    wanted = {
        "title": "Attendance in secondary schools",
        "unit": Unit.PERCENT,
        "baseline": "90.61",
        "baseline_on": date(2024, 8, 31),
        "goal": "93.00",
        "due_on": date(2028, 7, 31),
        "owner": "Attendance team",
        "source": "DfE",
    }
    return add_target(record, wanted=TargetWanted(**(wanted | more)))


def tables(blocks):
    return {block["caption"]: block for block in blocks if block["kind"] == "table"}


def test_where_there_are_neither_figures_nor_targets_nothing_is_said(record, school):
    assert beside_blocks(record) == []


def test_the_newest_published_figures_stand_by_phase_with_their_time_source_and_day(record, school):
    published(record, school, year="202425", value=90.1, until=date(2025, 8, 31))
    published(record, school)
    blocks = beside_blocks(record)
    assert blocks[0]["text"] == CONTEXT
    (table,) = tables(blocks).values()
    assert table["rows"] == [
        ["Secondary", "Academic year 2025/26", "91.0%", "not published", "not published"]
    ]
    source = blocks[-1]["text"]
    assert "Department for Education" in source
    assert "absence.csv, taken in on 24 November 2026" in source
    assert "reach to 31 August 2026" in source


def test_what_the_department_keeps_back_is_said_in_words(record, school):
    published(record, school, value=None, marker="c")
    (table,) = tables(beside_blocks(record)).values()
    assert table["rows"][0][2] == "kept back"


def test_open_targets_stand_with_start_latest_aim_and_day_to_one_decimal(record, school):
    noted = target(record)
    note_value(
        record,
        target=noted,
        value="91.26",
        for_day=date(2026, 7, 31),
        worker=make.worker(record, Role.LEAD),
        on=TODAY,
    )
    target(record, title="Schools that told pupils", unit=Unit.NUMBER, baseline="2", goal="14")
    end_target(record, target=target(record, title="An old one"), why="Reached.", on=TODAY)
    (table,) = tables(beside_blocks(record)).values()
    assert table["rows"] == [
        [
            "Attendance in secondary schools",
            "90.6% (31 August 2024)",
            "91.3% (31 July 2026)",
            "93.0%",
            "31 July 2028",
        ],
        ["Schools that told pupils", "2 (31 August 2024)", "nothing noted yet", "14", "31 July 2028"],
    ]


def test_a_target_that_follows_a_published_figure_names_the_year_it_is_of(record, school):
    published(record, school)
    target(record, indicator="attendance", phase=Phase.SECONDARY)
    table = tables(beside_blocks(record))["The authority’s targets"]
    assert table["rows"][0][2] == "91.0% (Academic year 2025/26)"

"""Context tables: published attendance figures and targets, as they were taken in and noted."""

from datetime import date

import pytest

from surveys.attendance import Area, AreaLevel, Measured, store_attendance
from surveys.context_tables import attendance_table, target_values_table, targets_table
from surveys.indicators import Phase
from surveys.targets import TargetWanted, Unit, add_target, note_value
from surveys.workers import Role
from tests import make

ON = date(2026, 11, 9)
OURS = Area(AreaLevel.AUTHORITY, "999", "Ashenbrook")
REGION = Area(AreaLevel.REGION, "E12000002", "North West")
ENGLAND = Area(AreaLevel.ENGLAND, "E92000001", "England")


def cells(table, *names):
    places = [[column.name for column in table.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


def measured(area, indicator, value, *, year="202526", until=date(2026, 8, 31), phase=Phase.SECONDARY):
    marker = value if isinstance(value, str) else None
    return Measured(year, "Academic year", until, area, phase, indicator, None if marker else value, marker)


@pytest.fixture
def published(record):
    figures = [
        measured(ENGLAND, "attendance", 91.2),
        measured(OURS, "attendance", 90.51),
        measured(OURS, "severe", "c"),
        measured(REGION, "attendance", "low"),
        measured(OURS, "attendance", 89.9, year="202425", until=date(2025, 8, 31)),
    ]
    store_attendance(record, figures, source="ytd.csv", on=ON)
    record.flush()
    return attendance_table(record, on=ON)


def test_published_figures_stand_a_row_an_area_and_a_column_an_indicator(published):
    assert {len(row) for row in published.rows} == {len(published.columns)}
    told = cells(
        published,
        "time_period",
        "geographic_level",
        "la_name",
        "region_name",
        "attendance_percent",
        "severe_percent",
    )
    assert told == [
        ("202526", "Local authority", "Ashenbrook", "", 90.51, "c"),
        ("202526", "Regional", "", "North West", "low", "x"),
        ("202526", "National", "", "", 91.2, "x"),
        ("202425", "Local authority", "Ashenbrook", "", 89.9, "x"),
    ]
    assert published.is_open_data


def test_targets_are_told_with_the_value_noted_last(record):
    wanted = TargetWanted(
        title="Attendance of 93 %", unit=Unit.PERCENT, baseline="91.5", baseline_on=date(2025, 9, 1), goal="93",
        due_on=date(2027, 7, 31), owner="Ash", source="Registers", indicator="attendance", phase=Phase.SECONDARY,
    )  # fmt: skip
    target, worker = add_target(record, wanted=wanted), make.worker(record, Role.LEAD)
    assert cells(targets_table(record, on=ON), "target", "baseline", "goal", "latest", "latest_on") == [
        ("Attendance of 93 %", 91.5, 93.0, "", "")
    ]
    assert target_values_table(record, on=ON).rows == ()
    for value, day in (("91.8", date(2025, 12, 19)), ("92", date(2026, 4, 2))):
        note_value(record, target=target, value=value, for_day=day, worker=worker, on=ON)
    table = targets_table(record, on=ON)
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert cells(table, "latest", "latest_on", "published_indicator", "education_phase") == [
        (92.0, "2026-04-02", "Attendance", "Secondary")
    ]
    assert cells(target_values_table(record, on=ON), "measured_on", "value") == [
        ("2025-12-19", 91.8),
        ("2026-04-02", 92.0),
    ]

"""Attendance: the Department’s files are read under any of their names, whole or not at all, and kept for showing."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from surveys.attendance import (
    Area,
    AreaLevel,
    AttendanceFigure,
    AttendancePeriod,
    Measured,
    attendance_periods,
    own_attendance,
    own_authorities,
    store_attendance,
)
from surveys.attendance_tables import attendance_tables, attendance_trends, newest_attendance
from surveys.ees import read_attendance
from surveys.ees_columns import VALUES, last_day
from surveys.indicators import INDICATORS, Phase
from surveys.sheets import SheetProblem
from tests import make

SAMPLE = Path(__file__).parents[1] / "samples" / "attendance.csv"
REAL = Path(__file__).parents[3] / "shared" / "data" / "ees_attendance_ytd_202425.csv"
OURS = {"999": "Ashenbrook"}
TODAY = date.today()
HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,la_name,"
    "old_la_code,education_phase,attendance_perc,pa_perc"
)
OWN = "202425,Academic year,Local authority,E92000001,England,E12999999,Fellmoor,Ashenbrook,999,Secondary,91.1,25.7"


@pytest.fixture
def file(tmp_path):
    def write(*rows, header=HEADER):
        path = tmp_path / "attendance.csv"
        path.write_text("\n".join([header, *rows]) + "\n")
        return path

    return write


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture
def stored(record):
    make.school(record)
    store_attendance(record, read_attendance(SAMPLE, ours=OURS).figures, source=SAMPLE.name, on=TODAY)
    return record


def measured(record, area_code="999", indicator="attendance", phase=Phase.SECONDARY):
    return [one.words for one in own_attendance(record, indicator=indicator, phase=phase, codes=[area_code])]


def test_every_indicator_has_its_columns():
    assert VALUES.keys() == INDICATORS.keys()


def test_ours_our_region_and_england_are_kept_and_the_rest_is_counted():
    found = read_attendance(SAMPLE, ours=OURS)
    assert {one.area.name for one in found.figures} == {"Ashenbrook", "Fellmoor", "England"}
    assert found.left_out == {"about another authority": 1, "about another region": 1}
    assert (found.problems, found.unknown_columns) == ([], [])


def test_marks_are_kept_as_marks():
    found = read_attendance(SAMPLE, ours=OURS).figures
    special = {one.indicator: (one.value, one.marker) for one in found if one.phase is Phase.SPECIAL}
    assert special["attendance"] == (None, "c")
    assert (special["holiday"], special["persistent"]) == ((None, "z"), (None, "x"))
    holiday = [one.marker for one in found if one.indicator == "holiday" and one.area.code == "999"]
    assert "low" in holiday


@pytest.mark.parametrize(
    ("cell", "column", "says"),
    [
        ("abc", "attendance_perc", "“abc” is not a number"),
        ("nan", "attendance_perc", "not between 0 and 100"),
        ("101", "attendance_perc", "not between 0 and 100"),
        ("-1", "attendance_perc", "not between 0 and 100"),
        ("=1+1", "attendance_perc", "“=1+1” is not a number"),
    ],
)
def test_a_cell_that_is_no_percentage_is_told(file, cell, column, says):
    found = read_attendance(file(OWN, OWN.replace("Secondary,91.1", f"Primary,{cell}")), ours=OURS)
    (problem,) = found.problems
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.sentence


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        (("202425,Academic year", "202426,Academic year"), "time_period", "not a time that is kept"),
        (("202425,Academic year", "202425,Week 37"), "time_period", "not a time that is kept"),
        (("202425,Academic year", "2021,Week 53"), "time_period", "not a time that is kept"),
        (("202425,Academic year", "202425,"), "time_identifier", "empty"),
        (("Local authority,", ","), "geographic_level", "empty"),
        (("Ashenbrook,999", "Ashenbrook,"), "old_la_code", "three digits"),
        (("Ashenbrook,999", "Ashenbrook,E08"), "old_la_code", "not a number of 3 digits"),
        (("Ashenbrook,999", "Marrowby,999"), "la_name", "999 is Ashenbrook in the register"),
        (("Ashenbrook,999", ",999"), "la_name", "empty"),
        (("91.1,25.7", "91.1,25.7,3"), "13", "more cells"),
    ],
)
def test_a_row_that_cannot_be_is_told_by_row_and_column(file, change, column, says):
    found = read_attendance(file(OWN, OWN.replace(*change)), ours=OURS)
    (problem,) = found.problems
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.sentence


def test_two_rows_about_the_same_are_told(file):
    (problem,) = read_attendance(file(OWN, OWN), ours=OURS).problems
    assert str(problem).startswith(
        "Row 3, column education_phase: Ashenbrook, Secondary, is in row 2 already"
    )


@pytest.mark.parametrize(
    "name", ["Ashenbrook", "ASHENBROOK", "Ashenbrook, City of", "Ashenbrook Metropolitan Borough Council"]
)
def test_an_authority_goes_by_its_code_and_its_name_may_be_written_in_other_ways(file, name):
    assert read_attendance(file(OWN.replace("Ashenbrook", f'"{name}"')), ours=OURS).problems == []


def test_older_names_of_columns_and_phases_are_known(file):
    header = HEADER.replace("education_phase", "school_type").replace(
        "attendance_perc,pa_perc", "sess_overall_percent,enrolments_pa_10_exact_percent"
    )
    row = OWN.replace("Secondary", "State-funded secondary").replace("202425", "2024/25")
    found = read_attendance(file(row, header=header), ours=OURS).figures
    assert [(one.year, one.indicator, one.value) for one in found] == [
        ("202425", "absence", 91.1),
        ("202425", "persistent", 25.7),
    ]


def test_rows_about_some_pupils_schools_or_other_places_are_left_out_and_counted(file):
    rows = [
        f"{OWN},Total",
        OWN.replace("91.1", "80") + ",Year 11",
        OWN.replace("Secondary", "Nursery") + ",Total",
    ]
    rows += [OWN.replace("Local authority", "School") + ",Total"] * 2
    found = read_attendance(file(*rows, header=f"{HEADER},year_breakdown"), ours=OURS)
    assert len(found.figures) == 2
    assert found.left_out == {
        "about some pupils or days alone (column year_breakdown)": 1,
        "about schools of the kind “Nursery”": 1,
        "at the level “School”": 2,
    }


def test_columns_that_nobody_knows_are_named_with_their_place(file):
    found = read_attendance(file(f"{OWN},1,2", header=f"{HEADER},shoe_size,num_schools"), ours=OURS)
    assert found.unknown_columns == [(13, "shoe_size")]


@pytest.mark.parametrize(
    ("rows", "header", "ours", "says"),
    [
        ([OWN], "a,b,c", OURS, "no column time_period, time_identifier"),
        ([OWN], HEADER.replace("attendance_perc,pa_perc", "a,b"), OURS, "none of the figures that are shown"),
        ([OWN], HEADER, {"351": "Bury"}, r"no row about Bury \(351\)\. Its authorities are Ashenbrook\."),
        ([OWN], HEADER, {}, "Import your schools first"),
        ([OWN.replace("Local authority", "National")], HEADER, OURS, "no row about an authority"),
    ],
)
def test_another_file_is_refused_whole(file, rows, header, ours, says):
    with pytest.raises(SheetProblem, match=says):
        read_attendance(file(*rows, header=header), ours=ours)


CELLS = st.lists(
    st.one_of(
        st.sampled_from([*OWN.split(","), "c", "z", "low", "", "National", "nan", "1e400"]),
        st.text(max_size=6),
    ),
    min_size=12,
    max_size=13,
)


@given(st.lists(CELLS, max_size=4))
@settings(max_examples=300)
def test_whatever_a_row_holds_it_is_kept_counted_or_told(folder, rows):
    path = folder / "hostile.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as opened:
        csv.writer(opened).writerows([HEADER.split(","), OWN.split(","), *rows])
    try:
        found = read_attendance(path, ours=OURS)
    except SheetProblem:
        return  # a NUL, say: not a table at all
    assert all(0 <= one.value <= 100 for one in found.figures if one.value is not None)
    assert all((one.value is None) != (one.marker is None) for one in found.figures)
    assert {problem.row for problem in found.problems} <= {*range(2, len(rows) + 3)}


def test_one_place_can_have_many_weeks(file, record):
    rows = [OWN.replace("202425,Academic year", f"2025,Week {week}") for week in (37, 38)]
    periods = store_attendance(record, read_attendance(file(*rows), ours=OURS).figures, source="w", on=TODAY)
    assert [(one.name, one.until) for one in periods] == [
        ("Week 38 of 2025", date(2025, 9, 19)),
        ("Week 37 of 2025", date(2025, 9, 12)),
    ]


@pytest.mark.parametrize(
    ("year", "part", "day"),
    [
        ("202425", "Autumn term", date(2024, 12, 31)),
        ("202425", "Spring term", date(2025, 4, 30)),
        ("202425", "Academic year", date(2025, 8, 31)),
        ("199900", "Academic year", None),
        ("202425", "Autumn  Term", date(2024, 12, 31)),
        ("2020", "Week 53", date(2021, 1, 1)),
        ("2025", "Calendar year", None),
    ],
)
def test_a_period_ends_on_a_day(year, part, day):
    assert last_day(year, part) == day


def test_our_authorities_are_those_of_our_open_schools(record):
    make.school(record)
    make.school(record).laestab = "351"  # the register has entries without an establishment number
    closed = make.school(record)
    closed.laestab, closed.is_closed = "3564001", True
    record.flush()
    assert own_authorities(record) == OURS


def test_the_same_time_again_replaces_what_was_there(stored):
    assert measured(stored) == ["91.1%", "90.6%"]
    again = [
        Measured(
            "202425", "Academic year", date(2025, 8, 31), area, Phase.SECONDARY, "attendance", 92.0, None
        )
        for area in (Area(AreaLevel.AUTHORITY, "999", "Ashenbrook"),)
    ]
    store_attendance(stored, again, source="corrected.csv", on=TODAY)
    assert measured(stored) == ["92.0%", "90.6%"]
    newest = attendance_periods(stored)[0]
    assert (newest.source, len(newest.figures)) == ("corrected.csv", 1)
    assert stored.scalar(select(func.count()).select_from(AttendancePeriod)) == 2
    periods = stored.scalars(select(AttendanceFigure.period_id).distinct()).all()
    assert set(periods) == {one.id for one in attendance_periods(stored)}


def test_tables_stand_our_authority_first_and_say_what_is_missing(stored):
    total, secondary, special = attendance_tables(stored, period=attendance_periods(stored)[0])
    assert [area.name for area in secondary.areas] == ["Ashenbrook", "Fellmoor", "England"]
    assert [line.indicator.code for line in secondary.attending] == [
        "attendance",
        "absence",
        "unauthorised",
        "persistent",
    ]
    holiday = next(line for line in secondary.reasons if line.indicator.code == "holiday")
    assert [figure and figure.words for figure in holiday.figures] == ["rounds to 0", "0.5%", "0.4%"]
    assert {figure.words for line in special.lines for figure in line.figures} == {
        "kept back",
        "does not apply",
        "not available",
    }
    assert [area.name for area in total.areas] == ["England"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0.0%"), (0.04, "under 0.1%"), (0.05, "0.1%"), (100.0, "100.0%"), (91.25, "91.2%")],
)
def test_a_share_is_said_to_one_decimal_and_a_little_is_not_none(value, words):
    assert AttendanceFigure(value=value).words == words


def test_trends_keep_to_periods_of_one_kind(stored):
    (trend,) = attendance_trends(stored, part="Academic year", codes=["999"])[:1]
    assert [period.name for period in trend.periods] == ["Academic year 2023/24", "Academic year 2024/25"]
    attendance = trend.lines[0]
    assert [figure and figure.words for figure in attendance.figures] == ["90.6%", "91.1%"]
    assert attendance_trends(stored, part="Autumn term", codes=["999"]) == []


def test_the_newest_figures_of_a_phase_are_found(stored):
    period, table = newest_attendance(stored, phase=Phase.SECONDARY)
    assert (period.name, table.phase) == ("Academic year 2024/25", Phase.SECONDARY)
    assert newest_attendance(stored, phase=Phase.PRIMARY) is None


def test_the_real_file_is_understood(record):
    if not REAL.exists():  # it may be read but not copied into the project, so a bare clone has none
        pytest.skip(f"needs {REAL.name}, which is kept beside the project and not in it")
    found = read_attendance(REAL, ours={"351": "Bury"})
    assert (found.problems, found.unknown_columns) == ([], [])
    store_attendance(record, found.figures, source=REAL.name, on=TODAY)
    assert measured(record, "351") == ["91.1%"]
    assert measured(record, "351", "persistent") == ["25.7%"]
    assert measured(record, "E12000002") == ["91.2%"]
    assert measured(record, "E92000001", "persistent") == ["24.3%"]
    hidden = read_attendance(REAL, ours={"420": "Isles of Scilly"})
    assert {one.marker for one in hidden.figures if one.area.code == "420"} == {"c"}

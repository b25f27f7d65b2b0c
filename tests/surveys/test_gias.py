"""The national register of schools: read by the names of its columns, repeated without harm, forgiving row by row."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from surveys.base import Base
from surveys.gias import import_schools, read_schools
from surveys.phases import phase_for
from surveys.schools import School, schools
from surveys.sheets import SheetProblem

SAMPLE = Path(__file__).parents[1] / "samples" / "register.csv"
REAL_HEADER = Path(__file__).parents[3] / "shared" / "data" / "gias_example_schools.csv"


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def test_rows_are_read_with_what_the_register_leaves_empty_as_nothing():
    enid, brook, old, unit, manor = read_schools(SAMPLE).rows
    assert (enid.urn, enid.laestab, enid.name, enid.phase) == (
        "900001",
        "9514001",
        "St Enid’s High School",
        "Secondary",
    )
    assert (enid.roll, enid.percent_fsm, enid.trust, enid.head) == (1002, 24.5, None, "Ms Ada Example")
    assert (brook.phase, brook.town, brook.head, brook.street) == ("Special", None, None, None)
    assert (old.is_closed, old.closed_on, old.name) == (True, date(2023, 8, 31), "Old Café School")
    assert (unit.phase, manor.phase) == ("Alternative provision", "All-through")


def test_bad_rows_are_reported_with_row_and_column():
    problems = [(one.row, one.column) for one in read_schools(SAMPLE).problems]
    assert problems == [
        (7, "URN"),
        (8, "URN"),
        (9, "EstablishmentName"),
        (10, "NumberOfPupils"),
        (11, "CloseDate"),
        (12, "URN"),
    ]
    assert str(read_schools(SAMPLE).problems[-1]) == "Row 12, column URN: 900001 is in row 2 already."


def test_importing_adds_then_leaves_then_updates(session, tmp_path):
    register = read_schools(SAMPLE)
    first = import_schools(session, register.rows, problems=register.problems)
    assert (first.added, first.updated, first.unchanged, first.closed) == (5, 0, 0, 1)
    again = import_schools(session, register.rows)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 5)
    later = tmp_path / "later.csv"
    later.write_bytes(SAMPLE.read_bytes().replace(b"High School", b"Academy"))
    changed = import_schools(session, read_schools(later).rows)
    assert (changed.added, changed.updated, changed.unchanged) == (0, 1, 4)
    assert session.scalars(select(School.name).where(School.urn == "900001")).one() == "St Enid’s Academy"
    assert "Old Café School" not in [school.name for school in schools(session)]


def test_another_table_is_not_the_register(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("name,score\nAda,3\n")
    with pytest.raises(SheetProblem, match=r"not an establishments file .* no column URN, LA \(code\)"):
        read_schools(file)


def test_a_status_or_phase_may_come_as_name_alone(tmp_path):
    file = tmp_path / "names.csv"
    file.write_text(
        "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,EstablishmentStatus (name),PhaseOfEducation (name)\n"
        "900001,951,Testshire,12,A,Closed,Primary\n"
    )
    (row,) = read_schools(file).rows
    assert (row.is_closed, row.status, row.phase, row.laestab) == (True, "Closed", "Primary", "9510012")


def test_values_that_would_not_fit_are_told(tmp_path):
    file = tmp_path / "long.csv"
    file.write_text(
        "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,EstablishmentStatus (code),PhaseOfEducation (code),"
        "StatutoryLowAge,PercentageFSM\n"
        f"900001,951,Testshire,12,{'A' * 201},1,4,11,1\n"
        "900002,951,Testshire,12,A,1,4,-1,1\n"
        "900003,951,Testshire,12,A,1,4,11,nan\n"
        "900004,951,Testshire,12,A,1,4,11,1,2,3\n"
        "900005,9511,Testshire,12,A,1,4,11,1\n"
        "900006,951,Testshire,12,A,9,4,11,1\n"
    )
    register = read_schools(file)
    assert register.rows == ()
    assert [(one.row, one.column) for one in register.problems] == [
        (2, "EstablishmentName"),
        (3, "StatutoryLowAge"),
        (4, "PercentageFSM"),
        (5, "10"),
        (6, "LA (code)"),
        (7, "EstablishmentStatus (code)"),
    ]


@pytest.mark.parametrize(
    ("kind", "group", "low", "high", "phase"),
    [
        ("42", "10", 11, 16, "Alternative provision"),
        ("7", "5", 2, 19, "Special"),
        (None, "5", None, None, "Special"),
        ("11", "3", 2, 11, "Primary"),
        ("11", "3", 11, 18, "Secondary"),
        ("11", "3", 3, 18, "All-through"),
        ("18", "1", 16, 99, "16 plus"),
        ("15", "4", 2, 5, "Nursery"),
        ("11", "3", None, 18, "Not known"),
    ],
)
def test_a_phase_is_told_from_type_and_ages(kind, group, low, high, phase):
    assert phase_for(kind=kind, group=group, low_age=low, high_age=high) == phase


def test_the_real_header_is_understood(session):
    if (
        not REAL_HEADER.exists()
    ):  # the file may be read but not copied into the project, so a bare clone has none
        pytest.skip(f"needs {REAL_HEADER.name}, which is kept beside the project and not in it")
    register = read_schools(REAL_HEADER)
    assert [(row.urn, row.phase, row.is_closed) for row in register.rows] == [
        ("138130", "Special", False),
        ("140134", "Secondary", True),
    ]
    assert register.problems == ()
    assert import_schools(session, register.rows).added == 2

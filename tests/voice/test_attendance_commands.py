"""Attendance and links at a terminal: what people are told, and that a wrong file leaves no trace."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from surveys.attendance import AttendanceFigure, AttendancePeriod
from surveys.school_links import SchoolLink
from tests import make
from voice.attendance_commands import SHOWN_PROBLEMS, import_attendance, import_links

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def run(app, record):
    make.school(record, urn="900001", name="Brook Academy")
    record.commit()

    def invoke(command, *words, expect=0):
        done = app.test_cli_runner().invoke(command, [str(word) for word in words])
        assert done.exit_code == expect, done.output
        assert "Traceback" not in done.output
        return done.output

    return invoke


def count(record, table):
    found = record.scalar(select(func.count()).select_from(table))
    record.rollback()
    return found


@pytest.fixture
def wrong(tmp_path):
    """The sample with one cell that is no number."""
    file = tmp_path / "attendance.csv"
    file.write_text((SAMPLES / "attendance.csv").read_text().replace("91.104", "many"))
    return file


def test_figures_are_taken_in_and_what_was_passed_over_is_said(run, record):
    said = run(import_attendance, SAMPLES / "attendance.csv")
    assert "Academic year 2024/25: 30 figures for Ashenbrook, England, Fellmoor." in said
    assert "Academic year 2023/24: 12 figures for Ashenbrook, England." in said
    assert "Rows left out, about another authority: 1." in said
    assert run(import_attendance, SAMPLES / "attendance.csv") == said
    assert (count(record, AttendancePeriod), count(record, AttendanceFigure)) == (2, 42)


def test_a_wrong_cell_refuses_the_file_and_keeps_what_was_there(run, record, wrong):
    said = run(import_attendance, wrong, expect=1)
    assert "Nothing was taken in." in said
    assert "Row 8, column attendance_perc: “many” is not a number." in said
    assert count(record, AttendanceFigure) == 0
    run(import_attendance, SAMPLES / "attendance.csv")
    run(import_attendance, wrong, expect=1)
    assert count(record, AttendanceFigure) == 42


def test_whoever_has_seen_what_is_wrong_may_go_on_without_it(run, record, wrong):
    said = run(import_attendance, wrong, "--skip-wrong")
    assert "Rows left out because they are wrong: 1." in said
    assert "Row 8, column attendance_perc" in said
    assert 0 < count(record, AttendanceFigure) < 42


def test_a_file_that_is_wrong_throughout_is_told_in_a_few_lines(run, record, wrong):
    header, *rows = wrong.read_text().splitlines()
    wrong.write_text("\n".join([header, *[rows[6].replace("202425", "20245") for _ in range(30)]]))
    said = run(import_attendance, wrong, expect=1)
    assert said.count("Row ") == SHOWN_PROBLEMS
    assert "… and 10 more." in said
    assert "has no row that could be kept" in run(import_attendance, wrong, "--skip-wrong", expect=1)
    assert count(record, AttendancePeriod) == 0


@pytest.mark.parametrize("command", [import_attendance, import_links])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no file"),
        (b"", "is empty"),
        (b"\x00\x01", "not a table"),
        (b"a,b\n1,2\n", "it has no column"),
    ],
)
def test_what_is_no_such_file_gets_a_sentence(run, record, tmp_path, command, content, says):
    file = tmp_path / "file.csv"
    if content is not None:
        file.write_bytes(content)
    assert says in run(command, file, expect=1)
    assert (count(record, AttendancePeriod), count(record, SchoolLink)) == (0, 0)


def test_links_are_taken_in_and_the_unknown_schools_of_a_file_are_passed_over(run, record):
    said = run(import_links, SAMPLES / "links.csv")
    assert "Links of schools we know: 1, of 6 in the file." in said
    assert "say nothing of who a school’s pupils are: 1." in said
    assert count(record, SchoolLink) == 1


def test_a_wrong_link_refuses_the_file(run, record, tmp_path):
    file = tmp_path / "links.csv"
    file.write_text((SAMPLES / "links.csv").read_text() + "90000,900101,A,Predecessor,\n")
    assert "Row 11, column URN: “90000” is not a URN" in run(import_links, file, expect=1)
    assert count(record, SchoolLink) == 0
    run(import_links, file, "--skip-wrong")
    assert count(record, SchoolLink) == 1

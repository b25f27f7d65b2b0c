"""Attendance and school links at a terminal: taking in files that are published for everybody."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from surveys.attendance import AttendancePeriod, own_authorities, store_attendance
from surveys.base import now
from surveys.cells import RowProblem
from surveys.ees import AttendanceFile, read_attendance
from surveys.gias_links import RegisterLinks, read_links
from surveys.school_links import store_school_links
from surveys.sheets import SheetProblem
from voice.terminal import FILE, plainly, say, writing

attendance = AppGroup("attendance", help="Published attendance figures.")

SHOWN_PROBLEMS = 20
"""Enough to see what is wrong with a file; one that is wrong throughout says the same on every row."""
SKIP_WRONG = click.option("--skip-wrong", is_flag=True, help="Take the good rows when others are wrong.")


@attendance.command("import")
@click.argument("file", type=FILE)
@SKIP_WRONG
@plainly
def import_attendance(file: Path, skip_wrong: bool) -> None:
    """Take in FILE, a CSV of attendance or absence by authority from Explore Education Statistics.

    Kept are the figures of your schools’ authority, its region and England. A time that is there already is replaced.
    """
    with writing() as record:
        found = read_attendance(file, ours=own_authorities(record))
        _refuse_wrong(found.problems, skip_wrong=skip_wrong)
        if not found.figures:
            raise SheetProblem(f"{file.name} has no row that could be kept. Nothing was taken in.")
        periods = store_attendance(record, found.figures, source=file.name, on=now().date())
        account = list(account_of_attendance(found, periods))
        record.commit()
    say(account)


@click.command("links")
@click.argument("file", type=FILE)
@SKIP_WRONG
@with_appcontext
@plainly
def import_links(file: Path, skip_wrong: bool) -> None:
    """Take in FILE, the links CSV of the national register (GIAS): which school came out of which.

    The links of our schools are replaced by those of the file.
    """
    found = read_links(file)
    _refuse_wrong(found.problems, skip_wrong=skip_wrong)
    with writing() as record:
        stored = store_school_links(record, found.links)
        record.commit()
    say(account_of_links(found, stored))


def _refuse_wrong(problems: Sequence[RowProblem], *, skip_wrong: bool) -> None:
    """Stop at a file with wrong rows, unless whoever runs the command has seen them and said to go on."""
    if problems and not skip_wrong:
        said = "Nothing was taken in. Put these right, or leave these rows out with --skip-wrong."
        raise SheetProblem("\n".join([said, *_problems(problems)]))


def _problems(problems: Sequence[RowProblem]) -> Iterator[str]:
    yield from map(str, problems[:SHOWN_PROBLEMS])
    if len(problems) > SHOWN_PROBLEMS:
        yield f"… and {len(problems) - SHOWN_PROBLEMS:,} more."


def account_of_attendance(found: AttendanceFile, periods: Sequence[AttendancePeriod]) -> Iterator[str]:
    """Say what was taken in, what was passed over and why, and which rows were wrong."""
    for period in periods:
        areas = sorted({figure.area_name for figure in period.figures})
        yield f"{period.name}: {len(period.figures):,} figures for {', '.join(areas)}."
    for about, rows in found.left_out.most_common():
        yield f"Rows left out, {about}: {rows:,}."
    if found.unknown_columns:
        named = ", ".join(f"{place} “{title}”" for place, title in found.unknown_columns)
        yield f"Columns that are not known and were passed over: {named}."
    if found.problems:
        yield f"Rows left out because they are wrong: {len(found.problems):,}."
        yield from _problems(found.problems)


def account_of_links(found: RegisterLinks, stored: int) -> Iterator[str]:
    """Say how many links concern our schools, and what was passed over."""
    yield f"Links of schools we know: {stored:,}, of {len(found.links):,} in the file."
    if found.passed_over:
        yield f"Rows left out because they say nothing of who a school’s pupils are: {found.passed_over:,}."
    if found.problems:
        yield f"Rows left out because they are wrong: {len(found.problems):,}."
        yield from _problems(found.problems)

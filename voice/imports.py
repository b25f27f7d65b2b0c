"""Imports: bringing in schools and another tool’s answers at a terminal, and telling what came of it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from surveys.columns import Column, FormsProblem, Use
from surveys.form_versions import match_for_import
from surveys.gias import Imported, import_schools, read_schools
from surveys.imports import Taken, WaveWanted, import_form, rows_in_words
from surveys.msforms import Form
from surveys.school_names import SchoolNames
from surveys.schools import School, schools
from surveys.sheets import SheetProblem, read_sheet
from voice.terminal import DAY, FILE, plainly, say, writing

SHOWN_ROWS = 5
SHOWN_LETTERS = 100


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--all-or-nothing", is_flag=True, help="Take nothing when a row is wrong.")
@with_appcontext
@plainly
def import_register(file: Path, all_or_nothing: bool) -> None:
    """Take in schools from FILE, an establishments CSV of the national register (GIAS)."""
    register = read_schools(file)
    if register.problems and all_or_nothing:
        raise SheetProblem("\n".join(["Nothing was taken in.", *map(str, register.problems)]))
    with writing() as record:
        imported = import_schools(record, register.rows, problems=register.problems)
        record.commit()
    say(account_of_schools(imported))


@click.command("import-forms")
@click.argument("file", type=FILE)
@click.option("--survey", "slug", required=True, help="The survey whose questions the columns answer.")
@click.option("--school-column", required=True, help="Title of the column that says which school.")
@click.option("--wave", "name", required=True, help="The wave to take the answers; made when there is none.")
@click.option("--opens", type=DAY, help="First day of a new wave; else told from the file.")
@click.option("--closes", type=DAY, help="Last day of a new wave; else told from the file.")
@click.option("--school-map", "map_file", type=FILE, help="CSV: what an answer says, the URN it means.")
@click.option("--match", "told", type=(str, str), multiple=True, help="TITLE CODE: the question of a column.")
@click.option("--keep", multiple=True, help="A column that looks personal and is not.")
@click.option("--leave", multiple=True, help="A column to leave out.")
@click.option("--month-first/--day-first", "month_first", default=None, help="How the file writes dates.")
@click.option("--skip-unknown", is_flag=True, help="Leave out rows whose school is not known.")
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@with_appcontext
@plainly
def import_forms(
    file: Path, slug: str, school_column: str, name: str, map_file: Path | None, dry_run: bool, **options: Any
) -> None:
    """Take in answers from FILE, an Excel or CSV export of Microsoft Forms."""
    with writing() as record:
        form = match_for_import(
            record,
            read_sheet(file),
            slug=slug,
            wave=name,
            on=date.today(),
            school_column=school_column,
            told=dict(options["told"]),
            keep=options["keep"],
            leave=options["leave"],
        )
        every = schools(record, with_closed=True)
        names = SchoolNames(every, told=school_map(map_file, every))
        say(preview(form, names) if dry_run else ())
        taken = import_form(
            record,
            form=form,
            names=names,
            wave=WaveWanted(name=name, opens_on=_day(options["opens"]), closes_on=_day(options["closes"])),
            secret=current_app.config["SECRET_KEY"],
            on=date.today(),
            skip_unknown=options["skip_unknown"],
            month_first=options["month_first"],
        )
        say(account(form, taken, dry_run=dry_run))
        if not dry_run:
            record.commit()


def school_map(file: Path | None, schools: Iterable[School]) -> dict[str, School]:
    """Read a file of two columns, what the form’s answer says and the URN it means. Raises ``FormsProblem``."""
    by_urn = {school.urn: school for school in schools}
    told = {}
    for row in read_sheet(file).rows if file else ():
        answer, urn = (*row.cells, "", "")[:2]
        if urn.strip() not in by_urn:
            raise FormsProblem(
                f"{file and file.name}, row {row.number}: “{urn}” is not the URN of a school we know."
            )
        told[answer] = by_urn[urn.strip()]
    return told


def preview(form: Form, names: SchoolNames) -> Iterator[str]:
    """Yield what becomes of each column, what was read as something else, and the first rows without what is dropped."""
    replies = form.replies
    yield "Columns"
    yield from (f"  {column.title}\n    {_use(column)}" for column in form.columns)
    yield from _list("Choices worded differently in the file", _changed(form))
    yield from _list("Not on a question’s list, and kept as pupils’ own words", _off_list(form))
    yield from _list("Schools", _schools({reply.school for reply in replies}, names))
    yield f"The first {min(SHOWN_ROWS, len(form.sheet.rows))} rows, as they would be kept"
    for row in form.sheet.rows[:SHOWN_ROWS]:
        yield f"  Row {row.number}"
        for column in form.columns:
            words = " ".join(row.cells[column.place].split())
            if words and column.use in (Use.QUESTION, Use.OWN, Use.SCHOOL, Use.LANGUAGE):
                yield f"    {column.title}: {words[:SHOWN_LETTERS]}{'…' if len(words) > SHOWN_LETTERS else ''}"


def _use(column: Column) -> str:
    if column.use is Use.QUESTION:
        return f"→ {column.target} ({column.how_sure})"
    return f"→ {column.use}"


def _changed(form: Form) -> Iterator[str]:
    words = form.version.words()
    for target, choices in form.lists.items():
        for part, code in choices.changed.items():
            yield f"{target}: “{part}” → {words.get(choices.key(code), code)}"


def _off_list(form: Form) -> Iterator[str]:
    for target, choices in form.lists.items():
        yield from (f"{target}: “{part}”, {count:,} times" for part, count in choices.unknown_options())


def _schools(answers: set[str], names: SchoolNames) -> Iterator[str]:
    for answer in sorted(answers):
        school = names.find(answer)
        yield f"{answer or '(no answer)'} → {f'{school.name} ({school.urn})' if school else 'not known'}"


def _list(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = [f"  {line}" for line in lines]
    if found:
        yield title
        yield from found


def account(form: Form, taken: Taken, *, dry_run: bool) -> Iterator[str]:
    """Yield what an import did, or would do."""
    dropped = form.titles(Use.NUMBER, Use.TIME, Use.DROPPED)
    left = form.titles(Use.EMPTY, Use.LEFT, Use.TICKS)
    off = [f"{target} {lost}" for target, choices in form.lists.items() if (lost := choices.lost.total())]
    yield f"Answers {'would be ' if dry_run else ''}added to “{taken.wave.name}”: {taken.added:,}."
    yield f"Its survey: {taken.wave.version.survey.name}."
    yield from _if(taken.repeated, "Taken in before, and not again: {:,}.")
    yield from _if(taken.empty, "Rows with nothing answered, left out: {:,}.")
    for answer, rows in taken.unknown.items():
        yield f"Left out because “{answer}” is no school we know: {rows_in_words(rows)}."
    yield from _if(taken.undated, "Rows whose date could not be read, kept in the wave’s first week: {:,}.")
    yield from _if(taken.too_long, "Texts longer than our own page allows, kept whole: {:,}.")
    yield from _dates(taken)
    yield from _if("; ".join(dropped), "Dropped, and kept nowhere: {}.")
    yield from _if("; ".join(taken.own), "Kept as open questions: {}.")
    yield from _if("; ".join(left), "Left in the file: {}.")
    yield from _if("; ".join(off), "Words that are not on a question’s scale, left out: {}.")
    yield from _if(dry_run, "This was a dry run. Nothing was changed.")


def _if(found: int | str | bool, sentence: str) -> Iterator[str]:
    if found:
        yield sentence.format(found)


def _dates(taken: Taken) -> Iterator[str]:
    if taken.days.month_first is not None:
        order = "month first, as in 12/31/2025" if taken.days.month_first else "day first, as in 31/12/2025"
        doubt = "" if taken.days.sure else " Nothing in the file says so: use --day-first if that is wrong."
        yield f"Dates were read {order}.{doubt}"


def account_of_schools(imported: Imported) -> Iterator[str]:
    """Yield what an import of the register did."""
    yield f"Schools added: {imported.added:,}."
    yield f"Brought up to date: {imported.updated:,}. Unchanged: {imported.unchanged:,}."
    yield f"Closed, of all of these: {imported.closed:,}."
    if imported.problems:
        yield f"Rows left out: {len(imported.problems):,}."
        yield from (f"  {problem}" for problem in imported.problems)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None

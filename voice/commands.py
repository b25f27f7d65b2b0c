"""Commands: what is set up and brought in at a terminal. Each reads, calls one verb, and commits in plain sight."""

import tomllib
from datetime import date, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import NoResultFound

from surveys import migrations
from surveys.base import now
from surveys.definitions import BANK, FRAME, SurveyProblem, add_frame, add_survey
from surveys.phases import SECONDARY_PHASES
from surveys.schools import schools
from surveys.subgroups import add_first_subgroups
from surveys.surveys import newest_version
from surveys.waves import WaveProblem, add_wave
from voice.attendance_commands import attendance, import_links
from voice.cases import cases
from voice.database import engine_of
from voice.imports import import_forms, import_register
from voice.known_names import names
from voice.terminal import DAY, TIME, plainly, say, school_named, writing
from voice.worker_commands import worker

database = AppGroup("database", help="The tables of the record.")
school = AppGroup("school", help="The schools of the authority.")
survey = AppGroup("survey", help="What is asked.")
wave = AppGroup("wave", help="One asking of a survey in chosen schools.")
theme = AppGroup("theme", help="What answers are about.")
subgroup = AppGroup("subgroup", help="The partners who act on themes.")
demo = AppGroup("demo", help="The made-up borough.")


def init_app(app: Flask) -> None:
    """Put the commands on ``flask``."""
    for group in (
        database,
        school,
        survey,
        wave,
        worker,
        theme,
        subgroup,
        demo,
        cases,
        names,
        attendance,
        work,
    ):
        app.cli.add_command(group)


@database.command("upgrade")
@plainly
def upgrade() -> None:
    """Make the tables, or bring them up to date."""
    migrations.upgrade(engine_of(current_app))
    with writing() as record:
        add_frame(record, on=date.today())  # a new release may say other words on every page
        record.commit()
    click.echo("The database is up to date.")


@database.command("check")
@plainly
def check() -> None:
    """Say whether the tables are what the record needs."""
    found = migrations.differences(engine_of(current_app))
    if found:
        raise click.ClickException("The tables differ from the record:\n" + "\n".join(map(str, found)))
    click.echo("The tables are what the record needs.")


@database.command("draft-migration")
@click.argument("words")
def draft_migration(words: str) -> None:
    """Write a migration for changed tables, named with WORDS, for a developer to check."""
    click.echo(migrations.draft(words))


school.add_command(import_register)
school.add_command(import_links)
wave.add_command(import_forms)


@survey.command("add")
@click.argument("definition")
@click.option("--in-full", is_flag=True, help="With the bank’s spare questions, as a survey of its own.")
@plainly
def add_definition(definition: str, in_full: bool) -> None:
    """Add a survey from DEFINITION: a file, or the name of one in the question bank.

    The bank has “secondary”, “pulse”, “not-in-school”, “primary” and “symbol”.
    """
    file = Path(definition)
    if not file.is_file():
        file = bank_surveys().get(definition.strip().lower().replace("_", "-").replace(" ", "-"), file)
    try:
        with writing() as record:
            add_frame(record, on=date.today())
            version = add_survey(record, file, on=date.today(), with_spare=in_full)
            record.commit()
            click.echo(
                f"{version.survey.name}: version {version.number}, {len(version.questions)} questions."
            )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, tomllib.TOMLDecodeError) as problem:
        raise SurveyProblem(
            f"“{definition}” is not a survey’s definition, and the bank has none of that name. It has: "
            f"{', '.join(sorted(bank_surveys()))}."
        ) from problem


def bank_surveys() -> dict[str, Path]:
    """Return the files of the question bank that are surveys, by the name each survey goes by."""
    return {file.stem.replace("_", "-"): file for file in BANK.glob("*.toml") if file != FRAME}


@wave.command("add")
@click.option("--name", required=True)
@click.option("--survey", "slug", required=True, help="For example: secondary")
@click.option("--opens", type=DAY, required=True, help="First day, as 2025-09-15")
@click.option("--closes", type=DAY, required=True, help="Last day, as 2025-10-03")
@click.option("--urn", "urns", multiple=True, help="A school; may be given several times.")
@click.option("--all-secondary", is_flag=True, help="Every open school with pupils of 11 to 16.")
@click.option("--from", "from_time", type=TIME, help="On school days from this time, as 08:30")
@click.option("--until", "to_time", type=TIME, help="On school days until this time, as 15:30")
@click.option("--tickets", is_flag=True, help="Pupils draw one-time tickets instead of typing a code.")
@plainly
def open_wave(
    name: str,
    slug: str,
    opens: datetime,
    closes: datetime,
    urns: tuple[str, ...],
    all_secondary: bool,
    from_time: datetime | None,
    to_time: datetime | None,
    tickets: bool,
) -> None:
    """Ask a survey in some schools, and print each school’s code.

    A wave that opens today or earlier needs cover for every school, and checked help lines: see the pages of both.
    """
    with writing() as record:
        chosen = [school_named(record, urn) for urn in dict.fromkeys(urns)]
        if all_secondary:
            chosen += [one for one in schools(record) if one.phase in SECONDARY_PHASES and one not in chosen]
        try:
            version = newest_version(record, slug)
        except NoResultFound as problem:
            raise WaveProblem(f"There is no survey “{slug}”. Add it with “flask survey add”.") from problem
        made = add_wave(
            record,
            name=name,
            version=version,
            schools=chosen,
            opens_on=opens.date(),
            closes_on=closes.date(),
            on=now().date(),
            from_time=from_time.time() if from_time else None,
            to_time=to_time.time() if to_time else None,
            uses_tickets=tickets,
        )
        record.commit()
        places = sorted(made.schools, key=lambda place: place.school.name)
        say(f"{place.school.urn}  {place.printed_code}  {place.school.name}" for place in places)


@theme.command("load")
@plainly
def load_themes() -> None:
    """Take in the codebook’s themes, or bring them up to date."""
    from voice.insight import load_codebook

    with writing() as record:
        loaded = load_codebook(record)
        record.commit()
        click.echo(f"Themes: {len(loaded)}.")


@subgroup.command("add-first")
@plainly
def add_subgroups() -> None:
    """Make sure that bullying, transport and periods exist."""
    with writing() as record:
        try:
            made = add_first_subgroups(record)
        except KeyError as problem:
            raise WaveProblem("Load the themes first: “flask theme load”.") from problem
        record.commit()
        say(one.name for one in made)


@demo.command("build")
@plainly
def build_demo() -> None:
    """Build the made-up borough in an empty database."""
    from voice.demo import build

    build(current_app._get_current_object(), click.echo)  # type: ignore[attr-defined]


@click.command("work")
@with_appcontext
@plainly
def work() -> None:
    """Run long work as staff ask for it, until stopped."""
    from voice.jobs import work as run_jobs

    run_jobs(current_app._get_current_object())  # type: ignore[attr-defined]

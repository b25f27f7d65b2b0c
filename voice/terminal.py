"""The terminal: how commands reach the record, speak, and say what went wrong."""

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from surveys.columns import FormsProblem
from surveys.definitions import SurveyProblem
from surveys.schools import School, school_with_urn
from surveys.sheets import SheetProblem
from surveys.waves import WaveProblem
from surveys.workers import EmailTaken, RoleNeedsSchool, RoleSeesMore
from voice.database import engine_of, writing_session

Given = ParamSpec("Given")
Result = TypeVar("Result")

FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
TIME = click.DateTime(["%H:%M"])


def plainly(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Turn what may go wrong into one plain sentence and exit code 1."""

    @functools.wraps(command)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except (SheetProblem, FormsProblem, SurveyProblem, WaveProblem) as problem:
            raise click.ClickException(str(problem)) from problem
        except EmailTaken as problem:
            raise click.ClickException(f"Somebody signs in with {problem} already.") from problem
        except RoleNeedsSchool as problem:
            raise click.ClickException(
                "Say which school with --urn: a school’s worker sees that one."
            ) from problem
        except RoleSeesMore as problem:
            raise click.ClickException(
                "A worker of one school may be “school” and “safeguarding lead” alone: every other role sees all "
                "schools. Leave out --urn, or the other roles."
            ) from problem
        except DBAPIError as problem:
            raise click.ClickException(
                "The database cannot be used, and nothing was stored. Run “flask database upgrade” first, and check "
                "that it can be reached."
            ) from problem

    return run


def writing() -> Session:
    """Return a session for a command that changes the record."""
    return writing_session(engine_of(current_app))


def say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def school_named(record: Session, urn: str) -> School:
    """Return the school with this URN, or say in a sentence how it comes into the record."""
    try:
        return school_with_urn(record, urn)
    except NoResultFound as problem:
        raise WaveProblem(
            f"There is no school with URN {urn}. Import it first: “flask school import”."
        ) from problem

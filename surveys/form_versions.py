"""Form versions: which version of a survey the answers of another tool’s form belong to.

A form that an authority ran by itself may ask what our survey has in the bank and no longer asks every pupil (its
``spare`` questions). Its answers are then kept under the survey in full, so that none is lost.
"""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from surveys.columns import FormsProblem
from surveys.definitions import BANK, add_survey, read_definition
from surveys.msforms import Form, match_form
from surveys.sheets import Sheet
from surveys.surveys import SurveyVersion, newest_version
from surveys.waves import wave_if_there


def match_for_import(
    session: Session,
    sheet: Sheet,
    *,
    slug: str,
    wave: str,
    on: date,
    school_column: str,
    told: Mapping[str, str] | None = None,
    keep: Collection[str] = (),
    leave: Collection[str] = (),
) -> Form:
    """Match an export to a survey, or to that survey in full when a column answers one of its spare questions.

    A wave of that name that is there already keeps the version it has. Raises ``FormsProblem`` as ``match_form`` and
    ``version_for_import`` do.
    """

    def matched(version: SurveyVersion) -> Form:
        return match_form(sheet, version, school_column=school_column, told=told, keep=keep, leave=leave)

    version = version_for_import(session, slug=slug, wave=wave)
    if wave_if_there(session, wave) is not None or not _is_of_the_bank(version):
        return matched(version)
    # Tried in a transaction within the import’s own, so that a survey nobody needs leaves no trace in the record.
    trial = session.begin_nested()
    in_full = matched(add_survey(session, BANK / f"{slug}.toml", on=on, with_spare=True))
    asked = {question.code for question in version.questions}
    if all(column.target is None or column.target.partition(".")[0] in asked for column in in_full.columns):
        trial.rollback()
        return matched(version)
    trial.commit()
    return in_full


def version_for_import(session: Session, *, slug: str, wave: str) -> SurveyVersion:
    """Return the survey version to match a file to: the wave’s, where there is such a wave, else the newest.

    Raises ``FormsProblem`` when the wave asks another survey, or there is no such survey.
    """
    known = wave_if_there(session, wave)
    if known is None:
        try:
            return newest_version(session, slug)
        except NoResultFound as problem:
            raise FormsProblem(f"There is no survey “{slug}”. Add it with “flask survey add”.") from problem
    if known.version.survey.slug not in (slug, f"{slug}-full"):
        raise FormsProblem(
            f"The wave “{wave}” asks the survey “{known.version.survey.slug}”. Choose another name."
        )
    return known.version


def _is_of_the_bank(version: SurveyVersion) -> bool:
    """Say whether a version is the bank’s file as it stands, and so the spare questions beside it are its own."""
    file = BANK / f"{version.survey.slug}.toml"
    return file.is_file() and read_definition(file).digest == version.digest

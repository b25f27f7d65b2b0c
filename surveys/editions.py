"""Editions: a survey version with open questions of an imported form added, so that none of its answers is lost."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.questions import OWN_SECTION, Choice, Kind, Question, Wording, WordingStatus
from surveys.surveys import SurveyVersion, next_number

OWN_PREFIX = "own_"
"""Begins the code of a question that is in no bank."""
LONGEST = 4_000
"""The most characters Microsoft Forms takes in a long answer."""


def own_questions(version: SurveyVersion) -> dict[str, str]:
    """Return the codes of a version’s added open questions, by their words."""
    words = version.words()
    return {
        words[question.code]: question.code
        for question in version.questions
        if question.section == OWN_SECTION
    }


def with_own_questions(
    session: Session, *, version: SurveyVersion, titles: Sequence[str], on: date
) -> SurveyVersion:
    """Return a version that also asks these open questions: the same one, when it does already.

    The same titles on the same version make one edition. Waves made for pupils never take an edition.
    """
    known = own_questions(version)
    new = [title for title in dict.fromkeys(titles) if title not in known]
    if not new:
        return version
    digest = hashlib.sha256("\n".join([version.digest, *new]).encode()).hexdigest()
    query = select(SurveyVersion).where(
        SurveyVersion.survey_id == version.survey_id, SurveyVersion.digest == digest
    )
    if (same := session.scalars(query).first()) is not None:
        return same
    edition = copy_version(version)
    edition.number, edition.made_on, edition.digest = next_number(session, version.survey), on, digest
    for number, title in enumerate(
        new, start=highest_own(question.code for question in version.questions) + 1
    ):
        code = f"{OWN_PREFIX}{number}"
        edition.questions.append(
            Question(
                code=code,
                kind=Kind.TEXT,
                section=OWN_SECTION,
                position=len(edition.questions),
                longest=LONGEST,
            )
        )
        edition.wordings.append(_wording(code, title))
    if not known:
        edition.wordings.append(_wording(f"section.{OWN_SECTION}", "Also asked"))
    session.add(edition)
    session.flush()
    return edition


def _wording(key: str, text: str) -> Wording:
    return Wording(key=key, language="en", text=text, status=WordingStatus.CHECKED)


def highest_own(codes: Iterable[str]) -> int:
    """Return the highest number among the codes of questions that are in no bank (``own_7``); 0 when there is none."""
    numbers = (code.removeprefix(OWN_PREFIX) for code in codes if code.startswith(OWN_PREFIX))
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def copy_version(version: SurveyVersion) -> SurveyVersion:
    """Return a copy of a version, with its questions and words; its number, day and digest are for the caller to say."""
    return SurveyVersion(
        survey=version.survey,
        questions=[
            Question(**_facts(question), choices=[Choice(**_facts(choice)) for choice in question.choices])
            for question in version.questions
        ],
        wordings=[Wording(**_facts(wording)) for wording in version.wordings],
    )


def _facts(row: Question | Choice | Wording) -> dict[str, object]:
    """Return a row’s columns without its keys."""
    links = {"id", "version_id", "question_id"}
    return {
        column.name: getattr(row, column.name) for column in row.__table__.columns if column.name not in links
    }

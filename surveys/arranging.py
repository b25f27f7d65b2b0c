"""Arranging: which questions a survey asks, and in which order."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from surveys.offers import Offer, needed_by, offers_for
from surveys.questions import Question
from surveys.revising import BuildingProblem, check_not_needed, draft_of, place_questions, settle
from surveys.surveys import SurveyVersion

NOT_ASKED = "This survey does not ask that question any more, so nothing was changed. Load the page again."


def offers_left(version: SurveyVersion) -> Mapping[str, Offer]:
    """Return the questions of the bank that a version could ask and does not, by code."""
    asked = {question.code for question in version.questions}
    return {code: offer for code, offer in offers_for(version.survey.variant).items() if code not in asked}


def add_from_bank(
    session: Session, *, version: SurveyVersion, codes: Sequence[str], on: date
) -> tuple[SurveyVersion, list[str]]:
    """Ask questions of the bank; return the version that does, and what each of them says in English.

    A question without which another has nothing to ask comes along. Raises ``BuildingProblem`` when one is asked
    already, is not in the bank, or needs one that is not.
    """
    left = offers_left(version)
    if not codes:
        raise BuildingProblem("Choose at least one question to add.")
    if set(codes) - set(left):
        raise BuildingProblem(
            "One of these questions is in the survey already, or is not in the bank. Load the page again and choose."
        )
    asked = {question.code for question in version.questions}
    wanted: list[str] = []
    for code in codes:
        _want(left, code, asked, wanted)
    draft = draft_of(session, version=version, on=on)
    place_questions(draft, [left[code] for code in wanted])
    settle(session, draft)
    return draft, [left[code].text for code in wanted]


def remove_question(session: Session, *, version: SurveyVersion, code: str, on: date) -> SurveyVersion:
    """Ask a question no more; return the version without it.

    Raises ``BuildingProblem`` for the one answer that is always asked for, and while another question is about it.
    """
    _position(version, code)
    check_not_needed(version, {code})
    draft = draft_of(session, version=version, on=on)
    draft.questions = [question for question in draft.questions if question.code != code]
    settle(session, draft)
    return draft


def move_question(
    session: Session, *, version: SurveyVersion, code: str, after: str | None, on: date
) -> SurveyVersion:
    """Move a question to stand after another one, or first of all for ``None``; return the version that has it there.

    It joins the section of the one above it. Raises ``BuildingProblem`` when it would come before the question that it
    depends on, or after one that depends on it.
    """
    at = _position(version, code)
    rest = [question.code for question in version.questions if question.code != code]
    if after == code:
        return version
    if after is not None and after not in rest:
        raise BuildingProblem(NOT_ASKED)
    place = 0 if after is None else rest.index(after) + 1
    beside = version.question(rest[0] if after is None else after)
    return _put(session, version, at, place, section=beside.section, on=on)


def move_up(session: Session, *, version: SurveyVersion, code: str, on: date) -> SurveyVersion:
    """Move a question one step up: past the one above it, or, from the top of its section, into the one before."""
    return _step(session, version, code, by=-1, on=on)


def move_down(session: Session, *, version: SurveyVersion, code: str, on: date) -> SurveyVersion:
    """Move a question one step down: past the one below it, or, from the end of its section, into the next."""
    return _step(session, version, code, by=1, on=on)


def _step(session: Session, version: SurveyVersion, code: str, *, by: int, on: date) -> SurveyVersion:
    at = _position(version, code)
    if not 0 <= at + by < len(version.questions):
        return version
    beside, own = version.questions[at + by].section, version.questions[at].section
    return _put(session, version, at, at + by if beside == own else at, section=beside, on=on)


def _put(
    session: Session, version: SurveyVersion, at: int, place: int, *, section: str, on: date
) -> SurveyVersion:
    """Put the question at one place to another one, under a section’s heading."""
    if place == at and section == version.questions[at].section:
        return version
    _check_order(version, _moved(version.questions, at, place))
    draft = draft_of(session, version=version, on=on)
    draft.questions[at].section = section
    draft.questions = _moved(draft.questions, at, place)
    settle(session, draft)
    return draft


def _want(left: Mapping[str, Offer], code: str, asked: set[str], wanted: list[str]) -> None:
    """Put a question on the list, after those that it needs."""
    for needed in left[code].needs:
        if needed in asked or needed in wanted:
            continue
        if needed not in left:
            raise BuildingProblem(
                f"“{left[code].text}” cannot be asked here: it depends on a question that this survey cannot ask."
            )
        _want(left, needed, asked, wanted)
    if code not in wanted:
        wanted.append(code)


def _position(version: SurveyVersion, code: str) -> int:
    for position, question in enumerate(version.questions):
        if question.code == code:
            return position
    raise BuildingProblem(NOT_ASKED)


def _moved(questions: Sequence[Question], at: int, place: int) -> list[Question]:
    rest = [question for position, question in enumerate(questions) if position != at]
    return [*rest[:place], questions[at], *rest[place:]]


def _check_order(version: SurveyVersion, questions: Sequence[Question]) -> None:
    places = {question.code: place for place, question in enumerate(questions)}
    words = version.words()
    for question in questions:
        for code in needed_by(question.picks_of, question.only_if):
            if code in places and places[code] > places[question.code]:
                raise BuildingProblem(
                    f"“{words[question.code]}” depends on “{words[code]}”, so it has to come after it."
                )

"""Moving: what went up or down in a school since the wave before, where the same was asked of the same school."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from analysis.movement import Change, change
from analysis.protection import Figure
from surveys.findings import FindingKind, findings, wave_counted_before
from surveys.school_links import SameSchool, same_schools
from surveys.surveys import SurveyVersion, choice_key
from surveys.waves import Wave

FIRST_TIME = "This is the first time that the survey was asked."
OTHER_WORDS = "The question was asked in other words, or with other answers, before."
NOT_TOLD = "There is no figure of the wave before."

Figures = Mapping[str, Any]


def changes(session: Session, wave: Wave, now: Mapping[str, Figures]) -> dict[str, dict[str, Any]]:
    """Return, for each school (by URN) and headline of its figures, how it moved since the wave before."""
    before = wave_counted_before(session, wave)
    if before is None:
        return {urn: _all(figures, Change("cannot be compared", FIRST_TIME)) for urn, figures in now.items()}
    earlier = findings(session, wave_id=before.id, kind=FindingKind.SCHOOL)
    same = same_schools(session, now, among=earlier.keys(), since=before.last_day, until=wave.opens_on)
    alike = asked_alike(before.version, wave.version)
    return {urn: _changes(figures, earlier, same[urn], alike) for urn, figures in now.items()}


def _all(figures: Figures, same: Change) -> dict[str, Any]:
    return {row["key"]: same.as_json() for row in figures["headlines"]}


def _changes(
    now: Figures, earlier: Mapping[str, Figures], same: SameSchool, alike: frozenset[str]
) -> dict[str, Any]:
    if same.urn is None:
        return _all(now, Change("cannot be compared", same.why))
    before = {row["key"]: row["school"] for row in earlier[same.urn]["headlines"]}
    found = {}
    for row in now["headlines"]:
        key = row["key"]
        if key not in alike:
            found[key] = Change("cannot be compared", OTHER_WORDS)
        elif key not in before:
            found[key] = Change("cannot be compared", NOT_TOLD)
        else:
            found[key] = change(Figure.from_json(before[key]), Figure.from_json(row["school"]))
    return {key: one.as_json() for key, one in found.items()}


def asked_alike(before: SurveyVersion, now: SurveyVersion) -> frozenset[str]:
    """Return the codes of questions that both versions ask in the same words, with the same choices in the same words."""
    earlier, later = _as_asked(before), _as_asked(now)
    return frozenset(code for code in later if earlier.get(code) == later[code])


def _as_asked(version: SurveyVersion) -> dict[str, tuple[Any, ...]]:
    words = version.words()
    return {
        question.code: (
            question.kind,
            words.get(question.code),
            question.only_if,
            tuple((choice.code, words.get(choice_key(question, choice))) for choice in question.rows),
        )
        for question in version.questions
    }

"""Revising: the one way in which a survey is changed, and what no change may do.

A version that a wave uses, or that came as a file, is never changed: the first change after that makes a new version.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definitions import question_from, wordings_for
from surveys.editions import copy_version
from surveys.languages import ENGLISH
from surveys.offers import Offer, needed_by
from surveys.plain_words import identifying
from surveys.questions import Question, Wording, WordingStatus
from surveys.surveys import Survey, SurveyVersion, Variant, choice_key, newest_version, next_number
from surveys.waves import Wave

CLOSING = frozenset({"help", "end"})
"""Sections that stay last: what would help and goodbye come after all that is hard."""


class BuildingProblem(Exception):
    """A survey that cannot be changed as asked, in a sentence for staff."""


class SurveyChanged(BuildingProblem):
    """Somebody else changed the survey after the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this survey after you opened the page, so your change was not stored. "
            "Look at the survey as it is now, then make your change again."
        )


def version_to_show(session: Session, slug: str) -> SurveyVersion:
    """Return the newest version of a survey, or raise ``NoResultFound``, as for the words that all surveys share."""
    query = select(Survey.slug).where(Survey.slug == slug, Survey.variant != Variant.FRAME)
    return newest_version(session, session.scalars(query).one())


def version_to_change(session: Session, *, slug: str, stamp: str) -> SurveyVersion:
    """Return the newest version of a survey, held against others until the caller commits.

    ``stamp``: the version’s digest when the page was opened. Raises ``SurveyChanged`` when it has another one now.
    """
    session.execute(select(Survey.id).where(Survey.slug == slug).with_for_update())
    version = version_to_show(session, slug)
    # A wave that is being made of this version waits for us, or we for it: it is never changed under a wave.
    session.execute(select(SurveyVersion.id).where(SurveyVersion.id == version.id).with_for_update())
    if version.digest != stamp:
        raise SurveyChanged
    return version


def waves_using(session: Session, version: SurveyVersion) -> list[str]:
    """Return the names of the waves that ask a version."""
    query = select(Wave.name).where(Wave.version_id == version.id).order_by(Wave.opens_on, Wave.name)
    return list(session.scalars(query))


def is_fixed(session: Session, version: SurveyVersion) -> bool:
    """Say whether a version stays as it is for good: a wave uses it, or it came as a file and not from the editor."""
    return bool(waves_using(session, version)) or version.digest != _digest(session, version)


def draft_of(session: Session, *, version: SurveyVersion, on: date) -> SurveyVersion:
    """Return the version to change: the same one, or a copy of it under the next number where it is fixed."""
    if not is_fixed(session, version):
        return version
    draft = copy_version(version)
    draft.number, draft.made_on, draft.digest = next_number(session, version.survey), on, ""
    session.add(draft)
    return draft


def settle(session: Session, version: SurveyVersion) -> None:
    """Store a changed version: its questions in their order, no word too many, and a new stamp."""
    for position, question in enumerate(version.questions):
        question.position = position
    says = _what_it_says(version)
    version.wordings = [wording for wording in version.wordings if says(wording.key)]
    # Pages drawn before are drawn again, should anybody have looked at this version already.
    version.words_edition = (version.words_edition or 0) + 1
    session.flush()
    version.digest = _digest(session, version)
    session.flush()


def say(version: SurveyVersion, key: str, text: str) -> None:
    """Word a string anew in English. Its translations and recordings speak the old words, so they go."""
    said = [wording for wording in version.wordings if wording.key == key]
    english = next((wording for wording in said if wording.language == ENGLISH.code), None)
    gone = [wording for wording in said if not text or wording is not english]
    version.wordings = [wording for wording in version.wordings if wording not in gone]
    if english is not None:
        english.text, english.audio = text or english.text, None
    elif text:
        version.wordings.append(
            Wording(key=key, language=ENGLISH.code, text=text, status=WordingStatus.CHECKED)
        )


def put_in(
    version: SurveyVersion,
    *,
    place: int,
    row: Mapping[str, Any],
    words: Mapping[str, str],
    module: str | None = None,
) -> None:
    """Put a question, written as a file of the bank writes it, into a version, with its words and those of its scale."""
    version.questions.insert(place, question_from(row, position=place, module=module))
    alone = SurveyVersion(questions=[question_from(row, position=0)])
    said = {(wording.key, wording.language) for wording in version.wordings}
    version.wordings.extend(
        wording
        for wording in wordings_for(alone, words, file=str(row["code"]))
        if (wording.key, wording.language) not in said
    )


def place_questions(version: SurveyVersion, offers: Iterable[Offer]) -> None:
    """Put questions of the bank into a version, each where the bank has it."""
    for offer in offers:
        place = _place_for(version, offer)
        put_in(version, place=place, row=offer.row, words=offer.words, module=offer.source.module)


def check_not_needed(version: SurveyVersion, going: Collection[str]) -> None:
    """Raise ``BuildingProblem`` when a question that stays is about one that goes, or when an answer must be asked for."""
    words = version.words()
    for question in version.questions:
        if question.code in going and question.required:
            raise BuildingProblem(
                f"“{words[question.code]}” has to stay: it is the one answer that every survey needs."
            )
        if question.code in going:
            continue
        for code in needed_by(question.picks_of, question.only_if):
            if code in going:
                raise BuildingProblem(
                    f"“{words[question.code]}” depends on “{words[code]}”. Remove the question that depends on it first."
                )


def check_words(text: str, *, name: str, most: int) -> None:
    """Raise ``BuildingProblem`` when a line is empty, too long, or holds nothing to read out."""
    if not text:
        raise BuildingProblem(f"Write the {name}.")
    if len(text) > most:
        raise BuildingProblem(
            f"The {name} can have {most} letters and spaces. This has {len(text):,}, so shorten it."
        )
    if not any(sign.isalnum() for sign in text):
        raise BuildingProblem(f"Write the {name} in words, so that it can be read out.")


def refuse_identifying(text: str, choices: Collection[str] = ()) -> None:
    """Raise ``BuildingProblem`` when answers to these words may tell who a pupil is."""
    if (why := identifying(text, tuple(choices))) is not None:
        raise BuildingProblem(why)


def _place_for(version: SurveyVersion, offer: Offer) -> int:
    """Return where a question goes: beside its neighbours in the bank, else before what stays last."""
    places = {question.code: place for place, question in enumerate(version.questions)}
    section = {question.code: question.section for question in version.questions}
    at = offer.siblings.index(offer.code)
    earlier = [code for code in reversed(offer.siblings[:at]) if code in places]
    later = [code for code in offer.siblings[at + 1 :] if code in places]
    own = offer.row["section"]
    for near, step in ((earlier, 1), (later, 0)):
        if beside := [code for code in near if section[code] == own]:
            return places[beside[0]] + step
    if same := [place for code, place in places.items() if section[code] == own]:
        return same[-1] + 1
    if earlier:
        return max(place for code, place in places.items() if section[code] == section[earlier[0]]) + 1
    ends = [place for code, place in places.items() if section[code] in CLOSING]
    return ends[0] if ends and own not in CLOSING else len(places)


def _what_it_says(version: SurveyVersion) -> Callable[[str], bool]:
    """Return a function that says whether a version still needs the words of a key."""
    codes = {question.code for question in version.questions}
    keys = {choice_key(question, choice) for question in version.questions for choice in question.choices}
    keys |= {f"section.{question.section}" for question in version.questions}
    return lambda key: key in keys or key.startswith("page.") or key.partition(".")[0] in codes


def _digest(session: Session, version: SurveyVersion) -> str:
    """Return SHA-256 over what a version asks, in order, and its English words."""
    english = select(Wording.key, Wording.text).where(
        Wording.version_id == version.id, Wording.language == ENGLISH.code
    )
    words = sorted(tuple(row) for row in session.execute(english))
    asked = [_asked(question) for question in version.questions]
    return hashlib.sha256(json.dumps([asked, words]).encode()).hexdigest()


def _asked(question: Question) -> list[object]:
    choices = sorted([choice.axis, choice.position, choice.code, choice.alone] for choice in question.choices)
    rules = [
        question.most,
        question.longest,
        question.picks_of,
        question.only_if,
        question.required,
        question.shuffled,
    ]
    return [question.code, question.kind, question.section, rules, choices]

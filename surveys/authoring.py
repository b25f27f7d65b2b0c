"""Authoring: wording a survey’s questions anew, and asking questions that are in no bank."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.arranging import NOT_ASKED
from surveys.editions import OWN_PREFIX, highest_own
from surveys.kinds import WAYS
from surveys.lines import one_line
from surveys.offers import needed_by
from surveys.questions import Kind, Question
from surveys.revising import (
    BuildingProblem,
    check_words,
    draft_of,
    put_in,
    refuse_identifying,
    say,
    settle,
)
from surveys.surveys import SurveyVersion, choice_key

LONGEST_QUESTION = 200
"""Signs of a question: some thirty words, twice what a pupil should have to read."""
LONGEST_HINT = 300
LONGEST_CHOICE = 100
"""Signs of a choice: three lines on a phone."""
FEWEST_CHOICES, MOST_CHOICES = 2, 30
"""The bank’s own longest list has thirty; a longer one is not read to its end."""
SHORTEST_TEXT, LONGEST_TEXT = 50, 500
"""Signs of a pupil’s own words. Longer texts tell more about who wrote them than about school."""
DEFAULT_LONGEST = 300
LONGEST_SHOWN = 40
"""Signs of a choice that a sentence about it repeats."""
MOST_LINES = 1_000
"""Lines of a list that are looked at one by one; who pasted more did not mean choices."""
TOO_MANY = f"Use at most {MOST_CHOICES}: pupils do not read a longer list to its end."
LISTED = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.BAND})
STANDS_ALONE = frozenset({"none", "unsaid", "unsure"})
"""Choices that cannot stand beside another pick."""
SCALES = {Kind.AGREE: ("5", "4", "3", "2", "1"), Kind.OFTEN: ("1", "2", "3", "4", "5")}
OWN_KINDS = {
    Kind.SINGLE: "One choice out of a list",
    Kind.SEVERAL: "Several choices out of a list",
    Kind.AGREE: "A statement to agree or disagree with",
    Kind.OFTEN: "How often: from never to nearly always",
    Kind.BAND: "How many: numbers that go up, such as 0, 1, 2 to 5",
    Kind.TEXT: "In their own words",
}
"""The kinds of a survey’s own questions. None takes a date, a number or an address: such answers name a person."""
LAST_CHOICES = {
    "unsaid": r"(i would |i'd )?(rather|prefer) not (to )?say",
    "unsure": r"(i am |i'm )?not sure|i (do not|don't) know|(do not|don't) know|i (cannot|can't) remember",
    "other": r"(something|somewhere|someone|somebody) else|other",
    "none": r"none( of (these|them))?|nothing( much)?|nobody|nowhere",
}
"""Choices that end a list however the others are shuffled, by the code that says so, and how people word them."""


@dataclass(frozen=True)
class Own:
    """A question that is in no bank, as a lead wrote it."""

    kind: Kind
    text: str
    hint: str = ""
    choices: Sequence[str] = ()
    most: int | None = None
    longest: int | None = None
    after: str | None = None
    """The question it comes after; the survey’s last when ``None``."""


def reword_question(
    session: Session,
    *,
    version: SurveyVersion,
    code: str,
    text: str,
    hint: str,
    choices: Mapping[str, str],
    same: bool,
    on: date,
) -> SurveyVersion:
    """Word a question anew; return the version that says it so.

    choices: new words by the choice’s code; those left out stay as they are. same: the question still asks what it
    asked, so it keeps its code and its answers are compared with earlier ones; else it gets a code of its own.
    Raises ``BuildingProblem`` when words are missing, too long, twice the same, or may tell who a pupil is.
    """
    question = next((question for question in version.questions if question.code == code), None)
    if question is None:
        raise BuildingProblem(NOT_ASKED)
    words = version.words()
    told = {code: one_line(text), f"{code}.hint": one_line(hint)}
    for choice in question.choices if WAYS[question.kind].has_own_words else ():
        key = choice_key(question, choice)
        told[key] = one_line(choices.get(choice.code, words[key]))
    _check_told(told, code)
    _check_differ(
        [told[choice_key(question, row)] for row in question.rows if choice_key(question, row) in told]
    )
    changed = {key: new for key, new in told.items() if words.get(key, "") != new}
    if not changed and same:
        return version
    if not same:
        _check_may_change_meaning(version, question, words)
    draft = draft_of(session, version=version, on=on)
    for key, new in changed.items():
        say(draft, key, new)
    if not same:
        _give_new_code(session, draft, draft.question(code))
    settle(session, draft)
    return draft


def add_own_question(session: Session, *, version: SurveyVersion, own: Own, on: date) -> SurveyVersion:
    """Ask a question that is in no bank; return the version that does.

    Raises ``BuildingProblem`` when its words are missing, too long, twice the same, or may tell who a pupil is.
    """
    if own.kind not in OWN_KINDS:
        raise BuildingProblem("Choose how pupils answer.")
    lines = _lines(own) if own.kind in LISTED else []
    codes = [*SCALES.get(own.kind, ())] or _codes_of(lines)
    code = _new_code(session)
    words = {code: one_line(own.text), f"{code}.hint": one_line(own.hint)}
    words |= {f"{code}.{choice}": line for choice, line in zip(codes, lines, strict=False)}
    _check_told(words, code)
    after = version.questions[-1].code if own.after is None else own.after
    if after not in {question.code for question in version.questions}:
        raise BuildingProblem(NOT_ASKED)
    draft = draft_of(session, version=version, on=on)
    row = {
        "code": code,
        "kind": own.kind,
        "section": draft.question(after).section,
        "choices": codes,
        "alone": [choice for choice in codes if choice in STANDS_ALONE and own.kind is Kind.SEVERAL],
        "most": _most(own, lines),
        "longest": _longest(own),
        # A statement stands among others that are shuffled; left out, it would part them.
        "shuffled": own.kind in (Kind.SEVERAL, Kind.AGREE),
    }
    place = draft.questions.index(draft.question(after)) + 1
    put_in(draft, place=place, row=row, words={key: text for key, text in words.items() if text})
    settle(session, draft)
    return draft


def newest_own(version: SurveyVersion) -> str:
    """Return the code of the question in a version that was written last."""
    return f"{OWN_PREFIX}{highest_own(question.code for question in version.questions)}"


def _check_told(told: Mapping[str, str], code: str) -> None:
    """Raise ``BuildingProblem`` when a question’s words, by key, cannot be asked."""
    hint = f"{code}.hint"
    check_words(told[code], name="question", most=LONGEST_QUESTION)
    if told[hint]:
        check_words(told[hint], name="hint", most=LONGEST_HINT)
    choices = [text for key, text in told.items() if key not in (code, hint)]
    for text in choices:
        name = (
            f"choice “{text[:LONGEST_SHOWN]}{'…' if len(text) > LONGEST_SHOWN else ''}”"
            if text
            else "words of each choice"
        )
        check_words(text, name=name, most=LONGEST_CHOICE)
    refuse_identifying(told[code], choices)
    refuse_identifying(told[hint])


def _check_differ(choices: Sequence[str]) -> None:
    seen: set[str] = set()
    for choice in choices:
        if choice.casefold() in seen:
            raise BuildingProblem(f"The choice “{choice}” stands there twice. Word one of them differently.")
        seen.add(choice.casefold())


def _check_may_change_meaning(version: SurveyVersion, question: Question, words: Mapping[str, str]) -> None:
    said = words[question.code]
    if question.required:
        raise BuildingProblem(
            f"“{said}” has to go on asking the same: it is the one answer that every survey needs."
        )
    for other in version.questions:
        if question.code in needed_by(other.picks_of, other.only_if):
            raise BuildingProblem(
                f"“{words[other.code]}” depends on this question. Remove that one first, or keep the meaning of this one."
            )


def _lines(own: Own) -> list[str]:
    """Return the choices as they are kept, without empty lines."""
    if len(own.choices) > MOST_LINES:
        raise BuildingProblem(f"These are {len(own.choices):,} lines. {TOO_MANY}")
    lines = [line for choice in own.choices if (line := one_line(choice))]
    if len(lines) > MOST_CHOICES:
        raise BuildingProblem(f"These are {len(lines)} choices. {TOO_MANY}")
    if len(lines) < FEWEST_CHOICES:
        raise BuildingProblem("Write at least two choices, one on each line.")
    _check_differ(lines)
    return lines


def _codes_of(lines: Sequence[str]) -> list[str]:
    """Return a code for each choice; one that ends a list gets the code that keeps it last, the first time it comes."""
    codes: list[str] = []
    for number, line in enumerate(lines, start=1):
        plain = line.strip(".…!? ").replace("’", "'").casefold()
        last = next((code for code, pattern in LAST_CHOICES.items() if re.fullmatch(pattern, plain)), None)
        codes.append(last if last and last not in codes else f"c{number}")
    return codes


def _most(own: Own, lines: Sequence[str]) -> int | None:
    if own.kind is not Kind.SEVERAL or own.most is None:
        return None
    if not 2 <= own.most <= len(lines):
        raise BuildingProblem(
            f"The most choices a pupil may pick must be a number from 2 to {len(lines)}. Leave it empty for no limit."
        )
    return own.most


def _longest(own: Own) -> int | None:
    if own.kind is not Kind.TEXT:
        return None
    longest = DEFAULT_LONGEST if own.longest is None else own.longest
    if not SHORTEST_TEXT <= longest <= LONGEST_TEXT:
        raise BuildingProblem(
            f"How much a pupil may write must be a number from {SHORTEST_TEXT} to {LONGEST_TEXT} letters and spaces."
        )
    return longest


def _new_code(session: Session) -> str:
    """Return a code that no question of any survey ever had, so that it can never be taken for another."""
    own = session.scalars(select(Question.code).where(Question.code.startswith(OWN_PREFIX, autoescape=True)))
    return f"{OWN_PREFIX}{highest_own(own) + 1}"


def _give_new_code(session: Session, draft: SurveyVersion, question: Question) -> None:
    """Make a question one of the survey’s own: nothing that was said of the old one holds for it."""
    old, new = question.code, _new_code(session)
    question.code, question.module, question.theme_code = new, None, None
    for choice in question.choices:
        choice.theme_code = None
    for wording in draft.wordings:
        stem, dot, rest = wording.key.partition(".")
        if stem == old:
            wording.key = f"{new}{dot}{rest}"

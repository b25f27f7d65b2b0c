"""Weighing: how long a survey is, and what its author should think over. It advises and stops nothing."""

import re
from collections.abc import Iterator, Mapping
from math import ceil
from typing import NamedTuple

from surveys.building import INTRO, TITLE
from surveys.kinds import WAYS
from surveys.offers import FOR_YOUNGER
from surveys.plain_words import (
    PRIMARY_AGE,
    SECONDARY_AGE,
    Advice,
    advice_on,
    intro_too_long,
    too_hard,
    words_of,
)
from surveys.questions import Kind, Question
from surveys.surveys import SurveyVersion, choice_key

MOST_QUESTIONS = 25
"""One screen each on a phone: what a form period of half an hour holds with its start and its end."""
MOST_MINUTES = 8
"""After that pupils begin to tick down a column."""
MOST_ABOUT_PUPIL = 3
"""Besides the year: each one more halves the crowd that a pupil can hide in."""
WORDS_A_SECOND = 2.5
"""A pupil of eleven reads about 150 words a minute in silence."""
SKIMMED = 0.5
"""The part of a long list that is read: pupils look for what fits them and pass over the rest."""
SECONDS = {
    Kind.SINGLE: 4,
    Kind.AGREE: 4,
    Kind.OFTEN: 4,
    Kind.FACES: 4,
    Kind.BAND: 6,  # counts back over days
    Kind.SEVERAL: 8,  # weighs several against each other
    Kind.RANK: 12,  # three lists to open
    Kind.GRID: 15,  # goes round the school in the mind; half the pupils tick no place at all
    Kind.TEXT: 25,  # half write nothing, the others about a dozen words at some 15 a minute
}
"""Seconds to think and tap, on top of reading; judged, and set so that the core’s 25 questions take the 8 minutes that
surveys of its length took pupils of this age. A wave’s own times are never measured: no time is kept with an answer."""
SCREEN = 2
"""Seconds to press Next and see the next question."""
ABOUT = "about"
PERSONAL = re.compile(
    r"\b(?:ethnic\w*|nationality|religio\w*|faith|gender|sexual\w*|disab\w+|free school meals|first language|"
    r"speak at home|social worker|in care|foster\w*|born in|young carer)\b",
    re.IGNORECASE,
)
"""Words of a question about what a pupil is, wherever in the survey it stands."""
PROMISED = re.compile(r"(\d{1,3}) minutes?\b")


class Weighed(NamedTuple):
    """What a survey’s author should know of it."""

    questions: int
    minutes: int
    about_pupil: int
    whole: tuple[Advice, ...]
    """About the survey as a whole."""
    by_question: Mapping[str, tuple[Advice, ...]]
    """About single questions, by code; those without any are left out."""


def weigh(version: SurveyVersion, words: Mapping[str, str]) -> Weighed:
    """Weigh a version by its English words."""
    minutes = minutes_for(version, words)
    about = [question for question in version.questions if _is_about_pupil(question, words)]
    return Weighed(
        questions=len(version.questions),
        minutes=minutes,
        about_pupil=len(about),
        whole=(
            *_on_the_whole(len(version.questions), minutes, len(about)),
            *_on_first_words(version, words, minutes),
        ),
        by_question={
            question.code: tuple(found)
            for question in version.questions
            if (found := _on_question(question, words, _age(version)))
        },
    )


def minutes_for(version: SurveyVersion, words: Mapping[str, str]) -> int:
    """Return about how many minutes a survey takes a pupil who is asked all of it, rounded up."""
    return ceil(sum(seconds_for(question, words) for question in version.questions) / 60)


def seconds_for(question: Question, words: Mapping[str, str]) -> float:
    """Return about how many seconds a pupil spends on a question: reading it, thinking, tapping, going on."""
    asked = len(words_of(words[question.code])) + len(words_of(words.get(f"{question.code}.hint", "")))
    # A scale reads the same each time, so after the first its words are known.
    listed = [choice_key(question, row) for row in question.rows] if WAYS[question.kind].has_own_words else []
    read = asked + SKIMMED * sum(len(words_of(words[key])) for key in listed)
    return SECONDS[question.kind] + SCREEN + read / WORDS_A_SECOND


def _age(version: SurveyVersion) -> int:
    return PRIMARY_AGE if version.survey.variant in FOR_YOUNGER else SECONDARY_AGE


def _is_about_pupil(question: Question, words: Mapping[str, str]) -> bool:
    listed = question.kind in (Kind.SINGLE, Kind.SEVERAL)
    return (
        not question.required
        and listed
        and (question.section == ABOUT or PERSONAL.search(words[question.code]) is not None)
    )


def _on_the_whole(questions: int, minutes: int, about: int) -> list[Advice]:
    found: list[Advice] = []
    if questions > MOST_QUESTIONS:
        found.append(
            Advice(
                f"It asks {questions} questions. After about {MOST_QUESTIONS} pupils begin to guess.",
                f"Remove {questions - MOST_QUESTIONS}, or ask a module in a wave of its own.",
            )
        )
    if minutes > MOST_MINUTES:
        found.append(
            Advice(
                f"It takes about {minutes} minutes. A form period has room for {MOST_MINUTES}.",
                "Remove a question with a long list or a text to write: those take the longest.",
            )
        )
    if about > MOST_ABOUT_PUPIL:
        found.append(
            Advice(
                f"It asks {about} things about the pupil besides the year. Together they may tell who somebody is.",
                f"Keep the {MOST_ABOUT_PUPIL} that you will act on.",
            )
        )
    return found


def _on_first_words(version: SurveyVersion, words: Mapping[str, str], minutes: int) -> Iterator[Advice]:
    """Advise on what stands before the first question, and whether it keeps its word on how long the survey takes."""
    first = [text for key, text in words.items() if key.startswith("page.intro_")]
    if (long := intro_too_long(*first)) is not None:
        yield long
    yield from too_hard(f"{words[TITLE]} {words[INTRO]}", age=_age(version))
    told = PROMISED.search(words[INTRO])
    if told is not None and abs(int(told[1]) - minutes) > 1:
        yield Advice(
            f"Its first words promise {told[1]} minutes. It takes about {minutes}.",
            "Change the first words, or the number of questions.",
        )


def _on_question(question: Question, words: Mapping[str, str], age: int) -> list[Advice]:
    statement = question.kind is Kind.AGREE
    found = advice_on(words[question.code], is_statement=statement, age=age)
    found += too_hard(words.get(f"{question.code}.hint", ""), age=age)
    if WAYS[question.kind].has_own_words:
        for choice in question.choices:
            found += too_hard(words[choice_key(question, choice)], age=age)
    return found

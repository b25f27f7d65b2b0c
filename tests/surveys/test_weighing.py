"""Weighing: how long a survey is, and what its author should think over."""

from datetime import date

from surveys.arranging import add_from_bank
from surveys.authoring import Own, add_own_question
from surveys.building import change_page_words, start_survey
from surveys.offers import modules
from surveys.page_words import page_words
from surveys.questions import Kind
from surveys.surveys import Variant
from surveys.weighing import MOST_MINUTES, MOST_QUESTIONS, weigh

TODAY = date(2026, 11, 23)


def start(record, *modules):
    return start_survey(record, name="Spring", variant=Variant.SECONDARY, modules=modules, on=TODAY)


def test_the_core_keeps_its_own_limits(record):
    version = start(record)
    weighed = weigh(version, version.words())
    assert weighed.questions <= MOST_QUESTIONS
    assert weighed.minutes <= MOST_MINUTES
    assert weighed.whole == ()


def test_too_many_questions_and_minutes_are_said_with_what_to_do(record):
    version = start(record, *modules())
    told = [advice.problem for advice in weigh(version, version.words()).whole]
    assert len(told) == 3
    assert f"It asks {len(version.questions)} questions" in told[0]
    assert "A form period has room for 8" in told[1]
    assert "Its first words promise 8 minutes" in told[2]


def test_a_long_or_hard_beginning_is_said(record):
    version = start(record)
    intro = "Please facilitate our attendance engagement. " + "We are keen to hear from you today. " * 7
    version = change_page_words(record, version=version, title="School", intro=intro, on=TODAY)
    words = page_words(record, version_id=version.id, language="en")
    told = " ".join(advice.problem for advice in weigh(version, words).whole)
    assert "words before the first question" in told
    assert "facilitate" in told


def test_a_fourth_question_about_the_pupil_is_said(record):
    version, _ = add_from_bank(record, version=start(record), codes=["language_home"], on=TODAY)
    assert "4 things about the pupil" in weigh(version, version.words()).whole[-1].problem


def test_an_own_question_about_the_pupil_counts_wherever_it_stands(record):
    own = Own(kind=Kind.SINGLE, text="Do you have free school meals?", choices=["Yes", "No"])
    version = add_own_question(record, version=start(record), own=own, on=TODAY)
    assert weigh(version, version.words()).about_pupil == 4


def test_advice_stands_beside_its_question_and_blocks_nothing(record):
    own = Own(kind=Kind.AGREE, text="I do not feel safe at school.")
    version = add_own_question(record, version=start(record), own=own, on=TODAY)
    advice = weigh(version, version.words()).by_question["own_1"]
    assert any("not" in one.problem for one in advice)
    assert all(one.suggestion for one in advice)


def test_long_sentences_and_hard_words_are_said(record):
    text = "To what extent does the attendance policy facilitate your engagement with the curriculum on a regular basis?"
    version = add_own_question(record, version=start(record), own=Own(kind=Kind.TEXT, text=text), on=TODAY)
    assert len(weigh(version, version.words()).by_question["own_1"]) >= 2

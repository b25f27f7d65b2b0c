"""Surveys: a definition becomes a version, and the same definition twice becomes one."""

from datetime import date

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.definitions import BANK, FRAME, SurveyProblem, add_survey
from surveys.questions import Kind
from surveys.surveys import choice_key, newest_version, surveys

SMALL = """
slug = "{slug}"
name = "Small"
language = "en"

[[question]]
code = "one"
kind = "single"
section = "you"
choices = ["a", "b"]
alone = ["b"]
[question.themes]
a = "BUL"

[text]
"one" = "{words}"
"one.a" = "A"
"one.b" = "B"
"""


@pytest.fixture
def definition(tmp_path):
    def write(words="One?", slug="small", without=""):
        path = tmp_path / "small.toml"
        text = SMALL.format(slug=slug, words=words)
        path.write_text("\n".join(line for line in text.splitlines() if not without or without not in line))
        return path

    return write


def test_the_same_definition_twice_is_one_version(record, definition):
    first = add_survey(record, definition(), on=date(2026, 1, 5))
    assert add_survey(record, definition(), on=date(2026, 2, 5)) is first
    assert (first.number, first.made_on) == (1, date(2026, 1, 5))


def test_a_changed_definition_is_a_new_version_and_leaves_the_old_as_it_was(record, definition):
    first = add_survey(record, definition(), on=date(2026, 1, 5))
    second = add_survey(record, definition("Two?"), on=date(2026, 2, 5))
    assert (first.number, second.number) == (1, 2)
    assert first.words()["one"] == "One?"
    assert newest_version(record, "small") is second
    assert "small" in [survey.slug for survey in surveys(record)]


def test_a_definition_without_words_for_a_choice_is_refused(record, definition):
    with pytest.raises(SurveyProblem, match=r"small\.toml: there are no words for “one\.b”"):
        add_survey(record, definition(without='"one.b"'), on=date(2026, 1, 5))


def test_what_a_version_asks_is_found_by_its_code(record, definition):
    version = add_survey(record, definition(), on=date(2026, 1, 5))
    question = version.question("one")
    assert question.kind is Kind.SINGLE
    assert [(choice.code, choice.alone, choice.theme_code) for choice in question.rows] == [
        ("a", False, "BUL"),
        ("b", True, None),
    ]
    with pytest.raises(KeyError):
        version.question("two")
    with pytest.raises(NoResultFound):
        newest_version(record, "unknown")


def test_a_language_falls_back_to_english(record, definition):
    version = add_survey(record, definition(), on=date(2026, 1, 5))
    assert version.words("cy") == version.words("en") == version.words()


def test_every_choice_of_the_bank_has_words(record):
    for path in BANK.glob("*.toml"):
        if path != FRAME:
            version = add_survey(record, path, on=date(2026, 1, 5), with_spare=True)
            words = version.words()
            assert [
                key
                for question in version.questions
                for key in (question.code, *(choice_key(question, choice) for choice in question.choices))
                if not words.get(key)
            ] == []


def test_a_survey_in_full_stands_beside_the_one_pupils_are_asked(record):
    core = add_survey(record, BANK / "secondary.toml", on=date(2026, 1, 5))
    full = add_survey(record, BANK / "secondary.toml", on=date(2026, 1, 5), with_spare=True)
    assert full.survey.slug == "secondary-full"
    assert {question.code for question in core.questions} < {question.code for question in full.questions}
    assert newest_version(record, "secondary") is core


def test_a_question_taken_from_another_file_keeps_its_words_and_its_translations(record):
    core = add_survey(record, BANK / "secondary.toml", on=date(2026, 1, 5))
    pulse = add_survey(record, BANK / "pulse.toml", on=date(2026, 1, 5))
    for language in ("en", "pl"):
        said = core.words(language)
        for question in pulse.questions:
            assert pulse.words(language)[question.code] == said[question.code]
            assert core.question(question.code).kind is question.kind

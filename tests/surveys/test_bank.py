"""The question bank: in every file of it, what pupils read is complete, short and plain."""

import re
import tomllib
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from surveys.definitions import BANK, FRAME, add_survey, frame_words
from surveys.definitions import read_definition as read_afresh
from surveys.kinds import WAYS
from surveys.languages import LANGUAGES
from surveys.plain_words import (
    LONGEST_SENTENCE,
    PRIMARY_AGE,
    SECONDARY_AGE,
    advice_on,
    grade,
    identifying,
    intro_too_long,
    reading_age,
    sentences,
    too_hard,
    words_of,
)
from surveys.questions import Kind
from surveys.surveys import Variant

read_definition = cache(read_afresh)
SURVEYS = sorted(file for file in BANK.glob("*.toml") if file != FRAME)
MODULES = sorted((BANK / "modules").glob("*.toml"))
FILES = [*SURVEYS, *MODULES]
DRAFTS = sorted((BANK / "languages").glob("*.toml"))
SYMBOLS = Path(__file__).parents[2] / "templates" / "questions" / "symbols.html"
LAST = ("none", "nothing", "nowhere", "nobody", "other", "elsewhere", "any", "unsure", "unsaid")
"""Choices that stand apart from the rest of a list, and so at its end."""
TWO_IDEAS = {"help_learning"}
"""Asks for those who get help and those who need it in one breath, on purpose: no answer then tells a diagnosis."""
QUESTIONS = {
    "secondary": 25, "pulse": 7, "not_in_school": 8, "primary": 14, "symbol": 10,
    "bullying": 9, "transport": 7, "periods": 8, "health": 5, "functions": 4,
}  # fmt: skip

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
every_survey = pytest.mark.parametrize("file", SURVEYS, ids=lambda file: file.stem)
every_draft = pytest.mark.parametrize("file", DRAFTS, ids=lambda file: file.stem)


def own_words(file):
    return dict(read_definition(file).words)


def all_words(file):
    """Return what a survey of this file says on its pages."""
    return {**frame_words(), **own_words(file)}


def age(file):
    young = read_definition(file).variant in (Variant.PRIMARY, Variant.SYMBOL)
    return PRIMARY_AGE if young else SECONDARY_AGE


def choice_words(question, words):
    stem = question["code"] if WAYS[Kind(question["kind"])].has_own_words else question["kind"]
    return {code: words[f"{stem}.{code}"] for code in question.get("choices", ())}


def intro(file):
    words = all_words(file)
    return [
        words["page.title"],
        words["page.school"],
        *(words[key] for key in words if key.startswith("page.intro_")),
    ]


def test_every_file_asks_as_many_questions_as_it_should():
    asked = {
        file.stem: sum(not question.get("spare", False) for question in read_definition(file).questions)
        for file in FILES
    }
    assert asked == QUESTIONS


@every_survey
def test_a_survey_can_be_added_and_again_without_a_second_version(record, file):
    made = add_survey(record, file, on=date(2026, 9, 1))
    assert add_survey(record, file, on=made.made_on) is made
    assert len(made.questions) == QUESTIONS[file.stem]


@every_survey
def test_only_the_year_group_must_be_answered_and_it_comes_first(file):
    questions = read_definition(file).questions
    required = [question["code"] for question in questions if question.get("required")]
    assert required == ([] if file.stem == "symbol" else ["year_group"])
    assert required in ([], [questions[0]["code"]])


def test_slugs_and_variants_are_all_different():
    read = [read_definition(file) for file in SURVEYS]
    assert {one.variant for one in read} == set(Variant) - {Variant.FRAME}
    assert len({one.slug for one in read}) == len(read)


@every_file
def test_every_question_choice_and_section_has_words_and_no_words_are_left_over(file):
    definition = read_definition(file)
    words = all_words(file)
    used = set()
    for question in definition.questions:
        code, kind = question["code"], Kind(question["kind"])
        stem = code if WAYS[kind].has_own_words else question["kind"]
        needed = {
            code,
            f"section.{question['section']}",
            *(f"{stem}.{choice}" for choice in question.get("choices", ())),
            *(f"{code}.{column}" for column in question.get("columns", ())),
        }
        assert {key for key in needed if not words.get(key, "").strip()} == set()
        used |= needed | {f"{code}.hint", f"{code}.required"}
        used |= {f"{code}.before.{choice}" for choice in question.get("choices", ())}
    written = tomllib.loads(file.read_text(encoding="utf-8"))["text"]
    assert {key for key in written if key not in used and key not in frame_words()} <= {
        "page.title",
        "page.intro_why",
    }


@every_file
def test_codes_are_used_once_and_fit_the_record(file):
    questions = read_definition(file).questions
    codes = [question["code"] for question in questions]
    assert len(set(codes)) == len(codes)
    for question in questions:
        for code in (question["code"], *question.get("choices", ()), *question.get("columns", ())):
            assert re.fullmatch(r"[A-Za-z0-9_+-]{1,40}", code), code
        choices = question.get("choices", ())
        assert len(set(choices)) == len(choices)
        for named in ("alone", "themes", "symbols"):
            assert set(question.get(named, ())) <= set(choices), (question["code"], named)


def test_parts_of_the_bank_can_stand_in_one_survey():
    codes = [
        question["code"]
        for file in (BANK / "secondary.toml", *MODULES)
        for question in read_definition(file).questions
    ]
    assert len(set(codes)) == len(codes)
    assert [read_definition(file).module for file in MODULES] == [file.stem for file in MODULES]
    for file in MODULES:
        assert {question["section"] for question in read_definition(file).questions} == {file.stem}


@every_file
def test_every_theme_is_in_the_codebook(file):
    known = {theme.code for theme in load_codebook().themes}
    for question in read_definition(file).questions:
        named = {question.get("theme"), *question.get("themes", {}).values()} - {None}
        assert named <= known, question["code"]


@pytest.mark.parametrize("file", SURVEYS, ids=lambda file: file.stem)
def test_every_thing_that_can_be_hard_counts_under_a_theme(file):
    for question in read_definition(file).questions:
        if question["code"] == "bar_pick":
            assert set(question["choices"]) - set(question["themes"]) == {"none", "other"}


@every_file
def test_what_stands_apart_comes_last(file):
    for question in read_definition(file).questions:
        codes = question.get("choices", [])
        late = [code for code in codes if code in LAST]
        assert codes[len(codes) - len(late) :] == late, question["code"]
        if question.get("shuffled"):
            assert set(question.get("alone", ())) <= set(late), question["code"]


@every_file
def test_a_condition_names_an_earlier_question_and_choices_it_has(file):
    earlier = {}
    for question in read_definition(file).questions:
        for link in ("picks_of", "only_if"):
            if link in question:
                code, _, choices = question[link].partition("=")
                assert code in earlier, question["code"]
                assert set(filter(None, choices.split(","))) <= set(earlier[code]), question["code"]
        earlier[question["code"]] = question.get("choices", ())


@every_file
def test_every_symbol_is_drawn(file):
    drawn = set(re.findall(r'<symbol id="s-([a-z0-9-]+)"', SYMBOLS.read_text(encoding="utf-8")))
    assert {f"faces-{point}" for point in range(1, 6)} <= drawn
    for question in read_definition(file).questions:
        named = {question.get("symbol"), *question.get("symbols", {}).values()} - {None}
        assert named <= drawn, question["code"]


@pytest.mark.parametrize("stem", ["primary", "symbol"])
def test_young_readers_have_a_picture_for_every_choice_and_few_choices(stem):
    for question in read_definition(BANK / f"{stem}.toml").questions:
        choices = question.get("choices", [])
        assert set(question.get("symbols", {})) == set(choices), question["code"]
        assert "symbol" in question or question["code"] == "year_group" or question["kind"] == "several"
        if question["kind"] in ("single", "faces") and question["code"] != "year_group":
            assert 3 <= len([code for code in choices if code != "unsure"]) <= 4, question["code"]
        assert not question.get("shuffled"), question["code"]


@every_file
def test_every_text_is_short_plain_and_has_curly_quotes(file):
    words = own_words(file)
    for key, text in words.items():
        assert not re.search("['\"]", text), key
        assert unicodedata.normalize("NFC", text) == text, key
        assert [advice.problem for advice in too_hard(text, age=age(file))] == [], key


def test_what_every_page_shares_is_short_and_plain():
    for key, text in frame_words().items():
        assert not re.search("['\"]", text), key
        assert [part for part in sentences(text) if len(words_of(part)) > LONGEST_SENTENCE] == [], key
        assert [advice.problem for advice in too_hard(text)] == [], key


@every_file
def test_questions_ask_one_thing_and_statements_say_what_is(file):
    for question in read_definition(file).questions:
        text = own_words(file)[question["code"]]
        is_statement = question["kind"] in ("agree", "often") and not text.endswith("?")
        found = advice_on(text, is_statement=is_statement, age=age(file))
        if question["code"] not in TWO_IDEAS:
            assert [advice.problem for advice in found] == [], question["code"]


@every_file
def test_nothing_asks_who_somebody_is(file):
    words = all_words(file)
    for question in read_definition(file).questions:
        choices = list(choice_words(question, words).values())
        for key in (question["code"], f"{question['code']}.hint"):
            assert identifying(words.get(key, ""), choices) is None, key


@every_survey
def test_the_words_before_the_first_question_are_few_and_plain(file):
    told = intro(file)
    assert intro_too_long(*told) is None
    assert reading_age(" ".join(told)) <= age(file)


@every_survey
def test_the_words_before_the_first_question_tell_what_a_pupil_must_know(file):
    told = " ".join(intro(file)).casefold()
    for part in ("council", "take them back", "hurt", "at once", "help now", "computer", "skip", "name"):
        assert part in told


def test_the_younger_are_told_in_fewer_words():
    lengths = [
        len(words_of(" ".join(intro(BANK / f"{stem}.toml")))) for stem in ("symbol", "primary", "secondary")
    ]
    assert lengths == sorted(lengths)


@every_file
def test_a_child_of_its_age_can_read_it(file):
    words = own_words(file)
    asked = " ".join(
        f"{words[question['code']].rstrip('.?')}." for question in read_definition(file).questions
    )
    assert grade(asked) <= age(file) - 5


def test_the_good_comes_before_the_hard_and_what_would_help_comes_last():
    questions = read_definition(BANK / "secondary.toml").questions
    asked = [question["section"] for question in questions if not question.get("spare")]
    assert list(dict.fromkeys(asked)) == ["about", "being", "good", "school", "hard", "places", "help"]


def test_help_names_an_adult_childline_shout_and_999():
    helped = " ".join(text for key, text in frame_words().items() if key.startswith("help."))
    for line in ("adult you trust", "0800 1111", "85258", "999"):
        assert line in helped.replace("\u00a0", " ")


def test_bullying_is_explained_before_it_is_asked_about():
    first = read_definition(MODULES[0]).questions[0]["code"]
    assert "Bullying is when" in own_words(MODULES[0])[f"{first}.hint"]


@every_draft
def test_a_draft_keeps_to_its_english(file):
    draft = tomllib.loads(file.read_text(encoding="utf-8"))
    assert draft["language"] == file.stem
    assert file.stem in LANGUAGES
    english = {**own_words(BANK / "secondary.toml"), **frame_words()}
    assert draft["text"].keys() <= english.keys()
    for key, text in draft["text"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key
        assert text == unicodedata.normalize("NFC", text).strip() != "", key
        assert not [sign for sign in text if unicodedata.category(sign) == "Cc"], key

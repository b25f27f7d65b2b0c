"""The question bank: what pupils read is complete, short and plain."""

import re
import tomllib
from datetime import date

import pytest

from analysis.codebook import load_codebook
from surveys.questions import Kind
from surveys.surveys import BANK, add_survey, choice_key

SECONDARY = tomllib.loads((BANK / "secondary.toml").read_text(encoding="utf-8"))
START = tomllib.loads((BANK / "start.toml").read_text(encoding="utf-8"))
WORDS = START["text"] | SECONDARY["text"]
LONGEST_SENTENCE = 14
"""Words; longer ones lose readers of about nine."""
HARD_WORDS = re.compile(
    r"\b(attendance|attend|barriers?|engage\w*|absence|wellbeing|provision)\b", re.IGNORECASE
)


@pytest.fixture
def version(record):
    return add_survey(record, BANK / "secondary.toml", on=date(2026, 9, 1))


def test_the_survey_can_be_added_and_only_the_year_group_must_be_answered(version):
    assert [question.code for question in version.questions if question.required] == ["year_group"]
    assert version.questions[0].code == "year_group"


def test_the_same_file_twice_makes_one_version(record, version):
    assert add_survey(record, BANK / "secondary.toml", on=version.made_on) is version


def test_every_text_is_used_by_a_question_or_the_page(version):
    used = set()
    for question in version.questions:
        used |= {
            question.code,
            f"{question.code}.hint",
            f"{question.code}.required",
            f"section.{question.section}",
        }
        used |= {choice_key(question, choice) for choice in question.choices}
        used |= {f"{question.code}.before.{choice.code}" for choice in question.choices}
    spare = {key for key in SECONDARY["text"] if key not in used and not key.startswith("page.")}
    assert spare == set()


def test_every_section_has_a_name(version):
    assert {f"section.{question.section}" for question in version.questions} <= SECONDARY["text"].keys()


def test_every_theme_a_choice_counts_under_is_in_the_codebook(version):
    known = {theme.code for theme in load_codebook().themes}
    named = {choice.theme_code for question in version.questions for choice in question.choices}
    named |= {question.theme_code for question in version.questions}
    assert named - {None} <= known


def test_every_thing_that_can_be_hard_counts_under_a_theme(version):
    bare = {choice.code for choice in version.question("bar_pick").rows if choice.theme_code is None}
    assert bare == {"none", "other"}


def test_what_stands_alone_or_open_comes_last(version):
    for question in version.questions:
        codes = [choice.code for choice in question.rows]
        late = [
            code
            for code in codes
            if code in ("none", "nothing", "nowhere", "other", "elsewhere", "unsure", "unsaid")
        ]
        assert codes[len(codes) - len(late) :] == late, question.code


def test_a_ranking_comes_after_the_question_it_ranks(version):
    for question in version.questions:
        if question.kind is Kind.RANK:
            assert version.question(question.picks_of).position < question.position


def test_the_good_comes_before_the_hard_and_what_would_help_comes_last(version):
    sections = list(dict.fromkeys(question.section for question in version.questions))
    assert sections == ["about", "good", "school", "hard", "places", "help"]


def sentences() -> list[str]:
    return [part for text in WORDS.values() for part in re.split(r"(?<=[.?!])\s+", text)]


def test_every_sentence_is_short():
    assert [sentence for sentence in sentences() if len(sentence.split()) > LONGEST_SENTENCE] == []


def test_every_sentence_is_plain_and_has_curly_quotes():
    assert [
        sentence for sentence in sentences() if HARD_WORDS.search(sentence) or re.search("['\"]", sentence)
    ] == []


def test_statements_say_what_is_never_what_is_not():
    for question in SECONDARY["question"]:
        if question["kind"] == "agree":
            assert not re.search(r"\b(not|never|no|\w+n’t)\b", WORDS[question["code"]]), question["code"]


def test_the_words_before_the_first_question_are_at_most_120():
    before = [text for key, text in WORDS.items() if key.startswith("page.intro_")]
    assert sum(len(text.split()) for text in [WORDS["page.title"], WORDS["page.school"], *before]) <= 120


def grade(text: str) -> float:
    """Flesch-Kincaid grade with syllables counted as groups of vowels: rough, and enough to catch a hard text."""
    words = re.findall(r"[a-zA-Z’]+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)
    ends = max(1, len(re.findall(r"[.?!](?:\s|$)", text)))
    return 0.39 * len(words) / ends + 11.8 * syllables / len(words) - 15.59


def test_a_nine_year_old_can_read_it():
    before = " ".join(text for key, text in WORDS.items() if key.startswith("page.intro_"))
    asked = " ".join(WORDS[question["code"]] for question in SECONDARY["question"])
    helped = " ".join(text for key, text in WORDS.items() if key.startswith("help."))
    assert grade(before) <= 4
    assert grade(asked) <= 4
    assert grade(helped) <= 4


def test_help_names_an_adult_childline_shout_and_999():
    helped = " ".join(text for key, text in WORDS.items() if key.startswith("help.")).replace("\u00a0", " ")
    for line in ("adult you trust", "0800 1111", "85258", "999"):
        assert line in helped

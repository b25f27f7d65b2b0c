"""How hard a text is to read for a pupil, and what to say instead."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.plain_words import (
    LONGEST_INTRO,
    LONGEST_SENTENCE,
    PRIMARY_AGE,
    advice_on,
    grade,
    instead,
    intro_too_long,
    reading_age,
    sentences,
    syllables,
    too_hard,
    words_of,
)

SYLLABLES = {
    1: "school bus friends liked times hoped scared toast squashed tests day seen learn through",
    2: "table lessons wanted boxes being smiling didn’t quiet worried bullied teachers toilet people hopeful ok",
    3: "everyone bullying tomorrow radio museum timetable disagree anyone family computer",
    4: "everybody experience anxiety education",
    5: "university opportunity",
}
PLAIN = [
    "Which year are you in?",
    "I feel safe at school.",
    "Would you call yourself neurodivergent?",
    "What makes you want to come to school?",
    "I have someone to be with at break and lunch.",
    "Do any places make you feel unsafe or uneasy?",
]
COUNCIL = [
    "Approximately how frequently do you experience difficulties participating in educational activities?",
    "How regularly does transportation inconvenience you?",
    "Are extracurricular activities accessible?",
    "To what extent do you perceive the behaviour policy to be equitable?",
    "Do you have sufficient opportunities for collaborative learning?",
    "Please indicate your level of satisfaction with pastoral provision.",
    "How satisfied are you with communication from senior leadership?",
    "I experience anxiety regarding assessments.",
]


@pytest.mark.parametrize(("count", "words"), SYLLABLES.items())
def test_syllables_are_counted_by_what_is_heard(count, words):
    wrong = {word: syllables(word) for word in words.split() if syllables(word) != count}
    assert wrong == {}


def test_words_and_sentences():
    assert words_of("“Don’t know” – Year 7, part-time!") == ["Don’t", "know", "Year", "7", "part-time"]
    assert sentences("Was it fun? Yes … It was.\nBye") == ["Was it fun?", "Yes …", "It was.", "Bye"]


def test_a_long_text_has_the_grade_the_formula_gives():
    text = "The cat sat on the mat. " * 20
    assert grade(text) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert reading_age(text) == 5


@pytest.mark.parametrize("text", PLAIN)
def test_plain_prompts_pass_even_with_one_long_word(text):
    assert too_hard(text) == []
    assert advice_on(text, is_statement=not text.endswith("?")) == []


@pytest.mark.parametrize("text", COUNCIL)
def test_council_english_does_not(text):
    assert any("reads like a text for age" in advice.problem for advice in too_hard(text))
    assert all(advice.suggestion for advice in too_hard(text))


def test_a_young_reader_needs_plainer_words():
    text = "How often do worries make it hard to come to school?"
    assert too_hard(text) == []
    assert too_hard("People being nasty to me again and again", age=PRIMARY_AGE) != []


def test_hard_words_come_with_a_plain_one_and_once_each():
    told = too_hard("Attendance, attending and attendance barriers")
    assert [advice.problem.split("”")[0].strip("“") for advice in told[:3]] == [
        "Attendance",
        "attending",
        "barriers",
    ]
    assert told[0].suggestion == "Try “being in school”."


def test_the_longest_hard_phrase_is_named():
    (told,) = [one for one in too_hard("The behaviour policy") if "hard word" in one.problem]
    assert "behaviour policy" in told.problem


@pytest.mark.parametrize("better", sorted(set(instead().values())))
def test_what_is_suggested_is_no_hard_word_itself(better):
    assert [one.problem for one in too_hard(better) if "hard word" in one.problem] == []


def test_long_sentences_are_named_with_their_length():
    text = " ".join(["one"] * (LONGEST_SENTENCE + 1))
    assert any(f"has {LONGEST_SENTENCE + 1} words" in advice.problem for advice in too_hard(text))
    assert not any("words." in advice.problem for advice in too_hard(text.removesuffix(" one")))


@pytest.mark.parametrize(
    "text", ["I do not feel safe.", "I don’t feel safe.", "I don't feel safe", "Nobody listens."]
)
def test_a_denial_is_told_in_a_statement_alone(text):
    assert any("turn it round" in advice.problem for advice in advice_on(text, is_statement=True))
    assert not any("turn it round" in advice.problem for advice in advice_on(text))


@pytest.mark.parametrize(
    ("text", "is_statement"),
    [
        ("I feel safe and happy.", True),
        ("Do you feel safe and do you have friends?", False),
        ("Do you get help, or feel you need it?", False),
    ],
)
def test_two_ideas_are_told(text, is_statement):
    assert any("two ideas" in advice.problem for advice in advice_on(text, is_statement=is_statement))


def test_an_intro_may_have_120_words():
    assert intro_too_long("word " * LONGEST_INTRO) is None
    told = intro_too_long("word " * 100, "word " * 25)
    assert told is not None
    assert told.suggestion == "Take out 5 words."


@given(st.text(max_size=400))
def test_any_text_is_judged_without_failing(text):
    assert grade(text) == grade(text)
    for advice in advice_on(text, is_statement=True):
        assert advice.problem
        assert advice.suggestion


@given(st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=30))
def test_a_word_has_a_syllable_at_least_and_no_more_than_letters(word):
    assert 1 <= syllables(word) <= len(word) + 1


@given(
    st.lists(st.sampled_from(["we", "go", "to", "a", "big", "school", "like", "it"]), min_size=1, max_size=60)
)
def test_a_longer_word_never_makes_a_text_easier(words):
    assert grade(" ".join([*words[:-1], "university"])) >= grade(" ".join(words))


@pytest.mark.parametrize("sign", ["a", "your ", "what ", "name the ", "d.", "and or ", "\u200b", "é"])
def test_a_huge_text_is_judged_in_a_moment(sign):
    text = sign * 5_000
    too_hard(text)

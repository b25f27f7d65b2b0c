"""Telling that two wordings mean the same, and leaving it when they do not."""

import pytest

from surveys.definitions import BANK, frame_words, read_definition
from surveys.matching import Words, opposed, plain

SECONDARY = read_definition(BANK / "secondary.toml")
WORDS = {**frame_words(), **SECONDARY.words}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1. Which\u00a0year are you in?", "which YEAR are you in"),
        ("I don’t know", "I don't know"),
        ("Bus – or tram", "bus - or tram"),
        ("Y7", "Year 7"),
        ("Yr 10", "year 10"),
        ("Friends & family", "friends and family"),
    ],
)
def test_what_exports_change_does_not_count(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Strongly agree", "5"),
        ("Agree", "4"),
        ("Neutral", "3"),
        ("Disagree", "2"),
        ("Strongly disagree", "1"),
    ],
)
def test_usual_scales_are_ours(said, meant):
    scale = Words({code: WORDS[f"agree.{code}"] for code in "12345"})
    assert scale.best(said, least=1) == (meant, 1.0)


def test_a_plain_number_is_a_year():
    years = Words({"Y7": "Year 7", "Y10": "Year 10"})
    assert years.best("10", least=0.9) == ("Y10", 1.0)
    assert years.best("14", least=0.5) is None


def test_nothing_is_chosen_between_two_that_are_as_alike():
    assert (
        Words({"a": "Help with reading", "b": "Help with writing"}).best("Help with maths", least=0.1) is None
    )


@pytest.mark.parametrize("code", ["bar_pick", "help_pick", "hot_place", "good_what", "year_group", "gender"])
def test_no_choice_of_ours_is_taken_for_another(code):
    question = next(one for one in SECONDARY.questions if one["code"] == code)
    words = {choice: WORDS[f"{code}.{choice}"] for choice in question["choices"]}
    for choice in words:
        others = Words({other: text for other, text in words.items() if other != choice})
        assert others.best(words[choice], least=0.75) is None, choice


def test_denials_oppose():
    assert opposed("I do not feel safe", "I feel safe")
    assert opposed("I can’t find help", "I can find help")
    assert not opposed("Nobody listens", "They never listen")

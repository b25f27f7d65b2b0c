"""Quotes are readable, varied and always the same."""

from analysis.quotes import choose

BUS = "the bus is late nearly every single day of the week"
BUS_AGAIN = "the bus is late nearly every single day of the month"
LOOS = "the toilets are locked at break and nobody will open them"


def test_two_quotes_do_not_say_the_same():
    assert choose([BUS, BUS_AGAIN, LOOS], most=2) in ([0, 2], [1, 2])


def test_a_middling_length_is_preferred():
    assert choose(["bus", "late", BUS, "x " * 100], most=1) == [2]


def test_a_very_long_answer_is_never_quoted():
    assert choose(["bus " * 100]) == []


def test_an_empty_answer_is_never_quoted():
    assert choose(["", ".", "idk"]) == []
    assert choose([]) == []


def test_the_same_words_are_quoted_once():
    assert choose([BUS, BUS.upper(), BUS]) == [0]


def test_the_choice_is_the_same_each_time():
    texts = [BUS, LOOS, BUS_AGAIN] * 30
    assert choose(texts) == choose(texts)


def test_no_more_are_chosen_than_asked_for():
    assert len(choose([BUS, LOOS, BUS_AGAIN], most=2)) == 2
    assert choose([BUS], most=0) == []

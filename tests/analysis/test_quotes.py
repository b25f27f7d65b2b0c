"""Quotes are readable, near the middle, different from each other and always the same."""

import numpy as np

from analysis.quotes import choose

BUS = "the bus is late nearly every single day of the week"
BUS_AGAIN = "the bus is late nearly every single day of the month"
LOOS = "the toilets are locked at break and nobody will open them"
# Which way each text points: one direction for buses, one for toilets, one for the rest.
WAYS = {"bus": (1.0, 0.0, 0.0), "toilets": (0.0, 1.0, 0.0)}


def chosen(texts, **wishes):
    vectors = np.array(
        [next((way for word, way in WAYS.items() if word in text.lower()), (0, 0, 1)) for text in texts]
    )
    return choose(texts, vectors.reshape(len(texts), 3), **wishes)


def test_two_quotes_do_not_say_the_same():
    assert chosen([BUS, BUS_AGAIN, LOOS], most=2) in ([0, 2], [1, 2])


def test_the_nearest_to_the_centre_comes_first():
    assert chosen([BUS, LOOS], centre=np.array([0.0, 1.0, 0.0]), most=2) == [1, 0]


def test_a_middling_length_is_preferred():
    assert chosen(["bus", "late", BUS, "x " * 100], most=1) == [2]


def test_a_short_answer_is_quoted_where_there_is_no_other():
    assert chosen(["bus"]) == [0]


def test_a_very_long_answer_is_never_quoted():
    assert chosen(["bus " * 100]) == []


def test_an_empty_answer_is_never_quoted():
    assert chosen(["", ".", "idk"]) == []
    assert chosen([]) == []


def test_the_same_words_are_quoted_once():
    assert chosen([BUS, BUS.upper(), BUS]) == [0]


def test_the_choice_is_the_same_each_time():
    texts = [BUS, LOOS, BUS_AGAIN] * 30
    assert chosen(texts) == chosen(texts)


def test_no_more_are_chosen_than_asked_for():
    assert len(chosen([BUS, LOOS, BUS_AGAIN], most=2)) == 2
    assert chosen([BUS], most=0) == []

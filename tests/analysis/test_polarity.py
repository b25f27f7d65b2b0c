"""Whether an answer tells of something hard, of something that works, or of something to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.polarity import polarity


@pytest.mark.parametrize(
    "text",
    [
        "the bus never comes",
        "they make me stand outside",
        "get shouted at for nothing",
        "nowhere to sit at dinner",
        "sir said you should of gone at break",
        "why should i come in",
        "bigger kids push in",
        "bus late = det. make it make sense",
        "I wake up at 5 and my stomach hurts",
        "id get battered if i told",
        "teachers are great but the bus is always late",  # praise with a “but” tells what is hard
        "toilets",
        "",
    ],
)
def test_what_is_hard_is_a_barrier(text):
    assert polarity(text) == "barrier"


@pytest.mark.parametrize(
    "text",
    [
        "teachers should listen to both sides",
        "let us use the toilet in lessons",
        "more trams simple as",
        "stop locking the toilets",
        "put cameras on the stairs",
        "if i was head id make dinner longer",
        "they need to sort the buses",
        "somewhere quiet to go at break",
        "a calm room for people who need it",
        "get rid of the one way system",
        "dont give detentions for being late",
        "no homework on fridays",
        "I wish they would ask us first",
        "can we have benches",
    ],
)
def test_what_to_do_is_a_suggestion(text):
    assert polarity(text) == "suggestion"


@pytest.mark.parametrize(
    "text",
    [
        "I love drama",
        "my tutor is brilliant",
        "nothing makes it hard, i like coming",
        "no bullying here",
        "I like school",
        "its fine",
        "used to get picked on but its sorted now",
        "best lesson by far, my favourite",
        "I feel safe here",
    ],
)
def test_what_is_well_works(text):
    assert polarity(text) == "works"


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("shorter corridors haha", "help_head", "suggestion"),
        ("a bench", "hot_fix", "suggestion"),
        ("lights", "tr_help", "suggestion"),
        ("I like it how it is", "help_head", "works"),
        ("nothing, they shout all day", "good_text", "barrier"),
        ("breakfast club", "good_text", "works"),
        ("they dont shout at you", "good_text", "works"),
        ("breakfast club", "bar_text", "barrier"),
        ("let us sit inside", "bar_text", "suggestion"),
        ("breakfast club", "a question of another survey", "barrier"),
    ],
)
def test_the_question_decides_where_the_words_leave_it_open(text, question, expected):
    assert polarity(text, question) == expected


@given(st.text(max_size=300), st.sampled_from([None, "bar_text", "help_head", "good_text"]))
def test_any_text_has_a_polarity(text, question):
    assert polarity(text, question) in {"barrier", "works", "suggestion"}

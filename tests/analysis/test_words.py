"""What pupils write becomes words that can be counted, and stays readable as they wrote it."""

import pytest

from analysis.words import LONGEST, cannot_tell, clean, joined


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("period 3", "lessonslot"),
        ("P3", "lessonslot"),
        ("double period", "lessonslot"),
        ("last period on friday", "lessonslot on friday"),
        ("my first period", "my first period"),  # the one that is not a lesson
        ("C2", "sanctionstep"),
        ("y7", "year7"),
        ("miss never listens", "teacher never listens"),
        ("I miss my old school", "i longing my old school"),
        ("I miss the bus", "i miss the bus"),
        ("people cut the queue", "people queuejump queue"),
        ("cut class", "wagging lessons"),
        ("mocks", "mockexam"),
        ("they mock me", "they mock me"),
        ("came on in maths", "periodstart in maths"),
        ("came on my bike", "came on my bike"),
        ("homework due on friday", "homework due on friday"),
        ("excluded from the group chat", "leftout group chat"),
        ("ur teacher wud shout", "your teacher would shout"),
        ("soooo boringgg", "so boring"),
        ("dead good", "very good"),
        ("its dead", "it is boring"),
        ("sick of it", "fedup of it"),
        ("PE is sick", "pe is brilliant"),
        ("mum is sick", "mum is sick"),
        ("not being funny but bogs stink", "toilets stink"),
        ("🚌", "bus"),
    ],
)
def test_school_words_are_read_as_they_are_meant(said, meant):
    assert clean(said).text == meant


@pytest.mark.parametrize(
    "said",
    [
        "no bullying here",
        "I don’t have anxiety",
        "nobody picks on me",
        "never been bullied",
        "I used to get bullied but its sorted now",
    ],
)
def test_a_denied_or_settled_harm_is_not_counted(said):
    words = clean(said).words
    assert {"deniedproblem", "solvedproblem"} & set(words)
    assert not {"bullying", "bullied", "anxiety", "picks"} & set(words)


@pytest.mark.parametrize(
    "said",
    [
        "nothing gets done about the bullying",
        "they say its not bullying",
        "used to get bullied and still do",
        "no bullying support",
    ],
)
def test_a_harm_that_stands_is_counted(said):
    assert {"bullying", "bullied"} & set(clean(said).words)


@pytest.mark.parametrize(
    "said", ["", " ", ".", "idk", "I don’t know lol", "n/a", "🤷", "Nothing", "not sure tbh"]
)
def test_an_answer_that_tells_nothing_is_recognised(said):
    assert cannot_tell(clean(said))


@pytest.mark.parametrize("said", ["bus", "nothing, school is fine", "idk the toilets maybe", "toilets"])
def test_a_short_answer_that_tells_something_is_not_thrown_away(said):
    assert not cannot_tell(clean(said))


def test_the_own_words_behind_a_rewritten_word_are_kept():
    assert clean("Period 5 is bad").as_said("lessonslot") == "period 5"


def test_endings_are_dropped_so_that_forms_of_a_word_meet():
    assert joined(clean("bullies bullied bullying")) == "bulli bulli bulli"


def test_a_very_long_answer_is_read_up_to_a_point():
    assert len(clean("bus " * LONGEST).text) <= LONGEST

"""Places and times of day are read only where an answer says so."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.whereabouts import PLACES, TIMES, places, times
from tests.analysis.shared import rows_of

BANK = Path(__file__).parents[2] / "surveys" / "bank" / "secondary.toml"
# The words of the shared file for each option, in the survey’s order.
PLACE_WORDS = (
    "Corridors", "Stairs", "Toilets", "Changing rooms", "Canteen", "Yard/field", "Classrooms", "Form room", "Library",
    "School gate", "Bus stop/station", "School bus or public bus", "Walking route", "Online/phone", "Somewhere else",
)  # fmt: skip
TIME_WORDS = (
    "Before school", "Form time", "Between lessons (change-over)", "In lessons", "Break", "Lunch", "End of day", "Journey",
    "Evenings/weekends",
)  # fmt: skip


def test_the_codes_are_those_of_the_survey():
    questions = tomllib.loads(BANK.read_text(encoding="utf-8"))["question"]
    asked = next(question for question in questions if question["code"] == "hot_place")
    assert list(PLACES) == [choice for choice in asked["choices"] if choice != "nowhere"]
    assert list(TIMES) == asked["columns"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the corridors are packed", ("corridors",)),
        ("pushed on the stairs", ("stairs",)),
        ("bogs are locked", ("toilets",)),
        ("the toliets stink", ("toilets",)),
        ("changing for pe", ("changing",)),
        ("the dinner queue is massive", ("canteen",)),
        ("fights on the yard", ("yard",)),
        ("nothing is explained in maths", ("classrooms",)),
        ("it kicks off in form", ("form_room",)),
        ("the library is shut", ("library",)),
        ("lads outside the gates", ("gate",)),
        ("waiting at the tram stop", ("bus_stop",)),
        ("the tram is rammed", ("bus",)),
        ("the walk home is scary", ("walk",)),
        ("left out of the group chat", ("online",)),
        ("my taxi is late", ("elsewhere",)),
        ("weed at the bus stop and on the school field", ("yard", "bus_stop")),
        # Not places: subjects, homes, phrases, and consequences.
        ("I hate maths", ()),
        ("my house is loud", ()),
        ("people walk past and stare", ()),
        ("put in iso for trainers", ()),
        ("excluded from everything", ()),
        ("online homework never works", ()),
        ("", ()),
    ],
)
def test_places(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mornings are hard", ("before",)),
        ("every form time", ("form",)),
        ("at change over", ("between",)),
        ("P3 to P4 you cant move", ("between",)),
        ("when the bell goes its a stampede", ("between",)),
        ("it happens in lessons", ("lessons",)),
        ("on my own at break", ("break",)),
        ("on my own at dinner", ("lunch",)),
        ("lads outside after school", ("end",)),
        ("on the way home", ("journey",)),
        ("late bus", ("journey",)),
        ("sunday nights my stomach goes", ("evening",)),
        ("cant sleep till 2 then dead in the morning", ("evening",)),
        ("nobody to sit with on the way or at lunch", ("lunch", "journey")),
        # Not times.
        ("we need a break", ()),
        ("my parents break up", ()),
        ("free dinners", ()),
        ("parents evening", ()),
        ("every teacher has to say good morning", ()),
    ],
)
def test_times(text, expected):
    assert times(text) == expected


@pytest.mark.parametrize(
    ("column", "read", "codes"),
    [
        ("place", places, dict(zip(PLACE_WORDS, PLACES, strict=True))),
        ("time", times, dict(zip(TIME_WORDS, TIMES, strict=True))),
    ],
)
def test_most_of_what_a_person_read_is_read_and_little_else(column, read, codes):
    right = wrong = missed = 0
    for row in rows_of("pupil_comments.csv"):
        said = {codes[word] for word in row[column].split(";") if word}
        found = set(read(row["text"]))
        right += len(said & found)
        wrong += len(found - said)
        missed += len(said - found)
    assert right / (right + wrong) > 0.85
    assert right / (right + missed) > 0.80


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    assert set(places(text)) <= set(PLACES)
    assert set(times(text)) <= set(TIMES)

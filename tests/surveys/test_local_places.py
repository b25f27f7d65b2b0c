"""Local places: what a school’s pupils call a place, and places of its own."""

from datetime import date, timedelta

import pytest

from surveys.local_places import (
    LONGEST_NAME,
    MOST_ADDED,
    LocalPlaceProblem,
    add_place,
    drop_place,
    listed_places,
    places_of,
    rename_place,
)
from tests import make

TODAY = date.today()


@pytest.fixture
def school(record):
    return make.school(record)


def test_the_list_is_the_banks_without_its_other_answers():
    assert listed_places()["yard"] == "Yard or field"
    assert not {"nowhere", "elsewhere"} & listed_places().keys()


def test_a_place_gets_the_name_that_pupils_use_and_loses_it_again(record, school):
    rename_place(record, school=school, code="yard", name="  The   cage ", on=TODAY)
    assert places_of(record, school.id) == ({"yard": "The cage"}, ())
    rename_place(record, school=school, code="yard", name="The MUGA", on=TODAY)
    assert places_of(record, school.id).renamed == {"yard": "The MUGA"}
    rename_place(record, school=school, code="yard", name="", on=TODAY)
    assert places_of(record, school.id).renamed == {}


def test_the_lists_own_name_is_no_other_name(record, school):
    rename_place(record, school=school, code="yard", name="yard or FIELD", on=TODAY)
    assert places_of(record, school.id).renamed == {}


def test_places_are_added_in_order_and_belong_to_one_school(record, school):
    for name in ("Skate park", "Bike shed"):
        add_place(record, school=school, name=name, on=TODAY)
    assert places_of(record, school.id).added == (("local_1", "Skate park"), ("local_2", "Bike shed"))
    assert places_of(record, make.school(record).id) == ({}, ())


def test_a_dropped_place_keeps_its_code_for_itself(record, school):
    add_place(record, school=school, name="Skate park", on=TODAY)
    drop_place(record, school=school, code="local_1", on=TODAY)
    assert places_of(record, school.id).added == ()
    assert add_place(record, school=school, name="Bike shed", on=TODAY).code == "local_2"
    assert add_place(record, school=school, name="skate park", on=TODAY).code == "local_1"


def test_no_more_than_eight_are_added(record, school):
    for number in range(MOST_ADDED):
        add_place(record, school=school, name=f"Block {number}", on=TODAY)
    with pytest.raises(LocalPlaceProblem, match="8 places"):
        add_place(record, school=school, name="Block 9", on=TODAY)
    drop_place(record, school=school, code="local_3", on=TODAY)
    assert add_place(record, school=school, name="Block 9", on=TODAY).code == "local_9"
    assert [code for code, _ in places_of(record, school.id).added][-1] == "local_9"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "Write the name"),
        ("\u202e\x00 ", "Write the name"),
        ("🛹", "letters or numbers"),
        ("x" * (LONGEST_NAME + 1), "at most 60"),
        ("x" * 100_000, "100000"),
        ("library", "already a place"),
        ("THE CAGE", "already a place"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_a_sentence(record, school, name, says):
    rename_place(record, school=school, code="yard", name="The cage", on=TODAY)
    with pytest.raises(LocalPlaceProblem, match=says):
        add_place(record, school=school, name=name, on=TODAY)
    assert places_of(record, school.id) == ({"yard": "The cage"}, ())


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "Bob’s “place” & {{ 7 * 7 }}", "🛹 park", "ملعب"]
)
def test_markup_in_a_name_is_only_text(record, school, name):
    assert add_place(record, school=school, name=name, on=TODAY).name == name


@pytest.mark.parametrize("code", ["nowhere", "elsewhere", "local_1", "made_up", ""])
def test_only_places_of_the_list_get_another_name(record, school, code):
    with pytest.raises(LocalPlaceProblem, match="not on the list"):
        rename_place(record, school=school, code=code, name="The cage", on=TODAY)


@pytest.mark.parametrize("code", ["yard", "local_9", ""])
def test_only_a_place_of_the_schools_own_is_taken_away(record, school, code):
    rename_place(record, school=school, code="yard", name="The cage", on=TODAY)
    with pytest.raises(LocalPlaceProblem, match="not on this school’s list"):
        drop_place(record, school=school, code=code, on=TODAY)
    assert places_of(record, school.id).renamed == {"yard": "The cage"}


def test_nothing_changes_while_the_school_is_in_an_open_wave(record, school):
    add_place(record, school=school, name="Skate park", on=TODAY)
    wave = make.wave_in(record, school, name="Autumn")
    for change in (
        lambda on: rename_place(record, school=school, code="yard", name="The cage", on=on),
        lambda on: add_place(record, school=school, name="Bike shed", on=on),
        lambda on: drop_place(record, school=school, code="local_1", on=on),
    ):
        with pytest.raises(LocalPlaceProblem, match="“Autumn”, which is open"):
            change(TODAY)
    assert places_of(record, school.id) == ({}, (("local_1", "Skate park"),))
    drop_place(record, school=school, code="local_1", on=wave.closes_on + timedelta(days=1))
    assert places_of(record, school.id).added == ()

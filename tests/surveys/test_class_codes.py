"""Class codes: read from a pasted list, each with a code and a cap of its own."""

from datetime import date, timedelta

import pytest

from surveys.class_codes import (
    MOST_CLASSES,
    ClassProblem,
    ClassWanted,
    add_class_codes,
    class_codes,
    read_classes,
)
from surveys.codes import ALPHABET, CODE_LENGTH
from tests import make

TODAY = date.today()


@pytest.fixture
def place(record):
    return make.wave(record).schools[0]


def add(record, place, written):
    return add_class_codes(record, place=place, classes=read_classes(written), on=TODAY)


def test_a_list_is_read_as_typed_or_pasted_from_a_spreadsheet():
    written = "8B, 28\n\n  Year 10 , 240 \r\n7 Maple\t31\nSet 1, upper; 9"
    assert read_classes(written) == [
        ClassWanted("8B", 28),
        ClassWanted("Year 10", 240),
        ClassWanted("7 Maple", 31),
        ClassWanted("Set 1, upper", 9),
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "at least one class"),
        (" \n\t\n", "at least one class"),
        ("8B", "Line 1: write the class, a comma"),
        ("8B 28", "Line 1: write the class, a comma"),
        ("8A, 28\n8B, thirty", "Line 2: write the class, a comma"),
        ("8B, -1", "Line 1: write the class, a comma"),
        ("8B, ٣٠", "Line 1: write the class, a comma"),
        (", 28", "Line 1: write the class, a comma"),
        ("8B, 0", "from 1 to 500"),
        ("8B, 501", "from 1 to 500"),
        ("8B, 100000", "from 1 to 500"),
        ("8B, " + "9" * 5000, "from 1 to 500"),
        ("x" * 41 + ", 28", "at most 40 ordinary characters"),
        ("8\u202eB, 28", "at most 40 ordinary characters"),
        ("8\x00B, 28", "at most 40 ordinary characters"),
        ("8B, 28\n\n8b, 20", "Line 3: “8b” is there twice"),
        ("\n".join(f"{number}X, 30" for number in range(500)), "That is 500 classes"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_in_a_sentence(written, words):
    with pytest.raises(ClassProblem, match=words):
        read_classes(written)


@pytest.mark.parametrize(("headcount", "cap"), [(1, 2), (10, 11), (28, 31), (30, 33), (31, 35), (500, 550)])
def test_a_class_has_room_for_a_tenth_more_rounded_up(record, place, headcount, cap):
    [code] = add(record, place, f"8B, {headcount}")
    assert code.cap == cap


def test_each_class_has_a_code_of_its_own(record, place):
    add(record, place, "10A, 30\n7C, 28\n7B, 29")
    codes = class_codes(record, place.id)
    assert [code.name for code in codes] == ["7B", "7C", "10A"]
    assert len({code.code for code in codes}) == 3
    for code in codes:
        assert len(code.code) == CODE_LENGTH
        assert set(code.code) <= set(ALPHABET)
        assert code.taken == 0
        assert code.printed_code == f"{code.code[:4]}-{code.code[4:]}"


def test_a_class_that_is_there_keeps_its_code_and_gets_the_new_number(record, place):
    [before] = add(record, place, "8B, 20")
    code = before.code
    add(record, place, "8b, 30\n8C, 30")
    assert [(one.name, one.cap) for one in class_codes(record, place.id)] == [("8B", 33), ("8C", 33)]
    assert class_codes(record, place.id)[0].code == code


def test_a_school_cannot_gather_classes_without_end(record, place):
    add(record, place, "\n".join(f"{number}X, 30" for number in range(MOST_CLASSES)))
    with pytest.raises(ClassProblem, match="more than 200"):
        add(record, place, "one more, 30")


def test_a_class_name_with_script_is_a_name(record, place):
    add(record, place, "<script>alert(1)</script>, 30")
    assert class_codes(record, place.id)[0].name == "<script>alert(1)</script>"


def test_no_class_codes_where_pupils_draw_tickets_or_the_wave_is_over(record, place):
    place.uses_tickets = True
    with pytest.raises(ClassProblem, match="draw tickets"):
        add(record, place, "8B, 28")
    place.wave.closes_on = TODAY - timedelta(days=1)
    with pytest.raises(ClassProblem, match="is over"):
        add(record, place, "8B, 28")

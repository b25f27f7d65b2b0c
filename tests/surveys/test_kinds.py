"""How each kind of question is read from what a form sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.kinds import Problem, TamperedForm, prepare, read, tidy
from surveys.questions import Axis, Choice, Kind, Question


def question(code, kind, rows=(), columns=(), alone=(), **rest):
    choices = [Choice(code=row, axis=Axis.ROW, position=n, alone=row in alone) for n, row in enumerate(rows)]
    choices += [
        Choice(code=column, axis=Axis.COLUMN, position=n, alone=False) for n, column in enumerate(columns)
    ]
    return Question(
        code=code,
        kind=kind,
        section="s",
        position=0,
        required=rest.pop("required", False),
        choices=choices,
        **rest,
    )


YEAR = question("year", Kind.SINGLE, ["Y7", "Y8"], required=True)
HARD = question("hard", Kind.SEVERAL, ["bus", "food", "tests", "none"], alone=["none"], most=2)
TOP = question("top", Kind.RANK, picks_of="hard", most=3)
WHERE = question("where", Kind.GRID, ["yard", "hall", "nowhere"], ["break", "lunch"], alone=["nowhere"])
WORDS = question("words", Kind.TEXT, longest=10, picks_of="hard")
ALL = prepare([TOP, YEAR, HARD, WHERE, WORDS])
OKAY = {"year": ["Y7"]}


def filled(**values):
    return read(ALL, OKAY | {name.replace("__", "."): value for name, value in values.items()})


def test_one_choice_is_kept_under_its_question():
    assert filled().picks == {"year": ["Y7"]}


def test_what_is_skipped_leaves_nothing_behind():
    read_form = filled(hard=[""], words=["  \r\n "], top=["", "", ""])
    assert (read_form.picks, read_form.texts, read_form.problems) == ({"year": ["Y7"]}, {}, {})


def test_a_question_that_must_be_answered_says_so_when_it_is_not():
    assert read(ALL, {}).problems == {"year": Problem("page.problem_required", {})}


@pytest.mark.parametrize(
    "values",
    [
        {"year": ["Y99"]},
        {"year": ["Y7", "Y8"]},  # two of one
        {"hard": ["bus", "robots"]},
        {"hard": ["BUS"]},
        {"where": ["moon"]},
        {"where": ["yard"], "where.yard": ["midnight"]},
        {"where.yard": ["midnight"]},  # though its place is not picked
        {"hard": ["bus"], "top": ["robots"]},
        {"hard": ["bus"], "top": ["bus", "food", "tests", "none"]},  # the page has three lists
        {"words": ["one", "two"]},
    ],
)
def test_what_is_on_no_list_is_refused_whole(values):
    with pytest.raises(TamperedForm):
        read(ALL, OKAY | values)


def test_picks_are_kept_in_the_order_of_the_list_and_once():
    assert filled(hard=["tests", "bus", "bus"]).picks["hard"] == ["bus", "tests"]


def test_nothing_gives_way_to_a_real_pick():
    assert filled(hard=["bus", "none"]).picks["hard"] == ["bus"]
    assert filled(hard=["none"]).picks["hard"] == ["none"]


def test_more_picks_than_asked_for_are_all_kept():
    assert filled(hard=["bus", "food", "tests"]).picks["hard"] == ["bus", "food", "tests"]


def test_a_ranking_keeps_the_order_in_which_things_matter():
    assert filled(hard=["bus", "food"], top=["food", "", "bus"]).picks["top"] == ["food", "bus"]


def test_a_ranking_passes_over_repeats_and_what_was_not_picked():
    assert filled(hard=["bus", "food"], top=["food", "food", "tests"]).picks["top"] == ["food"]
    assert "top" not in filled(top=["bus"]).picks
    assert "top" not in filled(hard=["none"], top=["none"]).picks


def test_times_are_kept_under_their_place():
    read_form = filled(where=["yard", "hall"], where__yard=["lunch", "break"])
    assert read_form.picks["where"] == ["yard", "hall"]
    assert read_form.picks["where.yard"] == ["break", "lunch"]


def test_times_of_a_place_that_is_not_picked_say_nothing():
    assert filled(where__yard=["break"]).picks == {"year": ["Y7"]}
    assert filled(where=["nowhere"], where__hall=["lunch"]).picks == {"year": ["Y7"], "where": ["nowhere"]}


def test_a_text_of_exactly_the_longest_length_fits_with_its_line_breaks_counted_once():
    assert filled(words=["  12345\r\n6789  "]).problems == {}
    assert filled(words=["12345\r\n6789"]).texts == {"words": "12345\n6789"}


def test_a_text_that_is_too_long_is_kept_whole_and_says_by_how_much():
    read_form = filled(words=["x" * 13])
    assert read_form.problems == {"words": Problem("page.problem_longest", {"over": 3, "longest": 10})}
    assert read_form.texts == {"words": "x" * 13}


def test_words_are_kept_even_when_nothing_was_picked():
    assert filled(words=["bus late"]).texts == {"words": "bus late"}
    assert filled(hard=["none"], words=["bus late"]).texts == {"words": "bus late"}


def test_fields_that_no_question_has_are_passed_over():
    assert filled(form=["sealed"], extra=["x"]).picks == {"year": ["Y7"]}


@given(st.text())
def test_a_tidied_text_can_be_stored_and_tidying_again_changes_nothing(text):
    tidied = tidy(text)
    tidied.encode()
    assert "\x00" not in tidied
    assert "\r" not in tidied
    assert tidy(tidied) == tidied


anything = st.dictionaries(
    st.sampled_from(["year", "hard", "top", "where", "where.yard", "where.moon", "words", "form"])
    | st.text(max_size=8),
    st.lists(
        st.sampled_from(["Y7", "bus", "food", "tests", "none", "yard", "nowhere", "break", ""])
        | st.text(max_size=15),
        max_size=5,
    ),
    max_size=8,
)


@given(anything)
def test_whatever_is_sent_is_refused_or_read_into_listed_choices(values):
    try:
        read_form = read(ALL, values)
    except TamperedForm:
        return
    lists = {
        "year": {"Y7", "Y8"},
        "hard": {"bus", "food", "tests", "none"},
        "top": {"bus", "food", "tests"},
        "where": {"yard", "hall", "nowhere"},
        "where.yard": {"break", "lunch"},
        "where.hall": {"break", "lunch"},
    }
    for code, picks in read_form.picks.items():
        assert picks
        assert len(picks) == len(set(picks))
        assert set(picks) <= lists[code]
    assert set(read_form.picks.get("top", [])) <= set(read_form.picks.get("hard", []))
    assert all(text and text == tidy(text) for text in read_form.texts.values())
    assert ("year" in read_form.picks) != ("year" in read_form.problems)

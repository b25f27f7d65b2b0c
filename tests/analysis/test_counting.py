"""Counting: by school, out of those who answered the question; schools without answers keep their empty row."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.counting import count_answers, count_picks, count_writers, picks, picks_any

ROWS = [
    ("a", {"bar_pick": ["bus", "tired"], "hot_place": ["yard"], "hot_place.yard": ["lunch"]}),
    ("a", {"bar_pick": ["tired"]}),
    ("a", {}),
    ("b", {"bar_pick": []}),
]
SCHOOLS = ["a", "b", "c"]


def test_answers_are_counted_by_school():
    assert count_answers(ROWS) == {"a": 3, "b": 1}
    assert count_answers([]) == {}


def test_the_base_is_who_answered_and_an_empty_answer_is_one():
    assert count_picks(ROWS, asked="bar_pick", schools=SCHOOLS, wanted=picks("bus")) == {
        "a": (1, 2),
        "b": (0, 1),
        "c": (0, 0),
    }


def test_the_times_of_a_place_are_out_of_all_who_were_asked_for_places():
    found = count_picks(
        ROWS, asked="hot_place", schools=SCHOOLS, wanted=picks("lunch"), found_in="hot_place.yard"
    )
    assert found == {"a": (1, 1), "b": (0, 0), "c": (0, 0)}
    assert count_picks(
        ROWS, asked="hot_place", schools=["a", "b"], wanted=picks("lunch"), found_in="hot_place.hall"
    ) == {
        "a": (0, 1),
        "b": (0, 0),
    }


def test_one_who_picked_two_of_the_wanted_is_counted_once():
    found = count_picks(ROWS, asked="bar_pick", schools=SCHOOLS, wanted=picks_any(["bus", "tired"]))
    assert found["a"] == (2, 2)
    assert not picks_any([])(["bus"])


def test_one_who_wrote_of_a_theme_twice_is_counted_once():
    writers = {"r1": "a", "r2": "a", "r3": "b"}
    holders = [("r1", "TRV"), ("r1", "TRV"), ("r1", "SLP"), ("r3", "TRV")]
    assert count_writers(writers, holders, schools=SCHOOLS) == {
        "TRV": {"a": (1, 2), "b": (1, 1), "c": (0, 0)},
        "SLP": {"a": (1, 2), "b": (0, 1), "c": (0, 0)},
    }
    assert count_writers({}, [], schools=SCHOOLS) == {}


@given(
    st.lists(
        st.tuples(st.sampled_from(SCHOOLS), st.dictionaries(st.just("q"), st.lists(st.sampled_from("xyz"))))
    )
)
def test_no_count_passes_its_base_and_all_bases_make_up_those_who_answered(rows):
    cells = count_picks(rows, asked="q", schools=SCHOOLS, wanted=picks("x"))
    assert all(0 <= count <= base for count, base in cells.values())
    assert sum(base for _, base in cells.values()) == sum("q" in answered for _, answered in rows)
    assert sum(count for count, _ in cells.values()) == sum(
        "x" in answered.get("q", []) for _, answered in rows
    )

"""Comparing: a difference, a range or a change is told only where it is more than chance and rounding could do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparing import MOST_DIFFERENT, differs, most_different, spread
from analysis.movement import change
from analysis.protection import TOTAL, protect_share

cells = st.integers(0, 600).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


def row(title, own, authority):
    return {
        "title": title,
        "school": protect_share(*own).as_json(),
        "authority": protect_share(*authority).as_json(),
    }


def test_a_range_needs_five_schools_with_a_percentage():
    figures = {f"s{number}": protect_share(20 + 5 * number, 100) for number in range(5)}
    assert spread(figures | {TOTAL: protect_share(400, 500)}) == {"low": 20, "high": 40, "schools": 5}
    assert spread({name: figures[name] for name in list(figures)[:4]} | {TOTAL: figures["s0"]}) is None
    # A school of under fifty has words only, and one that is hidden has nothing.
    assert spread(figures | {"s4": protect_share(20, 49)}) is None
    assert spread(figures | {"s4": protect_share(3, 100)}) is None


@pytest.mark.parametrize(
    ("own", "authority", "told"),
    [
        ((60, 100), (300, 1000), "higher"),
        ((15, 100), (500, 1000), "lower"),
        ((35, 100), (300, 1000), ""),
        ((30, 49), (100, 1000), ""),
        ((5, 100), (500, 1000), ""),
    ],
)
def test_a_school_differs_only_beyond_chance_and_from_fifty_answers(own, authority, told):
    assert differs(protect_share(*own), protect_share(*authority)) == told


@settings(max_examples=1_000)
@given(cells, cells)
def test_a_difference_is_told_of_shown_figures_alone_and_turns_with_its_sides(own, other):
    one, two = protect_share(*own), protect_share(*other)
    told = differs(one, two)
    turned = {"higher": "lower", "lower": "higher", "": ""}
    assert differs(two, one) == turned[told]
    if told:
        assert min(own[1], other[1]) >= 50
        assert (one.count / one.base > two.count / two.base) == (told == "higher")


def test_the_largest_differences_are_told_and_no_more_than_fit():
    rows = [row(f"Row {number}", (50 + number, 100), (100, 1000)) for number in range(6)]
    found = most_different([*rows, row("The same", (10, 100), (100, 1000))])
    assert [one["direction"] for one in found] == ["higher"] * MOST_DIFFERENT
    assert found[0]["title"] == "Row 3"  # rounded to 55, as are the two after it: then by name
    assert found[0]["sentence"] == "About 6 in 10 here, about 1 in 10 in all schools together."


@settings(max_examples=1_000)
@given(cells, cells)
def test_a_change_is_told_only_beyond_rounding(before, now):
    old, new = protect_share(*before), protect_share(*now)
    told = change(old, new)
    assert (told.word == "cannot be compared") == (not (old.shown and new.shown)) == bool(told.why)
    if told.word in ("up", "down"):
        # Whatever each rounded number stands for, the share moved that way.
        lowest = [(figure.count - 2) / (figure.base + 2) for figure in (old, new)]
        highest = [(figure.count + 2) / max(1, figure.base - 2) for figure in (old, new)]
        assert lowest[1] > highest[0] - 0.02 if told.word == "up" else lowest[0] > highest[1] - 0.02
    assert told.before is None or (min(before[1], now[1]) >= 50 and told.word in ("up", "down"))
    assert change(old, old).word in ("about the same", "cannot be compared")


def test_a_change_at_its_edges():
    large = change(protect_share(100, 400), protect_share(200, 400))
    assert (large.word, large.before) == ("up", protect_share(100, 400))
    few = change(protect_share(10, 45), protect_share(34, 45))
    assert (few.word, few.before) == ("up", None)
    assert change(protect_share(100, 400), protect_share(110, 400)).word == "about the same"
    assert "before" in change(protect_share(3, 400), protect_share(110, 400)).why
    assert "now" in change(protect_share(110, 400), protect_share(3, 400)).why

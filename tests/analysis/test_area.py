"""The whole area: which barriers are everybody’s, which schools are a crowd, and what the pictures show."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.area import Barrier, barriers, first_themes, is_crowd, share
from analysis.area_charts import DRAWN, area_map, shares
from analysis.protection import protect_count, protect_share

HIDDEN = protect_share(3, 100)


def figures(**counts):
    """A school’s figures by theme, of 200 pupils; ``None`` for one that is hidden."""
    return {theme: HIDDEN if count is None else protect_share(count, 200) for theme, count in counts.items()}


def test_a_hidden_figure_has_no_share():
    assert share(HIDDEN) is None
    assert share(protect_share(50, 200)) == 0.25


def test_the_first_five_are_those_that_fewer_than_five_come_before():
    first = first_themes(figures(a=90, b=80, c=70, d=60, e=50, f=40, g=None))
    assert first == {"a", "b", "c", "d", "e"}


def test_themes_that_are_level_stand_together():
    assert first_themes(figures(a=90, b=80, c=70, d=60, e=50, f=50, g=20)) == {"a", "b", "c", "d", "e", "f"}


def test_a_school_with_few_figures_has_those_first_and_one_with_none_has_none():
    assert first_themes(figures(a=90, b=None, c=20)) == {"a", "c"}
    assert first_themes(figures(a=None)) == frozenset()


@pytest.mark.parametrize(
    ("schools", "of", "wide"),
    [
        (3, 3, False),
        (4, 4, True),
        (4, 12, True),
        (4, 13, False),
        (5, 15, True),
        (5, 16, False),
        (6, 16, True),
    ],
)
def test_a_barrier_is_the_areas_in_a_third_of_its_schools_and_in_four_at_least(schools, of, wide):
    assert Barrier("TRV", schools, of).is_area_wide is wide


def test_schools_that_have_nothing_to_show_are_not_counted_among_the_schools():
    found = barriers({"1": figures(a=50, b=20), "2": figures(a=40, b=None), "3": figures(a=None, b=None)})
    assert found == [Barrier("a", 2, 2), Barrier("b", 1, 2)]


def test_schools_outside_a_group_are_a_crowd_from_three_with_fifty_answers():
    def answered(*sizes):
        return {str(place): protect_count(size) for place, size in enumerate(sizes)}

    assert is_crowd(answered(100, 100, 40, 40, 40), ["0", "1"])
    assert not is_crowd(answered(100, 100, 40, 40), ["0", "1"])
    assert not is_crowd(answered(100, 100, 12, 12, 12), ["0", "1"])
    assert not is_crowd(answered(100, 500, 300, 12, 12), ["0"])  # two of them are nearly all


@settings(max_examples=1000)
@given(st.lists(st.lists(st.integers(0, 200), min_size=7, max_size=7), min_size=1, max_size=12))
def test_every_barrier_is_told_from_shown_figures_alone(schools):
    by_school = {
        str(number): {f"T{theme}": protect_share(count, 200) for theme, count in enumerate(counts)}
        for number, counts in enumerate(schools)
    }
    told = sum(any(figure.shown for figure in of.values()) for of in by_school.values())
    for barrier in barriers(by_school):
        showing = sum(of[barrier.theme].shown for of in by_school.values())
        assert 1 <= barrier.schools <= showing
        assert barrier.of == told


def test_the_map_shows_every_shown_figure_and_nothing_of_a_hidden_one():
    cells = {
        ("TRV", "1"): protect_share(50, 200),
        ("TRV", "2"): protect_share(7, 198),
        ("BUL", "1"): protect_share(20, 44),
    }
    chart = area_map(
        [("TRV", "The journey"), ("BUL", "Bullying & $5")],
        [("1", "Brook Lane"), ("2", "Hill Top")],
        cells,
        title="Themes",
    )
    assert ">25<" in chart.svg
    assert ">half<" in chart.svg  # under fifty answers there is no percentage
    assert not re.search(r">(7|5|4|198|200)<", chart.svg)
    for name in ("The journey", "Bullying &amp; $5", "Brook Lane", "Hill Top"):
        assert name in chart.svg
    assert chart.words.startswith("Themes. 2 themes by 2 schools")


def test_bars_and_shades_say_no_more_than_the_words():
    def drawn(*cell):
        figure = protect_share(*cell)
        bar = shares([("The journey", figure)], title="All schools")
        square = area_map(
            [("TRV", "The journey")], [("1", "Brook Lane")], {("TRV", "1"): figure}, title="Themes"
        )
        return bar.svg, square.svg

    # Told alike: “some” of under fifty, 25 per cent of 240.
    assert drawn(11, 48) == drawn(18, 48)
    assert drawn(60, 240) == drawn(64, 240)
    assert drawn(11, 48) != drawn(24, 48)


@settings(max_examples=1000)
@given(st.integers(10, 39), st.integers(0, 30))
def test_every_word_for_few_answers_has_its_place(count, rest):
    figure = protect_share(count, min(count + 10 + rest, 49))
    assert figure.percent is None
    assert not figure.shown or figure.words in DRAWN


def test_bars_say_in_words_what_they_show_and_leave_hidden_ones_out():
    chart = shares([("The journey", protect_share(50, 200)), ("Bullying", HIDDEN)], title="All schools")
    assert chart.words == "All schools. The journey: about 3 in 10 (25%)."
    assert "Bullying" not in chart.svg

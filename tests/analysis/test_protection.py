"""No figure tells on a few pupils, whatever it is put beside."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.protection import (
    TOTAL,
    Figure,
    Level,
    comparator,
    protect_count,
    protect_lines,
    protect_rows,
    protect_share,
)
from tests.trust.attacker import Pages, candidates, forbidden, needed, small_differences

# A rule holds at its edges only if it is tried there often.
OFTEN = settings(max_examples=1_000)

cells = st.integers(0, 700).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
small_cells = st.integers(0, 60).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@OFTEN
@given(cells)
def test_hidden_when_few_were_asked_few_said_it_or_few_did_not(cell):
    count, base = cell
    figure = protect_share(count, base)
    assert figure.shown == (base >= 10 and count >= 10 and base - count >= 10)
    assert (figure.base is None) == (base < 10)


@OFTEN
@given(cells)
def test_every_shown_number_is_rounded_and_every_figure_has_words(cell):
    figure = protect_share(*cell)
    assert all(number % 5 == 0 for number in (figure.base, figure.count) if number is not None)
    assert figure.words
    assert bool(figure.why) == (not figure.shown)
    if not figure.shown:
        assert (figure.count, figure.percent, figure.words) == (None, None, "too small to say")


@OFTEN
@given(cells)
def test_percentages_come_in_steps_and_not_below_fifty(cell):
    figure = protect_share(*cell)
    if figure.percent is None:
        assert not figure.shown or cell[1] < 50
        return
    step = 1 if figure.base >= 500 else 5 if figure.base >= 100 else 10
    assert figure.percent % step == 0
    assert 0 < figure.percent < 100


@OFTEN
@given(st.integers(10, 700), st.integers(0, 9))
def test_hardly_anyone_and_nearly_everyone_look_alike(base, few):
    assert protect_share(few, base) == protect_share(0, base) == protect_share(base - few, base)


@pytest.mark.parametrize(
    ("count", "base", "words"),
    [
        (120, 300, "about 4 in 10"),
        (150, 300, "about half"),
        (10, 300, "fewer than 1 in 10"),
        (45, 200, "about 2 in 10"),  # 22.5 %, whose step of 25 % would be said as three
        (65, 200, "about 3 in 10"),
        (20, 40, "about half"),
        (30, 40, "most"),
        (12, 45, "some"),
        (3, 300, "too small to say"),
    ],
)
def test_a_figure_is_said_in_words(count, base, words):
    assert protect_share(count, base).words == words


def test_a_plain_total_is_rounded_or_hidden():
    assert protect_count(1_138).count == 1_140
    assert protect_count(1_138).words == "about 1,140"
    assert not protect_count(9).shown


@pytest.mark.parametrize("cell", [(-1, 5), (6, 5), (0, -1)])
def test_a_count_that_cannot_be_is_refused(cell):
    with pytest.raises(ValueError, match="cannot be"):
        protect_share(*cell)


@OFTEN
@given(cells)
def test_a_figure_survives_storing(cell):
    figure = protect_share(*cell)
    assert Figure.from_json(figure.as_json()) == figure


def test_a_hidden_cell_that_could_be_worked_out_takes_its_smallest_neighbour_with_it():
    # Rounded: 65 in all, less 10 and 40. Nothing but 9 fits what is left.
    line = protect_rows({"A": (9, 100), "B": (12, 100), "C": (42, 100)})
    assert [line[name].shown for name in ("A", "B", "C", TOTAL)] == [False, False, True, True]
    assert line["A"] == line["B"]  # nobody can tell which was small


def test_a_hidden_cell_that_rounding_protects_costs_its_neighbours_nothing():
    line = protect_rows({"A": (4, 100), "B": (20, 100), "C": (40, 100)})
    assert [line[name].shown for name in ("A", "B", "C", TOTAL)] == [False, True, True, True]


def test_where_total_and_school_together_would_tell_the_rest_the_school_keeps_its_figure():
    # Were both shown, everybody would know that the difference is none, for one to nine would have been hidden.
    line = protect_rows({"A": (0, 100), "B": (11, 100)})
    assert [line[name].shown for name in ("A", "B", TOTAL)] == [False, True, False]


def test_the_number_asked_in_a_small_school_does_not_follow_from_the_others():
    line = protect_rows({"A": (2, 9), "B": (50, 102), "C": (60, 132), "D": (60, 132)})
    assert line["A"].base is None
    assert line["B"].base is None
    assert line[TOTAL].shown


def test_beside_up_to_two_others_a_small_school_costs_the_total_and_no_neighbour_its_figures():
    line = protect_rows({"A": (2, 9), "B": (50, 102), "C": (60, 132)})
    assert line["A"].base is None
    assert line["B"].shown
    assert line["C"].shown
    assert line[TOTAL].base is None


def test_a_line_with_nothing_to_hide_is_shown_whole():
    assert all(figure.shown for figure in protect_rows({"A": (30, 100), "B": (40, 100)}).values())


def test_an_empty_line_is_hidden_and_not_an_error():
    assert not protect_rows({})[TOTAL].shown


def test_no_cell_may_take_the_name_of_the_total():
    with pytest.raises(ValueError, match="total"):
        protect_rows({TOTAL: (1, 2)})


def possible(cell, figure):
    """Every (count, base) a reader who knows the rules must allow for a cell, told only what is on the page."""
    if figure.base is None:
        bases = range(10) if cell[1] < 10 else range(10, 71)
    else:
        bases = range(max(10, figure.base - 2), figure.base + 3)
    for base in bases:
        for count in range(base + 1):
            few = base < 10 or count < 10 or base - count < 10
            if figure.count is None:
                # Told more than the page tells: whether the cell is hidden for itself.
                if few == (cell[1] < 10 or cell[0] < 10 or cell[1] - cell[0] < 10):
                    yield count, base
            elif not few and abs(count - figure.count) <= 2:
                yield count, base


lines = st.integers(2, 6).flatmap(lambda schools: st.lists(small_cells, min_size=schools, max_size=schools))
levels = st.sampled_from(Level)


@OFTEN
@given(lines, levels)
@example([(8, 13), (9, 13), (23, 23)], Level.SCHOOL)
def test_an_attacker_who_knows_the_rules_is_left_with_five_values(line, level):
    cells = {f"S{place}": cell for place, cell in enumerate(line)}
    page = Pages.read([protect_rows(cells, level=level)], [cells], [0], level.least_base)
    assert forbidden(page) == small_differences(page) == 0
    for name, left in candidates(page).items():
        assert ((left == 0) | (left >= needed(page, name))).all()


@OFTEN
@given(lines, st.data())
def test_lines_asked_of_the_same_pupils_show_the_same_bases(line, data):
    one = {f"S{place}": cell for place, cell in enumerate(line)}
    other = {name: (data.draw(st.integers(0, base)), base) for name, (_, base) in one.items()}
    first, second = protect_lines({"one": one, "other": other}).values()
    assert [figure.base for figure in first.values()] == [figure.base for figure in second.values()]


@pytest.mark.parametrize(("level", "least"), [(Level.SCHOOL, 10), (Level.PUBLIC, 30)])
def test_the_fewer_know_a_school_the_more_answers_must_stand_behind_its_figures(level, least):
    enough = protect_rows({"A": (10, least), "B": (40, 100)}, level=level)
    too_few = protect_rows({"A": (5, least - 1), "B": (40, 100)}, level=level)
    assert enough["A"].base == least
    assert too_few["A"].base is None


shown_bases = st.integers(18, 32).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@settings(max_examples=60)
@given(shown_bases, shown_bases)
def test_an_attacker_who_tries_every_world_is_left_with_five_values(one, two):
    line = {"A": one, "B": two}
    figures = protect_rows(line)
    whole = (one[0] + two[0], one[1] + two[1])
    totals = set(possible(whole, figures[TOTAL])) if figures[TOTAL].base else None
    worlds = [
        (first, second)
        for first in possible(one, figures["A"])
        for second in possible(two, figures["B"])
        if totals is None or (first[0] + second[0], first[1] + second[1]) in totals
    ]
    assert (one, two) in worlds
    for place, (name, (count, base)) in enumerate(line.items()):
        if figures[name].count is None and count < 10:
            assert len({world[place][0] for world in worlds}) >= 5
        if figures[name].count is None and base - count < 10:
            assert len({world[place][1] - world[place][0] for world in worlds}) >= 5


def test_other_schools_are_a_crowd_or_nothing():
    crowd = {"A": (30, 60), "B": (30, 60), "C": (30, 60), "D": (30, 60)}
    assert comparator(crowd, "A").shown
    assert comparator(crowd, "A").base == 180
    assert not comparator({name: crowd[name] for name in "ABC"}, "A").shown


@pytest.mark.parametrize(
    "others",
    [
        {"B": (5, 10), "C": (5, 10), "D": (5, 10)},  # 30 answers
        {"B": (100, 200), "C": (100, 200), "D": (10, 20)},  # two make up 95 in 100
        {"B": (400, 900), "C": (20, 50), "D": (20, 50)},  # the rest is under a tenth of the largest
    ],
)
def test_a_comparison_that_shows_one_school_is_hidden_with_a_reason(others):
    figure = comparator({"A": (50, 100), **others}, "A")
    assert not figure.shown
    assert figure.why

"""Versions: once a wave was reported on, counting it again tells nothing of the few answers that came or went."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cube import Cube, Line
from analysis.protection import TOTAL, protect_count, protect_lines, protect_share
from voice.insight.added_lines import GONE
from voice.insight.versions import keep_groups, may_replace, settle

SCHOOLS = ("a", "b", "c", "d", "e")


def cube(*lines):
    """Return the cube of some lines over the same schools."""
    told = protect_lines(
        {str(number): dict(zip(SCHOOLS, cells, strict=False)) for number, cells in enumerate(lines)}
    )
    return Cube(lines={key: Line(figures, {}) for key, figures in told.items()})


def test_a_cube_comes_back_as_it_was_stored():
    made = cube([(30, 100), (3, 100), (40, 49), (60, 600), (5, 9)])
    made.lines["0"] = Line(made.lines["0"].figures, {"a": GONE})
    made.own["a", "hot_place.local_1"] = made.lines["0"]
    made.columns["year_group"] = (("Y7", "Year 7"), ("", "Not said"))
    made.by_group["year_group"] = {"0": {"Y7": made.lines["0"], "": made.lines["0"]}}
    again = Cube.from_json(made.as_json())
    assert again.as_json() == made.as_json()
    assert again.lines["0"].figures == made.lines["0"].figures
    assert again.own["a", "hot_place.local_1"].alone == {"a": GONE}


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        ((50, 200), (50, 200), True),
        ((50, 200), (51, 202), True),  # rounded alike: nothing shows
        ((50, 200), (54, 200), False),
        ((50, 200), (60, 200), False),  # ten rounded may be six in truth
        ((50, 200), (65, 215), True),
        ((50, 200), (50, 215), True),
        ((50, 200), (5, 200), False),
        ((5, 200), (50, 200), False),
        ((20, 49), (20, 50), False),  # the percentage would tell of the fiftieth
    ],
)
def test_a_figure_moves_by_nothing_or_by_ten(old, new, may):
    assert may_replace(protect_share(*old), protect_share(*new)) is may


cells = st.integers(0, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@settings(max_examples=2_000)
@given(cells, st.integers(-9, 9), st.integers(-9, 9))
def test_nine_answers_never_change_a_figure_that_was_told(cell, more, fewer):
    count, rest = max(0, cell[0] + more), max(0, cell[1] - cell[0] + fewer)
    moved = abs(count + rest - cell[1])
    old, new = protect_share(*cell), protect_share(count, count + rest)
    if moved <= 9:
        assert new == old or not may_replace(old, new)


@settings(max_examples=100)
@given(st.integers(0, 10**6))
def test_nine_answers_never_change_a_line_that_was_told(seed):
    """Ten lines an example: a thousand in all."""
    random = np.random.default_rng(seed)
    counts, rests = random.integers(0, 80, (2, 10, len(SCHOOLS)))
    old = cube(
        *(list(zip(c.tolist(), (c + r).tolist(), strict=True)) for c, r in zip(counts, rests, strict=True))
    )
    # Up to nine answers come or go, in one school; every pupil answers every question, one way or the other.
    school, number = random.integers(0, len(SCHOOLS)), int(random.integers(1, 10))
    said = random.integers(0, number + 1, 10)
    if random.random() < 0.5:
        counts[:, school] += said
        rests[:, school] += number - said
    else:
        counts[:, school] -= np.minimum(said, counts[:, school])
        rests[:, school] -= np.minimum(number - said, rests[:, school])
    new = cube(
        *(list(zip(c.tolist(), (c + r).tolist(), strict=True)) for c, r in zip(counts, rests, strict=True))
    )
    settled = settle(old, new)
    for key, line in old.lines.items():
        assert settled.lines[key].figures == line.figures


def test_a_line_moves_as_a_whole_or_not_at_all():
    before = cube([(30, 100), (40, 100), (50, 100), (30, 100), (30, 100)])
    far = cube([(60, 140), (40, 100), (50, 100), (30, 100), (30, 100)])
    assert settle(before, far).lines["0"].figures == far.lines["0"].figures
    both = cube([(60, 140), (45, 100), (50, 100), (30, 100), (30, 100)])
    assert settle(before, both).lines["0"].figures == before.lines["0"].figures


def test_a_school_that_comes_later_is_not_told_of_but_a_new_line_is():
    before = cube([(30, 100), (40, 100), (50, 100)])
    after = cube([(30, 100), (40, 100), (50, 100), (30, 100)], [(30, 100), (40, 100), (50, 100), (30, 100)])
    settled = settle(before, after)
    assert settled.lines["0"].figures["d"] == GONE
    assert settled.lines["0"].figures[TOTAL] == before.lines["0"].figures[TOTAL]
    assert settled.lines["1"].figures["d"].shown


def grouped(counts, rests):
    """Return the cube of lines by school and by two groups, from (lines, schools, groups)."""
    bases = counts + rests
    made = cube(
        *(
            list(zip(line.sum(1).tolist(), base.sum(1).tolist(), strict=True))
            for line, base in zip(counts, bases, strict=True)
        )
    )
    made.columns["year_group"] = (("Y7", "Year 7"), ("Y8", "Year 8"))
    by_code = [
        cube(
            *(
                list(zip(line[:, at].tolist(), base[:, at].tolist(), strict=True))
                for line, base in zip(counts, bases, strict=True)
            )
        )
        for at in (0, 1)
    ]
    made.by_group["year_group"] = {
        key: {code: part.lines[key] for code, part in zip(("Y7", "Y8"), by_code, strict=True)}
        for key in made.lines
    }
    return made


def only(made, keys):
    """Return a cube that was counted before the other lines came to be."""
    return Cube(
        lines={key: made.lines[key] for key in keys},
        columns=dict(made.columns),
        by_group={name: {key: lines[key] for key in keys} for name, lines in made.by_group.items()},
    )


def bases_told(made, keys):
    """Yield each place of a cube (its row, its dimension and group) with the base that each line tells there."""
    for key in keys:
        for row, figure in made.lines[key].figures.items():
            yield (row, "", ""), figure.base
        for dimension, lines in made.by_group.items():
            for code, line in lines.get(key, {}).items():
                for row, figure in line.figures.items():
                    yield (row, dimension, code), figure.base


@settings(max_examples=1_000)
@given(st.integers(0, 10**6))
def test_a_line_that_comes_after_a_release_tells_no_base_beside_the_kept_ones(seed):
    """A new choice of a question: its base is that of the others, and theirs stay as they were told."""
    random = np.random.default_rng(seed)
    bases = np.broadcast_to(random.integers(5, 120, (1, len(SCHOOLS), 2)), (2, len(SCHOOLS), 2)).copy()
    counts = random.binomial(bases, random.random())
    old = only(grouped(counts, bases - counts), ["0"])
    for _ in range(random.integers(1, 3)):
        school, group, more = random.integers(len(SCHOOLS)), random.integers(2), random.integers(-9, 31)
        bases[:, school, group] = np.maximum(counts[:, school, group], bases[:, school, group] + more)
    bases[:] = bases.max(axis=0)
    new = grouped(counts, bases - counts)
    settled = settle(old, new)
    before = {}
    for place, base in bases_told(old, ["0"]):
        before[place] = base
    added = list(bases_told(settled, ["1"]))
    assert {place for place, _ in added} == before.keys()
    for place, base in added:
        if base is not None:
            was = before[place]
            # What was not told may have been any number.
            assert was is not None
            assert was == base or abs(was - base) >= 15
    # What is left out of a line does not follow from its total: that goes with it.
    for (row, dimension, code), base in added:
        if base is None and dict(bases_told(new, ["1"]))[row, dimension, code] is not None:
            assert dict(added)[TOTAL, dimension, code] is None


def test_a_new_theme_is_told_where_nobody_came_and_kept_back_where_a_few_did():
    before = cube([(30, 100), (40, 100), (50, 100)])
    after = cube([(30, 100), (40, 106), (50, 100)], [(30, 100), (40, 106), (50, 100)])
    told = settle(before, after).lines["1"].figures
    assert told["a"].shown
    assert told["c"].shown
    assert told["b"] == told[TOTAL] == GONE
    # The six come back with the next wave; until then a second counting tells of them no more than the first.
    again = settle(settle(before, after), after).lines["1"].figures
    assert again == told


def test_a_new_question_is_held_against_all_that_was_told_of_the_school():
    before = cube([(30, 100), (40, 100), (50, 100)], [(30, 80), (40, 80), (50, 80)])
    new = [(30, 100), (40, 80), (50, 90)]
    after = cube([(30, 100), (40, 100), (50, 100)], [(30, 80), (40, 80), (50, 80)], new)
    told = settle(before, after).lines["2"].figures
    assert told["a"].shown
    assert told["b"].shown
    assert told["c"] == GONE


def test_a_place_that_a_school_adds_is_held_against_the_places_that_were_told_of_it():
    def places(base, *names):
        made = cube([(30, 100), (30, base), (40, 100)])
        line = Line(made.lines["0"].figures, {})
        return Cube(lines={"hot_place.yard": line}, own={("b", f"hot_place.{name}"): line for name in names})

    assert settle(places(100), places(100, "hut")).own["b", "hot_place.hut"].figures["b"].shown
    assert settle(places(100), places(106, "hut")).own["b", "hot_place.hut"].figures["b"] == GONE


def test_parts_of_a_theme_that_was_told_and_is_gone_wait_for_the_next_wave():
    line = cube([(40, 120), (60, 120), (50, 120)]).lines["0"]
    part = cube([(30, 120), (50, 120), (40, 120)]).lines["0"]
    before = Cube(lines={"written.A": line, "bar_pick.bus": line})
    after = Cube(lines={"written.A1": part, "written.A2": part, "bar_pick.bus": line, "bar_pick.walk": part})
    told = settle(before, after)
    assert set(told.lines["written.A1"].figures.values()) == {GONE}
    # Nothing went among the choices, so that a new one hides no part of an old one.
    assert told.lines["bar_pick.walk"].figures == part.figures


def leftovers(texts, **sizes):
    groups = [{"words": [word], "size": protect_count(size).as_json()} for word, size in sizes.items()]
    return {"texts": protect_count(texts).as_json(), "groups": groups}


def test_a_late_text_moves_no_size_of_a_group_that_was_told():
    assert keep_groups(leftovers(92, hats=12, mud=9), leftovers(93, hats=13, mud=10)) == leftovers(
        92, hats=12, mud=9
    )


def test_a_group_that_grew_by_many_and_a_new_one_are_told():
    later = leftovers(150, hats=60, snow=30)
    assert keep_groups(leftovers(92, hats=12), later) == later

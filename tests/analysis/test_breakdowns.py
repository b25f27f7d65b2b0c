"""Breakdowns: figures by year and by other groups, never below their rules, whatever was counted."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.breakdowns import POOL, PROTECTED_FROM, GroupCells, protect
from analysis.dimensions import DIMENSIONS, NOT_SAID, OTHER_GROUPS, Dimension, Groups, fold, group
from analysis.heard import Asked, Option
from analysis.protection import THRESHOLD, TOTAL, WHY_BASE, WHY_COUNT

YEARS = Dimension("year_group", "Year group", frozenset({"other"}), frozenset())
NEED = Dimension("help_learning", "Extra help", frozenset(), None)
SOME = Dimension("gender", "Girls and boys", frozenset(), frozenset({"b"}))
TWO = (("a", "A"), ("b", "B"))
THREE = (*TWO, (NOT_SAID, "Not said"))


def counted(dimension, cells, columns=TWO):
    """Return one measure by school and group, and its line."""
    groups = Groups(dimension, columns, {code: code for code, _ in columns})
    schools = list(dict.fromkeys(school for school, _ in cells))
    line = {
        school: tuple(sum(cells[school, code][side] for code, _ in columns) for side in (0, 1))
        for school in schools
    }
    return {"m": line}, [GroupCells(groups, {"m": cells})]


def shown_groups(told, dimension, row):
    return {code for code, line in told.groups[dimension.key]["m"].items() if line[row].shown}


def even(dimension, *schools, base=60, count=30):
    return counted(dimension, {(school, code): (count, base) for school in schools for code, _ in TWO})


def test_groups_of_a_school_are_told_where_all_are_large():
    told = protect(*even(YEARS, "s", "t", "u"))
    assert shown_groups(told, YEARS, "s") == {"a", "b"}
    assert told.groups["year_group"]["m"]["a"][TOTAL].count == 90
    assert told.lines["m"]["s"].base == 120


def test_a_protected_group_needs_twenty_and_twenty_beside_it():
    def groups(size, beside):
        cells = {(school, code): (60, 120) for school in ("t", "u", "v", "w") for code, _ in TWO}
        own = {("s", "a"): (size // 2, size), ("s", "b"): (beside // 2, beside)}
        return shown_groups(protect(*counted(NEED, own | cells)), NEED, "s")

    assert groups(PROTECTED_FROM, 60) == {"a", "b"}
    # The whole school less the other group would be the one that is hidden.
    assert groups(PROTECTED_FROM - 1, 60) == set()
    # Nineteen beside it tell of the nineteen as well.
    assert groups(60, PROTECTED_FROM - 1) == set()


def test_beside_a_hidden_protected_group_the_smallest_other_is_hidden_and_no_reason_tells_which_is_which():
    sizes = {"a": 120, "b": 200, NOT_SAID: 100}
    cells = {(school, code): (60, size) for school in ("t", "u", "v") for code, size in sizes.items()}
    own = {("s", "a"): (7, 14), ("s", "b"): (20, 40), ("s", NOT_SAID): (15, 30)}
    told = protect(*counted(NEED, own | cells, THREE))
    assert shown_groups(told, NEED, "s") == {"b"}
    groups = told.groups[NEED.key]["m"]
    assert {groups[code]["s"].why for code in ("a", NOT_SAID)} == {WHY_COUNT}
    # Nor does the total of all schools less the other schools tell it.
    for code in ("a", NOT_SAID):
        assert sum(figure.base is None for figure in groups[code].values()) > 1
    # Of a group of four the reason would tell that it is smaller still.
    few = {("s", "a"): (2, 4)}
    told = protect(*counted(NEED, own | few | cells, THREE))
    assert told.groups[NEED.key]["m"]["a"]["s"].why == WHY_COUNT


def test_that_no_protected_group_is_small_is_not_told_by_a_reason():
    """Else whoever knew that the hidden “b” beside “a” is of twenty or more could bound the one pupil of “a”."""
    sizes = {"a": 1, "b": 20, NOT_SAID: 40}
    cells = {(school, code): (size // 2, size) for school in ("s", "t", "u") for code, size in sizes.items()}
    told = protect(*counted(SOME, cells, THREE)).groups[SOME.key]["m"]
    hidden = [figure for line in told.values() for figure in line.values() if figure.base is None]
    assert hidden
    assert {figure.why for figure in hidden} == {WHY_COUNT}
    # Where no group is protected there is nothing to keep back.
    plain = protect(*counted(YEARS, cells, THREE)).groups[YEARS.key]["m"]
    assert plain["a"]["s"].why == WHY_BASE


def test_of_a_small_school_no_group_is_told_and_three_are_told_of_together():
    lines, by_group = even(YEARS, "s", "t", "u", "v", "w", "x")
    told = protect(lines, by_group, small=frozenset({"s", "t"}))
    assert shown_groups(told, YEARS, "s") == set()
    assert POOL not in told.groups["year_group"]["m"]["a"]
    assert shown_groups(told, YEARS, "u") == {"a", "b"}
    told = protect(lines, by_group, small=frozenset({"s", "t", "u"}))
    assert "s" not in told.groups["year_group"]["m"]["a"]
    assert told.groups["year_group"]["m"]["a"][POOL].count == 90


def test_what_one_table_hides_no_other_shows():
    lines, _ = even(YEARS, "s", "t", "u")
    lines["n"] = {"s": (0, 120), "t": (12, 120), "u": (50, 120)}
    told = protect(lines, [])
    assert not told.lines["n"]["s"].shown


MEASURES = 25
"""Questions that are asked of the same schools in one example; forty examples make a thousand tables."""


def drawn(seed, schools, dimension):
    """Return many measures by school and group, near the edges of the rules, and their lines."""
    random = np.random.default_rng(seed)
    most = random.integers(5, 60)
    cells, lines = {}, {}
    for measure in map(str, range(MEASURES)):
        said, rest = random.integers(0, most, (2, schools, len(THREE)))
        cells[measure] = {
            (f"s{row}", code): (int(said[row, at]), int(said[row, at] + rest[row, at]))
            for row in range(schools)
            for at, (code, _) in enumerate(THREE)
        }
        lines[measure] = {
            f"s{row}": (int(said[row].sum()), int(said[row].sum() + rest[row].sum()))
            for row in range(schools)
        }
    groups = Groups(dimension, THREE, {code: code for code, _ in THREE})
    return lines, [GroupCells(groups, cells)]


example = given(st.integers(0, 10**6), st.integers(1, 6), st.sampled_from((YEARS, NEED)))


@settings(max_examples=40)
@example
def test_no_group_breaks_a_rule_whatever_was_counted(seed, schools, dimension):
    lines, by_group = drawn(seed, schools, dimension)
    told = protect(lines, by_group)
    for measure, cells in by_group[0].cells.items():
        for (school, code), (count, base) in cells.items():
            figure = told.groups[dimension.key][measure][code][school]
            beside = lines[measure][school][1] - base
            if figure.base is not None:
                least = PROTECTED_FROM if dimension is NEED else THRESHOLD
                assert base >= least
                # What is left beside a shown group and its shown school is no handful either.
                assert beside >= least or told.lines[measure][school].base is None
            if figure.shown:
                assert min(count, base - count) >= THRESHOLD
                assert figure.base is not None


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 6), st.sampled_from((NEED, SOME)))
def test_a_hidden_protected_group_never_follows_from_its_neighbours_and_a_total(seed, schools, dimension):
    """Whoever knows the whole has at least two unknowns left, along the school’s groups and along the schools."""
    lines, by_group = drawn(seed, schools, dimension)
    told = protect(lines, by_group)
    for measure, cells in by_group[0].cells.items():
        groups = told.groups[dimension.key][measure]
        hidden = {
            (row, code)
            for code, line in groups.items()
            for row, figure in line.items()
            if figure.base is None
        }
        for (school, code), (_, base) in cells.items():
            beside = lines[measure][school][1] - base
            if not dimension.is_protected(code) or min(base, beside) >= PROTECTED_FROM:
                continue
            assert (school, code) in hidden
            assert sum(row == school for row, _ in hidden) > 1
            assert sum(other == code for _, other in hidden) > 1
        for row, code in hidden:
            assert groups[code][row].why == WHY_COUNT


@settings(max_examples=40)
@example
def test_groups_never_take_the_base_of_a_school_away(seed, schools, dimension):
    lines, by_group = drawn(seed, schools, dimension)
    plain, told = protect(lines, []), protect(lines, by_group)
    for measure in lines:
        for school in lines[measure]:
            assert told.lines[measure][school].base == plain.lines[measure][school].base
            # A count may go with a group; none comes that was hidden.
            assert plain.lines[measure][school].shown >= told.lines[measure][school].shown


@settings(max_examples=1_000)
@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d", NOT_SAID]), st.integers(0, 30), min_size=1))
def test_small_groups_are_joined_and_large_ones_never_taken_in(sizes):
    joined = fold(sizes)
    small = {code for code, size in sizes.items() if code != NOT_SAID and size < THRESHOLD}
    assert len(joined) != 1
    assert joined - {NOT_SAID} <= small
    assert not joined or small <= joined


def test_folding_at_its_edge():
    assert fold({"a": 10, "b": 10, NOT_SAID: 0}) == frozenset()
    assert fold({"a": 9, "b": 9, "c": 50, NOT_SAID: 3}) == {"a", "b"}
    assert fold({"a": 9, "b": 50, NOT_SAID: 3}) == {"a", NOT_SAID}
    assert fold({"a": 9, "b": 50}) == frozenset()


def test_every_pupil_is_in_one_group_whatever_they_picked():
    asked = Asked(
        rows=tuple(Option(code, code) for code in ("girl", "boy", "nonbinary", "another", "unsaid"))
    )
    gender = next(one for one in DIMENSIONS if one.key == "gender")
    rows = [("s", {"gender": ["girl"]})] * 30 + [("s", {"gender": ["boy"]})] * 30
    rows += [
        ("s", {"gender": ["nonbinary"]}),
        ("s", {"gender": ["unsaid"]}),
        ("s", {}),
        ("s", {"gender": []}),
    ]
    groups = group(gender, asked, rows, apart=frozenset({"s"}))
    codes = [code for code, _ in groups.columns]
    assert codes == ["girl", "boy", OTHER_GROUPS]
    assert dict(groups.columns)["girl"] == "Girls"
    found = np.array([codes.index(groups.of(picks)) for _, picks in rows])
    assert np.bincount(found).tolist() == [30, 30, 4]

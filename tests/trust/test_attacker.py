"""Nothing hidden follows from what is shown, and the attacker who says so finds it when a rule is switched off."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from analysis import additive, hiding, protection
from analysis.additive import SCHOOLS, Counted, rounded, with_totals
from analysis.hiding import hide
from analysis.protection import TOTAL, Figure, Level, protect_lines, protect_rows
from tests.trust.attacker import (
    HIDDEN,
    LEAST,
    Pages,
    candidates,
    forbidden,
    needed,
    number,
    small_differences,
)
from tests.trust.searcher import Search

# Together more than 10,000 tables of three themes, from two schools to thirty.
TABLES_A_SIZE, THEMES, SIZES = 345, 3, range(2, 31)
# Tables a rule has to be caught with when it is switched off.
FEW = 60
Cells = dict[str, tuple[int, int]]


def tables(chance: np.random.Generator, schools: int, tables: int) -> Iterator[tuple[int, list[Cells]]]:
    """Yield made-up tables of schools and themes: the pupils asked, which all themes share, and how many said it."""
    for table in range(tables):
        bases = chance.integers(0, int(chance.choice([15, 40, 120, 300])), schools)
        lines = []
        for _ in range(THEMES):
            share = np.clip(chance.beta(0.6, 2) * chance.uniform(0.4, 1.7, schools), 0, 1)
            counts = chance.binomial(bases, share)
            lines.append({str(one): (int(counts[one]), int(bases[one])) for one in range(schools)})
        yield table, lines


def pages(chance: np.random.Generator, schools: int, how_many: int, level: Level = Level.SCHOOL) -> Pages:
    """Protect made-up tables, all in one go as the lines of a wave are, and read them as a reader does."""
    cells = {
        (table, theme): line
        for table, lines in tables(chance, schools, how_many)
        for theme, line in enumerate(lines)
    }
    figures = protect_lines(cells, level=level)
    return Pages.read(
        [figures[key] for key in cells], list(cells.values()), [table for table, _ in cells], level.least_base
    )


def given_away(read: Pages) -> int:
    """Return how many hidden small numbers are left with too few values."""
    left = candidates(read)
    return sum(int(((values > 0) & (values < needed(read, name))).sum()) for name, values in left.items())


def test_ten_thousand_tables_give_nothing_away():
    chance = np.random.default_rng(20261123)
    attacked, fewest = 0, 99
    for schools in SIZES:
        read = pages(chance, schools, TABLES_A_SIZE)
        assert forbidden(read) == small_differences(read) == 0
        for name, left in candidates(read).items():
            shown, exact = {
                "said": (read.counts, read.exact_counts),
                "rest": (read.counts, read.exact_bases - read.exact_counts),
                "base": (read.bases, read.exact_bases),
            }[name]
            hidden = (shown == HIDDEN) & (exact < 10)
            assert (left[hidden] > 0).all(), "the attacker lost sight of the truth"
            assert (left[hidden] >= needed(read, name)[hidden]).all()
            attacked += int(hidden.sum())
            fewest = min(fewest, int(left[hidden & (read.exact_bases >= 4)].min(initial=99)))
    assert len(SIZES) * TABLES_A_SIZE >= 10_000
    assert attacked > 500_000
    assert fewest >= 5


def test_what_the_public_reads_gives_nothing_away_either():
    chance = np.random.default_rng(7)
    for schools in (2, 3, 6, 14):
        read = pages(chance, schools, FEW, Level.PUBLIC)
        assert forbidden(read) == small_differences(read) == given_away(read) == 0


# Each takes one rule away; the attacker must see it.
def _no_rounding(patch):
    for module in (additive, protection):
        patch.setattr(module, "rounded", lambda numbers: numbers)


def _shown_from_five(patch):
    patch.setattr(hiding, "SHOWN_FROM", 5)


def _nearly_everyone_is_shown(patch):
    patch.setattr(Counted, "rests", property(lambda table: np.full_like(table.bases, 1_000)))


def _nothing_beside_is_hidden(patch):
    patch.setattr(hiding, "_until_safe", lambda *_: None)


def _two_values_will_do(patch):
    patch.setattr(hiding, "CANDIDATES", 2)


def _small_bases_need_nothing_beside(patch):
    patch.setattr(hiding, "_hide_bases", lambda *_: None)


def _differences_do_not_matter(patch):
    patch.setattr(hiding, "_hide_small_differences", lambda *_: None)


def _five_answers_will_do(patch):
    patch.setattr(Level, "least_base", property(lambda _: 5))


@pytest.mark.parametrize(
    ("switch_off", "caught_by"),
    [
        (_no_rounding, forbidden),
        (_shown_from_five, forbidden),
        (_nearly_everyone_is_shown, forbidden),
        (_five_answers_will_do, forbidden),
        (_nothing_beside_is_hidden, given_away),
        (_two_values_will_do, given_away),
        (_small_bases_need_nothing_beside, given_away),
        (_differences_do_not_matter, small_differences),
    ],
)
def test_the_attacker_catches_a_rule_that_is_switched_off(monkeypatch, switch_off, caught_by):
    switch_off(monkeypatch)
    chance = np.random.default_rng(5)
    read = [replace(pages(chance, schools, FEW), least_base=LEAST) for schools in (2, 3, 6)]
    assert sum(map(caught_by, read)) > 0


def _possible(exact: tuple[int, int], figure: Figure, *, told: bool | None) -> set[tuple[int, int]]:
    """Every (said, rest) of a cell, one after the other; `told`: with what the attacker is granted of it, None for a total."""
    few, nearly_all = exact[0] < 10, exact[1] - exact[0] < 10
    found = set()
    for base in range(max(10, number(figure.base) - 2), number(figure.base) + 3):
        for said in range(base + 1):
            rest = base - said
            if figure.count is not None:
                fits = abs(said - figure.count) <= 2 and min(said, rest) >= 10
            elif told is None:
                fits = True
            elif not told:
                fits = min(said, rest) < 10
            else:
                fits = said < 10 if few else rest < 10 if nearly_all else min(said, rest) >= 10
            if fits:
                found.add((said, rest))
    return found


def test_the_attacker_finds_what_trying_every_number_finds():
    chance = np.random.default_rng(11)
    tried = 0
    while tried < 40:
        bases = chance.integers(10, 27, 2)
        cells = {str(one): (int(chance.integers(0, base + 1)), int(base)) for one, base in enumerate(bases)}
        figures = protect_rows(cells)
        whole = tuple(map(sum, zip(*cells.values(), strict=True)))
        if any(figure.base is None for figure in figures.values()):
            continue
        left = candidates(Pages.read([figures], [cells], [0]))
        totals = _possible(whole, figures[TOTAL], told=None)
        for place, (target, beside) in enumerate((("0", "1"), ("1", "0"))):
            if figures[target].shown:
                continue
            tried += 1
            pairs = product(
                _possible(cells[target], figures[target], told=False),
                _possible(cells[beside], figures[beside], told=True),
            )
            fits = {one for one, other in pairs if (one[0] + other[0], one[1] + other[1]) in totals}
            for name, side, small in (
                ("said", 0, cells[target][0] < 10),
                ("rest", 1, cells[target][1] - cells[target][0] < 10),
            ):
                if small:
                    assert left[name][0, place] == len({one[side] for one in fits})


def test_a_reader_who_protects_every_possible_table_of_two_schools_is_left_with_five_values():
    """Knowing the program itself, and trying it on every table there could be, is the most a reader can do."""
    most = 22
    cells = np.array([(count, base) for base in range(most + 1) for count in range(base + 1)])
    worlds = cells[np.indices((len(cells),) * 2).reshape(2, -1).T]
    table = Counted(with_totals(worlds[..., :1]), with_totals(worlds[..., 1:]), np.arange(len(worlds)))
    shown = hide(table, least_base=10)
    bases = np.where(shown.bases, rounded(table.bases), np.where(table.bases < 10, -1, -2))[..., 0]
    counts = np.where(shown.counts, rounded(table.counts), -1)[..., 0]
    _, page = np.unique(np.concatenate([bases, counts], axis=1), axis=0, return_inverse=True)
    page = page.reshape(-1)
    # A page that larger schools than were tried would give too tells less than it seems to here.
    whole = (bases[:, :2] <= most - 2).all(axis=1)
    for exact in (table.counts, table.rests, table.bases):
        for place in range(2):
            values = exact[:, place, 0]
            different = np.unique(page * 1_000 + values)
            left = np.bincount(different // 1_000)[page]
            enough = np.minimum(5, table.bases[:, place, 0] + 1) if exact is not table.bases else 5
            assert (left >= enough)[whole & (values < 10)].all()


def crossing(chance: np.random.Generator, schools: int, groups: int) -> Counted:
    bases = chance.integers(0, int(chance.choice([12, 25, 60, 150])), (1, schools, groups))
    share = np.clip(chance.beta(0.7, 2) * chance.uniform(0.4, 1.8, bases.shape), 0, 1)
    return Counted(with_totals(chance.binomial(bases, share)), with_totals(bases), np.zeros(1, int))


def fewest_left(table: Counted) -> tuple[int, int]:
    """Return how many small numbers were searched for in a table of schools and groups, and how many are given away."""
    shown = hide(table, least_base=10)
    search = Search(
        np.where(shown.counts, rounded(table.counts), HIDDEN)[0],
        np.where(shown.bases, rounded(table.bases), HIDDEN)[0],
        table.counts[0],
        table.bases[0],
    )
    small = search.small()
    enough = {place: min(5, int(table.bases[0][place]) + 1) for place, _ in small}
    return len(small), sum(search.values_left(place, side) < enough[place] for place, side in small)


def test_schools_and_groups_together_give_nothing_away():
    chance = np.random.default_rng(3)
    found = [fewest_left(crossing(chance, *chance.integers(2, 4, 2))) for _ in range(14)]
    assert sum(searched for searched, _ in found) > 60
    assert sum(away for _, away in found) == 0


def test_the_search_catches_lines_that_are_looked_at_one_way_only(monkeypatch):
    monkeypatch.setattr(Counted, "axes", property(lambda _: (SCHOOLS,)))
    chance = np.random.default_rng(3)
    assert any(fewest_left(crossing(chance, 2, 2))[1] for _ in range(20))


def test_lines_protected_together_hide_what_each_hides_alone():
    alone = {
        "few asked": {"A": (2, 9), "B": (50, 102), "C": (60, 132)},
        "few said it": {"A": (9, 100), "B": (12, 100), "C": (42, 100)},
    }
    together = protect_lines(alone)
    assert together == {key: protect_rows(line) for key, line in alone.items()}
    assert not together["few said it"]["B"].shown


def test_a_total_beside_a_school_that_is_all_of_it_does_not_tell_that_the_rest_is_nobody():
    figures = protect_rows({"A": (0, 10), "B": (13, 24)})
    assert figures["B"].shown
    assert not figures[TOTAL].shown


def test_a_line_that_shows_nothing_is_not_given_away_by_the_other_totals():
    counts = np.array([[[20, 7], [9, 7]]])
    bases = np.array([[[114, 101], [109, 111]]])
    assert fewest_left(Counted(with_totals(counts), with_totals(bases), np.zeros(1, int)))[1] == 0

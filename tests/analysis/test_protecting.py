"""`python -m analysis protect` gives a table back with the same rows and columns, and nothing in it tells on a few."""

import csv
import itertools

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.protection import TOTAL, Figure
from tests.trust.attacker import Pages, candidates, forbidden, needed, small_differences

COLUMNS = ["school", "theme", "n", "base"]
TABLE = [
    ["Abbey", "TRV", "9", "100"],
    ["Brook", "TRV", "12", "100"],
    ["Cedar", "TRV", "42", "100"],
    ["Abbey", "BUL", "30", "100"],
    ["Brook", "BUL", "51", "100"],
    ["Cedar", "BUL", "68", "100"],
]


def protect(source, out, *more, base=True):
    asked = ["--rows", "school", "--columns", "theme", "--count", "n", *(["--base", "base"] if base else [])]
    return main([str(part) for part in ("protect", source, *asked, "--out", out, *more)])


@pytest.fixture
def table(tmp_path):
    def write(rows, columns=COLUMNS, name="counts.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
        return path

    return write


@pytest.fixture
def out(tmp_path):
    return tmp_path / "protected.csv"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_rows_and_columns_stay_and_totals_come_last(table, out):
    assert protect(table(TABLE), out) == 0
    assert rows(out) == [
        COLUMNS,
        ["Abbey", "TRV", "c", "100"],
        ["Brook", "TRV", "c", "100"],  # it would tell Abbey’s nine
        ["Cedar", "TRV", "40", "100"],
        ["Abbey", "BUL", "30", "100"],
        ["Brook", "BUL", "50", "100"],
        ["Cedar", "BUL", "70", "100"],
        ["all", "TRV", "65", "300"],
        ["all", "BUL", "150", "300"],
    ]


def test_columns_may_come_in_any_order_and_others_are_left_out_and_named(table, out, capsys):
    turned = [[base, theme, "Ali Khan", n, school] for school, theme, n, base in TABLE]
    assert protect(table(turned, ["base", "theme", "pupil", "n", "school"]), out) == 0
    assert rows(out)[:2] == [["base", "theme", "n", "school"], ["100", "TRV", "c", "Abbey"]]
    assert "Ali Khan" not in out.read_text(encoding="utf-8")
    assert "“pupil”" in capsys.readouterr().err


def test_the_order_of_the_rows_changes_nothing_but_their_order(table, out):
    protect(table(TABLE), out)
    straight = {tuple(row) for row in rows(out)}
    for order in itertools.islice(itertools.permutations(TABLE), 0, 720, 97):
        protect(table(order), out)
        assert {tuple(row) for row in rows(out)} == straight


def test_without_a_base_a_count_stands_by_itself(table, out):
    source = table([[school, theme, n] for school, theme, n, _ in TABLE], COLUMNS[:3])
    assert protect(source, out, base=False) == 0
    told = {(school, theme): n for school, theme, n in rows(out)[1:]}
    # Of three schools the total goes, and no school loses its number to a small neighbour.
    assert told["Abbey", "TRV"] == told["all", "TRV"] == "c"
    assert told["Brook", "TRV"] == "10"
    assert told["Cedar", "BUL"] == "70"
    assert told["all", "BUL"] == "150"


def test_a_workbook_comes_out_as_it_went_in(table, out, tmp_path):
    book = openpyxl.Workbook()
    for row in [COLUMNS, *[[school, theme, int(n), int(base)] for school, theme, n, base in TABLE]]:
        book.active.append(row)
    book.save(tmp_path / "counts.xlsx")
    assert protect(tmp_path / "counts.xlsx", tmp_path / "protected.xlsx") == 0
    protect(table(TABLE), out)
    cells = openpyxl.load_workbook(tmp_path / "protected.xlsx").active.values
    assert [[str(cell) for cell in row] for row in cells] == rows(out)


def test_a_table_with_no_rows_gives_one_with_no_rows(table, out):
    assert protect(table([]), out) == 0
    assert rows(out) == [COLUMNS]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "TRV", "9", "100"], "Row 8, column school: this is empty"),
        (["Dale", "", "9", "100"], "Row 8, column theme: this is empty"),
        (["Dale", "TRV", "", "100"], "Row 8, column n: “” is not a whole number"),
        (["Dale", "TRV", "-1", "100"], "Row 8, column n: “-1” is not a whole number"),
        (["Dale", "TRV", "9.5", "100"], "Row 8, column n: “9.5” is not a whole number"),
        (["Dale", "TRV", "nan", "100"], "Row 8, column n: “nan” is not a whole number"),
        (["Dale", "TRV", "inf", "100"], "Row 8, column n: “inf” is not a whole number"),
        (["Dale", "TRV", "c", "100"], "Row 8, column n: “c” is not a whole number"),
        (["Dale", "TRV", "9", "1e30"], "Row 8, column base: “1e30” is not a whole number"),
        (["Dale", "TRV", "101", "100"], "Row 8: 101 said it of 100 asked, which cannot be"),
        (["Abbey", "TRV", "20", "100"], "Row 8: there is “Abbey” with “TRV” already"),
        (["all", "TRV", "20", "100"], "Row 8, column school: “all” is the name of a total"),
        ([TOTAL, "TRV", "20", "100"], "Row 8, column school: “total” is the name of a total"),
    ],
)
def test_a_bad_row_is_refused_by_its_place_and_nothing_is_written(table, out, capsys, row, said):
    assert protect(table([*TABLE, row]), out) != 0
    assert said in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("columns", "more", "said"),
    [
        (["place", "theme", "n", "base"], (), "school"),
        (COLUMNS, ("--rows", "theme"), "a column of its own"),
    ],
)
def test_columns_that_are_not_there_or_are_named_twice_are_said(table, out, capsys, columns, more, said):
    assert protect(table(TABLE, columns), out, *more) != 0
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_file_that_is_not_there_is_said(out, tmp_path, capsys):
    assert protect(tmp_path / "nowhere.csv", out) != 0
    assert "nowhere.csv" in capsys.readouterr().err


grids = st.integers(2, 5).flatmap(
    lambda schools: st.lists(
        st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=schools, max_size=schools),
        min_size=1,
        max_size=3,
    )
)


@settings(max_examples=150)
@given(grids)
def test_an_attacker_finds_nothing_in_what_comes_out(tmp_path_factory, grid):
    folder = tmp_path_factory.mktemp("protect")
    cells = [{f"S{place}": (min(pair), max(pair)) for place, pair in enumerate(line)} for line in grid]
    source, out = folder / "counts.csv", folder / "protected.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(COLUMNS)
        csv.writer(file).writerows(
            [school, f"T{theme}", *cell] for theme, line in enumerate(cells) for school, cell in line.items()
        )
    assert protect(source, out) == 0
    figures = [{} for _ in cells]
    for school, theme, *numbers in rows(out)[1:]:
        count, base = (None if number == "c" else int(number) for number in numbers)
        place = TOTAL if school == "all" else school
        figures[int(theme[1:])][place] = Figure(base, count, None, "", count is not None, "")
    for line, shown in zip(cells, figures, strict=True):
        page = Pages.read([shown], [line], [0])
        assert forbidden(page) == small_differences(page) == 0
        for name, left in candidates(page).items():
            assert ((left == 0) | (left >= needed(page, name))).all()

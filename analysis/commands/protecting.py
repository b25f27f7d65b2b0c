"""`protect`: a table of counts made safe to show, by the rules that every page and report goes by."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from analysis.protection import TOTAL, Figure, protect_lines
from analysis.sheets import Sheet, SheetUnusable, read_sheet, write_sheet

NAME = "protect"
TOLD = (
    "Make a table of counts safe to show: numbers are rounded to 5, small ones and those that would give them away become “c”, "
    "and the total of each column is added as a row called “all”. Other columns of the table are left out."
)
HIDDEN = "c"
ALL = "all"
# More than any authority has pupils; a longer number is a mistake, or somebody’s telephone.
MOST = 100_000_000


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "table", type=Path, help="CSV or XLSX with one line for each row and column, such as school and theme"
    )
    parser.add_argument(
        "--rows", required=True, metavar="COLUMN", help="what adds up to a total, such as the school"
    )
    parser.add_argument(
        "--columns", required=True, metavar="COLUMN", help="what has a total each, such as the theme"
    )
    parser.add_argument("--count", required=True, metavar="COLUMN", help="how many said it")
    parser.add_argument(
        "--base", metavar="COLUMN", help="how many were asked; without it, counts stand by themselves"
    )
    parser.add_argument("--out", required=True, type=Path, help="the protected table; .xlsx makes a workbook")


def run(wanted: argparse.Namespace) -> None:
    sheet = read_sheet(wanted.table)
    names = [wanted.rows, wanted.columns, wanted.count, *([wanted.base] if wanted.base else [])]
    if len(set(names)) < len(names):
        raise SheetUnusable("Name a column of its own for the rows, the columns, the count and the base.")
    lines = _lines(sheet, [sheet.place(name) for name in names], names)
    kept = [name for name in sheet.columns if name in names]
    if dropped := [f"“{name}”" for name in sheet.columns if name not in names]:
        print(f"Left out, because nothing is known of what they tell: {', '.join(dropped)}.", file=sys.stderr)
    order = [names.index(name) for name in kept]
    protected = protect_lines(lines)
    rows = _told(sheet, [sheet.place(name) for name in names[:2]], protected, with_base=bool(wanted.base))
    write_sheet(wanted.out, kept, ([cells[place] for place in order] for cells in rows))


def _lines(sheet: Sheet, places: list[int], names: list[str]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return the exact numbers, by column and row."""
    lines: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for number, cells in enumerate(sheet.rows(), start=2):
        row, column, *figures = (cells[place].strip() for place in places)
        for name, value in zip(names, (row, column), strict=False):
            if not value:
                raise SheetUnusable(f"Row {number}, column {name}: this is empty, and it is needed.")
        if row in (ALL, TOTAL):
            raise SheetUnusable(
                f"Row {number}, column {names[0]}: “{row}” is the name of a total, which is worked out here."
            )
        if row in lines[column]:
            raise SheetUnusable(f"Row {number}: there is “{row}” with “{column}” already.")
        count, *base = (_whole(cell, number, name) for cell, name in zip(figures, names[2:], strict=True))
        if base and count > base[0]:
            raise SheetUnusable(f"Row {number}: {count:,} said it of {base[0]:,} asked, which cannot be.")
        # A count by itself is protected as a base is.
        lines[column][row] = (count, base[0]) if base else (0, count)
    return dict(lines)


def _whole(cell: str, number: int, name: str) -> int:
    try:
        value = float(cell)
    except ValueError:
        value = -1
    if not (0 <= value <= MOST and value == int(value)):
        raise SheetUnusable(f"Row {number}, column {name}: “{cell[:40]}” is not a whole number of pupils.")
    return int(value)


def _told(
    sheet: Sheet, places: list[int], protected: dict[str, dict[str, Figure]], *, with_base: bool
) -> Iterator[list[str]]:
    """Yield the table’s own lines in their order, then the totals."""
    for cells in sheet.rows():
        row, column = (cells[place].strip() for place in places)
        yield [row, column, *_numbers(protected[column][row], with_base=with_base)]
    for column, figures in protected.items():
        yield [ALL, column, *_numbers(figures[TOTAL], with_base=with_base)]


def _numbers(figure: Figure, *, with_base: bool) -> list[str]:
    shown = [figure.count, figure.base] if with_base else [figure.base]
    return [HIDDEN if number is None else str(number) for number in shown]

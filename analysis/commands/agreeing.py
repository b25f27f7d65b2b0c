"""`agree`: how well two codings of the same texts agree."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.agreement import Agreement, agree
from analysis.commands import given
from analysis.estimates import Estimate
from analysis.sheets import SheetUnusable, read_sheet, write_sheet

NAME = "agree"
TOLD = "Say how well two codings of the same texts agree, over all themes and theme by theme, each figure with its interval."
COLUMNS = ("figure", "value", "low", "high", "in words", "why")
FIGURES = {
    "kappa": "Cohen’s kappa, mean of themes",
    "alpha": "Krippendorff’s alpha",
    "micro_f1": "F1 over all codes",
    "macro_f1": "F1, mean of themes",
    "first_theme": "same main theme",
}


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("one", type=Path, help="CSV or XLSX file with one coding")
    parser.add_argument("other", type=Path, help="… and one with the other")
    parser.add_argument(
        "--key", required=True, metavar="COLUMN", help="the column that tells texts apart, in both files"
    )
    parser.add_argument(
        "--themes",
        default="themes",
        metavar="COLUMN",
        help="the column with codes joined by ;, main one first",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="also write the table: .xlsx, or CSV for any other"
    )


def run(wanted: argparse.Namespace) -> None:
    one, other = (_coding(path, wanted) for path in (wanted.one, wanted.other))
    both = [key for key in one if key in other]
    if not both:
        raise SheetUnusable(f"{wanted.one} and {wanted.other} have no text in common under “{wanted.key}”.")
    if (
        wanted.out
        and wanted.out.exists()
        and any(path.samefile(wanted.out) for path in (wanted.one, wanted.other))
    ):
        raise SheetUnusable("The output would overwrite a coding; name another file.")
    found = agree([one[key] for key in both], [other[key] for key in both])
    rows = _rows(found)
    _print(rows)
    left = len(one) + len(other) - 2 * len(both)
    print(f"{found.texts} texts in both files; {left} in only one and left out.", file=sys.stderr)
    if wanted.out:
        write_sheet(wanted.out, COLUMNS, rows)


def _coding(path: Path, wanted: argparse.Namespace) -> dict[str, tuple[str, ...]]:
    sheet = read_sheet(path)
    keys = [key.strip() for key in sheet.column(wanted.key)]
    coding = dict(zip(keys, given.codings(sheet, wanted.themes), strict=True))
    if len(coding) < len(keys):
        twice = next(key for key in coding if keys.count(key) > 1)
        raise SheetUnusable(
            f"{path} has “{twice}” twice under “{wanted.key}”; each text needs a key of its own."
        )
    return coding


def _rows(found: Agreement) -> list[tuple[str, str, str, str, str, str]]:
    whole = [_row(told, getattr(found, name)) for name, told in FIGURES.items()]
    return whole + [_row(f"kappa of {code}", estimate) for code, estimate in found.kappa_by_theme.items()]


def _row(figure: str, estimate: Estimate) -> tuple[str, str, str, str, str, str]:
    value, low, high = (
        "" if number is None else f"{number:.2f}" for number in (estimate.value, estimate.low, estimate.high)
    )
    return figure, value, low, high, estimate.words, estimate.why


def _print(rows: Sequence[tuple[str, ...]]) -> None:
    table = [COLUMNS, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(COLUMNS))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

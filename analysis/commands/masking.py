"""`mask`: names and contact details hidden in every answer of a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from analysis.commands import given
from analysis.masking import Known, Mark, mask
from analysis.sheets import Cell, Sheet, SheetUnusable, answer, read_text, write_sheet

NAME = "mask"
TOLD = (
    "Hide names and contact details: the answer is replaced by one with “[name]”, “[phone]” and so on in it, and two columns "
    "are added: “hidden” (what was hidden, joined by ;) and “suspect” (words left standing that a person should look at)."
)
COLUMNS = ("hidden", "suspect")


def add_to(parser: argparse.ArgumentParser) -> None:
    given.add_answers(parser)
    parser.add_argument("--staff", type=Path, metavar="FILE", help="names of the schools’ staff, one a line")
    parser.add_argument("--schools", type=Path, metavar="FILE", help="names of the schools, one a line")
    parser.add_argument(
        "--names",
        type=Path,
        metavar="FILE",
        help="first names and surnames of your own, one a line, besides those that ship",
    )


def run(wanted: argparse.Namespace) -> None:
    sheet = given.answers(wanted)
    own = _lines(wanted.names)
    known = Known(staff=_lines(wanted.staff), schools=_lines(wanted.schools), first_names=own)
    kept = [place for place, name in enumerate(sheet.columns) if name not in COLUMNS]
    if replaced := [f"“{name}”" for name in sheet.columns if name in COLUMNS]:
        if wanted.text in COLUMNS:
            raise SheetUnusable(
                f"“{wanted.text}” is the name of a new column; call the column with the answers otherwise."
            )
        print(f"New columns take the place of {', '.join(replaced)}.", file=sys.stderr)
    write_sheet(
        wanted.out,
        [*(sheet.columns[place] for place in kept), *COLUMNS],
        _masked(sheet, sheet.place(wanted.text), kept, known),
    )


def _masked(sheet: Sheet, text: int, kept: list[int], known: Known) -> Iterator[list[Cell]]:
    for row in sheet.rows():
        said = answer(row[text])
        found = mask(said, known)
        cells: list[Cell] = [found.text if place == text else row[place] for place in kept]
        hidden = dict.fromkeys(str(mark.what) for mark in found.hidden)
        yield [*cells, given.SEPARATOR.join(hidden), given.SEPARATOR.join(_words(said, found.suspect))]


def _words(text: str, marks: tuple[Mark, ...]) -> list[str]:
    """The words under the marks, each once, without what would look like the next one’s beginning."""
    words = (text[mark.start : mark.end].replace(given.SEPARATOR, "") for mark in marks)
    return list(dict.fromkeys(words))


def _lines(path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    lines = (line.strip() for line in read_text(path).splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))

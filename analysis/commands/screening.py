"""`screen`: which answers of a table a person should read first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import islice

from analysis.commands import given
from analysis.screening import Screened, screen
from analysis.sheets import Cell, Sheet, SheetUnusable, answer, write_sheet
from analysis.vectors import Backend

NAME = "screen"
TOLD = (
    "Say which answers a person should read first, because a child may be telling of harm: “level” (red, amber or none), "
    "“kind” (of what) and “because” (the words that say so, joined by ;). It orders the reading and replaces none of it."
)
COLUMNS = ("level", "kind", "because")
# Answers looked at together; bounds memory.
AT_ONCE = 1_000


def add_to(parser: argparse.ArgumentParser) -> None:
    given.add_answers(parser)
    given.add_backend(parser)


def run(wanted: argparse.Namespace) -> None:
    sheet = given.answers(wanted)
    if wanted.text in COLUMNS:
        raise SheetUnusable(
            f"“{wanted.text}” is the name of a new column; call the column with the answers otherwise."
        )
    kept = [place for place, name in enumerate(sheet.columns) if name not in COLUMNS]
    if replaced := [f"“{name}”" for name in sheet.columns if name in COLUMNS]:
        print(f"New columns take the place of {', '.join(replaced)}.", file=sys.stderr)
    write_sheet(
        wanted.out,
        [*(sheet.columns[place] for place in kept), *COLUMNS],
        _screened(sheet, sheet.place(wanted.text), kept, given.backend(wanted)),
    )


def _screened(sheet: Sheet, text: int, kept: list[int], backend: Backend) -> Iterator[list[Cell]]:
    rows = sheet.rows()
    while part := list(islice(rows, AT_ONCE)):
        found = screen([answer(row[text]) for row in part], backend=backend.name)
        for row, screened in zip(part, found, strict=True):
            yield [*(row[place] for place in kept), *_cells(screened)]


def _cells(screened: Screened) -> tuple[Cell, ...]:
    # A face such as “;-(” must not look like the start of the next words.
    because = (words.replace(given.SEPARATOR, "") for words in screened.because)
    return str(screened.level), str(screened.kind or ""), f"{given.SEPARATOR} ".join(because)

"""Cells: one row of an official file, read by the names of its columns, and what is wrong with it told by row and column."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from surveys.sheets import Row, Sheet

NOTHING = frozenset({"", "not applicable", "does not apply", "none", "not recorded"})
"""What registers write where there is nothing to say."""


@dataclass(frozen=True)
class RowProblem:
    """Why a row was left out."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}, column {self.column}: {self.sentence}"


class CannotRead(Exception):
    """A cell that cannot be what its column is for, in a sentence for whoever sent the file."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence

    def in_row(self, row: int) -> RowProblem:
        return RowProblem(row, self.column, self.sentence)


def places_of(sheet: Sheet) -> dict[str, int]:
    """Return where each column stands (from 0), by its title in lower case; of two with one title the first."""
    places: dict[str, int] = {}
    for place, title in enumerate(sheet.titles):
        places.setdefault(" ".join(title.split()).casefold(), place)
    return places


class Cells:
    """One row’s cells by the names of their columns."""

    def __init__(self, row: Row, places: Mapping[str, int], *, width: int) -> None:
        if len(row.cells) > width:
            raise CannotRead(str(width + 1), "the row has more cells than there are titles.")
        self._cells, self._places = row.cells, places

    def text(self, column: str, longest: int = 200) -> str | None:
        """Return the cell’s words, or ``None`` where there is nothing."""
        place = self._places.get(column.casefold())
        if place is None:
            return None
        words = " ".join(self._cells[place].split())
        if words.casefold() in NOTHING:
            return None
        if len(words) > longest:
            raise CannotRead(column, f"this is longer than {longest} characters.")
        return words

    def needed(self, column: str) -> str:
        words = self.text(column)
        if words is None:
            raise CannotRead(column, "this is empty, and it is needed.")
        return words

    def urn(self, column: str) -> str:
        urn = self.needed(column)
        if not re.fullmatch(r"[1-9][0-9]{5}", urn):
            raise CannotRead(column, f"“{urn}” is not a URN: six digits, from 100000.")
        return urn

    def digits(self, column: str, count: int) -> str | None:
        """Return a number of so many digits; zeros that a spreadsheet took from its front are put back."""
        words = self.text(column)
        if words is not None and not re.fullmatch(rf"[0-9]{{1,{count}}}", words):
            raise CannotRead(column, f"“{words}” is not a number of {count} digits.")
        return None if words is None else words.zfill(count)

    def number(self, column: str, read: Callable[[str], Any], most: int) -> Any:
        words = self.text(column)
        if words is None:
            return None
        try:
            number = read(words.replace(",", ""))
        except ValueError as problem:
            raise CannotRead(column, f"“{words}” is not a number.") from problem
        if not 0 <= number <= most:
            raise CannotRead(column, f"“{words}” is not between 0 and {most:,}.")
        return number

    def day(self, column: str) -> date | None:
        words = self.text(column)
        if words is None:
            return None
        for form in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"):
            try:
                return datetime.strptime(words, form).date()
            except ValueError:
                continue
        raise CannotRead(column, f"“{words}” is not a date such as 31-08-2024.")

"""Name tables: reading published lists of names, above all the baby names of the Office for National Statistics."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from surveys.sheets import SheetProblem, read_lines

LEAST_BIRTHS = 20
"""Births of a name in a year. With the names that this many babies got, 9 in 10 marked names were found and hardly a
plain word was hit; rarer names found little more and hit more words (trust.md, section 4)."""
LONGEST = 40
"""Letters: what is longer is a note under the table, not a name."""

_NAME_TITLES = frozenset(
    {"name", "names", "first name", "first names", "forename", "baby name", "surname", "last name"}
)
_COUNT_TITLE = re.compile(r"\b(count|number|births|babies)\b")
_NOTHING = frozenset({"", ":", "-", "–", ".", "..", "*", "c", "u", "x", "z", "low"})
"""How tables write that a number is not given: too small, not there, or kept back."""
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?")
_TWINS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "’": "'"}
)
"""Letters that do not come apart into a plain one and an accent."""


@dataclass(frozen=True)
class NameList:
    """The names of a file, folded, and how many were too rare to take."""

    names: frozenset[str]
    rare: int
    sheets: tuple[str, ...]
    """The sheets that names were taken from."""


@dataclass(frozen=True)
class _Columns:
    """Where a table of names stands in a sheet: the row of its titles, its names and their counts (from 0)."""

    row: int
    name: int
    counts: tuple[int, ...]


def read_names(path: Path, *, least: int = LEAST_BIRTHS) -> NameList:
    """Read the names that at least so many babies were given, from every table of a CSV or Excel file.

    A table has a column titled “Name” and one or more of counts, under as many lines of notes as there may be; several
    may stand side by side or in several sheets (boys and girls). A name counts by the largest of its counts. A file in
    which no table has counts is a plain list: every name in it is taken. Raises ``SheetProblem``, naming sheet and row.
    """
    sheets = read_lines(path)
    tables = [(sheet, table) for sheet, lines in sheets.items() for table in _tables(lines)]
    counted = [(sheet, table) for sheet, table in tables if table.counts]
    if not tables:
        raise SheetProblem(
            f"{path.name} has no column titled “Name”. Give a table of names as it was published, with its titles."
        )
    most: dict[str, int] = {}
    taken: dict[str, None] = {}
    for sheet, table in counted or tables:
        for number, name, count in _rows(path.name, sheet, sheets[sheet], table):
            if count is not None and count < max(least, 1):
                most.setdefault(fold(name), 0)
                continue
            if not _NAME.fullmatch(name) or len(name) > LONGEST:
                raise SheetProblem(
                    f"{path.name}, sheet “{sheet}”, row {number}: “{name[:LONGEST]}” is not a name. Correct the row or "
                    "take it out."
                )
            most[fold(name)] = least
            taken[sheet] = None
    names = frozenset(name for name, count in most.items() if count)
    return NameList(names, len(most) - len(names), tuple(taken))


def fold(name: str) -> str:
    """Return a name in lower case without accents, as lists of names are kept."""
    parts = unicodedata.normalize("NFKD", name.casefold().translate(_TWINS))
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())


def _tables(lines: Sequence[Sequence[str]]) -> Iterator[_Columns]:
    """Yield the tables of names in a sheet. Counts are titled in the same row as the names, or in one next to it."""
    for row, line in enumerate(lines):
        starts = [column for column, cell in enumerate(line) if _title(cell) in _NAME_TITLES]
        for start, end in zip_longest(starts, starts[1:]):
            counts = {
                column
                for near in lines[max(row - 1, 0) : row + 2]
                for column, cell in enumerate(near)
                if column > start and (end is None or column < end) and _COUNT_TITLE.search(_title(cell))
            }
            yield _Columns(row, start, tuple(sorted(counts)))


def _title(cell: str) -> str:
    """Return a column’s title without the marks of its footnotes: “Count [note 2]”, “Name1”."""
    return " ".join(re.sub(r"\[.*?\]|(?<=[a-z])\d+$", "", cell.strip().casefold()).split())


def _rows(
    file: str, sheet: str, lines: Sequence[Sequence[str]], table: _Columns
) -> Iterator[tuple[int, str, int | None]]:
    """Yield each row of a table: its number as a spreadsheet shows it, the name, and its largest count if it has any."""
    for number, line in enumerate(lines[table.row + 1 :], start=table.row + 2):
        name = line[table.name].strip() if table.name < len(line) else ""
        if _title(name) in _NAME_TITLES:
            return  # the next table in the same columns
        cells = [line[column] for column in table.counts if column < len(line)]
        if not name or any(_COUNT_TITLE.fullmatch(_title(cell)) for cell in cells):
            continue
        if not table.counts:
            yield number, name, None
            continue
        yield number, name, max((_count(file, sheet, number, cell) for cell in cells), default=0)


def _count(file: str, sheet: str, number: int, cell: str) -> int:
    plain = cell.strip().strip("[]").replace(",", "").casefold()
    if plain in _NOTHING:
        return 0
    if not plain.isdecimal():
        raise SheetProblem(
            f"{file}, sheet “{sheet}”, row {number}: “{cell.strip()[:LONGEST]}” is not a number of births."
        )
    return int(plain)

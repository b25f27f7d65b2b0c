"""Explore Education Statistics (EES): reading a file of the Department’s attendance or absence figures.

Columns are found by name, under any of the names they have had. What is not about our authorities, their regions or
England is passed over and counted; what cannot be what its column is for is told by row and column.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from surveys.attendance import Area, AreaLevel, Measured
from surveys.cells import CannotRead, Cells, RowProblem, places_of
from surveys.ees_columns import KNOWN_AND_LEFT, NEEDED, PHASES, PLACES, SPLITS, TIMES, VALUES, WHOLE, last_day
from surveys.indicators import MARKERS, Phase
from surveys.sheets import Row, Sheet, SheetProblem, read_sheet

LEVELS = {
    "national": AreaLevel.ENGLAND,
    "regional": AreaLevel.REGION,
    "local authority": AreaLevel.AUTHORITY,
}
_CODE_AND_NAME = {
    AreaLevel.ENGLAND: ("country_code", "country"),
    AreaLevel.REGION: ("region_code", "region"),
    AreaLevel.AUTHORITY: ("authority_code", "authority"),
}
NAMED = 3
"""Authorities named when none of them is ours: enough to see which file it is."""


@dataclass
class AttendanceFile:
    """What a file says: the figures that are kept, what was passed over, and what is wrong."""

    figures: list[Measured] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    """Rows that are not kept, by what they are about."""
    unknown_columns: list[tuple[int, str]] = field(default_factory=list)
    """Place (from 1) and title of columns that we do not know."""
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    """One row that may be kept: where, when and which schools it is about, and its cells."""

    row: int
    area: Area
    region: str | None
    year: str
    part: str
    until: date
    phase: Phase
    cells: Cells


def read_attendance(path: Path, *, ours: Mapping[str, str]) -> AttendanceFile:
    """Read a file of figures for our authorities (three-digit code and name of each), their regions and England.

    Raises ``SheetProblem`` when it is not such a file, or when none of its rows is about us.
    """
    sheet = read_sheet(path)
    reader = _Reader(path.name, sheet, ours)
    lines = [line for row in sheet.rows if (line := reader.line(row)) is not None]
    if not reader.found.problems and not any(_is_own(line, ours) for line in lines):
        raise SheetProblem(_none_of_ours(path.name, lines, ours))
    reader.take(lines)
    return reader.found


class _Reader:
    """One file’s columns, and what has been found in it so far."""

    def __init__(self, name: str, sheet: Sheet, ours: Mapping[str, str]) -> None:
        self._places, self._width, self._ours = places_of(sheet), len(sheet.titles), ours
        self._columns = _columns(name, self._places)
        self.found = AttendanceFile(unknown_columns=_unknown(self._places))

    def line(self, row: Row) -> _Line | None:
        """Return a row that may be kept; count it or tell what is wrong when it may not."""
        try:
            cells = Cells(row, self._places, width=self._width)
            about = self._not_kept(cells)
            if about is not None:
                self.found.left_out[about] += 1
                return None
            return self._line(row.number, cells)
        except CannotRead as problem:
            self.found.problems.append(problem.in_row(row.number))
            return None

    def _not_kept(self, cells: Cells) -> str | None:
        """Say what a row is about when it is about something that is not kept."""
        level, phase = self._needed(cells, "level"), self._needed(cells, "phase")
        if level.casefold() not in LEVELS:
            return f"at the level “{level}”"
        for split in SPLITS:
            if (cells.text(split) or "total").casefold() not in WHOLE:
                return f"about some pupils or days alone (column {split})"
        return None if phase.casefold() in PHASES else f"about schools of the kind “{phase}”"

    def _line(self, row: int, cells: Cells) -> _Line:
        year, part = self._needed(cells, "year").replace("/", ""), self._needed(cells, "part")
        until = last_day(year, part)
        if until is None:
            raise CannotRead(
                self._columns["year"],
                f"“{year}” and “{part}” are not a time that is kept: an academic year or term as 202425, a week as 2025.",
            )
        return _Line(
            row=row,
            area=self._area(cells, LEVELS[self._needed(cells, "level").casefold()]),
            region=cells.text(self._columns.get("region_code", "")),
            year=year,
            part=part,
            until=until,
            phase=PHASES[self._needed(cells, "phase").casefold()],
            cells=cells,
        )

    def _needed(self, cells: Cells, word: str) -> str:
        return cells.needed(self._columns.get(word, word))

    def _area(self, cells: Cells, level: AreaLevel) -> Area:
        code_word, name_word = _CODE_AND_NAME[level]
        if level is not AreaLevel.AUTHORITY:
            return Area(level, self._needed(cells, code_word)[:20], self._needed(cells, name_word))
        column = self._columns["authority_code"]
        code = cells.digits(column, 3)
        if code is None:
            raise CannotRead(column, "an authority needs its code of three digits.")
        name = self._needed(cells, name_word)
        if code in self._ours and not _words(name) & _words(self._ours[code]):
            raise CannotRead(
                self._columns["authority"],
                f"{code} is {self._ours[code]} in the register of schools, and here it is “{name}”.",
            )
        return Area(level, code, name)

    def take(self, lines: Sequence[_Line]) -> None:
        """Read the figures of the rows that are about us, our regions or England."""
        regions = {line.region for line in lines if _is_own(line, self._ours)}
        first: dict[tuple[str, ...], int] = {}
        for line in lines:
            is_kept = line.area.code in regions or line.area.level is AreaLevel.ENGLAND
            if not is_kept and not _is_own(line, self._ours):
                self.found.left_out[f"about another {line.area.level}"] += 1
                continue
            about = (line.area.code, line.year, line.part, line.phase)
            try:
                if about in first:
                    raise CannotRead(
                        self._columns["phase"],
                        f"{line.area.name}, {line.phase}, is in row {first[about]} already for this time.",
                    )
                first[about] = line.row
                self.found.figures += self._figures(line)
            except CannotRead as problem:
                self.found.problems.append(problem.in_row(line.row))

    def _figures(self, line: _Line) -> list[Measured]:
        figures = []
        for indicator in VALUES:
            column = self._columns.get(indicator)
            words = line.cells.text(column) if column else None
            if column is None or words is None:
                continue
            marker = words.casefold() if words.casefold() in MARKERS else None
            value = None if marker else line.cells.number(column, _percent, 100)
            when = (line.year, line.part, line.until)
            figures.append(Measured(*when, line.area, line.phase, indicator, value, marker))
        return figures


def _percent(words: str) -> float:
    return float(words.removesuffix("%"))


def _words(name: str) -> set[str]:
    """Return the words of an authority’s name that tell it from others, so that “Bristol, City of” is Bristol."""
    return set(re.findall(r"\w+", name.casefold())) - {"and", "of", "the", "city", "county", "council"}


def _is_own(line: _Line, ours: Mapping[str, str]) -> bool:
    return line.area.level is AreaLevel.AUTHORITY and line.area.code in ours


def _columns(name: str, places: Mapping[str, int]) -> dict[str, str]:
    """Return the title in this file of everything we read, by our own word for it."""
    wanted = {**TIMES, **PLACES, **VALUES}
    columns = {
        word: next(title for title in titles if title in places)
        for word, titles in wanted.items()
        if any(title in places for title in titles)
    }
    missing = [wanted[word][0] for word in NEEDED if word not in columns]
    if missing:
        raise SheetProblem(
            f"{name} is not a file of attendance figures from Explore Education Statistics: it has no column "
            f"{', '.join(missing)}."
        )
    if not columns.keys() & VALUES.keys():
        raise SheetProblem(
            f"{name} has none of the figures that are shown, such as {VALUES['attendance'][0]} or "
            f"{VALUES['persistent'][0]}. Choose the file with rates by authority."
        )
    return columns


def _unknown(places: Mapping[str, int]) -> list[tuple[int, str]]:
    known = {*SPLITS, *(title for titles in (TIMES | PLACES | VALUES).values() for title in titles)}
    return [
        (place + 1, title)
        for title, place in places.items()
        if title and title not in known and not KNOWN_AND_LEFT.fullmatch(title)
    ]


def _none_of_ours(name: str, lines: Sequence[_Line], ours: Mapping[str, str]) -> str:
    own = " or ".join(f"{name} ({code})" for code, name in sorted(ours.items()))
    others = sorted({line.area.name for line in lines if line.area.level is AreaLevel.AUTHORITY})
    if not own:
        return (
            "Import your schools first (“flask school import”): they say which authority’s figures to keep."
        )
    if not others:
        return f"{name} has no row about an authority that could be kept, so none about {own}."
    more = f" and {len(others) - NAMED:,} more" if len(others) > NAMED else ""
    return f"{name} has no row about {own}. Its authorities are {', '.join(others[:NAMED])}{more}."

"""Workbooks: the first sheet of an Excel file with something in it, every cell as text, and tables written as one."""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from analysis.sheets import Cell, Lines, SheetUnusable

# Excel’s own limits. What is longer would be cut without a word.
LONGEST_CELL, MOST_ROWS = 32_767, 1_048_576
# The reader makes room for every cell up to the last, so one stray cell far out could ask for more than there is.
MOST_CELLS = 50_000_000
# A sheet unpacks to about ten times its size; a small file that unpacks to gigabytes is a trap.
MOST_UNPACKED_BYTES = 2_000_000_000
CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_LONGEST_REFERENCE = 32

# When a workbook was made is written into it. Always the same moment, so that the same answers make the same file.
MADE = datetime(2000, 1, 1)

# What reading a broken file raises; `NotImplementedError` comes from `zipfile`, for a way of packing it does not know.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError)


def workbook_lines(path: Path) -> Lines:
    """Return the lines of the first sheet that holds any, to be read as often as needed."""
    try:
        _check(path)
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.height:
                return lambda: _lines(sheet)
    except (*_DAMAGED, python_calamine.CalamineError):
        raise SheetUnusable(
            f"{path} is not a workbook that can be read; open it in Excel and save the sheet as CSV or .xlsx."
        ) from None
    raise SheetUnusable(f"{path} is empty.")


def write_workbook(path: Path, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a workbook with one sheet, a row at a time. Text stays text, also where it begins like a formula."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as scratch:
        options = {"constant_memory": True, "tmpdir": scratch}
        with xlsxwriter.Workbook(str(path), options) as workbook:
            workbook.set_properties({"created": MADE})
            sheet = workbook.add_worksheet("Answers")
            three_places = workbook.add_format({"num_format": "0.000"})
            sheet.freeze_panes(1, 0)
            _write_row(sheet, 0, columns, None)
            for number, row in enumerate(rows, start=1):
                if number >= MOST_ROWS:
                    raise SheetUnusable(
                        f"A workbook holds {MOST_ROWS:,} rows, and there are more; write to a .csv file instead."
                    )
                _write_row(sheet, number, row, three_places)


def _write_row(sheet: Any, number: int, row: Sequence[Cell], three_places: Any) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, float):
            sheet.write_number(number, place, cell, three_places)
        elif isinstance(cell, int):
            sheet.write_number(number, place, cell)
        elif len(cell) > LONGEST_CELL:
            raise SheetUnusable(
                f"Row {number + 1} has a text of {len(cell):,} characters, and a workbook’s cell holds "
                f"{LONGEST_CELL:,}; write to a .csv file instead."
            )
        elif cell:
            sheet.write_string(number, place, cell)


def _lines(sheet: Any) -> Iterator[list[str]]:
    """Rows up to the last with something in it; what is merely formatted below the table is no row."""
    empty = 0
    begun = False
    for row in sheet.iter_rows():
        line = [_as_text(cell) for cell in row]
        while line and not line[-1]:
            line.pop()
        if line:
            yield from [[""] for _ in range(empty if begun else 0)]
            yield line
        begun, empty = begun or bool(line), 0 if line else empty + 1


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _check(path: Path) -> None:
    """Unpack the sheets piece by piece, keeping nothing, before the reader unpacks them all at once."""
    unpacked = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            far_down = far_right = 1
            before = b""
            with archive.open(name) as part:
                while piece := part.read(CHUNK):
                    unpacked += len(piece)
                    if name.startswith("xl/worksheets/"):
                        for letters, digits in _REFERENCE.findall(before + piece):
                            far_down = max(far_down, int(digits))
                            far_right = max(far_right, _number(letters))
                        before = piece[-_LONGEST_REFERENCE:]
                    if unpacked > MOST_UNPACKED_BYTES or far_down * far_right > MOST_CELLS:
                        raise SheetUnusable(
                            f"{path} is too large, or has a cell far below or beside its table; "
                            "delete what lies outside the table, or save the sheet as CSV."
                        )


def _number(letters: bytes) -> int:
    """Return the number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

"""Sheets: a table read from a CSV or Excel file that somebody sent, with every cell as text."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from surveys.kinds import tidy

MOST_BYTES = 50_000_000
MOST_UNPACKED_BYTES = 400_000_000
"""An honest workbook unpacks to some ten times its size; a small file that unpacks to gigabytes is a trap."""
MOST_PARTS = 2_000
"""An export holds about twenty files inside; thousands only serve to keep a reader busy."""
MOST_ROWS = 100_000
MOST_COLUMNS = 500
MOST_CELLS = 5_000_000
"""All cells are held in memory at once: five million of them are about half a gigabyte."""
LONGEST_CELL = 100_000
"""Excel holds at most 32,767 characters in a cell; three times that is a file with a lost quotation mark."""

_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_PIECE = 1_000_000

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # … which zipfile says for a password
    NotImplementedError,  # … and for a way of packing it does not know
    ValueError,
)
"""What unpacking a broken workbook may raise."""


class SheetProblem(Exception):
    """A file that cannot be read as a table, in a sentence that says what to do."""


@dataclass(frozen=True)
class Row:
    number: int
    """The row’s number as a spreadsheet shows it; the titles are row 1."""
    cells: tuple[str, ...]
    """At least as many as there are titles. More than that means the row is broken."""


@dataclass(frozen=True)
class Sheet:
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    """Rows with something in them."""


def read_sheet(path: Path) -> Sheet:
    """Read a table from a file, told by its content and not by its name. Raises ``SheetProblem``."""
    _, lines = next(_sheets(path))
    return _sheet(path.name, lines)


def read_lines(path: Path) -> dict[str, list[list[str]]]:
    """Read every sheet of a file as lines of cells, by the sheet’s name; a CSV file has one. Raises ``SheetProblem``."""
    found: dict[str, list[list[str]]] = {}
    cells = 0
    for name, lines in _sheets(path):
        found[name] = []
        for line in lines:
            cells += len(line)
            if cells > MOST_CELLS:
                raise SheetProblem(f"{path.name} is too large: at most {MOST_CELLS:,} cells can be read.")
            found[name].append([tidy(cell) for cell in line])
    return found


def _sheets(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield the name and the lines of each sheet that holds something."""
    content = _content(path)
    if content.startswith(b"PK\x03\x04"):
        yield from _workbook_sheets(path.name, content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetProblem(
            f"{path.name} is an old Excel file, or one with a password. Save it as .xlsx without a password."
        )
    else:
        yield path.stem, _csv_lines(path.name, content)


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise SheetProblem(f"{path.name} is a folder. Give the file inside it.")
    if not path.exists():
        raise SheetProblem(f"There is no file {path.name}. Check the name and the folder.")
    if not path.is_file():
        raise SheetProblem(f"{path.name} is not a file. Give a CSV or an Excel file.")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise SheetProblem(
                f"{path.name} has {size / 1_000_000:,.0f} MB, and at most {MOST_BYTES // 1_000_000} MB can be read. "
                "Split it into smaller files."
            )
        content = path.read_bytes()
    except OSError as problem:
        raise SheetProblem(f"{path.name} cannot be opened: {problem.strerror}.") from problem
    if not content.strip():
        raise SheetProblem(f"{path.name} is empty. Export it again.")
    return content


def _sheet(name: str, lines: Iterator[list[str]]) -> Sheet:
    titles: tuple[str, ...] = ()
    rows: list[Row] = []
    cells = 0
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS + 1:
            raise SheetProblem(f"{name} has more than {MOST_ROWS:,} rows. Split it into smaller files.")
        line = [tidy(cell) for cell in line]
        while line and not line[-1]:
            line.pop()
        cells += max(len(line), len(titles))
        if len(line) > MOST_COLUMNS or cells > MOST_CELLS:
            raise SheetProblem(
                f"{name} is too wide: at most {MOST_COLUMNS} columns and {MOST_CELLS:,} cells can be read."
            )
        if number == 1:
            titles = tuple(line)
        elif line:
            rows.append(Row(number, tuple(line + [""] * (len(titles) - len(line)))))
    if not any(title.strip() for title in titles):
        raise SheetProblem(f"{name} has no titles in its first row.")
    return Sheet(titles, tuple(rows))


def _csv_lines(name: str, content: bytes) -> Iterator[list[str]]:
    text = _text(name, content)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    except csv.Error as problem:
        raise SheetProblem(
            f"{name} cannot be read as a table: a cell is longer than {LONGEST_CELL:,} characters, or a quotation mark "
            "is missing. Export it again."
        ) from problem
    finally:
        csv.field_size_limit(limit)


def _text(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetProblem(f"{name} is saved as UTF-16 (“Unicode text”). Save it as “CSV UTF-8” instead.")
    if b"\x00" in content:
        raise SheetProblem(f"{name} is not a table. Give a CSV file or an Excel workbook (.xlsx).")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise SheetProblem(f"{name} is not a table, or not saved as UTF-8. Save it as “CSV UTF-8”.")


def _delimiter(text: str) -> str:
    """Return what parts the titles most often, outside quotation marks; a comma when nothing does."""
    first = re.sub(r'"[^"]*"', "", text[: LONGEST_CELL * 2]).lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _workbook_sheets(name: str, content: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    _check_archive(name, content)
    is_empty = True
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for sheet in workbook.sheet_names:
                # Empty rows at the top are kept, so that row numbers are those the spreadsheet shows.
                if lines := workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False):
                    is_empty = False
                    yield sheet, ([_as_text(cell) for cell in line] for line in lines)
    except python_calamine.CalamineError as problem:
        raise SheetProblem(f"{name} is damaged or not an Excel workbook. Export it again.") from problem
    if is_empty:
        raise SheetProblem(f"{name} is empty. Export it again.")


def _check_archive(name: str, content: bytes) -> None:
    """Unpack a workbook piece by piece, keeping nothing, before a library unpacks it all at once."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise SheetProblem(f"{name} holds too many parts for a workbook. Export it again.")
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise SheetProblem(f"{name} is not an Excel workbook. Save it as .xlsx or as CSV.")
            for part in parts:
                with archive.open(part) as stream:
                    before = b""
                    while piece := stream.read(_PIECE):
                        unpacked += len(piece)
                        if unpacked > MOST_UNPACKED_BYTES:
                            raise SheetProblem(
                                f"{name} is too large once unpacked. Split it into smaller files."
                            )
                        if part.filename.startswith("xl/worksheets/"):
                            _check_references(name, before[-30:] + piece)
                        before = piece
    except UNREADABLE as problem:
        raise SheetProblem(f"{name} is damaged or has a password. Export it again.") from problem


def _check_references(name: str, xml: bytes) -> None:
    """Refuse a cell far outside: the library would make room for every cell up to it."""
    for letters, digits in _REFERENCE.findall(xml):
        if int(digits) > MOST_ROWS + 1:
            raise SheetProblem(
                f"{name} goes down to row {int(digits):,}, and at most {MOST_ROWS:,} rows can be read. "
                "Delete the rows under the table, even if they look empty."
            )
        if column_number(letters) > MOST_COLUMNS:
            raise SheetProblem(
                f"{name} goes on to column {letters.decode()}, and at most {MOST_COLUMNS} columns can be read. "
                "Delete the columns beside the table, even if they look empty."
            )


def column_number(letters: bytes) -> int:
    """Return the number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)

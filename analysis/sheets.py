"""Sheets: answers in a CSV file or a workbook as schools and councils save them, read and written a row at a time.

A million rows are never held at once, and a file is written whole or not at all.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

# Characters in one field. The module’s own limit (131,072) is lower than a pasted transcript may be.
LONGEST_FIELD = 10_000_000
# Bytes looked at together when finding out how a file was saved.
CHUNK = 1 << 20
WORKBOOK = ".xlsx"
# Bytes that begin files people pick by mistake; any of them is no table.
_NO_TABLE = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel file or one with a password; save it as .xlsx without a password",
}
# What stands in a cell where a calculation or an export had no value. It is nobody’s answer.
_NO_VALUE = frozenset(
    ("NaN", "<NA>", "#N/A", "#NUM!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NULL!", "NULL")
)

# How a text begins that a spreadsheet would work out, as OWASP lists it under “CSV injection”; the wide forms are what
# some keyboards type. Apostrophes before it are counted in, so that what was put before a text can be taken off again.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
_SIGNED_NUMBER = re.compile(r"[+-](\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)

Cell = str | float
Lines = Callable[[], Iterator[list[str]]]


class SheetUnusable(Exception):
    """The file cannot be read or written; the message says why in one sentence."""


@dataclass(frozen=True)
class Sheet:
    """A header, and rows that are read from the file each time they are asked for."""

    path: Path
    columns: tuple[str, ...]
    size: int
    _lines: Lines

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield every row, in the order of the file, with a cell for each column."""
        lines = _filled(self._lines())
        next(lines, None)
        return (_row(self.columns, line, self.path) for line in lines)

    def place(self, name: str) -> int:
        """Return where a column stands."""
        if name not in self.columns:
            there = ", ".join(f"“{column}”" for column in self.columns)
            raise SheetUnusable(f"There is no column “{name}” in {self.path}; it has {there}.")
        return self.columns.index(name)

    def column(self, name: str) -> list[str]:
        """Return a column as answers; empty where a cell holds no value."""
        place = self.place(name)
        return [answer(row[place]) for row in self.rows()]


def answer(cell: str) -> str:
    """Return what a cell says; nothing where an export left “NaN” or an error instead."""
    return "" if cell.strip() in _NO_VALUE else cell


def guarded(cell: str) -> str:
    """Return a text that no spreadsheet works out: an apostrophe stands before what would begin a formula.

    Quotation marks alone do not stop a spreadsheet. A workbook is guarded too, for many are saved on as CSV.
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _SIGNED_NUMBER.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """Return a text as it was before it was guarded. Excel, too, takes an apostrophe there for no part of the text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_sheet(path: Path) -> Sheet:
    """Read a table and look through all its rows once, so that a bad one is found before the work begins.

    CSV is UTF-8 with or without a byte order mark, UTF-16 with one, or else Windows-1252.
    """
    try:
        lines = _lines_of(path)
        filled = _filled(lines())
        columns = tuple(unguarded(name.strip()) for name in next(filled, ()))
        if not columns:
            raise SheetUnusable(f"{path} is empty.")
        if twice := next((name for name in columns if name and columns.count(name) > 1), None):
            raise SheetUnusable(f"{path} has two columns called “{twice}”; give each its own name.")
        size = sum(1 for line in filled if _row(columns, line, path))
    except OSError as error:
        raise SheetUnusable(f"Cannot read {path}: {error.strerror or error}.") from None
    return Sheet(path, columns, size, lines)


def read_text(path: Path) -> str:
    """Read a file that holds one answer and nothing else."""
    try:
        data = path.read_bytes()[:LONGEST_FIELD]
        return data.decode(_encoding(path, data[:8]), errors="replace").strip()
    except OSError as error:
        raise SheetUnusable(f"Cannot read {path}: {error.strerror or error}.") from None


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write beside the target and rename, so that a stopped run leaves no half of a file.

    A name that ends in .xlsx makes a workbook, any other a CSV file. Numbers have three places. No text becomes a formula.
    """
    if not path.parent.is_dir():
        raise SheetUnusable(f"Cannot write {path}: there is no folder {path.parent}.")
    name = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
        if path.suffix.lower() == WORKBOOK:
            from analysis.workbooks import write_workbook

            write_workbook(Path(name), _guarded(columns), map(_guarded, rows))
        else:
            _write_csv(Path(name), _guarded(columns), map(_guarded, rows))
        # A temporary file is private; the result has the rights any new file would have.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError as error:
        raise SheetUnusable(f"Cannot write {path}: {error.strerror or error}.") from None
    finally:
        if name:
            with suppress(FileNotFoundError):
                Path(name).unlink()


def _lines_of(path: Path) -> Lines:
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise SheetUnusable(f"{path} can be read only once; save it as a file first.")
    with path.open("rb") as file:
        start = file.read(8)
    for begin, kind in _NO_TABLE.items():
        if start.startswith(begin):
            raise SheetUnusable(f"{path} is not a CSV or a workbook: it looks like {kind}.")
    if start.startswith(b"PK\x03\x04"):
        from analysis.workbooks import workbook_lines

        return workbook_lines(path)
    encoding = _encoding(path, start)
    return lambda: _csv_lines(path, encoding)


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            # Excel in Britain saves “CSV” in this encoding. The five bytes it leaves undefined become �.
            return "cp1252"
    return "utf-8-sig"


def _csv_lines(path: Path, encoding: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        # Some exports end their fields with NUL; they carry nothing.
        lines = (line.replace("\x00", "") for line in file)
        first = next(lines, "")
        try:
            yield from csv.reader(chain([first], lines), delimiter=_delimiter(first))
        except csv.Error as error:
            raise SheetUnusable(f"{path} is not a CSV that can be read: {error}.") from None


def _delimiter(first: str) -> str:
    """Return what parts the names of the columns most often; a comma when nothing does."""
    outside = "".join(first.split('"')[::2])
    return max(",;\t", key=outside.count)


def _guarded(row: Sequence[Cell]) -> list[Cell]:
    return [guarded(cell) if isinstance(cell, str) else cell for cell in row]


def _write_csv(path: Path, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_in_csv(cell) for cell in row])


def _in_csv(cell: Cell) -> Cell:
    if isinstance(cell, str):
        # A carriage return by itself is not quoted, and would end the row for whoever reads it.
        return cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"{cell:.3f}" if isinstance(cell, float) else cell


def _filled(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    return (line for line in lines if line)


def _row(columns: Sequence[str], line: Sequence[str], path: Path) -> tuple[str, ...]:
    """A short row is filled up. A long one has a stray comma, and guessing would put answers in wrong columns."""
    width = len(columns)
    if any(line[width:]):
        raise SheetUnusable(
            f"{path} has a row with {len(line)} fields under {width} columns, "
            f"beginning “{line[0][:40]}”: put text that holds commas in double quotes."
        )
    return (*map(unguarded, line[:width]), *[""] * (width - len(line)))

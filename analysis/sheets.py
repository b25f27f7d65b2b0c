"""Reading answers from a CSV file as schools and councils save them, and writing one back whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Characters in one field. The module’s own limit (131,072) is lower than a pasted transcript may be.
LONGEST_FIELD = 10_000_000
# Bytes that begin files people pick by mistake; any of them is no CSV.
_NOT_CSV = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a spreadsheet or zip file; save the sheet as CSV first",
    b"\xd0\xcf\x11\xe0": "an old Office file; save the sheet as CSV first",
}


class SheetUnusable(Exception):
    """The file cannot be read or written; the message says why in one sentence."""


@dataclass(frozen=True)
class Sheet:
    """A header and its rows, in the order of the file."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    def column(self, name: str) -> list[str]:
        if name not in self.columns:
            there = ", ".join(f"“{column}”" for column in self.columns)
            raise SheetUnusable(f"There is no column “{name}”; the file has {there}.")
        return [row[name] for row in self.rows]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file: UTF-8 with or without a byte order mark, else Windows-1252."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SheetUnusable(f"Cannot read {path}: {error.strerror or error}.") from None
    text = _decode(data, path)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=False))
    except csv.Error as error:
        raise SheetUnusable(f"{path} is not a CSV that can be read: {error}.") from None
    lines = [line for line in lines if line]
    if not lines:
        raise SheetUnusable(f"{path} is empty.")
    columns = [name.strip() for name in lines[0]]
    if twice := next((name for name in columns if columns.count(name) > 1), None):
        raise SheetUnusable(f"{path} has two columns called “{twice}”; give each its own name.")
    return Sheet(tuple(columns), tuple(_row(columns, line, path) for line in lines[1:]))


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write beside the target and rename, so that a stopped run leaves no half of a file."""
    name = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
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


def _decode(data: bytes, path: Path) -> str:
    for start, kind in _NOT_CSV.items():
        if data.startswith(start):
            raise SheetUnusable(f"{path} is not a CSV: it looks like {kind}.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").replace("\x00", "")
    # Some exports end their fields with NUL; they carry nothing.
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel in Britain saves “CSV” in this encoding. The five bytes it leaves undefined become �.
        return data.decode("cp1252", errors="replace")


def _row(columns: Sequence[str], line: Sequence[str], path: Path) -> dict[str, str]:
    """A short row is filled up. A long one has a stray comma, and guessing would put answers in wrong columns."""
    if len(line) > len(columns):
        raise SheetUnusable(
            f"{path} has a row with {len(line)} fields under {len(columns)} columns, "
            f"beginning “{line[0][:40]}”: put text that holds commas in double quotes."
        )
    return {**dict.fromkeys(columns, ""), **dict(zip(columns, line, strict=False))}

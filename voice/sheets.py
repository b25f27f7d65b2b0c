"""Sheets: tables written as CSV, as a workbook and as an archive of both kinds of CSV, with what their columns mean.

The same tables make the same bytes, and no text of theirs becomes a formula.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from surveys.exports import SIGNS, Cell, Kind, Pack, Table
from voice.insight.guarding import guarded

META = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
    "filter_grouping_column",
)  # fmt: skip
"""The columns of the file that describes a table of open data."""
DICTIONARY = ("table", "column", "what_it_holds", "unit", "meaning")
ABOUT = ("what", "words")
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds; Excel’s own limit."""
CUT = " … (cut here; the CSV file has it all)"
WIDTHS = {Kind.TIME_OR_PLACE: 16, Kind.FILTER: 30, Kind.INDICATOR: 18, Kind.NOTE: 34}
"""Characters: enough for most cells; longer ones are wrapped."""
MADE = datetime(2000, 1, 1)
"""When a file was made is written into it. Always the same moment, so that the same tables make the same file."""

Row = Sequence[Cell]


def table_as_csv(table: Table) -> bytes:
    """Return a table as a CSV file: UTF-8 with the mark by which Excel knows it, and lines as RFC 4180 has them."""
    return _csv([column.name for column in table.columns], table.rows)


def meta_as_csv(table: Table) -> bytes:
    """Return what describes a table of open data: its filters and indicators, as the department’s own files do."""
    return _csv(
        META,
        [
            (column.name, "Indicator", _label(column.name), "", column.unit, column.decimals, "", "")
            if column.kind is Kind.INDICATOR
            else (column.name, "Filter", _label(column.name), "", "", "", column.meaning, "")
            for column in table.columns
            if column.kind in (Kind.FILTER, Kind.INDICATOR)
        ],
    )


def archive(pack: Pack) -> bytes:
    """Return all tables as CSV files in one ZIP, with their metadata, a data dictionary and what they are."""
    files = {"about.csv": _csv(ABOUT, _about(pack)), "dictionary.csv": _csv(DICTIONARY, _dictionary(pack))}
    for table in pack.tables:
        files[f"{table.name}.csv"] = table_as_csv(table)
        if table.is_open_data:
            files[f"{table.name}.meta.csv"] = meta_as_csv(table)
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as zipped:
        for name, content in files.items():
            # An entry made by hand has a fixed date.
            zipped.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return to.getvalue()


def workbook(pack: Pack) -> bytes:
    """Return tables as one workbook: what they are first, a sheet for each, and the data dictionary last."""
    import xlsxwriter  # only who downloads a workbook needs it

    to = io.BytesIO()
    with xlsxwriter.Workbook(to, {"in_memory": True}) as book:
        book.set_properties({"title": pack.title, "created": MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        parts = book.add_format({"num_format": "#,##0.0##", "valign": "top"})
        formats = bold, words, whole, parts
        _sheet(book, "About", ABOUT, _about(pack), widths=(24, 90), formats=formats)
        for table in pack.tables:
            titles = [column.name for column in table.columns]
            widths = [WIDTHS[column.kind] for column in table.columns]
            _sheet(book, table.name, titles, table.rows, widths=widths, formats=formats)
        _sheet(book, "Dictionary", DICTIONARY, _dictionary(pack), widths=(22, 28, 16, 8, 90), formats=formats)
    return to.getvalue()


def _sheet(
    book: Any, name: str, titles: Row, rows: Iterable[Row], *, widths: Sequence[int], formats: tuple[Any, ...]
) -> None:
    bold, words, whole, parts = formats
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for place, title in enumerate(titles):
        sheet.write_string(0, place, guarded(str(title)), bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if not isinstance(cell, str):
                sheet.write_number(number, place, cell, whole if isinstance(cell, int) else parts)
            elif cell:
                sheet.write_string(number, place, _fitting(guarded(cell)), words)


def _fitting(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - len(CUT)] + CUT


def _csv(titles: Row, rows: Iterable[Row]) -> bytes:
    to = io.StringIO(newline="")
    writer = csv.writer(to, lineterminator="\r\n")
    for row in (titles, *rows):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return to.getvalue().encode("utf-8-sig")


def _about(pack: Pack) -> list[Row]:
    tables = [
        (f"Table “{table.name}”", f"{table.title}, as at {table.as_at.isoformat()}.") for table in pack.tables
    ]
    return [
        ("Tables", pack.title),
        *pack.about,
        *tables,
        *[(f"“{sign}”", meaning) for sign, meaning in SIGNS],
    ]


def _dictionary(pack: Pack) -> list[Row]:
    return [
        (table.name, column.name, column.kind.value, column.unit, column.meaning)
        for table in pack.tables
        for column in table.columns
    ]


def _label(name: str) -> str:
    """Return the name of a column as words: “Pupils asked”."""
    return name.replace("_", " ").capitalize()

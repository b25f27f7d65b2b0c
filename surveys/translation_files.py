"""Translation files: a sheet for translators as a workbook, and a sheet that came back as one or as CSV."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from surveys.languages import LANGUAGES
from surveys.questions import WordingStatus
from surveys.sheets import UNREADABLE, SheetProblem, column_number, read_sheet
from surveys.surveys import SurveyVersion
from surveys.translation_sheets import CHECKED_ON, STATUS, TranslationSheet, rows_for, titles_for

MOST_ROWS = 2_000
"""A survey has some 400 strings; a sheet of thousands is another one."""
MOST_UNPACKED_BYTES = 20_000_000
"""A sheet of ``MOST_ROWS`` rows, each as long as it may be, unpacks to some 4 MB."""
WIDTHS = (24, 26, 60, 60, 10, 22, 14)
HOW_TO = (
    "Write your translation in the column with the name of your language. Leave a row empty to keep it as it is.",
    "Do not change the columns “Key” and “English”.",
    "Write for a nine-year-old: short sentences, everyday words.",
    "Leave what stands in curly brackets as it is, such as {n} or {longest}: the page puts a number there.",
    "Leave out what is only a name: Voice, Childline, SHOUT. Phone numbers stay as they are.",
    "If you have checked a row and pupils can read it as it is, write “checked”, your name and the day.",
    "If you are not sure yet, write “draft”.",
)

_FORMULA_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*<(?:\w+:)?f\b""")
_MERGED_CELLS = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z0-9:]+)["']""")


def workbook_for(session: Session, *, version: SurveyVersion, language: str) -> bytes:
    """Return the sheet for a language’s translators as an Excel workbook. Every cell is text, whatever it begins with."""
    import xlsxwriter  # only who downloads a sheet needs it

    to = io.BytesIO()
    with xlsxwriter.Workbook(to, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet(LANGUAGES[language].name)
        words = {"num_format": "@", "text_wrap": True, "valign": "top", "locked": False}
        ours = workbook.add_format(
            {"num_format": "@", "text_wrap": True, "valign": "top", "font_color": "#505a5f"}
        )
        theirs = workbook.add_format(words)
        from_right = workbook.add_format(words | {"reading_order": 2, "align": "right"})
        day = workbook.add_format(words | {"num_format": "yyyy-mm-dd"})
        bold = workbook.add_format({"bold": True})
        translations = from_right if LANGUAGES[language].is_from_right else theirs
        formats = (ours, ours, ours, translations, theirs, theirs, day)
        titles = titles_for(LANGUAGES[language])
        for column, (title, width) in enumerate(zip(titles, WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, title, bold)
        last = 0
        for last, row in enumerate(rows_for(session, version=version, language=language), start=1):
            for column, (text, format_) in enumerate(zip(row, formats, strict=True)):
                if titles[column] == CHECKED_ON and text:
                    page.write_datetime(last, column, date.fromisoformat(text), format_)
                elif text:
                    page.write_string(last, column, text, format_)
                else:
                    page.write_blank(last, column, None, format_)
        status = titles.index(STATUS)
        page.data_validation(
            1, status, last, status,
            {"validate": "list", "source": [one.value for one in WordingStatus], "error_type": "information"},
        )  # fmt: skip
        page.freeze_panes(1, 1)
        # No password: whoever has to may unlock it. It only keeps a slip of the hand out of our own columns.
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        help_page = workbook.add_worksheet("How to fill this in")
        help_page.set_column(0, 0, 100, ours)
        for row_number, line in enumerate(HOW_TO):
            help_page.write_string(row_number, 0, line, ours)
    return to.getvalue()


def read_translation_sheet(path: Path) -> TranslationSheet:
    """Read a sheet that came back, as Excel or CSV file. Raises ``SheetProblem``."""
    content = path.read_bytes()
    formulas: frozenset[tuple[int, int]] = frozenset()
    if content.startswith(b"PK\x03\x04"):
        formulas = frozenset(_formulas(content))
    sheet = read_sheet(path)
    if not content.startswith(b"PK\x03\x04"):
        _refuse_lost_letters(content)
        # In a CSV file nothing else tells a formula from words; a spreadsheet would work this one out.
        formulas = frozenset(
            (row.number, column)
            for row in sheet.rows
            for column, cell in enumerate(row.cells)
            if cell.startswith("=")
        )
    if len(sheet.rows) > MOST_ROWS:
        raise SheetProblem(
            f"The sheet has {len(sheet.rows):,} rows, and at most {MOST_ROWS:,} can be read. "
            "Download it anew and fill in its own rows alone."
        )
    return TranslationSheet(sheet, formulas)


def _refuse_lost_letters(content: bytes) -> None:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise SheetProblem(
            "The sheet is not saved as UTF-8, so letters of other languages are lost. "
            "Save it as .xlsx, or as “CSV UTF-8”."
        ) from problem


def _formulas(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield row and column (from 0) of each formula.

    Those of every page of a workbook are taken for the first one’s: ours has no other page with a table.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pages = [part for part in archive.infolist() if part.filename.startswith("xl/worksheets/")]
            if sum(part.file_size for part in pages) > MOST_UNPACKED_BYTES:
                raise SheetProblem("The sheet is too large. Download it anew and fill in its own rows alone.")
            for part in pages:
                xml = archive.read(part)
                if merged := _MERGED_CELLS.search(xml):
                    raise SheetProblem(
                        f"The cells {merged[1].decode()} are merged, so nobody can tell which rows they belong to. "
                        "Unmerge them and fill in each row."
                    )
                for letters, digits in _FORMULA_CELL.findall(xml):
                    yield int(digits), column_number(letters) - 1
    except UNREADABLE as problem:
        raise SheetProblem(
            "The file is damaged or has a password. Save it as .xlsx without a password."
        ) from problem

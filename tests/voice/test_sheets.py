"""Sheets: tables as CSV, workbook and archive – formula-safe, described, and the same bytes each time."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from surveys.exports import FIGURE, TIME_AND_PLACE, Pack, filters, notes, table
from voice.sheets import LONGEST_CELL, archive, meta_as_csv, table_as_csv, workbook

HOSTILE = (
    "=1+1", "+44 7700 900123", "-2+3", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"http://a.uk\")", "＝1+1", "- the bus",
)  # fmt: skip
PLAIN = ("the bus", "a=b", "it’s, “quoted”", 'say "no"', "two\nlines", "🚌", "-5", "")


@pytest.fixture
def words():
    rows = [(text,) for text in (*HOSTILE, *PLAIN)]
    return table("words", "Words", notes(said="What was said."), rows, as_at=date(2026, 11, 9))


@pytest.fixture
def figures():
    place = (
        "202627",
        "Autumn term",
        "School",
        "E92000001",
        "England",
        "999",
        "Ashenbrook",
        "9990001",
        "900001",
    )
    rows = [
        (*place, "Brook", "TRV", 160, 65, 40, "about 4 in 10", ""),
        (*place, "Hill", "TRV", "c", "c", "c", "too small", "few"),
    ]
    columns = (*TIME_AND_PLACE, *filters(theme_code="The theme’s code."), *FIGURE)
    return table("themes", "Themes", columns, rows, as_at=date(2026, 11, 9))


@pytest.fixture
def tables(words, figures):
    return Pack("Autumn 2026", (("Survey", "=secondary"),), (words, figures))


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


def begins_like_a_formula(cell):
    return isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r＝") and not cell.lstrip("-").isdigit()


def test_a_csv_file_is_one_that_excel_and_others_read(figures):
    content = table_as_csv(figures)
    assert content.startswith(b"\xef\xbb\xbftime_period,time_identifier,geographic_level,")
    assert content.endswith(b"\r\n")
    assert lines(content)[1][-6:] == ["160", "65", "40", "about 4 in 10", "", "2026-11-09"]
    assert lines(content)[2][-6:] == ["c", "c", "c", "too small", "few", "2026-11-09"]


def test_no_text_becomes_a_formula(words, tables):
    told = [row[0] for row in lines(table_as_csv(words))[1:]]
    assert told == [*(f"'{text}" for text in HOSTILE), *PLAIN]
    found = sheets(workbook(tables))
    told = {row[0] for row in found["words"]}
    assert {
        f"'{text}" for text in HOSTILE if "\r" not in text
    } <= told  # openpyxl reads a return as a line feed
    for rows in found.values():
        assert not [cell for row in rows for cell in row if begins_like_a_formula(cell)]
    with zipfile.ZipFile(io.BytesIO(workbook(tables))) as book:
        pages = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not [page for page in pages if b"<f>" in page or b"<f " in page]


def test_metadata_describes_filters_and_indicators_as_the_department_does(figures):
    titles, *rows = lines(meta_as_csv(figures))
    assert titles == [
        "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
        "filter_grouping_column",
    ]  # fmt: skip
    assert rows == [
        ["theme_code", "Filter", "Theme code", "", "", "", "The theme’s code.", ""],
        ["pupils_asked", "Indicator", "Pupils asked", "", "", "0", "", ""],
        ["pupils_who_said_so", "Indicator", "Pupils who said so", "", "", "0", "", ""],
        ["pupils_who_said_so_percent", "Indicator", "Pupils who said so percent", "", "%", "0", "", ""],
    ]


def test_an_archive_holds_every_table_its_metadata_a_dictionary_and_what_they_are(tables):
    with zipfile.ZipFile(io.BytesIO(archive(tables))) as files:
        assert files.namelist() == [
            "about.csv",
            "dictionary.csv",
            "words.csv",
            "themes.csv",
            "themes.meta.csv",
        ]
        about, dictionary = lines(files.read("about.csv")), lines(files.read("dictionary.csv"))
    assert ["Survey", "'=secondary"] in about
    assert ["Table “themes”", "Themes, as at 2026-11-09."] in about
    assert [row[0] for row in about[-4:]] == ["“c”", "“z”", "“x”", "“u”"]
    assert [row[:2] for row in dictionary[1:3]] == [["words", "said"], ["words", "as_at"]]
    assert all(all(row[place] for place in (0, 1, 2, 4)) for row in dictionary)


def test_a_workbook_holds_the_same_with_numbers_as_numbers(tables):
    found = sheets(workbook(tables))
    assert list(found) == ["About", "words", "themes", "Dictionary"]
    assert found["themes"][1][-6:-1] == [160, 65, 40, "about 4 in 10", None]
    assert found["themes"][2][-6:-3] == ["c", "c", "c"]
    assert found["themes"][1][0] == "202627"


def test_the_same_tables_make_the_same_bytes(tables):
    assert workbook(tables) == workbook(tables)
    assert archive(tables) == archive(tables)


def test_a_text_too_long_for_a_workbook_is_cut_with_a_word(words):
    long = table("long", "Long", notes(said="What was said."), [("a" * 40_000,)], as_at=date(2026, 11, 9))
    cell = sheets(workbook(Pack("Long", (), (long,))))["long"][1][0]
    assert len(cell) == LONGEST_CELL
    assert cell.endswith("… (cut here; the CSV file has it all)")
    assert len(lines(table_as_csv(long))[1][0]) == 40_000

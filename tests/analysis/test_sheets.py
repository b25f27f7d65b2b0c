"""Files from schools are read as they come, and refused in one sentence when they cannot be."""

import csv
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from analysis import workbooks
from analysis.sheets import SheetUnusable, answer, guarded, read_sheet, write_sheet


def workbook(path, lines, *, formats=()):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
        for row, column in formats:
            sheet.write_blank(row, column, None, book.add_format({"bold": True}))
    return path


@pytest.mark.parametrize(
    "data",
    [
        "id,text\n1,the café’s shut\n".encode(),
        b"\xef\xbb\xbf" + "id,text\r\n1,the café’s shut\r\n".encode(),
        "id,text\n1,the café’s shut\n".encode("cp1252"),
        "id,text\n1,the café’s shut\n".encode("utf-16"),
        "id\ttext\n1\tthe café’s shut\n".encode("utf-16"),
        "id,text\n1,the café’s\x00 shut\n".encode(),
        "id;text\n1;the café’s shut\n".encode(),
        "id,text,,\n1,the café’s shut,,\n".encode(),
        "\n\nid,text\n\n1,the café’s shut".encode(),
    ],
)
def test_a_file_is_read_in_whatever_way_it_was_saved(tmp_path, data):
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    sheet = read_sheet(path)
    assert sheet.columns[:2] == ("id", "text")
    assert sheet.column("text") == ["the café’s shut"]
    assert sheet.size == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"PK\x03\x04abc", "save the sheet as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "without a password"),
        (b"text,text\na,b\n", "two columns called “text”"),
        (b"text\na,b\n", "2 fields under 1 columns"),
        (b"text\n" + b"a\n" * 20_000 + b"a,b\n", "2 fields under 1 columns"),
        (b'text\n"' + b"a" * 10_000_001, "field larger"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, data, said):
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    with pytest.raises(SheetUnusable, match=said):
        read_sheet(path)


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(SheetUnusable, match="Cannot read"):
        read_sheet(tmp_path / "gone.csv")
    with pytest.raises(SheetUnusable, match="Cannot read"):
        read_sheet(tmp_path)


def test_a_very_long_field_is_read(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("text\n" + "bus " * 100_000 + "\n", encoding="utf-8")
    assert len(read_sheet(path).column("text")[0]) == 400_000


def test_a_short_row_is_filled_up(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("id,text\n1\n", encoding="utf-8")
    assert list(read_sheet(path).rows()) == [("1", "")]


def test_rows_can_be_read_again(tmp_path):
    for path in (tmp_path / "answers.csv", tmp_path / "answers.xlsx"):
        write_sheet(path, ("id", "text"), [("1", "bus"), ("2", "tram")])
        sheet = read_sheet(path)
        assert list(sheet.rows()) == list(sheet.rows()) == [("1", "bus"), ("2", "tram")]


@pytest.mark.parametrize("cell", ["NaN", " NaN ", "#N/A", "#DIV/0!", ""])
def test_a_cell_without_a_value_is_nobodys_answer(cell):
    assert answer(cell).strip() == ""


@pytest.mark.parametrize("cell", ["nan", "my nan", "null", "12", "=1+1"])
def test_a_word_is_an_answer(cell):
    assert answer(cell) == cell


def test_every_cell_of_a_workbook_is_text(tmp_path):
    path = tmp_path / "answers.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["id", "when", "text"])
    book.active.append([1, date(2026, 5, 1), 2.5])
    book.active.append([2, None, None])
    book.active.append([None, None, None])
    book.active.append([3, None, "bus\nlate"])
    book.save(path)
    assert list(read_sheet(path).rows()) == [
        ("1", "2026-05-01", "2.5"), ("2", "", ""), ("", "", ""), ("3", "", "bus\nlate"),
    ]  # fmt: skip


def test_formatted_cells_under_the_table_are_no_answers(tmp_path):
    path = workbook(tmp_path / "answers.xlsx", [["text"], ["bus"]], formats=[(2, 0), (90, 3)])
    assert read_sheet(path).size == 1


def test_a_workbook_with_nothing_in_it_is_empty(tmp_path):
    with pytest.raises(SheetUnusable, match="is empty"):
        read_sheet(workbook(tmp_path / "answers.xlsx", []))


def test_a_workbook_whose_first_sheet_is_empty_is_read_from_the_next(tmp_path):
    path = tmp_path / "answers.xlsx"
    book = openpyxl.Workbook()
    book.create_sheet("Two").append(["text"])
    book.save(path)
    assert read_sheet(path).columns == ("text",)


def test_a_cell_far_outside_the_table_is_refused_before_room_is_made_for_it(tmp_path):
    path = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "text")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(SheetUnusable, match="far below or beside"):
        read_sheet(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED_BYTES", 1_000_000)
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * 3_000_000)
    with pytest.raises(SheetUnusable, match="too large"):
        read_sheet(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(SheetUnusable, match="not a workbook"):
        read_sheet(path)


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "-5", "@home", "007", "  ", "a\x01b", "_x0041_", "{=1}", "🚌", "http://a.uk"]
)
def test_text_is_written_as_text(tmp_path, text):
    path = tmp_path / "out.xlsx"
    write_sheet(path, ("text", "score"), [(text, 0.5)])
    assert list(read_sheet(path).rows()) == [(text, "0.5")]
    assert openpyxl.load_workbook(path).active["A2"].data_type == "s"


FORMULAS = (
    "=1+1", "+44 7700 900123", "-2+3", "- the bus", "@SUM(A1)", "\tx", "\rx", "\nx", "-", "=",
    "＝1+1", "＋1+1", "－1+1", "＠x", "=cmd|' /C calc'!A0", "'=1+1", "''=1+1", "'-5", "-1e5x", "+1_000", "-٣",
)  # fmt: skip
"""Texts that some spreadsheet works out, or takes for the guard of one."""
NO_FORMULAS = (
    "",
    "5",
    "-5",
    "+44",
    "-0.5",
    "+.5",
    "-5.",
    "-1e5",
    "'tis",
    "'",
    "a=b",
    "bus - late",
    " =1+1",
    "#N/A!",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", NO_FORMULAS)
def test_numbers_and_other_words_are_left_alone(text):
    assert guarded(text) == text


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_guarded_cells_and_titles_are_read_as_they_were(tmp_path, name):
    path = tmp_path / name
    texts = [text for text in (*FORMULAS, *NO_FORMULAS) if text]
    write_sheet(path, ("id", "=text"), [("1", text) for text in texts])
    sheet = read_sheet(path)
    assert sheet.columns == ("id", "=text")
    assert [text.replace("\r", "\n") for text in sheet.column("=text")] == [
        text.replace("\r", "\n") for text in texts
    ]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_no_cell_of_a_file_begins_like_a_formula(tmp_path, name):
    path = tmp_path / name
    write_sheet(path, ("=text", "score"), [(text, -0.5) for text in FORMULAS])
    if path.suffix == ".xlsx":
        rows = [list(row) for row in openpyxl.load_workbook(path).active.values]
    else:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    assert all(row[0].startswith("'") for row in rows)
    assert [float(row[1]) for row in rows[1:]] == [-0.5] * len(FORMULAS)


def test_a_text_longer_than_a_workbooks_cell_is_not_cut(tmp_path):
    with pytest.raises(SheetUnusable, match=r"Row 2 has a text of 32,768 characters.*\.csv"):
        write_sheet(tmp_path / "out.xlsx", ("text",), [("a" * 32_768,)])
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_workbook_holds_are_not_dropped(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    with pytest.raises(SheetUnusable, match="holds 3 rows"):
        write_sheet(tmp_path / "out.xlsx", ("text",), [("a",)] * 3)
    assert list(tmp_path.iterdir()) == []


def test_numbers_have_three_places(tmp_path):
    path = tmp_path / "out.csv"
    write_sheet(path, ("score", "size"), [(0.5, 3)])
    assert path.read_text(encoding="utf-8") == "score,size\n0.500,3\n"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path, name):
    path = tmp_path / name
    path.write_text("old", encoding="utf-8")

    def rows():
        yield ("1",)
        raise OSError("disk full")

    with pytest.raises(SheetUnusable, match="disk full"):
        write_sheet(path, ("a",), rows())
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == [name]

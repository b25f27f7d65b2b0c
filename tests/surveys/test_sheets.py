"""Files that people send: told by what is in them, and refused in one sentence when they cannot be a table."""

import csv
import io
import random
import zipfile
from datetime import datetime

import openpyxl
import pytest
from PIL import Image

from surveys import sheets
from surveys.sheets import SheetProblem, read_sheet


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def archive(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_in_the_encodings_that_exports_have(tmp_path, encoding):
    file = tmp_path / "a.csv"
    file.write_bytes("Title,Café – “x”\r\n1,é\r\n".encode(encoding))
    sheet = read_sheet(file)
    assert sheet.titles == ("Title", "Café – “x”")
    assert sheet.rows[0].cells == ("1", "é")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_with_any_usual_sign_between(tmp_path, sign):
    file = tmp_path / "a.csv"
    file.write_text(f'a{sign}"b;c,d"\n1{sign}"two\nlines"\n')
    assert read_sheet(file).rows[0].cells == ("1", "two\nlines")


def test_csv_with_the_line_ends_of_old_macs(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\r1,2\r")
    assert read_sheet(file).rows[0].cells == ("1", "2")


def test_rows_keep_the_number_a_spreadsheet_shows(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n,\n\n3\n")
    assert [(row.number, row.cells) for row in read_sheet(file).rows] == [(2, ("1", "2")), (5, ("3", ""))]


def test_a_workbook_reads_as_text_whatever_its_name_says(tmp_path):
    rows = [["a", "b", "c"], [7.0, datetime(2024, 9, 30, 9, 5), "’"], [1.5, True, None]]
    renamed = workbook(tmp_path / "a.xlsx", rows).rename(tmp_path / "a.csv")
    sheet = read_sheet(renamed)
    assert sheet.rows[0].cells == ("7", "2024-09-30 09:05:00", "’")
    assert sheet.rows[1].cells == ("1.5", "True", "")


def test_a_csv_named_like_a_workbook(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_text("a,b\n1,2\n")
    assert read_sheet(file).rows[0].cells == ("1", "2")


def test_formulas_are_words(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text('a\n"=HYPERLINK(""x"")"\n')
    assert read_sheet(file).rows[0].cells == ('=HYPERLINK("x")',)


def picture():
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    return made.getvalue()


WRONG = {
    "nothing": (b"", "is empty"),
    "blanks": (b" \n\n", "is empty"),
    "no titles": (b",,\n1,2,3\n", "no titles"),
    "picture": (picture(), "is not a table"),
    "utf-16": ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
    "old excel": (b"\xd0\xcf\x11\xe0" + b"0" * 600, "old Excel file"),
    "broken zip": (b"PK\x03\x04" + b"0" * 600, "is damaged"),
    "not utf-8": ("a\x81b,ß\n".encode("latin-1"), "not saved as UTF-8"),
    "lost quotation mark": (b'a,b\n"1,2\n' + b"x,y\n" * 60_000, "quotation mark"),
    "one endless cell": (b"x" * 300_000, "longer than"),
    "too wide": (b",".join([b"x"] * 501) + b"\n", "too wide"),
    "too long": (b"a\n" * 100_002, "more than 100,000 rows"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_get_one_sentence(tmp_path, name):
    content, words = WRONG[name]
    file = tmp_path / "sent.csv"
    file.write_bytes(content)
    with pytest.raises(SheetProblem, match=words) as problem:
        read_sheet(file)
    assert "sent.csv" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_fifty_megabytes_of_nonsense(tmp_path):
    file = tmp_path / "sent.csv"
    file.write_bytes(random.Random(1).randbytes(1_000_000) * 49)
    with pytest.raises(SheetProblem, match="is not a table"):
        read_sheet(file)
    with file.open("ab") as more:
        more.write(b"0" * 1_100_000)
    with pytest.raises(SheetProblem, match="at most 50 MB"):
        read_sheet(file)


def test_what_is_not_there_or_no_file(tmp_path):
    with pytest.raises(SheetProblem, match=r"There is no file gone\.csv"):
        read_sheet(tmp_path / "gone.csv")
    with pytest.raises(SheetProblem, match="is a folder"):
        read_sheet(tmp_path)


def test_another_archive_is_no_workbook(tmp_path):
    with pytest.raises(SheetProblem, match="not an Excel workbook"):
        read_sheet(archive(tmp_path / "a.xlsx", {"letter.txt": "hello"}))


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_UNPACKED_BYTES", 1_000_000)
    file = archive(tmp_path / "a.xlsx", {"xl/workbook.xml": "<x/>", "xl/sharedStrings.xml": "0" * 1_100_000})
    with pytest.raises(SheetProblem, match="too large once unpacked"):
        read_sheet(file)


def test_a_workbook_with_countless_parts_is_refused(tmp_path):
    parts = {f"xl/{number}.xml": "" for number in range(sheets.MOST_PARTS + 1)}
    with pytest.raises(SheetProblem, match="too many parts"):
        read_sheet(archive(tmp_path / "a.xlsx", parts))


@pytest.mark.parametrize(("cell", "words"), [("A1048576", "row 1,048,576"), ("XFD2", "column XFD")])
def test_a_cell_far_outside_is_refused_before_room_is_made_for_it(tmp_path, cell, words):
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active[cell] = "x"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(SheetProblem, match=words):
        read_sheet(tmp_path / "a.xlsx")


def test_an_empty_workbook(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(SheetProblem, match="is empty"):
        read_sheet(tmp_path / "a.xlsx")


def test_the_limit_on_cells_is_put_back(tmp_path):
    before = csv.field_size_limit()
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    read_sheet(file)
    assert csv.field_size_limit() == before

"""Files from schools are read as they come, and refused in one sentence when they cannot be."""

import pytest

from analysis.sheets import SheetUnusable, read_sheet, write_sheet


@pytest.mark.parametrize(
    "data",
    [
        "id,text\n1,the café’s shut\n".encode(),
        b"\xef\xbb\xbf" + "id,text\r\n1,the café’s shut\r\n".encode(),
        "id,text\n1,the café’s shut\n".encode("cp1252"),
        "id,text\n1,the café’s shut\n".encode("utf-16"),
        "id,text\n1,the café’s\x00 shut\n".encode(),
    ],
)
def test_a_file_is_read_in_whatever_way_it_was_saved(tmp_path, data):
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    sheet = read_sheet(path)
    assert sheet.columns == ("id", "text")
    assert sheet.column("text") == ["the café’s shut"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"PK\x03\x04abc", "save the sheet as CSV"),
        (b"text,text\na,b\n", "two columns called “text”"),
        (b"text\na,b\n", "2 fields under 1 columns"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, data, said):
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    with pytest.raises(SheetUnusable, match=said):
        read_sheet(path)


def test_a_very_long_field_is_read(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("text\n" + "bus " * 100_000 + "\n", encoding="utf-8")
    assert len(read_sheet(path).column("text")[0]) == 400_000


def test_a_short_row_is_filled_up(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("id,text\n1\n", encoding="utf-8")
    assert read_sheet(path).rows == ({"id": "1", "text": ""},)


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    def rows():
        yield {"a": 1}
        raise OSError("disk full")

    with pytest.raises(SheetUnusable, match="disk full"):
        write_sheet(path, ("a",), rows())
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]

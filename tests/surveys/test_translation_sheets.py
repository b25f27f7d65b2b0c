"""Translation sheets: sent to a translator, and taken back whole, in part, or not at all, with a sentence for each row."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from surveys.languages import LANGUAGES
from surveys.questions import Wording, WordingStatus
from surveys.sheets import SheetProblem
from surveys.strings import strings_of
from surveys.translating import (
    DRAFT,
    Check,
    TranslationProblem,
    check_translation,
    placeholders,
    tidy_translation,
)
from surveys.translation_files import read_translation_sheet, workbook_for
from surveys.translation_sheets import compare_sheet, rows_for, take_sheet, titles_for
from surveys.translations import Change, one_translated, put_right, translated
from tests import make

TODAY = date.today()
TITLES = titles_for(LANGUAGES["pl"])
OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.fixture
def version(record):
    return make.version(record)


@pytest.fixture
def rows(record, version):
    """The Polish sheet as a dictionary of lists, by key, to be changed by a test."""
    return {row[0]: list(row) for row in rows_for(record, version=version, language="pl")}


@pytest.fixture
def look(record, version, tmp_path):
    """Return a function that says what a file, or rows written to one, would change."""

    def look(content, language="pl"):
        file = tmp_path / "The sheet"
        file.write_bytes(content)
        return compare_sheet(
            record, version=version, language=language, sheet=read_translation_sheet(file), on=TODAY
        )

    return look


def as_csv(rows, titles=TITLES, encoding="utf-8-sig"):
    written = io.StringIO()
    csv.writer(written).writerows([titles, *rows])
    return written.getvalue().encode(encoding)


def as_workbook(rows, titles=TITLES, change=lambda page: None):
    book = openpyxl.Workbook()
    book.active.append(titles)
    for row in rows:
        book.active.append(row)
    change(book.active)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def only(compared):
    """Return the one problem of a sheet, which changes nothing."""
    assert compared.changes == []
    (problem,) = compared.problems
    return problem


@pytest.mark.parametrize("language", OTHERS)
def test_a_sheet_that_comes_back_unchanged_changes_nothing(record, version, look, language):
    compared = look(workbook_for(record, version=version, language=language), language)
    assert compared == ([], [], 0)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_goes_out_and_comes_back_by_either_kind_of_file(record, version, look, language):
    """A speaker has been through all of it: every string is checked, and one has other words."""
    rows = [list(row) for row in rows_for(record, version=version, language=language)]
    other = {row[0]: row[3] for row in rows}["page.next"]
    for row in rows:
        row[4:] = ["Checked", "Sam Sattar", TODAY.strftime("%d/%m/%Y")]
        if row[0] == "page.send":
            row[3] = other
    for content in (
        as_csv(rows, titles_for(LANGUAGES[language])),
        as_workbook(rows, titles_for(LANGUAGES[language])),
    ):
        compared = look(content, language)
        assert compared.problems == []
        assert len(compared.changes) == len(strings_of(record, version))
        assert {change.check for _, change in compared.changes} == {
            Check(WordingStatus.CHECKED, "Sam Sattar", TODAY)
        }
        assert {change.key: change.text for _, change in compared.changes} == {row[0]: row[3] for row in rows}


AWKWARD = ("=", "+", "-", "@", "'", '"', "=HYPERLINK(", "=1+1|", "\u200f", "<script>", "_x0041_", "0")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(AWKWARD), st.text(max_size=40), st.sampled_from(("", "ó", "ż")))
def test_any_words_survive_the_way_out_and_back(record, version, tmp_path, start, middle, end):
    text = tidy_translation(start + middle + end)
    english = {one.key: one.english for one in strings_of(record, version)}["page.ready"]
    try:
        check_translation(text, english=english, language="pl")
    except TranslationProblem:
        return
    put_right(record, language="pl", changes=[Change("page.ready", english, text, DRAFT)], on=TODAY)
    file = tmp_path / "The sheet"
    file.write_bytes(workbook_for(record, version=version, language="pl"))
    put_right(record, language="pl", changes=[Change("page.ready", english, "Gotowe?", DRAFT)], on=TODAY)
    compared = take_sheet(
        record, version=version, language="pl", sheet=read_translation_sheet(file), on=TODAY
    )
    assert compared.problems == []
    one = one_translated(record, version=version, language="pl", key="page.ready")
    assert one.text == text


def test_a_cell_that_begins_like_a_formula_goes_out_as_text(record, version):
    english = {one.key: one.english for one in strings_of(record, version)}["page.ready"]
    put_right(record, language="pl", changes=[Change("page.ready", english, "=1+1 gotowe", DRAFT)], on=TODAY)
    book = openpyxl.load_workbook(io.BytesIO(workbook_for(record, version=version, language="pl")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1 gotowe"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert all(cell.data_type in ("s", "n", "d") for row in book.active.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(workbook_for(record, version=version, language="pl"))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_only_what_a_translator_may_change_is_unlocked(record, version):
    book = openpyxl.load_workbook(io.BytesIO(workbook_for(record, version=version, language="ur")))
    page = book.active
    assert [cell.value for cell in page[1]] == titles_for(LANGUAGES["ur"])
    assert [cell.protection.locked for cell in page[2]] == [True, True, True, False, False, False, False]
    assert page["D2"].alignment.readingOrder == 2  # from the right


def test_a_row_is_taken_and_pages_are_drawn_anew(record, version, rows, tmp_path):
    before = version.words_edition
    rows["bar_pick"][3] = "Co jest trudne?"
    rows["page.send"][4:] = ["checked", "Zofia Nowak", TODAY.isoformat()]
    file = tmp_path / "The sheet"
    file.write_bytes(as_csv(rows.values()))
    compared = take_sheet(
        record, version=version, language="pl", sheet=read_translation_sheet(file), on=TODAY
    )
    assert {change.key for _, change in compared.changes} == {"bar_pick", "page.send"}
    record.expire_all()
    assert version.words_edition == before + 1
    assert one_translated(record, version=version, language="pl", key="bar_pick").text == "Co jest trudne?"
    assert one_translated(record, version=version, language="pl", key="page.send").state == "checked"


def test_good_rows_are_taken_and_bad_ones_stay_as_they_are(record, version, rows, tmp_path):
    rows["bar_pick"][3] = "Co jest trudne?"
    rows["page.progress"][3] = "Pytanie"
    file = tmp_path / "The sheet"
    file.write_bytes(as_csv(rows.values()))
    compared = take_sheet(
        record, version=version, language="pl", sheet=read_translation_sheet(file), on=TODAY
    )
    (problem,) = compared.problems
    assert problem.row == list(rows).index("page.progress") + 2
    assert problem.column == "Polish"
    assert problem.sentence.startswith("Keep {n} and {total}")
    assert one_translated(record, version=version, language="pl", key="bar_pick").text == "Co jest trudne?"
    assert "{n}" in one_translated(record, version=version, language="pl", key="page.progress").text


def test_an_empty_row_leaves_a_string_as_it_is(rows, look):
    rows["bar_pick"][3] = " \n "
    assert look(as_csv(rows.values())) == ([], [], 1)


def test_columns_may_stand_in_another_order_with_others_between(rows, look):
    order = [3, 6, 0, 2, 5, 4]
    shuffled = [[row[place] for place in order] + ["my note"] for row in rows.values()]
    assert look(as_csv(shuffled, [*(TITLES[place].upper() for place in order), "Notes"])) == ([], [], 0)


CHANGES = {
    "an unknown key": ("page.send", 0, "page.sned", "Key", "no text “page.sned”"),
    "no key": ("page.send", 0, "", "Key", "The key is gone"),
    "a key twice": ("page.send", 0, "page.back", "Key", "stands in row"),
    "another English": ("page.send", 2, "Send it", "English", "which is “Send my answers”"),
    "no English": ("page.send", 2, "", "English", "which is “Send my answers”"),
    "a part of a formula": ("page.send", 3, "=A1", "Polish", "This is a formula"),
    "a lost part": ("page.progress", 3, "Pytanie {n}", "Polish", "Keep {total}"),
    "a part too many": ("page.send", 3, "Wyślij {n}", "Polish", "Take out {n}"),
    "text turned round": ("page.send", 3, "Wyślij \u202eto", "Polish", "nobody can see"),
    "too many words": ("page.send", 3, "bardzo " * 100, "Polish", "Shorten it"),
    "another language": ("page.send", 3, "Надіслати", "Polish", "letters of Polish"),
    "a broken cell": ("page.send", 3, "#VALUE!", "Polish", "shows an error"),
    "a status nobody knows": ("page.send", 4, "done", "Status", "“draft” or “checked”"),
    "checked by nobody": ("page.send", 4, "checked", "Checked by", "Write who checked it"),
    "a name and no status": ("page.send", 5, "Zofia Nowak", "Status", ""),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_bad_row_says_its_number_its_column_and_what_to_do(rows, look, name):
    key, place, value, column, sentence = CHANGES[name]
    rows[key][place] = value
    if name == "a name and no status":
        rows[key][4] = ""
    number = list(rows).index(key) + 2
    problem = only(look(as_csv(rows.values())))
    assert problem.column == column
    assert sentence in problem.sentence
    assert problem.sentence.endswith(".")
    if name != "a key twice":
        assert problem.row == number


@pytest.mark.parametrize("day", ["soon", "31/02/2026", "2026-13-01", "3/5/26", "2999-01-01"])
def test_a_check_needs_a_day_that_was(rows, look, day):
    rows["page.send"][4:] = ["checked", "Zofia Nowak", day]
    problem = only(look(as_csv(rows.values())))
    assert problem.column == "Checked on"


def test_a_day_may_be_written_as_people_or_as_spreadsheets_do(rows, look):
    for day in (
        "2026-03-05",
        "5/3/2026",
        "05.03.2026",
        "2026-03-05 00:00:00",
        datetime(2026, 3, 5),
        date(2026, 3, 5),
    ):
        rows["page.send"][4:] = ["checked", "Zofia Nowak", day]
        ((_, change),) = look(as_workbook(rows.values())).changes
        assert change.check.on == date(2026, 3, 5)


def test_words_that_changed_after_a_check_are_a_draft_again(record, rows, look):
    check = Check(WordingStatus.CHECKED, "Zofia Nowak", TODAY)
    english, text = rows["page.send"][2:4]
    put_right(record, language="pl", changes=[Change("page.send", english, text, check)], on=TODAY)
    rows["page.send"][3:] = ["Wyślij to", "checked", "Zofia Nowak", TODAY.isoformat()]
    ((_, change),) = look(as_csv(rows.values())).changes
    assert change.check == DRAFT
    rows["page.send"][5] = "Jan Kowalski"
    ((_, change),) = look(as_csv(rows.values())).changes
    assert change.check.by == "Jan Kowalski"


def test_script_in_a_translation_is_only_text(rows, look):
    rows["page.send"][3] = "<script>alert('ó')</script>"
    ((_, change),) = look(as_csv(rows.values())).changes
    assert change.text == "<script>alert('ó')</script>"


@pytest.mark.parametrize("title", [title for title in TITLES if title != "Where it stands"])
def test_a_column_that_is_missing_renamed_or_there_twice_refuses_the_sheet(rows, look, title):
    place = TITLES.index(title)
    renamed = [*TITLES[:place], "Renamed", *TITLES[place + 1 :]]
    with pytest.raises(SheetProblem, match=f"has no column “{title}”"):
        look(as_csv(rows.values(), renamed))
    without = [row[:place] + row[place + 1 :] for row in rows.values()]
    with pytest.raises(SheetProblem, match=f"has no column “{title}”"):
        look(as_csv(without, TITLES[:place] + TITLES[place + 1 :]))
    with pytest.raises(SheetProblem, match="more than one column"):
        look(as_csv([[*row, ""] for row in rows.values()], [*TITLES, title]))


def test_where_a_string_stands_is_only_for_the_translator(rows, look):
    assert look(as_csv([[row[0], *row[2:]] for row in rows.values()], [TITLES[0], *TITLES[2:]])) == (
        [],
        [],
        0,
    )


def test_the_sheet_of_another_language_is_refused_by_its_name(record, version, look):
    with pytest.raises(SheetProblem, match="This sheet is for Ukrainian, and you are bringing in Polish"):
        look(workbook_for(record, version=version, language="uk"))


def test_formula_cells_of_a_workbook_are_refused_whatever_they_show(rows, look):
    def put_formulas(page):
        page["D5"] = '=HYPERLINK("http://example.org","Wyślij")'
        page["A7"] = '="page." & "send"'

    compared = look(as_workbook(rows.values(), change=put_formulas))
    assert compared.changes == []
    assert [(problem.row, problem.column) for problem in compared.problems] == [(5, "Polish"), (7, "Key")]
    assert all("formula" in problem.sentence for problem in compared.problems)


def test_a_formula_in_a_column_of_the_translators_own_does_no_harm(rows, look):
    compared = look(as_workbook(rows.values(), change=lambda page: page.cell(3, 12, "=1+1")))
    assert compared == ([], [], 0)


def test_merged_cells_are_refused_by_name(rows, look):
    with pytest.raises(SheetProblem, match="D4:D6 are merged"):
        look(as_workbook(rows.values(), change=lambda page: page.merge_cells("D4:D6")))


def test_ten_thousand_rows_are_another_sheet(rows, look):
    many = [[f"key.{number}", "", "x", "y", "", "", ""] for number in range(10_000)]
    with pytest.raises(SheetProblem, match="10,000 rows"):
        look(as_csv(many))


def test_letters_that_another_encoding_lost_are_not_taken(rows, look):
    # What Excel writes as “CSV”: letters that Windows-1252 does not have become question marks.
    content = as_csv(rows.values(), encoding="utf-8").decode().encode("cp1252", errors="replace")
    with pytest.raises(SheetProblem, match="not saved as UTF-8"):
        look(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"%PDF-1.7 \xff\xfe", "no column|UTF-8"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel file"),
        ("Key,English".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x00\x01\x02", "not a table"),
        ("Key;" * 600, "wide"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(look, content, sentence):
    with pytest.raises(SheetProblem, match=sentence) as refused:
        look(content.encode() if isinstance(content, str) else content)
    assert str(refused.value).endswith(".")


def test_a_damaged_workbook_is_refused(record, version, look):
    content = bytearray(workbook_for(record, version=version, language="pl"))
    for place in range(200, len(content) - 2_000, 97):
        content[place] ^= 0xFF
    with pytest.raises(SheetProblem, match="damaged"):
        look(bytes(content))


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(look):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 25_000_000)
    with pytest.raises(SheetProblem, match="too large"):
        look(written.getvalue())


def test_an_empty_sheet_changes_nothing(look):
    assert look(as_csv([])) == ([], [], 0)


def test_a_sheet_of_strings_that_are_missing_fills_them(record, version, tmp_path):
    record.execute(delete(Wording).where(Wording.language == "uk"))
    rows = [list(row) for row in rows_for(record, version=version, language="uk")]
    assert {row[4] for row in rows} == {"missing"}
    for row in rows:
        row[3] = f"Слова {' '.join(sorted(placeholders(row[2])))}"
    file = tmp_path / "The sheet"
    file.write_bytes(as_csv(rows, titles_for(LANGUAGES["uk"])))
    compared = take_sheet(
        record, version=version, language="uk", sheet=read_translation_sheet(file), on=TODAY
    )
    assert compared.problems == []
    assert {one.state for one in translated(record, version=version, language="uk")} == {"draft"}

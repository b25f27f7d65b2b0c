"""Known names: published tables as they come, a school’s staff as it is pasted, and nothing taken twice."""

import openpyxl
import pytest
from sqlalchemy import func, select

from surveys.cover import confirm_cover
from surveys.known_names import (
    LONGEST_STAFF_NAME,
    MOST_STAFF,
    KnownName,
    NamePart,
    NamesTaken,
    StaffNameProblem,
    add_known_names,
    keep_staff_names,
    known_names,
    staff_counts,
    staff_names,
    staff_of,
)
from surveys.name_tables import fold, read_names
from surveys.sheets import SheetProblem
from surveys.workers import Role
from tests import make


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


NOTES = [["Baby names in England and Wales"], ["This worksheet contains one table."], [], ["Notes"]]


def test_a_year_s_tables_of_boys_and_girls_are_read_under_their_notes(tmp_path):
    file = workbook(
        tmp_path / "names.xlsx",
        Cover=[["Baby names"], ["Contents"]],
        Table_1=[
            *NOTES,
            ["Rank", "Name", "Count"],
            [1, "Muhammad", 4661],
            [2, "Noah", 4382],
            [900, "Zed", 3],
        ],
        Table_2=[
            *NOTES,
            ["Rank", "Name", "Count [note 2]"],
            [1, "Olivia", 2906],
            [2, "Zoë", 20],
            [3, "Aya", 19],
        ],
    )
    found = read_names(file, least=20)
    assert found.names == {"muhammad", "noah", "olivia", "zoe"}
    assert (found.rare, found.sheets) == (2, ("Table_1", "Table_2"))


def test_tables_side_by_side_are_both_read_and_each_by_its_own_counts(tmp_path):
    rows = [
        ["Table 6"],
        ["Rank", "Name", "Count2", None, "Rank", "Name", "Count2"],
        [],
        [1, "OLIVER", "6,259", None, 451, "TY", 12],
        [2, "HARRY", "5,031", None, 452, "ZAC", 90],
        ["Source: Office for National Statistics"],
    ]
    assert read_names(workbook(tmp_path / "a.xlsx", boys=rows)).names == {"oliver", "harry", "zac"}


def test_many_years_are_read_by_their_largest_count_with_titles_over_two_rows(tmp_path):
    rows = [
        ["Name", "2021 Rank", "2021 Count", "2020 Rank", "2020 Count"],
        ["Arlo", 24, 1500, 30, 1200],
        ["Kylo", "[x]", "[x]", 800, 25],
        ["Rare", "[x]", "[x]", 5000, 3],
    ]
    older = [
        [None, 2020, None, 2019, None],
        ["Name", None, None, None, None],
        [None, "Rank", "Count", "Rank", "Count"],
        ["Tariq", ":", ":", 300, 44],
    ]
    file = workbook(tmp_path / "a.xlsx", **{"1": rows, "2": older})
    assert read_names(file).names == {"arlo", "kylo", "tariq"}


def test_a_csv_and_a_plain_list_are_read_too(tmp_path):
    csv = tmp_path / "a.csv"
    csv.write_text("Rank,Name,Count\n1,O’Shea,40\n2,Mary-Jane,25\n3,Bo,2\n", encoding="utf-8")
    assert read_names(csv).names == {"o'shea", "mary-jane"}
    csv.write_text("Surname\nOkafor\nŁukasz\n", encoding="utf-8")
    assert read_names(csv).names == {"okafor", "lukasz"}


def test_how_rare_a_name_may_be_is_a_choice(tmp_path):
    csv = tmp_path / "a.csv"
    csv.write_text("Name,Count\nAda,20\nBo,19\nCy,1\nDi,0\n", encoding="utf-8")
    assert read_names(csv).names == {"ada"}
    assert read_names(csv, least=19).names == {"ada", "bo"}
    assert read_names(csv, least=1).names == {"ada", "bo", "cy"}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Rank", "Count"], [1, 2]], "no column titled “Name”"),
        ([["Name", "Count"], ["Ada", "lots"]], "sheet “boys”, row 2: “lots” is not a number of births."),
        (
            [["Title"], ["Name", "Count"], ["Ada", 30], ["4da", 40]],
            "sheet “boys”, row 4: “4da” is not a name.",
        ),
        ([["Name", "Count"], ["+cmd|x", 40]], "row 2: “+cmd|x” is not a name."),
        ([["Name", "Count"], ["x" * 41, 40]], "row 2"),
    ],
)
def test_a_file_that_is_no_table_of_names_is_refused_by_sheet_and_row(tmp_path, rows, sentence):
    with pytest.raises(SheetProblem) as problem:
        read_names(workbook(tmp_path / "names.xlsx", boys=rows))
    assert sentence in str(problem.value)


def test_names_are_folded():
    assert [fold(name) for name in ("ZOË", " Ana  María ", "D’Arcy", "Ø", "İpek")] == [
        "zoe",
        "ana maria",
        "d'arcy",
        "o",
        "ipek",
    ]


def test_taking_the_same_names_in_twice_changes_nothing(record):
    assert add_known_names(record, {"ada", "bo"}, part=NamePart.FIRST) == NamesTaken(2, 0)
    assert add_known_names(record, {"ada", "cy"}, part=NamePart.FIRST) == NamesTaken(1, 1)
    assert add_known_names(record, {"ada"}, part=NamePart.SURNAME) == NamesTaken(1, 0)
    assert known_names(record, NamePart.FIRST) == {"ada", "bo", "cy"}
    assert record.scalar(select(func.count()).select_from(KnownName)) == 4


@pytest.fixture
def school(record):
    return make.school(record, urn="111111", name="Brook Lane")


def test_a_school_s_staff_are_all_that_the_record_knows_of_and_no_other_school_s(record, school):
    school.head = "Ms Ada Head"
    other = make.school(record, urn="222222")
    lead = make.worker(record, Role.SCHOOL, urn="111111", name="Wilma Worker")
    make.worker(record, Role.SCHOOL, urn="222222", name="Other Worker")
    confirm_cover(
        record, school=school, lead_name="Dee Lead", deputy_name="Dan Deputy", worker=lead, on=make.TODAY
    )
    keep_staff_names(record, school=school, typed="Mrs Okafor\nSir Bob")
    keep_staff_names(record, school=other, typed="Mr Elsewhere")
    assert staff_of(record, school.id) == {
        "Ms Ada Head",
        "Wilma Worker",
        "Dee Lead",
        "Dan Deputy",
        "Mrs Okafor",
        "Sir Bob",
    }


def test_a_staff_list_takes_the_place_of_the_one_before(record, school):
    assert keep_staff_names(record, school=school, typed=" Mrs  Okafor \n\nMr T\r\nmrs okafor") == [
        "Mrs Okafor",
        "Mr T",
    ]
    keep_staff_names(record, school=school, typed="Zac Amos")
    assert staff_names(record, school.id) == ["Zac Amos"]
    assert staff_counts(record) == {school.id: 1}
    keep_staff_names(record, school=school, typed="")
    assert staff_counts(record) == {}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Mrs Okafor\n12345", "Line 2, “12345”, is not a name."),
        ("x" * (LONGEST_STAFF_NAME + 1), "Line 1 is too long."),
        (
            "\n".join(f"Name {'a' * (number % 50)}{number}" for number in range(MOST_STAFF + 1)),
            "A list has at most 500",
        ),
    ],
)
def test_a_line_that_is_no_name_is_named_and_the_list_before_stays(record, school, typed, sentence):
    keep_staff_names(record, school=school, typed="Mrs Okafor")
    with pytest.raises(StaffNameProblem) as problem:
        keep_staff_names(record, school=school, typed=typed)
    assert sentence in str(problem.value)
    assert staff_names(record, school.id) == ["Mrs Okafor"]

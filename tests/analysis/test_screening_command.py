"""The command that screens a table: columns kept, three added, complaints in one sentence."""

import csv

import openpyxl
import pytest

from analysis.__main__ import main

ANSWERS = "id,answer,note\n2,my stepdad hits us; dont ring home,=1+1\n1,PE and art,y\n3,,z\n"


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def screened(answers, out, *more):
    return main(["screen", str(answers), "--text", "answer", "--out", str(out), "--backend", "sparse", *more])


def test_screening_adds_columns_and_keeps_the_rest(answers, tmp_path):
    out = tmp_path / "screened.csv"
    assert screened(answers, out) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "answer", "note", "level", "kind", "because"]
    assert [row["id"] for row in rows] == ["2", "1", "3"]
    assert (rows[0]["level"], rows[0]["kind"]) == ("red", "harm at home")
    assert rows[0]["because"].split("; ")[0] == "stepdad hits us"
    for row in rows[1:]:
        assert (row["level"], row["kind"], row["because"]) == ("none", "", "")


def test_a_workbook_holds_text_as_text(answers, tmp_path):
    out = tmp_path / "screened.xlsx"
    assert screened(answers, out) == 0
    cells = [list(row) for row in openpyxl.load_workbook(out).active.values]
    assert cells[0][-3:] == ["level", "kind", "because"]
    assert cells[1][2] == "'=1+1"  # a spreadsheet would work it out
    assert cells[1][3] == "red"


def test_columns_of_the_same_name_are_replaced_and_said(tmp_path, answers, capsys):
    answers.write_text("level,answer\nold,idk\n", encoding="utf-8")
    out = tmp_path / "screened.csv"
    assert screened(answers, out) == 0
    assert "New columns take the place of “level”." in capsys.readouterr().err
    assert out.read_text(encoding="utf-8").splitlines()[0] == "answer,level,kind,because"


def test_what_cannot_be_used_is_said(answers, tmp_path, capsys):
    assert main(["screen", str(answers), "--text", "words", "--out", str(tmp_path / "out.csv")]) == 2
    assert "words" in capsys.readouterr().err
    answers.write_text("because\nidk\n", encoding="utf-8")
    assert main(["screen", str(answers), "--text", "because", "--out", str(tmp_path / "out.csv")]) == 2
    assert "call the column with the answers otherwise" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()

"""`python -m analysis mask` replaces the answers, says what it hid, and keeps the rest of the table."""

import csv

import openpyxl
import pytest

from analysis.__main__ import main


def run(*arguments):
    return main([str(argument) for argument in arguments])


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(
        'id,answer,note\n1,"callum, text 07700 900123",x\n2,a boy called zorvak,=1+1\n3,the bus is late,\n',
        encoding="utf-8",
    )
    return path


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_answers_are_masked_and_the_rest_is_kept(answers, tmp_path):
    out = tmp_path / "masked.csv"
    assert run("mask", answers, "--text", "answer", "--out", out) == 0
    assert rows(out) == [
        ["id", "answer", "note", "hidden", "suspect"],
        ["1", "[name], text [phone]", "x", "name;phone", ""],
        ["2", "a boy called zorvak", "'=1+1", "", "zorvak"],
        ["3", "the bus is late", "", "", ""],
    ]


def test_names_of_ones_own_are_hidden(answers, tmp_path):
    names, staff, out = tmp_path / "names.txt", tmp_path / "staff.txt", tmp_path / "masked.csv"
    names.write_text("# ours\nZorvak\n", encoding="utf-8")
    staff.write_text("Mr Callum\n", encoding="utf-8")
    assert run("mask", answers, "--text", "answer", "--out", out, "--names", names, "--staff", staff) == 0
    assert [row[3] for row in rows(out)[1:]] == ["teacher;phone", "name", ""]


def test_a_workbook_holds_text_and_no_formula(answers, tmp_path):
    out = tmp_path / "masked.xlsx"
    assert run("mask", answers, "--text", "answer", "--out", out) == 0
    cell = openpyxl.load_workbook(out).active["C3"]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


def test_columns_of_an_earlier_run_are_replaced(answers, tmp_path, capsys):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert run("mask", answers, "--text", "answer", "--out", first) == 0
    assert run("mask", first, "--text", "answer", "--out", second) == 0
    assert rows(second)[0] == rows(first)[0]
    assert "take the place" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--text", "reply"], "no column “reply”"),
        (["--text", "answer", "--names", "missing.txt"], "Cannot read missing.txt"),
    ],
)
def test_bad_input_gets_a_sentence(answers, tmp_path, capsys, more, told):
    assert run("mask", answers, *more, "--out", tmp_path / "masked.csv") == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "masked.csv").exists()

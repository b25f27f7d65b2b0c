"""The command line does what its help says, and complains in one sentence."""

import csv

import pytest

from analysis.__main__ import main


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text('id,answer,note\n2,"bus late, again",x\n1,idk,y\n', encoding="utf-8")
    return path


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_coding_adds_two_columns_and_keeps_the_rest(answers, tmp_path):
    out = tmp_path / "coded.csv"
    assert main(["code", str(answers), "--text", "answer", "--out", str(out)]) == 0
    first, second = rows(out)
    assert list(first) == ["id", "answer", "note", "themes", "score"]
    assert (first["id"], first["answer"], first["themes"].split(";")[0]) == ("2", "bus late, again", "TRV")
    assert (second["id"], second["themes"], second["score"]) == ("1", "OTH", "0.950")


def test_discovery_writes_groups_and_their_labels(tmp_path):
    from analysis.examples import load_examples

    source, out = tmp_path / "answers.csv", tmp_path / "groups.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["text"], *([example.text] for example in load_examples()[:150])])
    assert main(["discover", str(source), "--text", "text", "--out", str(out)]) == 0
    labels = rows(tmp_path / "groups.labels.csv")
    assert list(labels[0]) == ["group", "size", "words", "near_theme", "note"]
    assert {row["group"] for row in rows(out)} == {"-1", *(label["group"] for label in labels)}


def test_too_few_answers_for_groups_still_explain_themselves(answers, tmp_path):
    out = tmp_path / "groups.csv"
    assert main(["discover", str(answers), "--text", "answer", "--out", str(out)]) == 0
    assert "Too few" in rows(tmp_path / "groups.labels.csv")[0]["note"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["code", "answers.csv", "--text", "words", "--out", "out.csv"], "“id”, “answer”, “note”"),
        (["code", "nowhere.csv", "--text", "answer", "--out", "out.csv"], "Cannot read"),
        (["code", ".", "--text", "answer", "--out", "out.csv"], "Cannot read"),
        (["code", "answers.csv", "--text", "answer", "--out", "no/such/out.csv"], "Cannot write"),
        (["code", "answers.csv", "--text", "answer", "--out", "answers.csv"], "overwrite"),
        (["discover", "picture.csv", "--text", "answer", "--out", "out.csv"], "not a CSV"),
        (["code", "header.csv", "--text", "answer", "--out", "out.csv"], "no answers"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(answers, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "header.csv").write_text("answer\n", encoding="utf-8")
    assert main(arguments) == 2
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("arguments", [["--help"], ["code", "--help"], ["discover", "--help"]])
def test_help_is_there(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 0
    assert "usage: python -m analysis" in capsys.readouterr().out

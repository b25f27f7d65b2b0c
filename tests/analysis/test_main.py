"""The command line does what its help says, and complains in one sentence."""

import csv
import subprocess
import sys

import openpyxl
import pytest

from analysis import spreading
from analysis.__main__ import main
from analysis.examples import load_examples
from analysis.spreading import over

ANSWERS = 'id,answer,note\n2,"bus late, again",x\n1,idk,y\n'
ADDED = ["themes", "score", "probability", "because", "unsure", "kind", "polarity", "place", "time"]


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def run(*arguments):
    return main([str(argument) for argument in arguments])


def code(answers, out, *more):
    return run("code", answers, "--text", "answer", "--out", out, "--backend", "sparse", *more)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(path):
    return [
        ["" if cell is None else cell for cell in row] for row in openpyxl.load_workbook(path).active.values
    ]


def test_coding_adds_columns_and_keeps_the_rest(answers, tmp_path):
    out = tmp_path / "coded.csv"
    assert code(answers, out) == 0
    first, second = rows(out)
    assert list(first) == ["id", "answer", "note", *ADDED]
    assert (first["id"], first["answer"], first["themes"].split(";")[0]) == ("2", "bus late, again", "TRV")
    assert first["probability"].split(";")[0] == first["score"]
    assert first["because"].split(";")[0] == "bus late"
    assert (first["unsure"], first["kind"], first["polarity"]) == ("no", "themes", "barrier")
    assert (first["place"], first["time"]) == ("bus", "journey")
    assert (second["id"], second["themes"], second["score"]) == ("1", "OTH", "0.950")
    assert (second["polarity"], second["place"], second["time"]) == ("", "", "")


def test_the_question_asked_decides_on_polarity(tmp_path):
    source, out = tmp_path / "answers.csv", tmp_path / "coded.csv"
    source.write_text(
        "answer,asked\nPE and football,good_text\nPE and football,bar_text\nidk,good_text\n", encoding="utf-8"
    )
    assert code(source, out, "--question", "asked") == 0
    assert [row["polarity"] for row in rows(out)] == ["works", "barrier", ""]
    assert code(source, out, "--question", "nothing") == 2


def test_columns_of_an_earlier_run_are_replaced_and_that_is_said(tmp_path, capsys):
    path, out = tmp_path / "answers.csv", tmp_path / "coded.csv"
    path.write_text("score,answer,time\n9,the toilets stink,8:30\n", encoding="utf-8")
    assert code(path, out) == 0
    assert list(rows(out)[0]) == ["answer", *ADDED]
    assert "take the place of “score”, “time”" in capsys.readouterr().err


def test_the_backend_is_named_and_a_missing_model_is_said(answers, tmp_path, capsys, monkeypatch):
    assert code(answers, tmp_path / "out.csv") == 0
    assert "words and letters alone (examples" in capsys.readouterr().err
    from analysis import meaning

    monkeypatch.setattr(meaning, "_WEIGHTS", ("no_such_package", "model.onnx"))
    meaning.meaning.cache_clear()
    assert run("code", answers, "--text", "answer", "--out", tmp_path / "out.csv") == 0
    said = capsys.readouterr().err
    assert "not installed" in said
    assert "Therefore answers are compared by words and letters alone" in said
    assert run("code", answers, "--text", "answer", "--out", tmp_path / "no.csv", "--backend", "meaning") == 2
    assert capsys.readouterr().err.count("\n") == 1
    meaning.meaning.cache_clear()


def test_the_same_answers_give_the_same_bytes_in_two_processes(answers, tmp_path):
    def coded(name):
        out = tmp_path / name
        arguments = ["code", answers, "--text", "answer", "--out", out, "--backend", "sparse"]
        subprocess.run([sys.executable, "-m", "analysis", *arguments], check=True, capture_output=True)
        return out.read_bytes()

    for kind in ("csv", "xlsx"):
        here = tmp_path / f"here.{kind}"
        assert code(answers, here) == 0
        assert here.read_bytes() == coded(f"there.{kind}")


def test_a_workbook_goes_in_and_comes_out_with_its_formulas_as_text(tmp_path):
    source, out = tmp_path / "answers.xlsx", tmp_path / "coded.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["id", "answer"])
    for number, answer in enumerate(["the bus is late", 12, None, "=1+1 toilets", True], start=1):
        book.active.append([number, answer])
        if isinstance(answer, str):
            book.active.cell(number + 1, 2).data_type = "s"
    book.save(source)
    assert code(source, out) == 0
    names, *found = cells(out)
    assert names == ["id", "answer", *ADDED]
    assert [row[:2] for row in found] == [
        ["1", "the bus is late"], ["2", "12"], ["3", ""], ["4", "'=1+1 toilets"], ["5", "True"],
    ]  # fmt: skip
    assert found[3][2].split(";")[0] == "FAC"
    assert openpyxl.load_workbook(out).active["B5"].data_type == "s"
    assert isinstance(found[0][3], (int, float))


@pytest.mark.parametrize("empty", ["", "NaN", "#N/A", "  "])
def test_a_cell_without_a_value_says_nothing(tmp_path, empty):
    source, out = tmp_path / "answers.csv", tmp_path / "coded.csv"
    source.write_text(f"id,answer\n1,{empty}\n", encoding="utf-8")
    assert code(source, out) == 0
    (row,) = rows(out)
    assert (row["answer"], row["themes"], row["because"]) == (empty, "OTH", "")


def test_progress_is_reported_when_asked_for(answers, tmp_path, capsys):
    assert code(answers, tmp_path / "out.csv", "--progress") == 0
    assert "Coded: 100%\n" in capsys.readouterr().err


def test_parts_that_are_coded_by_others_come_out_the_same(tmp_path, monkeypatch):
    """One process and two, and parts of two sizes."""
    from analysis import coding
    from analysis.commands import coding as command

    source = tmp_path / "answers.csv"
    said = [example.text.replace('"', "") for example in load_examples()[:60]] + ["idk"] * 5
    source.write_text("answer\n" + "".join(f'"{text} again"\n' for text in said), encoding="utf-8")
    assert code(source, tmp_path / "one.csv") == 0
    monkeypatch.setitem(coding.BATCH, "sparse", 7)
    assert code(source, tmp_path / "seven.csv") == 0
    monkeypatch.setattr(
        command, "over", lambda work, parts, **how: over(work, parts, **how | {"processes": 2})
    )
    assert code(source, tmp_path / "two.csv") == 0
    one, *others = ((tmp_path / name).read_bytes() for name in ("one.csv", "seven.csv", "two.csv"))
    assert others == [one, one]


@pytest.mark.parametrize(
    ("codebook", "codes"),
    [
        ('[[theme]]\ncode = "XES"\nname = "E-scooters"\n', ["XES", ""]),
        ('[[theme]]\ncode = "bus"\nname = "Buses"\n[[theme]]\ncode = "toilets"\nname = "Toilets"\nseeds = ["loo"]', ["", "toilets"]),
    ],
)  # fmt: skip
def test_a_codebook_of_ones_own_needs_a_code_and_a_name(few_lessons, tmp_path, codebook, codes):
    source, own, out = tmp_path / "answers.csv", tmp_path / "own.toml", tmp_path / "out.csv"
    own.write_text(codebook, encoding="utf-8")
    source.write_text("answer\nscooters on the pavement\nthe toilets are dirty\n", encoding="utf-8")
    assert code(source, out, "--codebook", own) == 0
    assert [row["themes"] for row in rows(out)] == codes


def test_examples_that_people_confirmed_teach(few_lessons, tmp_path):
    source, taught, out = tmp_path / "answers.csv", tmp_path / "confirmed.csv", tmp_path / "out.csv"
    source.write_text("answer\nthe hub again\n", encoding="utf-8")
    assert code(source, out) == 0
    assert rows(out)[0]["themes"] != "TRV"
    hubs = "".join(f"the {name} hub again,TRV\n" for name in ("Glenmore", "old", "new", "other", "big"))
    taught.write_text(f"text,themes\n{hubs}nothing of this,\n", encoding="utf-8")
    assert code(source, out, "--examples", taught) == 0
    assert rows(out)[0]["themes"].split(";")[0] == "TRV"


def test_discovery_writes_groups_and_their_labels(tmp_path, capsys):
    source, out = tmp_path / "answers.csv", tmp_path / "groups.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["text"], *([example.text] for example in load_examples()[:150])])
    wanted = ["discover", source, "--text", "text", "--backend", "sparse", "--out"]
    assert run(*wanted, out) == 0
    assert "words and letters" in capsys.readouterr().err
    labels = rows(tmp_path / "groups.labels.csv")
    assert list(labels[0]) == ["group", "size", "words", "near_theme", "note"]
    assert {row["group"] for row in rows(out)} == {"-1", *(label["group"] for label in labels)}
    before = out.read_bytes(), (tmp_path / "groups.labels.csv").read_bytes()
    assert run(*wanted, out) == 0
    assert (out.read_bytes(), (tmp_path / "groups.labels.csv").read_bytes()) == before
    assert run(*wanted, tmp_path / "groups.xlsx") == 0
    assert [str(row[1]) for row in cells(tmp_path / "groups.xlsx")] == [
        "group",
        *(row["group"] for row in rows(out)),
    ]
    assert len(cells(tmp_path / "groups.labels.xlsx")) == 1 + len(labels)


def test_too_few_answers_for_groups_still_explain_themselves(answers, tmp_path):
    out = tmp_path / "groups.csv"
    assert run("discover", answers, "--text", "answer", "--out", out, "--backend", "sparse") == 0
    assert "Too few" in rows(tmp_path / "groups.labels.csv")[0]["note"]


def test_agreement_is_a_table_on_the_terminal_and_in_a_file(tmp_path, capsys):
    one, other, out = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "agreement.csv"
    one.write_text(
        "id,themes\n" + "".join(f"{n},{'TRV;SAN' if n % 2 else ''}\n" for n in range(40)), encoding="utf-8"
    )
    other.write_text("id,codes,themes\n" + "".join(f"{n},,{'TRV' if n % 2 else 'FAC'}\n" for n in range(1, 41)), encoding="utf-8")  # fmt: skip
    assert run("agree", one, other, "--key", "id", "--out", out) == 0
    said = capsys.readouterr()
    assert "Cohen’s kappa" in said.out
    assert "39 texts in both files; 2 in only one" in said.err
    found = {row["figure"]: row for row in rows(out)}
    assert found["kappa of TRV"]["value"] == "1.00"
    assert found["same main theme"]["value"] == "0.51"
    assert list(found["same main theme"]) == ["figure", "value", "low", "high", "in words", "why"]


def test_an_explanation_names_chances_words_and_lessons(answers, capsys):
    assert run("explain", "the bus was late so I got a detention", "--backend", "sparse") == 0
    said = capsys.readouterr().out
    assert said.startswith("“the bus was late so I got a detention”: TRV SAN")
    assert "  detention " in said
    assert "together" in said
    assert said.split("most like it\n")[1].count("\n") == 3
    assert run("explain", answers, "--text", "answer", "--backend", "sparse") == 0
    assert capsys.readouterr().out.count("How likely each theme is") == 2


def test_an_explanation_is_given_of_a_text_file_and_of_very_long_texts(tmp_path, capsys):
    path = tmp_path / "answer.txt"
    path.write_bytes("the café’s loos are locked".encode("cp1252"))
    assert run("explain", path, "--backend", "sparse") == 0
    assert "the café’s loos are locked" in capsys.readouterr().out
    assert run("explain", "bus " * 5_000, "--backend", "sparse") == 0
    assert run("explain", "", "--backend", "sparse") == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["code", "answers.csv", "--text", "words", "--out", "out.csv"], "“id”, “answer”, “note”"),
        (["code", "nowhere.csv", "--text", "answer", "--out", "out.csv"], "Cannot read"),
        (["code", ".", "--text", "answer", "--out", "out.csv"], "Cannot read"),
        (["code", "/dev/null", "--text", "answer", "--out", "out.csv"], "save it as a file"),
        (["code", "answers.csv", "--text", "answer", "--out", "no/such/out.csv"], "Cannot write"),
        (["code", "answers.csv", "--text", "answer", "--out", "."], "Cannot write"),
        (["code", "answers.csv", "--text", "answer", "--out", "answers.csv"], "overwrite"),
        (["discover", "picture.csv", "--text", "answer", "--out", "out.csv"], "not a CSV"),
        (["code", "header.csv", "--text", "answer", "--out", "out.csv"], "no answers"),
        (["code", "empty.csv", "--text", "answer", "--out", "out.csv"], "is empty"),
        (["code", "answers.csv", "--text", "answer", "--out", "out.csv", "--codebook", "no.toml"], "Cannot read no.toml"),
        (["code", "answers.csv", "--text", "answer", "--out", "out.csv", "--codebook", "answers.csv"], "not a codebook"),
        (["code", "answers.csv", "--text", "answer", "--out", "out.csv", "--codebook", "header.toml"], "holds no [[theme]]"),
        (["code", "answers.csv", "--text", "answer", "--out", "out.csv", "--codebook", "nameless.toml"], "needs a “name”"),
        (["code", "answers.csv", "--text", "answer", "--out", "out.csv", "--examples", "answers.csv"], "no column “text”"),
        (["code", "answers.csv", "--text", "answer", "--out", "out.csv", "--examples", "unknown.csv"], "not in the codebook"),
        (["agree", "answers.csv", "unknown.csv", "--key", "id"], "no column “themes”"),
        (["agree", "unknown.csv", "twice.csv", "--key", "text"], "twice under"),
        (["agree", "unknown.csv", "other.csv", "--key", "text"], "no text in common"),
        (["explain", "nowhere.csv", "--text", "answer"], "Cannot read"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(answers, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "header.csv").write_text("answer\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("\n", encoding="utf-8")
    (tmp_path / "header.toml").write_text("version = 1\n", encoding="utf-8")
    (tmp_path / "nameless.toml").write_text('[[theme]]\ncode = "XES"\n', encoding="utf-8")
    (tmp_path / "unknown.csv").write_text("text,themes\nbus,QQQ\n", encoding="utf-8")
    (tmp_path / "twice.csv").write_text("text,themes\nbus,TRV\nbus,SAN\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("text,themes\ntram,TRV\n", encoding="utf-8")
    assert main(arguments) == 2
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1
    assert not (tmp_path / "out.csv").exists()


def test_without_dask_a_cluster_is_refused_kindly(answers, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert code(answers, tmp_path / "out.csv", "--cluster", "tcp://127.0.0.1:1") == 2
    assert "requirements/many.txt" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_a_cluster_that_does_not_answer_is_said(answers, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(spreading, "PATIENCE", 1)
    assert code(answers, tmp_path / "out.csv", "--cluster", "tcp://127.0.0.1:1") == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:1." in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], ["code"], ["discover"], ["agree"], ["explain"]])
def test_help_is_there(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    assert stop.value.code == 0
    assert "usage: python -m analysis" in capsys.readouterr().out


def test_the_coding_loads_without_heavy_libraries():
    """They are loaded when the first answer is read, and by the one that needs them."""
    heavy = "{'sklearn', 'nltk', 'onnxruntime', 'tokenizers', 'pandas', 'matplotlib', 'distributed', 'xlsxwriter'}"
    script = f"import analysis.__main__, analysis.coding, sys; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    bare = "import analysis, sys; assert not {'numpy', 'scipy'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", bare], check=False).returncode == 0

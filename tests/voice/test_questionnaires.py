"""Questionnaires: paper asks what the screen asks, in the same words, with numbers to refer to."""

import pytest

from surveys.definitions import BANK, frame_words, question_from, read_definition
from surveys.page_words import PageWords, Said
from surveys.questions import Kind
from voice.layouts import NO_PLACES, lay_out
from voice.questionnaires import drawn_symbols, questionnaire

FILES = sorted(file for file in BANK.rglob("*.toml") if "question" in file.read_text(encoding="utf-8"))
FILES = [file for file in FILES if file.parent.name != "languages" and file.stem != "frame"]


def paper(file, *, english=False):
    """Return a file of the bank, spare questions and all, as it would be printed."""
    read = read_definition(file)
    texts = {**frame_words(), **read.words}
    texts.setdefault("page.title", "A survey")
    texts.setdefault("page.intro_why", "Why we ask.")
    words = PageWords("en", {key: Said(text, english, None) for key, text in texts.items()})
    questions = [question_from(row, position=place) for place, row in enumerate(read.questions)]
    sections = lay_out(questions, words, NO_PLACES, order=0)
    return questions, questionnaire(sections, words)


def asked(printed):
    """Return every question of a paper, in its order."""
    blocks = [block for section in printed["sections"] for block in section["blocks"]]
    return [row for block in blocks for row in block.get("rows", [block])]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_question_of_the_bank_stands_on_paper_once_and_is_numbered(file):
    questions, printed = paper(file)
    assert [row["number"] for row in asked(printed)] == list(range(1, len(questions) + 1))


def test_the_bank_has_every_kind_and_paper_has_a_way_for_each():
    kinds = {question.kind for file in FILES for question in paper(file)[0]}
    ways = {
        block["is"] for file in FILES for section in paper(file)[1]["sections"] for block in section["blocks"]
    }
    assert kinds == set(Kind)
    assert ways == {"statements", "choices", "grid", "rank", "text"}


def test_statements_that_are_answered_alike_share_a_table():
    _, printed = paper(BANK / "pulse.toml")
    tables = [
        block for section in printed["sections"] for block in section["blocks"] if block["is"] == "statements"
    ]
    assert [len(table["answers"]) for table in tables] == [5, 5]
    assert [len(table["rows"]) for table in tables] == [2, 1]


def test_a_question_that_is_not_for_everyone_says_for_whom():
    questions, printed = paper(BANK / "modules" / "periods.toml")
    numbers = {question.code: place for place, question in enumerate(questions, 1)}
    told = {
        question.only_if: row["condition"]["text"]
        for question, row in zip(questions, asked(printed), strict=True)
        if row["condition"]
    }
    assert told["per_gate=yes"].startswith("Only if you ticked “Yes")
    assert told["per_gate=yes"].endswith(f"in question {numbers['per_gate']}.")
    assert " / " in told["per_gate=no,na"]
    _, printed = paper(BANK / "modules" / "transport.toml")
    assert any(
        row["condition"] and "something in question" in row["condition"]["text"] for row in asked(printed)
    )


def test_what_depends_on_a_question_that_is_not_asked_is_for_everyone():
    words = PageWords("en", {key: Said(key, False, None) for key in (*frame_words(), *EXTRA)})
    question = question_from(
        {"code": "why", "kind": "single", "section": "about", "choices": ["a"], "only_if": "gone=x"},
        position=0,
    )
    [row] = asked(questionnaire(lay_out([question], words, NO_PLACES, order=0), words))
    assert row["condition"] is None


EXTRA = ("why", "why.a", "section.about", "page.title", "page.intro_why")


def test_paper_speaks_of_handwriting_and_not_of_typing():
    _, printed = paper(BANK / "secondary.toml")
    said = " ".join(line["text"] for line in printed["intro"])
    assert "They may know your writing" in said
    assert "A school computer may record" not in said
    assert "leave your name off" in said


def test_words_without_a_translation_are_marked_as_english():
    _, printed = paper(BANK / "secondary.toml", english=True)
    assert printed["title"]["english"]
    assert all(line["english"] for line in printed["intro"])


def test_pictures_stand_by_themselves(app):
    with app.app_context():
        drawn = drawn_symbols(["faces-5", "wand", "nothing like that"])
    assert set(drawn) == {"faces-5", "wand"}
    assert all(svg.startswith("<svg ") and svg.endswith("</svg>") for svg in drawn.values())
    assert all("currentColor" not in svg for svg in drawn.values())

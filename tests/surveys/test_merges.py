"""Merges: two themes count as one, each text once, and no coding is touched."""

import pytest

from surveys.codebook import retire_theme
from surveys.codings import Decision, decide
from surveys.evidence import (
    confirmed_examples,
    notes_under,
    texts_of,
    texts_under,
    themes_held_by_answers,
    themes_held_by_notes,
)
from surveys.merges import merge_themes, overlap
from surveys.quotes import CannotQuote, clear_quote, quotes_under, withdraw_quote
from surveys.readings import Source
from surveys.theme_changes import CodebookProblem, changes_of
from surveys.undoing import undo
from surveys.workers import Role
from tests import make
from tests.surveys.coded_texts import DAY, everything_said, load, propose, read_answer, read_note


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def book(record):
    return load(record)


@pytest.fixture
def wave(record):
    return make.wave(record)


@pytest.fixture
def texts(record, book, wave, lead):
    return {
        "friend": read_answer(record, wave, lead, "fell out with my mate", "FRD"),
        "bully": read_answer(record, wave, lead, "they hit me", "BUL"),
        "both": read_answer(record, wave, lead, "my mate hit me", "FRD", "BUL"),
        "bus": read_answer(record, wave, lead, "late bus", "TRV"),
        "note": read_note(record, wave, lead, "Mates hit each other", "FRD", "BUL"),
    }


def say(record, key, theme, decision, lead, source=Source.ANSWER):
    return decide(record, source=source, text_id=key, theme=theme, decision=decision, worker=lead, on=DAY)


def merge(record, book, lead):
    merge_themes(record, theme=book["FRD"], into=book["BUL"], worker=lead)


def take_back(record, book, lead):
    change = changes_of(record, book["FRD"])[0]
    undo(record, theme=book["FRD"], change_id=change.id, worker=lead, on=DAY)


def under(record, theme, wave):
    return [text.id for text in texts_under(record, theme=theme, wave_id=wave.id, most=99)]


def test_a_preview_says_what_is_under_one_under_the_other_and_under_both(record, book, texts):
    found = overlap(record, theme=book["FRD"], into=book["BUL"])
    assert [text.id for text in found.one] == [texts["friend"]]
    assert [text.id for text in found.other] == [texts["bully"]]
    assert {text.id for text in found.both} == {texts["both"], texts["note"]}


def test_merged_themes_count_each_text_once(record, book, texts, wave, lead):
    merge(record, book, lead)
    held = themes_held_by_answers(record, wave.id)
    assert sorted(one.theme_code for one in held) == ["BUL", "BUL", "BUL", "TRV"]
    both = next(one for one in held if len(one.because) > 1)
    assert sorted(both.because) == ["bul", "frd"]
    assert [(one.theme_code, sorted(one.because)) for one in themes_held_by_notes(record)] == [
        ("BUL", ["bul", "frd"])
    ]
    assert len(texts_of(record, book["BUL"])) == 4
    assert texts_of(record, book["FRD"]) == []


def test_merged_themes_list_each_text_once(record, book, texts, wave, lead):
    merge(record, book, lead)
    assert sorted(under(record, book["BUL"], wave)) == sorted(
        texts[key] for key in ("friend", "bully", "both")
    )
    assert under(record, book["FRD"], wave) == []
    assert [note.id for note in notes_under(record, theme=book["BUL"], most=9)] == [texts["note"]]


def test_a_text_stays_while_one_of_its_merged_themes_holds(record, book, texts, wave, lead):
    say(record, texts["both"], book["FRD"], Decision.REMOVED, lead)
    merge(record, book, lead)
    shown = {text.id: text.coding for text in texts_under(record, theme=book["BUL"], wave_id=wave.id, most=9)}
    assert shown[texts["both"]].theme is book["BUL"]
    assert shown[texts["both"]].holds
    assert len([one for one in themes_held_by_answers(record, wave.id) if one.theme_code == "BUL"]) == 3


def test_a_decision_on_the_survivor_speaks_for_the_merged_theme_too(record, book, texts, wave, lead):
    merge(record, book, lead)
    say(record, texts["both"], book["BUL"], Decision.REMOVED, lead)
    say(record, texts["friend"], book["BUL"], Decision.CONFIRMED, lead)
    assert len(texts_of(record, book["BUL"])) == 3
    assert confirmed_examples(record) == [("fell out with my mate", ("BUL",))]
    take_back(record, book, lead)
    assert confirmed_examples(record) == [("fell out with my mate", ("FRD",))]
    assert texts["both"] not in [text.id for text in texts_of(record, book["FRD"])]


def test_a_person_who_has_confirmed_both_teaches_once(record, book, texts, lead):
    for code in ("FRD", "BUL"):
        say(record, texts["both"], book[code], Decision.CONFIRMED, lead)
    merge(record, book, lead)
    assert confirmed_examples(record) == [("my mate hit me", ("BUL",))]
    retire_theme(record, theme=book["BUL"], worker=lead, on=DAY)
    assert confirmed_examples(record) == []


def test_an_undone_merge_is_as_if_it_had_never_been(record, book, texts, wave, lead):
    before = (
        everything_said(record),
        themes_held_by_answers(record, wave.id),
        under(record, book["FRD"], wave),
    )
    merge(record, book, lead)
    assert everything_said(record) == before[0]
    take_back(record, book, lead)
    assert (
        everything_said(record),
        themes_held_by_answers(record, wave.id),
        under(record, book["FRD"], wave),
    ) == before


def test_the_machine_goes_on_with_the_survivor(record, book, texts, wave, lead):
    say(record, texts["friend"], book["FRD"], Decision.CONFIRMED, lead)
    merge(record, book, lead)
    propose(record, Source.ANSWER, texts["friend"], "BUL")
    held = [one for one in themes_held_by_answers(record, wave.id) if one.theme_code == "BUL"]
    assert len(held) == 3


def test_quotes_follow_and_come_back(record, book, texts, lead):
    clear_quote(record, answer_id=texts["friend"], theme=book["FRD"], worker=lead, on=DAY)
    merge(record, book, lead)
    assert set(quotes_under(record, book["BUL"])) == {texts["friend"]}
    clear_quote(record, answer_id=texts["friend"], theme=book["BUL"], worker=lead, on=DAY)
    quote = clear_quote(record, answer_id=texts["both"], theme=book["BUL"], worker=lead, on=DAY)
    assert quote.theme is book["BUL"]
    with pytest.raises(CannotQuote):
        clear_quote(record, answer_id=texts["friend"], theme=book["FRD"], worker=lead, on=DAY)
    take_back(record, book, lead)
    assert set(quotes_under(record, book["FRD"])) == {texts["friend"]}
    assert set(quotes_under(record, book["BUL"])) == {texts["both"]}


def test_a_quote_is_withdrawn_wherever_it_was_cleared(record, book, texts, lead):
    for code in ("FRD", "BUL"):
        clear_quote(record, answer_id=texts["both"], theme=book[code], worker=lead, on=DAY)
    merge(record, book, lead)
    withdraw_quote(record, answer_id=texts["both"], theme=book["BUL"])
    take_back(record, book, lead)
    assert set(quotes_under(record, book["FRD"])) == set(quotes_under(record, book["BUL"])) == frozenset()


def test_what_cannot_be_merged_is_refused_with_a_reason(record, book, lead):
    for one, other, why in (
        ("BUL", "BUL", "into itself"),
        ("BUL", "OTH", "nobody can tell"),
        ("OTH", "BUL", "nobody can tell"),
    ):
        with pytest.raises(CodebookProblem, match=why):
            merge_themes(record, theme=book[one], into=book[other], worker=lead)
    merge(record, book, lead)
    for one, other in (("FRD", "TRV"), ("TRV", "FRD")):
        with pytest.raises(CodebookProblem, match="“Friends” is not in use any more"):
            merge_themes(record, theme=book[one], into=book[other], worker=lead)

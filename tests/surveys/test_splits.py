"""Splits: chosen texts go to a new theme in the name of who chose them, and come back exactly."""

import pytest
from sqlalchemy import select

from surveys.codings import Decision, codings_of, decide
from surveys.evidence import HeldText, texts_of
from surveys.merges import merge_themes
from surveys.readings import Source
from surveys.splits import SplitCoding, read_words, split_theme, taken_by, with_words
from surveys.subgroups import add_subgroup
from surveys.theme_changes import CodebookProblem, changes_of
from surveys.themes import live_codes
from surveys.undoing import undo
from surveys.workers import Role
from tests import make
from tests.surveys.coded_texts import DAY, MONDAY, everything_said, load, propose, read_answer, read_note


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def book(record):
    return load(record)


@pytest.fixture
def texts(record, book, lead):
    wave = make.wave(record)
    return {
        "bus": read_answer(record, wave, lead, "the bus is late", "TRV"),
        "scooter": read_answer(record, wave, lead, "E-Scooters on the path", "TRV", "BUL"),
        "told": read_answer(record, wave, lead, "nearly hit by a scooter", "TRV"),
        "note": read_note(record, wave, lead, "Scooters everywhere", "TRV"),
    }


def split(record, book, lead, *keys, theme="TRV", name="E-scooters"):
    return split_theme(
        record,
        theme=book[theme],
        text_ids=keys,
        name=name,
        description="",
        phrases=["scooter"],
        worker=lead,
        on=DAY,
    )


def take_back(record, made, lead):
    change = next(change for change in changes_of(record, made) if change.kind == "split")
    return undo(record, theme=made, change_id=change.id, worker=lead, on=DAY)


def ids(record, theme):
    return {text.id for text in texts_of(record, theme)}


def test_the_chosen_texts_go_and_the_others_stay(record, book, texts, lead):
    made = split(record, book, lead, texts["scooter"], texts["note"])
    assert (made.code, made.is_own, made.phrases) == ("XES", True, ["scooter"])
    assert ids(record, made) == {texts["scooter"], texts["note"]}
    assert ids(record, book["TRV"]) == {texts["bus"], texts["told"]}
    assert ids(record, book["BUL"]) == {texts["scooter"]}
    assert taken_by(record, made) == 2
    assert [change.said for change in changes_of(record, book["TRV"])] == [
        "split “E-scooters” from “Getting to school”"
    ]


def test_it_is_done_in_the_name_of_a_person_and_the_machine_does_not_undo_it(record, book, texts, lead):
    split(record, book, lead, texts["told"])
    codings = {
        coding.theme.code: coding
        for coding in codings_of(record, source=Source.ANSWER, text_id=texts["told"])
    }
    assert (codings["TRV"].decision, codings["XES"].decision) == (Decision.REMOVED, Decision.ADDED)
    assert {coding.decided_by for coding in codings.values()} == {lead}
    assert {coding.decided_on for coding in codings.values()} == {MONDAY}
    propose(record, Source.ANSWER, texts["told"], "TRV")
    assert texts["told"] not in ids(record, book["TRV"])


def test_an_undone_split_is_as_if_it_had_never_been(record, book, texts, lead):
    other = make.worker(record, Role.READER)
    decide(
        record,
        source=Source.ANSWER,
        text_id=texts["told"],
        theme=book["TRV"],
        decision=Decision.CONFIRMED,
        worker=other,
        on=MONDAY,
    )
    before = everything_said(record)
    made = split(record, book, lead, texts["scooter"], texts["told"], texts["note"])
    assert everything_said(record) != before
    take_back(record, made, lead)
    assert everything_said(record) == before
    assert made.code not in live_codes(record)
    assert taken_by(record, made) == 0
    assert record.scalars(select(SplitCoding)).all() == []


def test_an_undone_split_leaves_what_was_decided_since(record, book, texts, lead):
    made = split(record, book, lead, texts["scooter"], texts["told"])
    for theme, decision in ((made, Decision.REMOVED), (book["TRV"], Decision.CONFIRMED)):
        decide(
            record,
            source=Source.ANSWER,
            text_id=texts["told"],
            theme=theme,
            decision=decision,
            worker=lead,
            on=DAY,
        )
    take_back(record, made, lead)
    codings = {
        coding.theme.code: coding.decision
        for coding in codings_of(record, source=Source.ANSWER, text_id=texts["told"])
    }
    assert codings == {"TRV": Decision.CONFIRMED, "XES": Decision.REMOVED}
    assert texts["scooter"] in ids(record, book["TRV"])


def test_a_split_of_merged_themes_takes_each_text_from_both_and_gives_it_back_to_both(
    record, book, texts, lead
):
    merge_themes(record, theme=book["BUL"], into=book["TRV"], worker=lead)
    before = everything_said(record)
    made = split(record, book, lead, texts["scooter"])
    assert texts["scooter"] not in ids(record, book["TRV"])
    assert taken_by(record, made) == 1
    take_back(record, made, lead)
    assert everything_said(record) == before


def test_one_that_was_split_further_or_merged_into_is_not_undone_first(record, book, texts, lead):
    made = split(record, book, lead, texts["scooter"], texts["told"])
    book["XES"] = made
    further = split(record, book, lead, texts["told"], theme="XES", name="Near misses")
    with pytest.raises(CodebookProblem, match="“Near misses” was split from it"):
        take_back(record, made, lead)
    take_back(record, further, lead)
    merge_themes(record, theme=book["FRD"], into=made, worker=lead)
    with pytest.raises(CodebookProblem, match="“Friends” was merged into it"):
        take_back(record, made, lead)


def test_the_subgroups_of_a_theme_own_what_is_split_from_it(record, book, texts, lead):
    group = add_subgroup(record, slug="transport", name="Transport", purpose="", themes=[book["TRV"]])
    made = split(record, book, lead, texts["scooter"])
    assert group.live_themes == [book["TRV"], made]
    take_back(record, made, lead)
    assert group.live_themes == [book["TRV"]]
    merge_themes(record, theme=book["TRV"], into=book["BUL"], worker=lead)
    assert group.live_themes == [book["BUL"]]


def test_only_texts_under_the_theme_are_taken(record, book, texts, lead):
    for keys in ((), ("f" * 32,)):
        with pytest.raises(CodebookProblem, match="at least one answer"):
            split(record, book, lead, *keys)
    with pytest.raises(CodebookProblem, match="at least one answer"):
        split(record, book, lead, texts["bus"], theme="FRD")
    made = split(record, book, lead, texts["bus"], "f" * 32)
    assert taken_by(record, made) == 1
    with pytest.raises(CodebookProblem, match="Another theme is called"):
        split(record, book, lead, texts["told"])
    take_back(record, made, lead)
    with pytest.raises(CodebookProblem, match="not in use"):
        split_theme(
            record,
            theme=made,
            text_ids=[texts["bus"]],
            name="More",
            description="",
            phrases=[],
            worker=lead,
            on=DAY,
        )


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("scooter", {"an e-Scooter hit me", "SCOOTERS"}),
        ("hit  me", {"an e-Scooter hit me", "hit\nme"}),
        ("scooter, bus", {"an e-Scooter hit me", "SCOOTERS", "bus."}),
        ("ooter", set()),
        (" , ,", set()),
        (".", set()),
        ("(", set()),
        ("🛴", {"🛴🛴"}),
    ],
)
def test_words_are_looked_for_at_the_beginning_of_words(said, found):
    shown = ["an e-Scooter hit me", "SCOOTERS", "bus.", "rebus", "hit\nme", "🛴🛴"]
    texts = [HeldText(Source.ANSWER, text, text) for text in shown]
    assert {text.id for text in with_words(texts, read_words(said))} == found

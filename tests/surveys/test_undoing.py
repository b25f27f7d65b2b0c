"""Undoing: the last change of each kind, one by one, and never past a later one."""

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.codebook import (
    add_theme,
    change_phrases,
    describe_theme,
    rename_theme,
    restore_theme,
    retire_theme,
)
from surveys.merges import merge_themes
from surveys.theme_changes import CodebookProblem, changes_of
from surveys.themes import live_codes
from surveys.undoing import undo, undoable
from surveys.workers import Role
from tests import make
from tests.surveys.coded_texts import DAY, load


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def book(record):
    return load(record)


def take_back(record, theme, change, lead):
    return undo(record, theme=theme, change_id=change.id, worker=lead, on=DAY)


def last(record, theme, kind):
    return next(change for change in undoable(record, theme) if change.kind == kind)


def test_each_kind_is_undone_by_itself(record, book, lead):
    theme = book["TRV"]
    rename_theme(record, theme=theme, name="Buses", worker=lead)
    describe_theme(record, theme=theme, description="Late ones", worker=lead)
    change_phrases(record, theme=theme, come=["the 88"], gone=[], worker=lead)
    assert [change.kind for change in undoable(record, theme)] == ["renamed", "described", "phrased"]
    take_back(record, theme, last(record, theme, "described"), lead)
    assert (theme.name, theme.description, theme.phrases) == ("Buses", "About getting to school", ["the 88"])
    take_back(record, theme, last(record, theme, "renamed"), lead)
    take_back(record, theme, last(record, theme, "phrased"), lead)
    assert (theme.name, theme.phrases) == ("Getting to school", [])
    assert undoable(record, theme) == []
    assert changes_of(record, theme)[-1].who_said == (
        "Lena Lead undid this: Lena Lead added the phrase “the 88”"
    )


def test_changes_of_a_kind_are_undone_from_the_last_one(record, book, lead):
    theme = book["TRV"]
    rename_theme(record, theme=theme, name="Buses", worker=lead)
    rename_theme(record, theme=theme, name="Trams", worker=lead)
    first, second = changes_of(record, theme)
    with pytest.raises(CodebookProblem, match="changed again since"):
        take_back(record, theme, first, lead)
    take_back(record, theme, second, lead)
    assert theme.name == "Buses"
    with pytest.raises(CodebookProblem, match="undone already"):
        take_back(record, theme, second, lead)
    take_back(record, theme, first, lead)
    assert theme.name == "Getting to school"


def test_an_undo_is_not_undone_and_no_other_themes_change_is(record, book, lead):
    rename_theme(record, theme=book["TRV"], name="Buses", worker=lead)
    (change,) = changes_of(record, book["TRV"])
    with pytest.raises(NoResultFound):
        take_back(record, book["BUL"], change, lead)
    take_back(record, book["TRV"], change, lead)
    with pytest.raises(CodebookProblem):
        take_back(record, book["TRV"], changes_of(record, book["TRV"])[-1], lead)


def test_an_added_theme_is_taken_out_of_use_and_keeps_its_code(record, book, lead):
    made = add_theme(record, name="E-scooters", description="", phrases=["x"], worker=lead)
    take_back(record, made, last(record, made, "added"), lead)
    assert not made.is_live
    again = add_theme(record, name="E-scooters", description="", phrases=["x"], worker=lead)
    assert again.code != made.code
    with pytest.raises(CodebookProblem, match="Another theme is called"):
        restore_theme(record, theme=made, worker=lead)


def test_what_was_done_to_its_place_is_undone_in_turn(record, book, lead):
    made = add_theme(record, name="E-scooters", description="", phrases=["x"], worker=lead)
    retire_theme(record, theme=made, worker=lead, on=DAY)
    restore_theme(record, theme=made, worker=lead)
    merge_themes(record, theme=made, into=book["TRV"], worker=lead)
    for kind, code in (("merged", "XES"), ("restored", None), ("retired", "XES"), ("added", None)):
        assert [change.kind for change in undoable(record, made)] == [kind]
        take_back(record, made, last(record, made, kind), lead)
        assert live_codes(record).get("XES") == code
    assert made.retired_on == DAY


def test_a_name_that_is_in_use_meanwhile_is_not_brought_back(record, book, lead):
    merge_themes(record, theme=book["FRD"], into=book["BUL"], worker=lead)
    rename_theme(record, theme=book["TRV"], name="Friends", worker=lead)
    merged = last(record, book["FRD"], "merged")
    with pytest.raises(CodebookProblem, match="Another theme is called “Friends”"):
        take_back(record, book["FRD"], merged, lead)
    assert live_codes(record)["FRD"] == "BUL"
    take_back(record, book["TRV"], last(record, book["TRV"], "renamed"), lead)
    take_back(record, book["FRD"], merged, lead)
    assert live_codes(record)["FRD"] == "FRD"


def test_a_renaming_is_undone_on_a_theme_that_counts_elsewhere(record, book, lead):
    rename_theme(record, theme=book["FRD"], name="Mates", worker=lead)
    merge_themes(record, theme=book["FRD"], into=book["BUL"], worker=lead)
    add_theme(record, name="Friends", description="", phrases=["x"], worker=lead)
    take_back(record, book["FRD"], last(record, book["FRD"], "renamed"), lead)
    assert book["FRD"].name == "Friends"
    with pytest.raises(CodebookProblem, match="Another theme"):
        take_back(record, book["FRD"], last(record, book["FRD"], "merged"), lead)

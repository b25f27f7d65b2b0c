"""Theme changes: every change has a number, a time and a name, and nobody overwrites what they have not seen."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.codebook import add_theme, rename_theme, retire_theme
from surveys.merges import merge_themes
from surveys.theme_changes import (
    ChangeKind,
    ThemeChanged,
    changes_of,
    newest_changes,
    newest_number,
    standing_changes,
    theme_to_change,
)
from surveys.undoing import undo
from surveys.workers import Role
from tests import make
from tests.surveys.coded_texts import DAY, load


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def book(record):
    return load(record)


def test_a_change_says_who_when_and_what(record, book, lead):
    rename_theme(record, theme=book["TRV"], name="Buses", worker=lead)
    (change,) = changes_of(record, book["TRV"])
    assert (change.worker, change.kind) == (lead, ChangeKind.RENAMED)
    assert (change.before, change.after) == ({"name": "Getting to school"}, {"name": "Buses"})
    assert datetime.now(UTC) - change.at < timedelta(minutes=1)


def test_changes_are_numbered_through_the_whole_codebook(record, book, lead):
    assert newest_number(record) == 0
    rename_theme(record, theme=book["TRV"], name="Buses", worker=lead)
    merge_themes(record, theme=book["FRD"], into=book["BUL"], worker=lead)
    assert newest_number(record) == 2
    assert (book["TRV"].revision, book["FRD"].revision, book["BUL"].revision) == (1, 2, 2)
    assert [change.number for change in newest_changes(record)] == [2, 1]
    assert [change.number for change in newest_changes(record, since=1)] == [2]
    assert [change.number for change in newest_changes(record, most=1)] == [2]


def test_a_merge_stands_in_the_history_of_both(record, book, lead):
    merge_themes(record, theme=book["FRD"], into=book["BUL"], worker=lead)
    for code in ("FRD", "BUL"):
        assert [change.said for change in changes_of(record, book[code])] == [
            "merged “Friends” into “Bullying”"
        ]


def test_history_keeps_the_names_of_then(record, book, lead):
    merge_themes(record, theme=book["FRD"], into=book["BUL"], worker=lead)
    rename_theme(record, theme=book["BUL"], name="Being hurt", worker=lead)
    assert changes_of(record, book["FRD"])[0].said == "merged “Friends” into “Bullying”"


def test_one_who_saw_it_as_it_is_may_change_it(record, book, lead):
    assert theme_to_change(record, code="TRV", revision=0) is book["TRV"]
    with pytest.raises(NoResultFound):
        theme_to_change(record, code="ZZZ", revision=0)


def test_one_who_did_not_is_told_who_did_what_since(record, book, lead):
    other = make.worker(record, Role.LEAD, name="Omar Other")
    rename_theme(record, theme=book["TRV"], name="Buses", worker=lead)
    seen = book["TRV"].revision
    rename_theme(record, theme=book["TRV"], name="Trams", worker=other)
    with pytest.raises(ThemeChanged) as told:
        theme_to_change(record, code="TRV", revision=seen)
    assert "Omar Other renamed “Buses” to “Trams”." in str(told.value)
    assert "Lena Lead" not in str(told.value)
    assert "Nothing of yours is stored yet" in str(told.value)


def test_changes_that_were_undone_stand_no_more(record, book, lead):
    rename_theme(record, theme=book["TRV"], name="Buses", worker=lead)
    rename_theme(record, theme=book["BUL"], name="Hurt", worker=lead)
    undone = changes_of(record, book["TRV"])[0]
    undo(record, theme=book["TRV"], change_id=undone.id, worker=lead, on=DAY)
    assert [change.theme.code for change in standing_changes(record, ChangeKind.RENAMED)] == ["BUL"]


def test_odd_names_are_told_as_they_are(record, book, lead):
    made = add_theme(record, name="{before[name]} %s {0}", description="", phrases=["x"], worker=lead)
    retire_theme(record, theme=made, worker=lead, on=DAY)
    assert changes_of(record, made)[1].said == "took “{before[name]} %s {0}” out of use"

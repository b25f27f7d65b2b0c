"""Themes: which of them are in use, and under which one a code counts."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.themes import Theme, family_ids, live_codes, live_themes, theme_with_code, themes
from tests.surveys.coded_texts import DAY, load


@pytest.fixture
def book(record):
    return load(record)


def codes(found):
    return [theme.code for theme in found]


def test_an_unknown_code_is_no_theme(record):
    with pytest.raises(NoResultFound):
        theme_with_code(record, "ZZZ")


def test_every_code_counts_as_itself_at_first(record, book):
    assert live_codes(record) == {code: code for code in ("BUL", "FRD", "TRV", "OTH")}
    assert codes(live_themes(record)) == ["BUL", "FRD", "TRV", "OTH"]


def test_a_merged_code_counts_as_the_last_theme_of_its_line(record, book):
    book["TRV"].merged_into = book["FRD"]
    book["FRD"].merged_into = book["BUL"]
    record.flush()
    assert live_codes(record) == {"BUL": "BUL", "FRD": "BUL", "TRV": "BUL", "OTH": "OTH"}
    assert codes(live_themes(record)) == ["BUL", "OTH"]
    assert set(family_ids(record, book["BUL"])) == {book[code].id for code in ("BUL", "FRD", "TRV")}
    assert family_ids(record, book["FRD"]) == []
    assert family_ids(record, book["OTH"]) == [book["OTH"].id]


def test_a_retired_code_counts_as_none_and_takes_those_along_that_were_merged_into_it(record, book):
    book["TRV"].merged_into = book["FRD"]
    book["FRD"].retired_on = DAY
    record.flush()
    assert live_codes(record) == {"BUL": "BUL", "OTH": "OTH"}
    assert family_ids(record, book["FRD"]) == []
    assert codes(themes(record)) == ["BUL", "FRD", "TRV", "OTH"]


def test_own_themes_come_last_whatever_their_place(record, book):
    book["BUL"].is_own = True
    record.flush()
    assert codes(themes(record)) == ["FRD", "TRV", "OTH", "BUL"]


@pytest.mark.parametrize("wrong", ["retired too", "into itself"])
def test_the_database_holds_that_a_theme_ends_one_way_and_not_in_itself(record, book, wrong):
    ends = {
        "retired too": {"merged_into_id": book["BUL"].id, "retired_on": DAY},
        "into itself": {"merged_into_id": book["FRD"].id},
    }
    with pytest.raises(IntegrityError):
        record.execute(update(Theme).where(Theme.code == "FRD").values(ends[wrong]))

"""The codebook: taken in from the product, and changed by an authority without losing what it was."""

import pytest

from surveys.codebook import (
    PHRASES_MOST,
    ThemeEntry,
    add_theme,
    change_phrases,
    describe_theme,
    load_themes,
    rename_theme,
    restore_theme,
    retire_theme,
)
from surveys.theme_changes import ChangeKind, CodebookProblem, changes_of
from surveys.themes import live_codes, theme_with_code, themes
from surveys.workers import Role
from tests import make
from tests.surveys.coded_texts import DAY, load

BUL, TRV = ThemeEntry("BUL", "Bullying", "Being hurt"), ThemeEntry("TRV", "Getting to school", "Buses")
SCOOTERS = {"name": "E-scooters", "description": "Being hit or chased", "phrases": ["nearly got run over"]}


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def book(record):
    return load(record)


def test_a_newer_codebook_brings_themes_up_to_date_and_keeps_old_ones(record):
    first = load_themes(record, [BUL, TRV], version=1)
    again = load_themes(record, [TRV._replace(name="Travel"), ThemeEntry("SLP", "Sleep", "Tired")], version=2)
    assert again[0] is first[1]
    assert theme_with_code(record, "TRV").name == "Travel"
    assert theme_with_code(record, "BUL").codebook_version == 1
    assert [(theme.code, theme.codebook_version) for theme in themes(record)] == [
        ("BUL", 1),
        ("TRV", 2),
        ("SLP", 2),
    ]


def test_a_newer_codebook_leaves_what_a_person_put_in_other_words(record, lead):
    bullying, travel = load_themes(record, [BUL, TRV], version=1)
    rename_theme(record, theme=travel, name="Buses and trams", worker=lead)
    describe_theme(record, theme=bullying, description="On purpose", worker=lead)
    newer = [BUL._replace(name="Bullied", description="New"), TRV._replace(name="Travel", description="New")]
    load_themes(record, newer, version=2)
    assert (travel.name, travel.description) == ("Buses and trams", "New")
    assert (bullying.name, bullying.description) == ("Bullied", "On purpose")


def test_a_codebook_may_not_take_the_code_of_an_own_theme(record, book, lead):
    made = add_theme(record, worker=lead, **SCOOTERS)
    with pytest.raises(CodebookProblem, match="belongs to “E-scooters”"):
        load_themes(record, [ThemeEntry(made.code, "Extra", "")], version=2)


def test_an_own_theme_is_in_use_at_once_under_a_code_of_its_own(record, book, lead):
    made = add_theme(record, worker=lead, **SCOOTERS)
    assert (made.code, made.name, made.is_own, made.codebook_version) == ("XES", "E-scooters", True, 0)
    assert live_codes(record)["XES"] == "XES"
    assert [theme.code for theme in themes(record)][-1] == "XES"
    assert [change.who_said for change in changes_of(record, made)] == ["Lena Lead added “E-scooters”"]


def test_an_own_theme_needs_no_description_but_a_phrase(record, book, lead):
    made = add_theme(record, name="Vapes", description=" ", phrases=["vaping in the toilets"], worker=lead)
    assert made.description == ""
    with pytest.raises(CodebookProblem, match="at least one word or phrase"):
        add_theme(record, name="Phones", description="", phrases=[], worker=lead)


def test_codes_are_never_used_twice(record, book, lead):
    codes = set()
    for number in range(30):
        made = add_theme(record, name=f"E-scooters {number}", description="", phrases=["x"], worker=lead)
        retire_theme(record, theme=made, worker=lead, on=DAY)
        codes.add(made.code)
    assert len(codes) == 30
    assert all(len(code) == 3 and code[0] == "X" and code.isupper() for code in codes)


@pytest.mark.parametrize(
    ("name", "code"),
    [("E-scooters", "XES"), ("Ł", "XAA"), ("5 mile walk", "XMI"), ("學校", "XAA"), ("é b c", "XBC")],
)
def test_a_code_is_told_from_the_name_where_it_can_be(record, book, lead, name, code):
    assert add_theme(record, name=name, description="", phrases=["x"], worker=lead).code == code


@pytest.mark.parametrize("name", ["", "   ", "?!", "bullying", "BULLYING ", "x" * 61])
def test_a_name_must_be_there_short_and_no_other_themes(record, book, lead, name):
    with pytest.raises(CodebookProblem):
        add_theme(record, name=name, description="", phrases=["x"], worker=lead)
    assert len(themes(record)) == 4


def test_the_name_of_a_theme_out_of_use_is_free(record, book, lead):
    retire_theme(record, theme=book["BUL"], worker=lead, on=DAY)
    made = add_theme(record, name="Bullying", description="", phrases=["x"], worker=lead)
    assert made.code == "XBU"
    with pytest.raises(CodebookProblem, match="Another theme is called “Bullying”"):
        restore_theme(record, theme=book["BUL"], worker=lead)
    assert not book["BUL"].is_live


def test_words_are_kept_once_and_without_odd_spaces(record, book, lead):
    made = add_theme(
        record,
        name="  E-scooters \n everywhere ",
        description="Hit\n by  one",
        phrases=[" ran  over ", "Ran over", "", "🛴"],
        worker=lead,
    )
    assert (made.name, made.description) == ("E-scooters everywhere", "Hit by one")
    assert made.phrases == ["ran over", "🛴"]


@pytest.mark.parametrize(
    "phrases", [["?"], ["x" * 101], [f"phrase {number}" for number in range(PHRASES_MOST + 1)]]
)
def test_phrases_that_tell_nothing_or_too_much_are_refused(record, book, lead, phrases):
    with pytest.raises(CodebookProblem):
        add_theme(record, name="E-scooters", description="", phrases=phrases, worker=lead)


def test_a_renaming_is_told_with_both_names(record, book, lead):
    rename_theme(record, theme=book["TRV"], name="Buses", worker=lead)
    (change,) = changes_of(record, book["TRV"])
    assert change.who_said == "Lena Lead renamed “Getting to school” to “Buses”"
    assert change.number == book["TRV"].revision == 1


def test_what_changes_nothing_leaves_no_trace(record, book, lead):
    rename_theme(record, theme=book["TRV"], name=" Getting to school", worker=lead)
    describe_theme(record, theme=book["TRV"], description="About getting to school", worker=lead)
    change_phrases(record, theme=book["TRV"], come=[" "], gone=["never there"], worker=lead)
    assert changes_of(record, book["TRV"]) == []
    assert book["TRV"].revision == 0


def test_a_name_may_change_in_its_capitals(record, book, lead):
    rename_theme(record, theme=book["BUL"], name="BULLYING", worker=lead)
    assert book["BUL"].name == "BULLYING"


def test_a_description_is_told_and_may_be_taken_out(record, book, lead):
    describe_theme(record, theme=book["TRV"], description="Buses, trams", worker=lead)
    describe_theme(record, theme=book["TRV"], description="", worker=lead)
    assert [change.said for change in changes_of(record, book["TRV"])] == [
        "described it as “Buses, trams”",
        "took its description out",
    ]
    with pytest.raises(CodebookProblem, match="300"):
        describe_theme(record, theme=book["TRV"], description="x" * 301, worker=lead)


def test_phrases_come_and_go(record, book, lead):
    change_phrases(record, theme=book["TRV"], come=["the 88", "bee bus"], gone=[], worker=lead)
    change_phrases(record, theme=book["TRV"], come=["met"], gone=["the 88"], worker=lead)
    assert book["TRV"].phrases == ["bee bus", "met"]
    assert [change.said for change in changes_of(record, book["TRV"])] == [
        "added the phrases “the 88”, “bee bus”",
        "added the phrase “met” and took out the phrase “the 88”",
    ]
    change_phrases(record, theme=book["TRV"], come=[], gone=["bee bus", "met"], worker=lead)
    assert book["TRV"].phrases == []


def test_an_own_theme_keeps_a_phrase(record, book, lead):
    made = add_theme(record, worker=lead, **SCOOTERS)
    with pytest.raises(CodebookProblem, match="at least one"):
        change_phrases(record, theme=made, come=[], gone=made.phrases, worker=lead)


def test_a_theme_out_of_use_is_changed_no_more_and_comes_back_as_it_was(record, book, lead):
    retire_theme(record, theme=book["TRV"], worker=lead, on=DAY)
    assert "TRV" not in live_codes(record)
    for change in (
        lambda: rename_theme(record, theme=book["TRV"], name="Buses", worker=lead),
        lambda: describe_theme(record, theme=book["TRV"], description="Buses", worker=lead),
        lambda: change_phrases(record, theme=book["TRV"], come=["bus"], gone=[], worker=lead),
        lambda: retire_theme(record, theme=book["TRV"], worker=lead, on=DAY),
    ):
        with pytest.raises(CodebookProblem, match="not in use any more"):
            change()
    restore_theme(record, theme=book["TRV"], worker=lead)
    assert live_codes(record)["TRV"] == "TRV"
    with pytest.raises(CodebookProblem, match="not out of use"):
        restore_theme(record, theme=book["TRV"], worker=lead)
    assert [change.kind for change in changes_of(record, book["TRV"])] == [
        ChangeKind.RETIRED,
        ChangeKind.RESTORED,
    ]


def test_where_answers_go_that_nobody_can_tell_stays(record, book, lead):
    with pytest.raises(CodebookProblem, match="nobody can tell"):
        retire_theme(record, theme=book["OTH"], worker=lead, on=DAY)

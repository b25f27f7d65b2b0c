"""Own themes: a codebook as an authority has it, with themes added, renamed, merged and retired."""

import pytest

from analysis.codebook import OwnTheme, load_codebook, with_own

BOOK = load_codebook()
SCOOTERS = OwnTheme(
    code="XES",
    name="E-scooters",
    description="Being hit by one",
    phrases=("nearly hit by a scooter",),
    merged_into=None,
    is_retired=False,
    is_own=True,
)


def shipped(code, **changed):
    theme = BOOK.by_code[code]
    as_it_is = {
        "name": theme.name,
        "description": theme.description,
        "phrases": (),
        "merged_into": None,
        "is_retired": False,
    }
    return OwnTheme(code=code, is_own=False, **{**as_it_is, **changed})


def test_without_changes_it_is_the_codebook():
    assert with_own(BOOK, []) == BOOK
    assert with_own(BOOK, [shipped(code) for code in BOOK.codes]) == BOOK


def test_an_own_theme_comes_last_with_what_there_is_of_it():
    book = with_own(BOOK, [SCOOTERS])
    assert book.codes == (*BOOK.codes, "XES")
    made = book.by_code["XES"]
    assert (made.name, made.description, made.phrases) == (
        "E-scooters",
        "Being hit by one",
        ("nearly hit by a scooter",),
    )


def test_other_names_and_more_phrases_are_taken_in_each_once():
    known = BOOK.by_code["TRV"].phrases
    book = with_own(
        BOOK, [shipped("TRV", name="Buses", description="", phrases=("the 88", known[0].upper()))]
    )
    changed = book.by_code["TRV"]
    assert (changed.name, changed.description) == ("Buses", "")
    assert changed.phrases == (*known, "the 88")
    assert changed.seeds == BOOK.by_code["TRV"].seeds


def test_a_retired_theme_is_left_out():
    assert "TRV" not in with_own(BOOK, [shipped("TRV", is_retired=True)]).codes


def test_a_merged_themes_words_go_to_its_survivor():
    book = with_own(BOOK, [shipped("FRD", merged_into="BUL", phrases=("my mates",)), SCOOTERS])
    survivor, merged = BOOK.by_code["BUL"], BOOK.by_code["FRD"]
    assert "FRD" not in book.codes
    joined = book.by_code["BUL"]
    assert joined.phrases == (*survivor.phrases, *merged.phrases, "my mates")
    assert set(joined.seeds) == {*survivor.seeds, *merged.seeds}
    assert joined.name == survivor.name


def test_themes_merged_into_one_that_was_merged_all_go_to_the_last():
    own = [shipped("FRD", merged_into="BUL"), shipped("SAF", merged_into="BUL")]
    phrases = with_own(BOOK, own).by_code["BUL"].phrases
    assert {*BOOK.by_code["FRD"].phrases, *BOOK.by_code["SAF"].phrases} <= set(phrases)


@pytest.mark.parametrize("into", ["TRV", "BUL"])
def test_an_own_theme_may_be_merged(into):
    merged = OwnTheme("XES", "E-scooters", "", ("scooter",), into, False, True)
    book = with_own(BOOK, [merged])
    assert book.codes == BOOK.codes
    assert "scooter" in book.by_code[into].phrases


def test_the_words_of_a_theme_whose_survivor_is_retired_are_heard_no_more():
    own = [shipped("BUL", is_retired=True), shipped("FRD", merged_into="BUL", is_retired=True)]
    book = with_own(BOOK, own)
    assert {"BUL", "FRD"}.isdisjoint(book.codes)
    assert len(book.themes) == len(BOOK.themes) - 2

"""Sensitive themes: which come so, who changes it, and that nothing a person chose is overwritten."""

import pytest

from analysis.codebook import load_codebook as read_codebook
from surveys.codebook import ThemeEntry, load_themes, retire_theme
from surveys.codings import Decision, decide
from surveys.drafts import drop_drafts_short_of_a_second
from surveys.merges import merge_themes
from surveys.quotes import clear_quote, is_sensitive
from surveys.readings import Outcome, Source, read_text
from surveys.reports import Report, reports_of_wave
from surveys.sensitive_themes import SENSITIVE, mark_sensitive
from surveys.splits import split_theme
from surveys.theme_changes import CodebookProblem, changes_of
from surveys.undoing import undo
from surveys.workers import Role
from tests import make
from tests.surveys.coded_texts import DAY, load, read_answer

ENTRIES = [ThemeEntry("BUL", "Bullying", ""), ThemeEntry("TRV", "Getting to school", "")]


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def book(record):
    return load(record)


def test_the_codebook_s_sensitive_themes_are_there_and_come_so(record):
    codes = {theme.code for theme in read_codebook().themes}
    assert codes >= SENSITIVE.keys()
    loaded = load_themes(record, [ThemeEntry(code, code, "") for code in sorted(codes)], version=1)
    assert {theme.code for theme in loaded if theme.is_sensitive} == set(SENSITIVE)
    assert all(reason.endswith(".") for reason in SENSITIVE.values())


def test_a_choice_is_told_in_the_history_stays_and_is_undone(record, lead):
    bullying, travel = load_themes(record, ENTRIES, version=1)
    mark_sensitive(record, theme=bullying, is_sensitive=True, worker=lead)  # it is already
    assert changes_of(record, bullying) == []
    mark_sensitive(record, theme=bullying, is_sensitive=False, worker=lead)
    mark_sensitive(record, theme=travel, is_sensitive=True, worker=lead)
    load_themes(record, ENTRIES, version=2)
    assert (bullying.is_sensitive, travel.is_sensitive) == (False, True)
    (change,) = changes_of(record, travel)
    assert change.who_said == "Lena Lead made it sensitive"
    undo(record, theme=travel, change_id=change.id, worker=lead, on=DAY)
    load_themes(record, ENTRIES, version=3)
    assert (bullying.is_sensitive, travel.is_sensitive) == (False, False)


def test_a_theme_out_of_use_is_not_changed(record, book, lead):
    retire_theme(record, theme=book["TRV"], worker=lead, on=DAY)
    with pytest.raises(CodebookProblem, match="not in use any more"):
        mark_sensitive(record, theme=book["TRV"], is_sensitive=True, worker=lead)


def test_what_is_split_from_a_sensitive_theme_or_merged_either_way_is_sensitive(record, book, lead):
    wave = make.wave(record)
    key = read_answer(record, wave, lead, "they hide my bag", "BUL")
    made = split_theme(
        record,
        theme=book["BUL"],
        text_ids=[key],
        name="Bags",
        description="",
        phrases=["bag"],
        worker=lead,
        on=DAY,
    )
    assert made.is_sensitive
    assert not is_sensitive(book["FRD"])
    merge_themes(record, theme=book["FRD"], into=book["BUL"], worker=lead)
    assert is_sensitive(book["FRD"])
    merge_themes(record, theme=made, into=book["TRV"], worker=lead)
    assert is_sensitive(made)
    assert not is_sensitive(book["TRV"])


def test_drafts_with_words_that_one_person_cleared_go_when_two_are_needed(record, book, lead):
    wave = make.wave(record)
    make.responses(record, wave.schools[0], "the bus is late")
    key = make.answer_saying(record, "the bus is late")
    text = {"source": Source.ANSWER, "text_id": key}
    read_text(record, **text, reader=lead, outcome=Outcome.FINE, on=DAY)
    decide(record, **text, theme=book["TRV"], decision=Decision.ADDED, worker=lead, on=DAY)
    clear_quote(record, answer_id=key, theme=book["TRV"], worker=lead, on=DAY)
    content = {"quotes": [{"theme": "TRV", "title": "", "words": "the bus is late"}], "figures": {}}
    record.add(
        Report(place=wave.schools[0], number=1, content=content, pdf=b"", drafted_on=DAY, address="AAAAAA")
    )
    record.flush()
    drop_drafts_short_of_a_second(record, book["TRV"])
    assert len(reports_of_wave(record, wave)) == 1
    mark_sensitive(record, theme=book["TRV"], is_sensitive=True, worker=lead)
    drop_drafts_short_of_a_second(record, book["TRV"])
    assert reports_of_wave(record, wave) == {}

"""Quotes: a read answer under a theme, cleared by a person; never one that was not read, or is under the theme no more."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from surveys.codebook import ThemeEntry, load_themes
from surveys.codings import Decision, decide
from surveys.quotes import (
    LONGEST,
    WAIT_DAYS,
    CannotQuote,
    Quote,
    clear_quote,
    cleared_answer_ids,
    cleared_quotes,
    withdraw_quote,
)
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.workers import Role
from tests import make

DAY = date(2026, 3, 5)
OPENED, CLOSED = date(2026, 2, 2), date(2026, 2, 20)


@pytest.fixture
def theme(record):
    return load_themes(record, [ThemeEntry("TRV", "Getting to school", "Buses")], version=1)[0]


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD)


@pytest.fixture
def wave(record):
    return make.wave(record, schools=2, opens_on=OPENED, closes_on=CLOSED)


def write(record, wave, words, school=0):
    make.responses(record, wave.schools[school], words)
    return record.scalars(select(Answer.id).where(Answer.text == words)).one()


def read(record, answer_id, lead, outcome=Outcome.FINE, hide=()):
    read_text(
        record, source=Source.ANSWER, text_id=answer_id, reader=lead, outcome=outcome, on=DAY, hide=hide
    )


def say(record, answer_id, theme, lead, decision):
    decide(
        record, source=Source.ANSWER, text_id=answer_id, theme=theme, decision=decision, worker=lead, on=DAY
    )


def under(record, wave, words, theme, lead, school=0):
    answer_id = write(record, wave, words, school)
    read(record, answer_id, lead)
    say(record, answer_id, theme, lead, Decision.ADDED)
    return answer_id


def test_a_cleared_quote_is_handed_on_with_its_theme_and_by_whom(record, wave, theme, lead):
    answer_id = under(record, wave, "Late again", theme, lead)
    quote = clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    assert clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY) is quote
    assert (quote.cleared_by, quote.cleared_on) == (lead, date(2026, 3, 2))
    assert cleared_quotes(record, wave=wave, on=DAY) == [(answer_id, "TRV", "Late again")]
    assert cleared_answer_ids(record, theme) == {answer_id}


def test_what_is_quoted_has_its_words_hidden(record, wave, theme, lead):
    answer_id = write(record, wave, "Kai is late")
    read(record, answer_id, lead, Outcome.HIDDEN, ["Kai"])
    say(record, answer_id, theme, lead, Decision.ADDED)
    clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    assert [words for _, _, words in cleared_quotes(record, wave=wave, on=DAY)] == ["[hidden] is late"]


@pytest.mark.parametrize("outcome", [None, Outcome.CONCERN])
def test_what_nobody_let_through_is_never_quoted(record, wave, theme, lead, outcome):
    answer_id = write(record, wave, "words")
    if outcome:
        read(record, answer_id, lead, outcome)
    with pytest.raises(CannotQuote, match="read and let through"):
        clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    assert record.scalars(select(Quote)).all() == []


def test_a_long_answer_is_no_quote(record, wave, theme, lead):
    ok, too_long = (under(record, wave, "x" * length, theme, lead) for length in (LONGEST, LONGEST + 1))
    clear_quote(record, answer_id=ok, theme=theme, worker=lead, on=DAY)
    with pytest.raises(CannotQuote, match="at most 280"):
        clear_quote(record, answer_id=too_long, theme=theme, worker=lead, on=DAY)


def test_an_answer_is_quoted_for_the_themes_it_holds_alone(record, wave, theme, lead):
    answer_id = write(record, wave, "words")
    read(record, answer_id, lead)
    with pytest.raises(CannotQuote, match="not counted under “Getting to school”"):
        clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    say(record, answer_id, theme, lead, Decision.REMOVED)
    with pytest.raises(CannotQuote):
        clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)


def test_a_quote_goes_when_its_theme_is_removed_or_its_clearance_taken_back(record, wave, theme, lead):
    removed, withdrawn = (under(record, wave, words, theme, lead) for words in ("one", "two"))
    for answer_id in (removed, withdrawn):
        clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    say(record, removed, theme, lead, Decision.REMOVED)
    withdraw_quote(record, answer_id=withdrawn, theme=theme)
    withdraw_quote(record, answer_id=withdrawn, theme=theme)
    assert cleared_quotes(record, wave=wave, on=DAY) == []


def test_quotes_are_asked_for_by_wave_theme_and_school(record, wave, theme, lead):
    here = under(record, wave, "here", theme, lead, school=0)
    there = under(record, wave, "there", theme, lead, school=1)
    for answer_id in (here, there):
        clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    school_id = wave.schools[1].school_id
    assert [row[2] for row in cleared_quotes(record, wave=wave, on=DAY, school_id=school_id)] == ["there"]
    assert len(cleared_quotes(record, wave=wave, on=DAY, theme_code="TRV")) == 2
    assert cleared_quotes(record, wave=wave, on=DAY, theme_code="BUL") == []
    assert cleared_quotes(record, wave=make.wave(record, opens_on=OPENED, closes_on=CLOSED), on=DAY) == []


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (OPENED, []),
        (CLOSED, []),
        (CLOSED + timedelta(days=WAIT_DAYS), []),
        (CLOSED + timedelta(days=WAIT_DAYS + 1), ["Late again"]),
    ],
)
def test_words_wait_until_a_wave_has_been_closed_for_a_week(record, wave, theme, lead, on, words):
    answer_id = under(record, wave, "Late again", theme, lead)
    clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    assert [row[2] for row in cleared_quotes(record, wave=wave, on=on)] == words

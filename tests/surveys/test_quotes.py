"""Quotes: read, under a theme, cleared by name; by two people where the theme is sensitive; never what may tell of harm."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from surveys.codebook import ThemeEntry, load_themes
from surveys.codings import Decision, decide
from surveys.quotable import LONGEST, WAIT_DAYS, Facts, why_not_clear, why_not_show
from surveys.quotes import (
    CannotQuote,
    Quote,
    clear_quote,
    clear_second,
    cleared_quotes,
    quoted_words,
    quotes_under,
    withdraw_quote,
    words_awaiting_second,
)
from surveys.readings import Outcome, Source, pass_on, read_text
from surveys.responses import Answer
from surveys.screenings import Harm, Level, Screening
from surveys.workers import Role
from tests import make

DAY = date(2026, 3, 5)
OPENED, CLOSED = date(2026, 2, 2), date(2026, 2, 20)
THEMES = [ThemeEntry("TRV", "Getting to school", "Buses"), ThemeEntry("MHA", "Worry", "Moods")]


@pytest.fixture
def theme(record):
    return load_themes(record, THEMES, version=1)[0]


@pytest.fixture
def sensitive(record, theme):
    return load_themes(record, THEMES, version=1)[1]


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD)


@pytest.fixture
def wave(record):
    return make.wave(record, schools=2, opens_on=OPENED, closes_on=CLOSED)


def write(record, wave, words, school=0):
    make.responses(record, wave.schools[school], words)
    return make.answer_saying(record, words)


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


def shown(record, wave, *codes, on=DAY, **more):
    return [
        one.words for one in cleared_quotes(record, wave=wave, on=on, shown=codes or {"TRV", "MHA"}, **more)
    ]


def flag(record, answer_id, level=Level.AMBER, **more):
    harm = None if level is Level.NONE else Harm.OTHER
    record.add(Screening(answer_id=answer_id, level=level, harm=harm, **more))
    record.flush()


def test_a_cleared_quote_is_handed_on_with_its_theme_and_by_whom(record, wave, theme, lead):
    answer_id = under(record, wave, "Late again", theme, lead)
    quote = clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    assert clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY) is quote
    assert (quote.cleared_by, quote.cleared_on) == (lead, date(2026, 3, 2))
    (told,) = cleared_quotes(record, wave=wave, on=DAY, shown={"TRV"})
    response_id = record.get_one(Answer, answer_id).response_id
    assert told == (answer_id, "TRV", "Late again", False, response_id)
    assert quotes_under(record, theme) == {answer_id: quote}


def test_what_is_quoted_has_its_words_hidden(record, wave, theme, lead):
    answer_id = write(record, wave, "Kai is late")
    read(record, answer_id, lead, Outcome.HIDDEN, ["Kai"])
    say(record, answer_id, theme, lead, Decision.ADDED)
    clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    assert shown(record, wave) == ["[hidden] is late"]


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
    with pytest.raises(CannotQuote, match="not counted under"):
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
    assert shown(record, wave) == []


def test_quotes_are_asked_for_by_wave_theme_and_school(record, wave, theme, lead):
    here = under(record, wave, "here", theme, lead, school=0)
    there = under(record, wave, "there", theme, lead, school=1)
    for answer_id in (here, there):
        clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    assert shown(record, wave, school_id=wave.schools[1].school_id) == ["there"]
    assert len(shown(record, wave, "TRV")) == 2
    assert shown(record, wave, "BUL") == cleared_quotes(record, wave=wave, on=DAY, shown=()) == []
    assert shown(record, make.wave(record, opens_on=OPENED, closes_on=CLOSED)) == []


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
    assert shown(record, wave, on=on) == words


def test_a_sensitive_theme_needs_a_second_person_who_is_another(record, wave, sensitive, lead):
    answer_id = under(record, wave, "I worry at night", sensitive, lead)
    clear = {"answer_id": answer_id, "theme": sensitive}
    with pytest.raises(CannotQuote, match="Nobody has cleared it"):
        clear_second(record, **clear, worker=lead, seen="I worry at night")
    clear_quote(record, **clear, worker=lead, on=DAY)
    clear_quote(
        record, **clear, worker=make.worker(record, Role.READER), on=DAY
    )  # pressing again is no second look
    assert shown(record, wave) == []
    assert words_awaiting_second(record, sensitive) == {"I worry at night"}
    with pytest.raises(CannotQuote, match="somebody else"):
        clear_second(record, **clear, worker=lead, seen="I worry at night")
    other = make.worker(record, Role.READER, name="Rita Reader")
    with pytest.raises(CannotQuote, match="changed after you opened"):
        clear_second(record, **clear, worker=other, seen="other words")
    assert clear_second(record, **clear, worker=other, seen="I worry at night").second_by is other
    assert shown(record, wave) == ["I worry at night"]
    assert words_awaiting_second(record, sensitive) == frozenset()


def test_our_words_are_shown_in_place_of_the_pupils_and_need_another_second_look(
    record, wave, sensitive, lead
):
    answer_id = under(record, wave, "I worry since my nan died", sensitive, lead)
    clear = {"answer_id": answer_id, "theme": sensitive, "worker": lead, "on": DAY}
    other = make.worker(record, Role.READER)
    clear_quote(record, **clear)
    clear_second(record, answer_id=answer_id, theme=sensitive, worker=other, seen="I worry since my nan died")
    quote = clear_quote(record, **clear, our_words="  A pupil worries\nafter a loss ")
    assert quote.second_by is None
    assert shown(record, wave) == []
    clear_second(
        record, answer_id=answer_id, theme=sensitive, worker=other, seen="A pupil worries after a loss"
    )
    (told,) = cleared_quotes(record, wave=wave, on=DAY, shown={"MHA"})
    assert (told.words, told.is_ours) == ("A pupil worries after a loss", True)
    assert quoted_words(record, answer_id) == {"A pupil worries after a loss"}
    assert clear_quote(record, **clear).second_by is other  # nothing changed
    assert clear_quote(record, **clear, our_words="").paraphrase is None
    assert shown(record, wave) == []


def test_our_words_may_stand_for_an_answer_too_long_to_quote_and_are_no_longer_themselves(
    record, wave, theme, lead
):
    answer_id = under(record, wave, "x" * 900, theme, lead)
    clear = {"answer_id": answer_id, "theme": theme, "worker": lead, "on": DAY}
    with pytest.raises(CannotQuote, match="at most 280"):
        clear_quote(record, **clear, our_words="y" * (LONGEST + 1))
    clear_quote(record, **clear, our_words="y" * LONGEST)
    assert shown(record, wave) == ["y" * LONGEST]
    with pytest.raises(CannotQuote, match="at most 280"):
        clear_quote(record, **clear, our_words=" ")


def test_a_flagged_answer_is_quoted_only_when_its_case_allows_it(record, wave, theme, lead):
    red, amber, calm, allowed = (
        under(record, wave, words, theme, lead) for words in ("red", "amber", "calm", "allowed")
    )
    flag(record, red, Level.RED)
    flag(record, amber)
    flag(record, calm, Level.NONE)
    flag(record, allowed, may_be_quoted=True)
    clear = {"theme": theme, "worker": lead, "on": DAY}
    for answer_id in (red, amber):
        with pytest.raises(CannotQuote, match="may tell of harm"):
            clear_quote(record, answer_id=answer_id, **clear)
    for answer_id in (calm, allowed):
        clear_quote(record, answer_id=answer_id, **clear)
    assert sorted(shown(record, wave)) == ["allowed", "calm"]


def test_a_quote_goes_when_its_answer_is_flagged_or_passed_on(record, wave, theme, lead):
    flagged, passed = (under(record, wave, words, theme, lead) for words in ("one", "two"))
    clear_quote(record, answer_id=flagged, theme=theme, worker=lead, on=DAY)
    clear_quote(record, answer_id=passed, theme=theme, worker=lead, on=DAY, our_words="in our words")
    assert sorted(shown(record, wave)) == ["in our words", "one"]
    flag(record, flagged, Level.RED)
    pass_on(record, source=Source.ANSWER, text_id=passed, worker=lead, on=DAY)
    assert shown(record, wave) == []


def test_a_theme_that_becomes_sensitive_keeps_back_what_one_person_cleared(record, wave, theme, lead):
    answer_id = under(record, wave, "Late again", theme, lead)
    clear_quote(record, answer_id=answer_id, theme=theme, worker=lead, on=DAY)
    theme.is_sensitive = True
    assert shown(record, wave) == []
    theme.is_sensitive = False
    assert shown(record, wave) == ["Late again"]


FACTS = st.builds(
    Facts,
    is_let_through=st.booleans(),
    is_under_theme=st.booleans(),
    is_flagged=st.booleans(),
    may_be_quoted=st.booleans(),
    letters=st.sampled_from([1, LONGEST - 1, LONGEST, LONGEST + 1, 10_000]),
    is_sensitive=st.booleans(),
    cleared_by=st.sampled_from([None, "a", "b"]),
    second_by=st.sampled_from([None, "a", "b"]),
    closed_days=st.none() | st.integers(-30, 30),
    is_theme_shown=st.booleans(),
)


@settings(max_examples=6_000)
@given(FACTS)
def test_the_rule_holds_in_every_state(facts):
    may_be_cleared = (
        facts.is_let_through
        and facts.is_under_theme
        and facts.letters <= 280
        and (not facts.is_flagged or facts.may_be_quoted)
    )
    names = {facts.cleared_by, facts.second_by} - {None}
    enough = facts.cleared_by is not None and (not facts.is_sensitive or len(names) == 2)
    waited = facts.closed_days is not None and facts.closed_days > 7
    assert (why_not_clear(facts) is None) is may_be_cleared
    assert (why_not_show(facts) is None) is (may_be_cleared and enough and waited and facts.is_theme_shown)


@settings(max_examples=500)
@given(FACTS)
def test_nothing_that_is_taken_away_makes_a_quote_appear(facts):
    """Whatever keeps a quote back, adding another reason never shows it."""
    if why_not_show(facts) is None:
        return
    for worse in (
        {"is_let_through": False},
        {"is_under_theme": False},
        {"is_flagged": True, "may_be_quoted": False},
        {"is_sensitive": True},
        {"cleared_by": None},
        {"closed_days": None},
        {"is_theme_shown": False},
    ):
        assert why_not_show(replace(facts, **worse)) is not None

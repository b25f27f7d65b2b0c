"""Baskets: answers to quote come in turn from schools, years and lengths, and nothing comes that may not be quoted."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.baskets import FEWEST_OF_YEAR, Candidate, basket, varied
from surveys.codebook import ThemeEntry, load_themes
from surveys.codings import Decision, decide
from surveys.quotable import LONGEST
from surveys.quotes import clear_quote
from surveys.readings import Outcome, Source, read_text
from surveys.screenings import Harm, Level, Screening
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


@pytest.fixture
def put(record, wave, theme, lead):
    """Have a pupil write something that is read and put under the theme; return the answer’s key."""

    def put(words, *, school=0, year="Y8", outcome=Outcome.FINE, decision=Decision.ADDED):
        make.responses(record, wave.schools[school], words, picks={"year_group": [year]})
        key = make.answer_saying(record, words)
        text = {"source": Source.ANSWER, "text_id": key}
        read_text(record, **text, reader=lead, outcome=outcome, on=DAY)
        if outcome is Outcome.FINE:
            decide(record, **text, theme=theme, decision=decision, worker=lead, on=DAY)
        return key

    return put


def look(record, wave, theme, *, on=DAY, most=50):
    return basket(record, wave=wave, theme=theme, on=on, is_theme_shown=True, most=most)


def words(candidates):
    return [one.shown for one in candidates]


def test_only_what_may_be_quoted_is_offered(record, wave, theme, put):
    put("the bus is always late")
    put("x" * (LONGEST + 1))
    put("somebody hurt me", outcome=Outcome.CONCERN)
    put("this is about something else", decision=Decision.REMOVED)
    for level, says in ((Level.RED, "red one here now"), (Level.AMBER, "amber one here now")):
        record.add(Screening(answer_id=put(says), level=level, harm=Harm.OTHER))
    record.add(
        Screening(answer_id=put("its case allows it"), level=Level.RED, harm=Harm.OTHER, may_be_quoted=True)
    )
    record.add(Screening(answer_id=put("nothing found in it"), level=Level.NONE, harm=None))
    make.responses(record, wave.schools[0], "nobody has read this")
    assert sorted(words(look(record, wave, theme).next)) == [
        "its case allows it",
        "nothing found in it",
        "the bus is always late",
    ]


def test_nothing_is_offered_while_the_wave_is_open(record, wave, theme, put):
    put("the bus is always late")
    assert look(record, wave, theme, on=CLOSED).next == []
    assert len(look(record, wave, theme).next) == 1


def test_the_same_words_are_offered_once_and_not_when_they_are_quoted(record, wave, theme, put, lead):
    first = put("the bus is always late")
    put("The bus is  always late")
    assert len(look(record, wave, theme).next) == 1
    clear_quote(record, answer_id=first, theme=theme, worker=lead, on=DAY)
    found = look(record, wave, theme)
    assert (words(found.cleared), found.next) == (["the bus is always late"], [])


def test_a_cleared_quote_says_why_it_is_not_shown(record, wave, theme, put, lead):
    clear_quote(record, answer_id=put("the bus is always late"), theme=theme, worker=lead, on=DAY)
    assert [one.why_not for one in look(record, wave, theme).cleared] == [None]
    assert "closed for more than 7 days" in look(record, wave, theme, on=date(2026, 2, 27)).cleared[0].why_not
    theme.is_sensitive = True
    assert "a second person" in look(record, wave, theme).cleared[0].why_not


def test_a_year_is_told_only_where_ten_of_it_answered_at_the_school(record, wave, theme, put):
    put("the bus is always late", year="Y8")
    put("it comes twice a day", year="Y9")
    put("it never comes at all", year="Y8", school=1)
    make.responses(record, wave.schools[0], count=FEWEST_OF_YEAR - 1, picks={"year_group": ["Y8"]})
    make.responses(record, wave.schools[0], count=FEWEST_OF_YEAR - 2, picks={"year_group": ["Y9"]})
    years = {one.shown: one.year for one in look(record, wave, theme).next}
    assert years == {
        "the bus is always late": "Y8",
        "it comes twice a day": None,
        "it never comes at all": None,
    }


def test_schools_take_turns_though_one_wrote_far_more(record, wave, theme, put):
    for number in range(8):
        put(f"the bus is late on route {number}")
    put("our bus never comes either", school=1)
    offered = look(record, wave, theme, most=4)
    assert {one.school for one in offered.next[:2]} == {place.school.name for place in wave.schools}
    assert offered.left == 5


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        answer_id=st.uuids().map(str),
        shown=st.integers(1, 60).map(lambda length: " ".join(["word"] * length)),
        asked=st.just("bar_text"),
        school=st.sampled_from("ABCDE"),
        year=st.sampled_from([None, "Y7", "Y8", "Y9"]),
        quote=st.none(),
        why_not=st.none(),
    ),
    max_size=40,
    unique_by=lambda one: one.answer_id,
)


@settings(max_examples=300)
@given(CANDIDATES, st.integers(0, 20))
def test_the_order_is_fair_whatever_was_written(candidates, most):
    chosen = varied(candidates, already=[], most=most)
    assert len(chosen) == min(most, len(candidates)) == len(set(chosen))
    assert chosen == varied(candidates[::-1], already=[], most=most)  # the order they came in says nothing
    tiny = [one.says_too_little for one in chosen]
    assert tiny == sorted(tiny)
    # As soon as every school has been heard once, and not before, one is heard again by school alone.
    if len({(one.year, one.traits[-1]) for one in candidates}) == 1 and not any(tiny):
        heard = Counter(one.school for one in chosen)
        spare = Counter(one.school for one in candidates if one not in chosen)
        assert all(heard[school] + 1 >= max(heard.values(), default=0) for school in spare)


def test_what_is_quoted_already_counts_as_heard():
    def one(key, school):
        return Candidate(key, "the bus is always late", "bar_text", school, None, None, None)

    chosen = varied([one("1", "A"), one("2", "B")], already=[one("0", "A")], most=1)
    assert [candidate.school for candidate in chosen] == ["B"]

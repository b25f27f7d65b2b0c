"""Telling back: the words that pupils are told, what may be said to everybody, and how hard it is to read."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.protection import protect_share
from surveys.actions import Action, Status
from surveys.plain_words import SECONDARY_AGE, too_hard
from surveys.report_steps import ReportReply, Verdict
from surveys.reports import Report
from surveys.themes import Theme
from tests.voice.report_figures import figure, rich_figures, small_figures
from voice.rendering import ROOT
from voice.telling import (
    ALL_STOPPED,
    HEADINGS,
    NO_NUMBERS,
    NOT_ANSWERED,
    OPENINGS,
    PUBLIC_BASE,
    STILL_WORKING_IT_OUT,
    TOO_FEW_ANSWERED,
    VERDICTS,
    not_answered_yet,
    nothing_under_way,
    promised_on_the_poster,
    refused_on_the_poster,
    tenths,
    told_back,
    what_pupils_said,
    what_the_poster_says,
    what_the_school_says,
    why_no_numbers,
)

TODAY = date(2026, 11, 23)


def action(words: str | None, status: Status = Status.IN_PROGRESS, **more: Any) -> Action:
    theme = Theme(code=more.pop("theme", "ZZZ"), name="Any")
    made = {"school_id": None, "due_on": date(2027, 1, 31), **more}
    return Action(title="For staff", pupil_words=words, status=status, theme=theme, **made)


def test_pupils_are_told_at_most_five_things_and_none_that_rest_on_few_answers():
    figures = rich_figures()
    said = what_pupils_said(figures)
    assert [one.what for one in said][2:] == [
        "Feeling worried, panicky or low",
        "Corridors",
        "A quiet place to go",
    ]
    for row in (*figures["barriers"], *figures["wants"]):
        row["school"]["base"] = 30  # rounded: it may be 28
    assert [one.what for one in what_pupils_said(figures)] == ["Corridors"]


@given(base=st.integers(min_value=2, max_value=80).map(lambda fives: 5 * fives), count=st.integers(10, 400))
@settings(max_examples=1000)
def test_no_figure_is_told_to_everybody_that_may_rest_on_fewer_than_thirty(base, count):
    figures = small_figures()
    figures["barriers"][0]["school"] = figure(min(count, base), base)
    told = [*what_pupils_said(figures), *what_the_poster_says(figures)]
    assert bool(told) == (base >= PUBLIC_BASE)
    least = base - 2  # rounded to 5
    assert not told or least >= 30


@pytest.mark.parametrize(
    ("question", "code"), [("barriers", "other"), ("wants", "other"), ("places", "elsewhere")]
)
def test_pupils_are_not_told_that_something_else_makes_it_hard(question, code):
    figures = small_figures()
    if question == "places":
        figures["places"]["rows"] = [[code, "Somewhere else"]]
        figures["places"]["totals"] = {code: figure(40, 165)}
    else:
        figures[question][0] |= {"code": code, "school": figure(40, 165)}
    assert what_pupils_said(figures) == []


def test_a_poster_says_one_hard_thing_one_place_and_one_wish():
    said = what_the_poster_says(rich_figures())
    assert [one.what for one in said] == [
        "Noise, crowds, lights or too much going on",
        "Corridors",
        "A quiet place to go",
    ]


def test_a_poster_fills_up_with_what_there_is():
    figures = rich_figures()
    figures["places"]["rows"] = []
    said = what_the_poster_says(figures)
    assert len(said) == 3
    assert [one.about for one in said].count("said this makes it hard to come to school") == 2
    assert what_the_poster_says(small_figures()) == []


@pytest.mark.parametrize(
    ("count", "base", "told"),
    [(0, 200, None), (10, 200, None), (20, 200, 1), (100, 200, 5), (190, 200, None), (200, 200, None)],
)
def test_a_share_is_so_many_in_ten_unless_that_would_overstate_it(count, base, told):
    assert tenths(protect_share(count, base).as_json()) == told


@settings(max_examples=1_000)
@given(st.integers(0, 400), st.integers(50, 400))
def test_dots_say_what_the_words_say(count, base):
    told = protect_share(min(count, base), base).as_json()
    number = tenths(told)
    if number is None:
        assert "in 10" not in told["words"] or told["words"] == "fewer than 1 in 10"
    else:
        assert told["words"] == ("about half" if number == 5 else f"about {number} in 10")


def test_few_answers_are_told_in_a_word_without_a_number():
    figures = small_figures()
    figures["barriers"][0]["school"] = figure(20, 40) | {"words": "about half"}
    (said,) = what_the_poster_says(figures)
    assert (said.share, said.tenths) == ("about half", None)


def test_what_is_done_stands_first_and_what_cannot_be_done_last():
    every = [action(f"{status.value}.", status) for status in reversed(Status)]
    told = told_back([*every, action(None)], figures=rich_figures(), on=TODAY)
    assert [heading for heading, _ in told] == [
        "We did this",
        "We are doing this now",
        "We will do this",
        "We can’t do this yet",
    ]
    assert told_back([action(None)], figures=rich_figures(), on=TODAY) == []


@pytest.mark.parametrize(
    ("status", "due", "when"),
    [
        (Status.IN_PROGRESS, date(2027, 1, 31), "By the end of January 2027."),
        (Status.NOT_STARTED, date(2026, 11, 22), "This is late. We said November 2026."),
        (Status.DONE, date(2026, 1, 1), ""),
        (Status.STOPPED, date(2026, 1, 1), ""),
    ],
)
def test_pupils_read_by_when_and_that_it_is_late(status, due, when):
    ((_, (told,)),) = told_back([action("So.", status, due_on=due)], figures=rich_figures(), on=TODAY)
    assert told.when == when


def test_what_is_done_stands_beside_what_pupils_said_of_it_where_that_may_be_told():
    figures = rich_figures()
    ((_, (told,)),) = told_back([action("So.", theme="FAC")], figures=figures, on=TODAY)
    assert told.answers == "Toilets: locked, dirty or not allowed"
    ((_, (hidden,)),) = told_back([action("So.", theme="HOM")], figures=figures, on=TODAY)
    assert hidden.answers == ""  # its figure is too small to say


def test_a_poster_has_room_for_three_with_the_schools_own_first():
    own = action("Ours.", Status.NOT_STARTED, school_id="a" * 32)
    others = [action(status.value, status) for status in (Status.IN_PROGRESS, Status.DONE, Status.STOPPED)]
    told = promised_on_the_poster([*others, action("Late."), own], figures=rich_figures(), on=TODAY)
    assert [(opening, one.words) for opening, one in told] == [
        ("Next", "Ours."),
        ("Done", "done"),
        ("Now", "in progress"),
    ]
    assert refused_on_the_poster([*others, action(None, Status.STOPPED)]) == ["stopped"]


def report(*replies: ReportReply, **workshops: Any) -> Report:
    lines = [
        {"key": "first", "kind": "recommendation", "text": "A quiet room at lunch"},
        {"key": "idea", "kind": "idea", "text": "A slide"},
        {"kind": "recommendation", "text": "Open toilets"},
    ]
    return Report(content={"figures": {"workshops": {"lines": lines} | workshops}}, replies=list(replies))


def test_pupils_read_what_their_school_says_to_each_thing_they_asked_for():
    asked = report()
    first, second = (one.key for one in asked.recommendations)
    replies = [
        ReportReply(line=second, verdict=Verdict.NO, words="The doors are broken."),
        ReportReply(line=first, verdict=Verdict.YES, words=""),
    ]
    told = what_the_school_says(report(*replies))
    assert told == [
        ("A quiet room at lunch", "Yes.", ""),
        ("Open toilets", "No.", "The doors are broken."),
    ]
    assert not_answered_yet(report(*replies)) == ""


def test_a_school_that_has_not_answered_is_said_to_owe_it_only_where_pupils_asked_for_something():
    assert what_the_school_says(report()) == []
    assert not_answered_yet(report()) == NOT_ANSWERED
    assert not_answered_yet(report(lines=[])) == ""
    assert not_answered_yet(Report(content={}, replies=[])) == ""


@pytest.mark.parametrize(
    ("count", "words"),
    [(None, TOO_FEW_ANSWERED), (30, TOO_FEW_ANSWERED), (35, NO_NUMBERS), (165, NO_NUMBERS)],
)
def test_pupils_are_told_whether_too_few_answered_or_numbers_would_point_at_them(count, words):
    assert why_no_numbers({"answered": figure(count, 940)}) == words


def test_pupils_are_told_when_nothing_is_under_way_and_that_plans_were_stopped():
    stopped = action("We can’t run a late bus yet. It costs too much.", Status.STOPPED)
    for status in OPENINGS:
        assert nothing_under_way([stopped, action("So.", status)]) == ""
    assert nothing_under_way([stopped]) == ALL_STOPPED
    for untold in ([], [action(None)]):
        assert nothing_under_way(untold) == STILL_WORKING_IT_OUT


def test_what_we_say_ourselves_can_be_read_at_nine():
    poster = (ROOT / "templates" / "tellings" / "poster.typ").read_text()
    page = (ROOT / "templates" / "tellings" / "told.html").read_text()
    ours = (
        "You told us what makes it hard to come to school.",
        "Nobody can tell who said what. Small numbers are left out.",
        "You asked, your school says",
    )
    for words in ours:
        assert words in page
        assert too_hard(words, age=SECONDARY_AGE) == []
    for words in (*ours[1:], "Got an idea now? Tell a teacher or an adult you trust."):
        assert words in poster
    sentences = (NO_NUMBERS, TOO_FEW_ANSWERED, NOT_ANSWERED, ALL_STOPPED, STILL_WORKING_IT_OUT)
    for words in (*sentences, *HEADINGS.values(), *OPENINGS.values(), *VERDICTS.values()):
        assert too_hard(words, age=SECONDARY_AGE) == []

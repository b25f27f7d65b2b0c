"""Quality: a mark for what may be odd about a form, and none for what is merely unusual."""

import pytest

from surveys.kinds import Filled, prepare
from surveys.quality import STRAIGHT_FROM, Mark, marks_of, marks_of_wave
from surveys.questions import Kind
from tests import make


@pytest.fixture
def asked(record):
    return prepare(make.version(record).questions)


def agreeing(asked, *, choices, count=None):
    codes = [code for code, question in asked.items() if question.kind is Kind.AGREE]
    return {code: [choices[place % len(choices)]] for place, code in enumerate(codes[:count])}


def test_the_survey_asks_enough_on_one_scale_to_see_a_straight_line(asked):
    assert sum(question.kind is Kind.AGREE for question in asked.values()) >= STRAIGHT_FROM


@pytest.mark.parametrize("choice", ["1", "3", "5"])
def test_the_same_tick_all_the_way_down_is_a_straight_line(asked, choice):
    assert marks_of(asked, Filled(picks=agreeing(asked, choices=choice))) == [Mark.STRAIGHT_LINE]


def test_one_tick_that_differs_or_a_short_run_is_none(asked):
    assert marks_of(asked, Filled(picks=agreeing(asked, choices="4444445"))) == []
    assert marks_of(asked, Filled(picks=agreeing(asked, choices="4", count=STRAIGHT_FROM - 1))) == []


def test_two_scales_are_not_counted_together(asked):
    picks = agreeing(asked, choices="5", count=STRAIGHT_FROM - 1) | {"att_hard": ["5"]}
    assert marks_of(asked, Filled(picks=picks)) == []


@pytest.mark.parametrize("picks", [{}, {"year_group": ["Y8"]}])
def test_a_form_with_only_what_must_be_said_says_nothing(asked, picks):
    assert marks_of(asked, Filled(picks=picks)) == [Mark.NOTHING_ANSWERED]


def test_one_tick_or_one_word_more_says_something(asked):
    assert marks_of(asked, Filled(picks={"year_group": ["Y8"], "gender": ["girl"]})) == []
    assert marks_of(asked, Filled(picks={"year_group": ["Y8"]}, texts={"bar_text": "no"})) == []


def test_every_choice_of_a_long_list_cannot_be_meant(asked):
    every = [code for code in asked["bar_pick"].rows if code not in asked["bar_pick"].alone]
    assert marks_of(asked, Filled(picks={"bar_pick": every})) == [Mark.IMPOSSIBLE]
    assert marks_of(asked, Filled(picks={"bar_pick": every[1:]})) == []


def test_what_cannot_both_be_true_is_marked(asked):
    assert marks_of(asked, Filled(picks={"att_hard": ["5"], "bar_pick": ["none"]})) == [Mark.IMPOSSIBLE]
    assert marks_of(asked, Filled(picks={"att_hard": ["4"], "bar_pick": ["none"]})) == []


def test_a_school_may_ask_none_of_it(asked):
    assert marks_of({}, Filled(picks={"att_hard": ["5"], "gone": ["1"]})) == []


def test_marks_are_counted_by_place(record):
    wave = make.wave(record, schools=2)
    first, second = wave.schools
    make.responses(record, first, count=2, marks=[Mark.STRAIGHT_LINE, Mark.IMPOSSIBLE])
    make.responses(record, first, count=1)
    make.responses(record, second, count=3)
    make.responses(record, make.wave(record).schools[0], count=1, marks=[Mark.IMPOSSIBLE])
    assert marks_of_wave(record, wave.id) == {first.id: {"straight line": 2, "impossible": 2}, second.id: {}}

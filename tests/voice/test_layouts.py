"""How a survey’s questions stand on its page: mixed where they may be, in order where they must be."""

import pytest

from surveys.kinds import WAYS, Summed, prepare
from surveys.local_places import Places
from surveys.page_words import page_words
from tests import make
from voice.layouts import LAST, NO_PLACES, ORDERS, lay_out, symbols_of, with_local_places

ORDERS_TO_TRY = range(ORDERS)


@pytest.fixture
def version(record):
    return make.version(record)


@pytest.fixture
def laid(record, version):
    words = page_words(record, version_id=version.id, language="en")
    return lambda order=0, local=NO_PLACES: lay_out(version.questions, words, local, order=order)


def items(sections):
    return [item for section in sections for item in section.items]


def codes(item):
    return [pick.code for group in item.groups for pick in group.picks]


def test_the_first_order_is_as_the_survey_was_written(laid, version):
    shown = items(laid(0))
    assert [item.code for item in shown] == [question.code for question in version.questions]
    for item in shown:
        question = version.question(item.code)
        source = version.question(question.picks_of) if item.field == "select" else question
        assert codes(item) == [choice.code for choice in source.rows]


@pytest.mark.parametrize("order", ORDERS_TO_TRY)
def test_every_order_asks_the_same_and_offers_the_same(laid, order):
    plain, mixed = items(laid(0)), items(laid(order))
    assert {item.code for item in plain} == {item.code for item in mixed}
    by_code = {item.code: item for item in plain}
    for item in mixed:
        assert sorted(codes(item)) == sorted(codes(by_code[item.code]))


def test_orders_differ_and_each_stays_as_it_is(laid):
    seen = {
        tuple(codes(next(i for i in items(laid(order)) if i.code == "bar_pick"))) for order in ORDERS_TO_TRY
    }
    assert len(seen) == ORDERS
    assert laid(3) == laid(3)


@pytest.mark.parametrize("order", ORDERS_TO_TRY)
def test_none_other_and_rather_not_say_end_every_list(laid, order, version):
    for item in items(laid(order)):
        picks = [pick for group in item.groups for pick in group.picks]
        ends = [pick.alone or pick.code in LAST for pick in picks]
        if version.question(item.code).shuffled and any(ends):
            assert ends == sorted(ends), item.code


@pytest.mark.parametrize("order", ORDERS_TO_TRY)
def test_scales_never_change_their_own_order(laid, order, version):
    for item in items(laid(order)):
        question = version.question(item.code)
        if WAYS[question.kind].summed is Summed.SCALE:
            assert codes(item) == [choice.code for choice in question.rows]


@pytest.mark.parametrize("order", ORDERS_TO_TRY)
def test_choices_stay_under_their_heading(laid, order):
    plain = next(item for item in items(laid(0)) if item.code == "bar_pick")
    mixed = next(item for item in items(laid(order)) if item.code == "bar_pick")
    heading_of = {pick.code: group.heading for group in plain.groups for pick in group.picks}
    assert {pick.code: group.heading for group in mixed.groups for pick in group.picks} == heading_of
    assert mixed.groups[-1].heading == plain.groups[-1].heading


def test_statements_are_mixed_among_themselves_alone(laid, version):
    statements = [q.code for q in version.questions if q.code.startswith("sch_")]
    for order in ORDERS_TO_TRY:
        shown = [item.code for item in items(laid(order))]
        where = [shown.index(code) for code in statements]
        assert sorted(where) == list(range(min(where), min(where) + len(where)))


def test_a_schools_own_places_come_before_nowhere_and_are_read_as_choices(laid, version):
    local = Places({"yard": "The cage"}, (("local_1", "Lake path"),))
    item = next(item for item in items(laid(2, local)) if item.code == "hot_place")
    said = {pick.code: pick.said.text for group in item.groups for pick in group.picks}
    assert said["yard"] == "The cage"
    assert said["local_1"] == "Lake path"
    assert codes(item)[-2:] == ["nowhere", "elsewhere"]
    asked = with_local_places(prepare(version.questions), local)
    assert "local_1" in asked["hot_place"].rows
    assert "local_1" not in asked["bar_pick"].rows


def test_each_face_has_its_picture(laid):
    assert {"faces-1", "faces-5"} <= set(symbols_of(laid()))

"""Evidencing: the buses and stops that pupils name, and a subgroup’s own questions, protected with all that is told."""

import random
from datetime import date

import pytest

from analysis.cube import Cube
from analysis.lines import protected
from analysis.protection import TOTAL
from analysis.tallies import WRITERS
from surveys.findings import FindingKind, finding, store_findings
from surveys.questions import Kind
from surveys.subgroups import add_first_subgroups
from surveys.workers import Role
from tests import make
from voice.insight import load_codebook
from voice.insight.evidencing import choices_asked, lines_beside, routes_in, routes_named, shares_asked
from voice.insight.hearing import heard
from voice.insight.versions import settle
from voice.paper_kinds import asks as all_asks
from voice.paper_kinds.asks import Asks, Wanted


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("my 88 bus is full", {"Number 88"}),
        ("Bus 42a dont come", {"Number 42A"}),
        ("the number 7 and the 163, always the bus", {"Number 7", "Number 163"}),
        ("waiting at Market Street bus stop", {"Market Street bus stop"}),
        ("at the bus stop", set()),
        ("the bus takes 40 minutes and it is a 5 minute walk", set()),
        ("i get the bus at 8.30", set()),
        ("the bus at 8:05 is £2", set()),
        ("the 8 am bus", set()),
        ("in year 7 the 10 of us", set()),
        ("bus is my 3 times a week thing", set()),
        ("", set()),
    ],
)
def test_what_a_text_names_is_a_bus_or_a_stop_and_no_other_number(text, named):
    assert routes_in(text) == named


def test_an_answer_to_the_question_for_buses_may_be_a_number_alone():
    assert routes_in("88", is_route=True) == {"Number 88"}
    assert routes_in("88") == frozenset()
    assert routes_in("the 88 never stops") == frozenset()
    assert routes_in("the 88 never stops", is_travel=True) == {"Number 88"}


OFTEN_HARD = Wanted("att_hard", "Often hard", ("4", "5"))


@pytest.fixture(autouse=True)
def asked_of_any_survey(monkeypatch):
    """Ask for questions that the secondary survey has."""
    transport = Asks(
        "Which journeys?",
        shares=(OFTEN_HARD, Wanted("not_asked", "Not asked", ("1",))),
        lists=(("bar_pick", "What is hard"), ("att_hard", "One answer alone"), ("not asked", "Nothing")),
        names_routes=True,
    )
    monkeypatch.setitem(all_asks.ASKS, "transport", transport)


@pytest.fixture
def borough(record):
    load_codebook(record)
    add_first_subgroups(record)
    return make.wave(record, schools=4)


def count(record, wave):
    """Count a wave as the job does, as far as packs read of it."""
    before = finding(record, wave_id=wave.id, kind=FindingKind.CUBE, subject="wave")
    told = None if before is None else Cube.from_json(before.figures)
    cube = protected(heard(record, wave, told))
    cube = cube if told is None else settle(told, cube)
    stored = {(FindingKind.CUBE, "wave"): cube.as_json()}
    store_findings(record, wave_id=wave.id, figures=stored, on=date.today())
    return cube


def read_all(record):
    make.read_everything(record, make.worker(record, Role.READER))


def test_a_bus_is_listed_when_ten_pupils_named_it_and_not_when_nine_did(record, borough):
    for number, place in enumerate(borough.schools):
        rare = ["my 99 bus is late"] * (3 if number else 0)
        make.responses(record, place, *["my 88 bus is late"] * 5, *rare, *["I walk"] * 22)
    read_all(record)
    cube = count(record, borough)
    named = routes_named(record, borough)
    assert [name for name, _ in named] == ["Number 88"]
    assert (named[0][1]["count"], named[0][1]["base"]) == (20, 115)
    assert [key for key in cube.lines if key.startswith("named.")] == ["named.Number 88"]


def test_one_pupil_who_names_a_bus_twice_counts_once(record, borough):
    for place in borough.schools:
        make.responses(record, place, *["88 bus. I hate the 88 bus"] * 2, *["I walk"] * 30)
    read_all(record)
    count(record, borough)
    assert routes_named(record, borough) == []


def test_what_nobody_has_read_is_not_counted(record, borough):
    for place in borough.schools:
        make.responses(record, place, *["my 88 bus is late"] * 10, *["I walk"] * 20)
    assert lines_beside(record, borough, told=None).keys().isdisjoint({"named.Number 88"})


def test_a_wave_that_was_never_counted_tells_nothing_and_is_not_counted_for_a_pack(record, borough):
    for place in borough.schools:
        make.responses(record, place, *["my 88 bus is late"] * 10, *["I walk"] * 20)
    read_all(record)
    assert routes_named(record, borough) == choices_asked(record, borough, "bar_pick") == []
    assert shares_asked(record, borough, [OFTEN_HARD]) == []
    count(record, borough)
    before = routes_named(record, borough)
    make.responses(record, borough.schools[0], *["my 88 bus is late"] * 40)
    read_all(record)
    assert routes_named(record, borough) == before  # until the wave is counted again


def test_a_question_with_several_answers_is_told_choice_by_choice_and_small_ones_are_hidden(record, borough):
    for place in borough.schools:
        make.responses(record, place, count=20, picks={"bar_pick": ["bus"]})
        make.responses(record, place, count=2, picks={"bar_pick": ["toilets"]})
        make.responses(record, place, count=10, picks={"bar_pick": ["none"]})
    count(record, borough)
    told = dict(choices_asked(record, borough, "bar_pick"))
    assert borough.version.question("bar_pick").kind is Kind.SEVERAL
    assert told["Buses, trams or the way here"]["count"] == 80
    assert not any(figure["shown"] for name, figure in told.items() if not name.startswith("Buses"))
    assert next(iter(told)) == "Buses, trams or the way here"
    assert choices_asked(record, borough, "not asked") == choices_asked(record, borough, "att_hard") == []


def test_a_question_with_one_answer_is_told_as_one_share(record, borough):
    for place in borough.schools:
        make.responses(record, place, count=20, picks={"att_hard": ["5"]})
        make.responses(record, place, count=20, picks={"att_hard": ["1"]})
    count(record, borough)
    told = shares_asked(record, borough, [OFTEN_HARD, Wanted("not_asked", "Not asked", ("1",))])
    assert [(name, figure["count"], figure["base"]) for name, figure in told] == [("Often hard", 80, 160)]


def test_a_bus_that_was_told_neither_moves_nor_goes_because_of_nine_pupils(record, borough):
    for place in borough.schools:
        make.responses(record, place, *["my 88 bus is late"] * 5, *["I walk"] * 30)
    read_all(record)
    count(record, borough)
    before = routes_named(record, borough)
    make.responses(record, borough.schools[0], *["my 88 bus is late"] * 9)
    read_all(record)
    count(record, borough)
    assert before == routes_named(record, borough) != []


def test_a_bus_that_was_told_stays_when_hardly_anybody_names_it_any_more(record, borough):
    for place in borough.schools:
        make.responses(record, place, *["my 88 bus is late"] * 3, *["I walk"] * 30)
    read_all(record)
    told = count(record, borough)
    key = "named.Number 88"
    assert told.lines[key].figures[TOTAL].shown
    other = make.wave(record, name="Nobody wrote", schools=2)
    again = lines_beside(record, other, told=told)
    assert set(again[key].values()) == {(0, 0)}


@pytest.mark.parametrize("seed", range(12))
def test_a_pack_and_a_report_subtracted_tell_no_base_that_is_hidden(record, borough, seed):
    """What a pack tells of a bus shares its base with what every report tells of those who wrote."""
    draw = random.Random(seed)
    for place in borough.schools:
        wrote = draw.choice([0, 3, 9, 11, 14, 30, 60])
        texts = ["my 88 bus is late" if draw.random() < 0.5 else "I walk" for _ in range(wrote)]
        make.responses(record, place, *texts, picks={"att_hard": ["5"], "bar_pick": ["bus"]})
    read_all(record)
    cube = count(record, borough)
    of_writers = cube.lines[WRITERS]
    for key, line in cube.lines.items():
        if key.startswith(("named.", "written.")):
            # The same pupils stand behind each: a base that one hides and another shows would be shown.
            told = {name: figure.base for name, figure in line.figures.items()}
            assert told == {name: figure.base for name, figure in of_writers.figures.items()}
        if key.startswith("asked.bar_pick."):
            twin = cube.lines[key.removeprefix("asked.")]
            assert line.as_json() == twin.as_json()  # asked and counted twice, hidden alike
    for _, figure in routes_named(record, borough):
        assert figure["base"] == of_writers.figures[TOTAL].base

"""Findings: everything that pages and reports say, counted by school and protected, whatever was heard."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.findings import HEADLINES, MOST_WORDS, Lines, about_school, about_themes, overview
from analysis.heard import Asked, Heard, Option, Written
from analysis.protection import TOTAL

ONE, TWO, THREE = "100001", "100002", "100003"
BARRIERS = Asked(
    rows=(Option("bus", "Buses", "TRV"), Option("tired", "Tired", "SLP"), Option("none", "Nothing")),
    alone=frozenset({"none"}),
)
SCALE = Asked(rows=tuple(Option(str(point), str(point)) for point in range(1, 6)))
PLACES = Asked(
    rows=(Option("yard", "Yard"),), columns=(Option("lunch", "Lunch"), Option("end", "End of day"))
)


def heard(*, ticks=(), writers=None, written=(), said=(), programmes=None):
    return Heard(
        schools=(ONE, TWO, THREE),
        ticks=list(ticks),
        writers=writers or {},
        written=list(written),
        said=list(said),
        programmes=programmes or {},
        asked={"bar_pick": BARRIERS, "sch_safe": SCALE, "hot_place": PLACES},
        themes=[("TRV", "Getting to school"), ("SLP", "Sleep"), ("PER", "Periods")],
    )


def pupils(school, count, **picks):
    return [(school, picks)] * count


@pytest.fixture
def wave():
    ticks = [
        *pupils(
            ONE, 60, bar_pick=["bus"], sch_safe=["5"], hot_place=["yard"], **{"hot_place.yard": ["lunch"]}
        ),
        *pupils(ONE, 60, bar_pick=["tired"], sch_safe=["2"], hot_place=[]),
        *pupils(TWO, 80, bar_pick=["bus"], sch_safe=["1"]),
        *pupils(TWO, 40, bar_pick=["none"], sch_safe=["4"]),
        *pupils(THREE, 9, bar_pick=["bus"], sch_safe=["5"]),
    ]
    writers = {f"r{number}": ONE if number < 60 else TWO for number in range(120)}
    written = [Written(f"r{number}", "TRV", ("bus",), number < 3) for number in range(20, 90)]
    written += [Written("r1", "SLP", ("only mine",), False)]
    return heard(
        ticks=ticks,
        writers=writers,
        written=written,
        said=[
            Written("p1", "TRV", (), False),
            Written("p1", "TRV", (), False),
            Written("p2", "TRV", (), False),
        ],
        programmes={"p1": ONE, "p2": TWO, "p3": THREE},
    )


def test_an_overview_says_how_many_answered_where_and_hides_the_small(wave):
    found = overview(wave, method="seeds 1")
    assert found["answered"]["words"] == "about 250"
    assert found["schools"][ONE]["words"] == "about 120"
    assert not found["schools"][THREE]["shown"]
    assert found["writers"]["words"] == "about 120"
    assert not found["decided"]["shown"]
    assert found["method"] == "seeds 1"


def test_a_theme_is_written_of_ticked_and_said_three_figures_apart(wave):
    found = about_themes(Lines(wave))["TRV"]
    assert (found["written"][TOTAL]["count"], found["written"][TOTAL]["base"]) == (70, 120)
    assert (found["ticked"][ONE]["count"], found["ticked"][ONE]["base"]) == (60, 120)
    assert found["workshops"] == {"said_in": 2, "of": 3}


def test_workshop_notes_are_never_added_to_pupils_counts(wave):
    without = replace(wave, said=[], programmes={})
    one, other = about_themes(Lines(wave)), about_themes(Lines(without))
    for code in one:
        assert one[code] | {"workshops": None} == other[code] | {"workshops": None}


def test_a_theme_nobody_wrote_of_looks_like_one_that_hardly_anybody_did(wave):
    found = about_themes(Lines(wave))
    for code in ("SLP", "PER"):
        assert not found[code]["written"][TOTAL]["shown"]
    assert found["PER"]["written"][TOTAL]["words"] == found["SLP"]["written"][TOTAL]["words"]
    assert found["PER"]["ticked"] is None  # no choice counts under it, so it was not asked


def test_a_word_is_shown_when_ten_texts_used_it(wave):
    found = about_themes(Lines(wave))
    assert found["TRV"]["words"] == ["bus"]
    assert found["SLP"]["words"] == []
    many = [Written(f"r{n}", "TRV", tuple(f"word{w}" for w in range(30)), False) for n in range(10)]
    assert len(about_themes(Lines(replace(wave, written=many)))["TRV"]["words"]) == MOST_WORDS
    nine = [*many[:9], Written("r0", "TRV", ("word0", "word0"), False)]
    assert about_themes(Lines(replace(wave, written=nine)))["TRV"]["words"] == ["word0"]


def test_a_school_is_told_its_own_figures_beside_the_authoritys(wave):
    found = about_school(Lines(wave), ONE)
    assert found["answered"]["words"] == "about 120"
    safe = next(row for row in found["headlines"] if row["key"] == "sch_safe")
    assert (safe["school"]["count"], safe["school"]["base"]) == (60, 120)
    assert [row["code"] for row in found["barriers"]] == ["bus", "tired"]
    assert found["places"]["cells"]["yard|lunch"]["base"] == 120


def test_the_authoritys_figure_stands_beside_a_schools_where_the_others_are_a_crowd(wave):
    def authority(heard):
        rows = about_school(Lines(heard), ONE)["headlines"]
        return next(row for row in rows if row["key"] == "sch_safe")["authority"]

    assert not authority(wave)["shown"]  # two others: one could take itself away and read the other
    more = [*pupils("100004", 70, sch_safe=["5"]), *pupils("100005", 70, sch_safe=["2"])]
    crowd = replace(wave, schools=(*wave.schools, "100004", "100005"), ticks=[*wave.ticks, *more])
    assert (authority(crowd)["shown"], authority(crowd)["base"]) == (True, 390)


def test_choices_that_stand_alone_are_answers_but_not_things_to_count_up(wave):
    found = about_school(Lines(wave), TWO)
    assert "none" not in {row["code"] for row in found["barriers"]}
    assert found["barriers"][0]["school"]["base"] == 120


def test_hidden_rows_stand_last_by_name_so_their_order_tells_nothing(wave):
    found = about_school(Lines(wave), THREE)
    assert not any(row["school"]["shown"] for row in found["barriers"])
    assert [row["title"] for row in found["barriers"]] == sorted(row["title"] for row in found["barriers"])


def test_a_question_that_was_not_asked_has_no_figure(wave):
    keys = {row["key"] for row in about_school(Lines(wave), ONE)["headlines"]}
    assert keys == {"sch_safe"} < {key for key, _, _ in HEADLINES}
    bare = replace(wave, asked={})
    found = about_school(Lines(bare), ONE)
    assert (found["headlines"], found["barriers"], found["places"]["rows"]) == ([], [], [])


def figures(node):
    if isinstance(node, dict):
        if {"base", "count", "shown"} <= set(node):
            yield node
        for value in node.values():
            yield from figures(value)
    elif isinstance(node, list):
        for value in node:
            yield from figures(value)


counts = st.integers(0, 70)


@settings(max_examples=15, deadline=None)
@given(
    st.tuples(counts, counts, counts), st.tuples(counts, counts, counts), st.tuples(counts, counts, counts)
)
def test_no_figure_under_ten_comes_out_whatever_was_heard(bus, tired, wrote):
    ticks, writers, written = [], {}, []
    for school, on_bus, tired_ones, authors in zip((ONE, TWO, THREE), bus, tired, wrote, strict=True):
        ticks += pupils(school, on_bus, bar_pick=["bus"], sch_safe=["5"])
        ticks += pupils(school, tired_ones, bar_pick=["tired"], sch_safe=["1"])
        writers |= {f"{school}-{number}": school for number in range(authors)}
        written += [Written(f"{school}-{number}", "TRV", (), False) for number in range(0, authors, 2)]
    lines = Lines(heard(ticks=ticks, writers=writers, written=written))
    told = [overview(lines.heard, method="m"), about_themes(lines)]
    for figure in figures(json.loads(json.dumps(told))):
        if figure["shown"]:
            assert figure["count"] is None or figure["count"] >= 10
            if figure["base"] is not None:
                assert figure["base"] - figure["count"] >= 5  # rounded: ten or more did not
        else:
            assert (figure["count"], figure["percent"], figure["words"]) == (None, None, "too small to say")
        for number in (figure["count"], figure["base"]):
            assert number is None or number % 5 == 0

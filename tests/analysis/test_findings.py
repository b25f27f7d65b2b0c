"""Findings: everything that pages and reports say, counted by school and protected, whatever was heard."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.findings import MOST_WORDS, about_school, about_themes, overview
from analysis.heard import Asked, Heard, Option, Written
from analysis.lines import Lines
from analysis.protection import TOTAL
from analysis.tallies import HEADLINES

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
        *pupils(THREE, 5, bar_pick=["bus"], sch_safe=["5"]),
    ]
    writers = {f"r{number}": ONE if number < 60 else TWO for number in range(120)}
    writers |= {f"s{number}": THREE for number in range(5)}
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
    found = overview(Lines(wave), method="seeds 1")
    assert found["answered"]["words"] == "about 245"
    assert found["schools"][ONE]["words"] == "about 120"
    assert not found["schools"][THREE]["shown"]
    assert found["writers"]["words"] == "about 125"
    assert not found["decided"]["shown"]
    assert found["method"] == "seeds 1"


def test_a_theme_is_written_of_ticked_and_said_three_figures_apart(wave):
    found = about_themes(Lines(wave))["TRV"]
    assert (found["written"][TOTAL]["count"], found["written"][TOTAL]["base"]) == (70, 125)
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
    assert (authority(crowd)["shown"], authority(crowd)["base"]) == (True, 385)


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


@settings(max_examples=15)
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
    told = [overview(lines, method="m"), about_themes(lines)]
    for figure in figures(json.loads(json.dumps(told))):
        if figure["shown"]:
            assert figure["count"] is None or figure["count"] >= 10
            if figure["base"] is not None:
                assert figure["base"] - figure["count"] >= 5  # rounded: ten or more did not
        else:
            assert (figure["count"], figure["percent"], figure["words"]) == (None, None, "too small to say")
        for number in (figure["count"], figure["base"]):
            assert number is None or number % 5 == 0


def test_a_rate_is_said_in_tenths_of_the_roll(wave):
    def told(roll, school=ONE):
        return about_school(Lines(replace(wave, rolls={school: roll})), school)["rate"]

    assert told(600)["words"] == "about 2 in 10 of the pupils on roll"
    assert told(None)["words"] == "not known"
    assert told(100)["why"].startswith("More answered")
    assert told(900, THREE)["words"] == "too small to say"


def test_a_quick_win_goes_with_a_barrier_that_is_shown_one_for_each_theme(wave):
    quick = {"TRV": ["Ask for a second bus", "Start later"], "SLP": ["A breakfast club"]}
    wins = about_school(Lines(wave), ONE, quick=quick)["quick_wins"]
    assert [win["title"] for win in wins] == ["Ask for a second bus", "A breakfast club"]
    assert wins[0]["because"] == "About half ticked “Buses”."
    assert about_school(Lines(wave), THREE, quick=quick)["quick_wins"] == []


def years(*sizes):
    """Return the ticks of a school with so many pupils in each year from Year 7 on."""
    return [
        ({"year_group": [f"Y{7 + number}"], "sch_safe": ["5" if pupil % 2 else "1"]})
        for number, size in enumerate(sizes)
        for pupil in range(size)
    ]


@pytest.fixture
def by_year():
    ticks = [(school, one) for school in (ONE, TWO, THREE) for one in years(40, 40, 40)]
    ticks += [("100004", one) for one in years(60, 60, 12)]
    asked = {"sch_safe": SCALE, "year_group": Asked(tuple(Option(f"Y{n}", f"Year {n}") for n in (7, 8, 9)))}
    return replace(heard(ticks=ticks), schools=(ONE, TWO, THREE, "100004"), asked=asked)


def test_a_school_is_told_its_years_and_who_hardly_answered(by_year):
    found = about_school(Lines(by_year), ONE)
    (table,) = found["groups"]
    assert (table["title"], table["scope"], table["why"]) == ("Year group", "school", "")
    assert [title for _, title in table["columns"]] == ["Year 7", "Year 8", "Year 9"]
    assert table["rows"][0]["cells"]["Y7"]["count"] == 20
    assert not any("Year" in sentence for sentence in found["absent"])
    few = about_school(Lines(by_year), "100004")["absent"]
    assert "Far fewer answered in Year 9 than in other years." in few


def test_small_schools_are_told_why_they_have_no_groups_and_three_stand_together(by_year):
    def table(school, *small):
        return about_school(Lines(replace(by_year, small=frozenset(small))), school)["groups"][0]

    alone = table(ONE, ONE)
    assert (alone["rows"], alone["scope"]) == ([], "")
    assert "fewer than 100 pupils" in alone["why"]
    pool = table(ONE, ONE, TWO, THREE)
    assert pool["scope"] == "pool"
    assert pool["rows"][0]["cells"]["Y7"]["count"] == 60
    assert "all such schools" in pool["why"]


def test_where_a_schools_groups_are_small_those_of_all_schools_are_told(by_year):
    few = replace(by_year, ticks=[*by_year.ticks, *(("5", one) for one in years(6, 6, 6))])
    few = replace(few, schools=(*by_year.schools, "5"))
    (table,) = about_school(Lines(few), "5")["groups"]
    assert table["scope"] == "authority"
    assert table["rows"][0]["cells"]["Y7"]["shown"]


def test_the_annex_names_each_question_as_it_was_asked(by_year):
    asked = by_year.asked | {"sch_safe": replace(SCALE, words="I feel safe at school.")}
    found = about_school(Lines(replace(by_year, asked=asked)), ONE)
    assert found["questions"] == [{"title": "Feel safe in school", "asked": "I feel safe at school."}]


def test_a_place_of_one_school_tells_no_base_that_the_places_of_the_list_hide():
    ticks = [
        *pupils(ONE, 11, hot_place=["yard", "hut"], **{"hot_place.hut": ["lunch"]}),
        *pupils(ONE, 11, hot_place=["yard"]),
        *pupils(TWO, 9, hot_place=["yard"]),
        *pupils(THREE, 202, hot_place=["yard"]),
        *pupils("100004", 300, hot_place=["yard"]),
    ]
    with_own = replace(
        heard(ticks=ticks),
        schools=(ONE, TWO, THREE, "100004"),
        own_places={ONE: [Option("hut", "The hut")]},
    )
    lines = Lines(with_own)
    # Told, 535 less it, 200 and 300 would tell of nine.
    assert lines.place(ONE, "yard").figures[ONE].base is None
    assert lines.place(ONE, "hut").figures[ONE].base is None
    assert lines.place(ONE, "hut", "lunch").figures[ONE].count is None


def test_a_place_of_one_school_leaves_a_small_time_of_it_five_values():
    ticks = [
        *pupils(ONE, 11, hot_place=["hut"], **{"hot_place.hut": ["lunch"]}),
        *pupils(ONE, 7, hot_place=["hut"], **{"hot_place.hut": ["end"]}),
        *pupils(ONE, 80, hot_place=["yard"]),
    ]
    lines = Lines(replace(heard(ticks=ticks), own_places={ONE: [Option("hut", "The hut")]}))
    assert lines.place(ONE, "hut", "lunch").figures[ONE].shown
    # Twenty, less twelve at most, would leave eight and nine alone.
    assert not lines.place(ONE, "hut").figures[ONE].shown


def test_a_theme_of_one_choice_is_told_as_the_choice_is():
    # The choice is hidden in one school, for a group would follow from it; the theme holds the same pupils.
    genders = {ONE: (9, 30, 9, 40), TWO: (15, 40, 15, 40), THREE: (20, 60, 20, 60)}
    ticks = []
    for school, (girls, of_girls, boys, of_boys) in genders.items():
        for said, of, own in ((girls, of_girls, "girl"), (boys, of_boys, "boy")):
            ticks += pupils(school, said, gender=[own], bar_pick=["bus"])
            ticks += pupils(school, of - said, gender=[own], bar_pick=["none"])
    asked = {
        "bar_pick": BARRIERS,
        "gender": Asked(rows=(Option("girl", "Girl"), Option("boy", "Boy"), Option("unsaid", "Not said"))),
    }
    lines = Lines(replace(heard(ticks=ticks), asked=asked))
    assert not all(figure.shown for figure in lines.choice("bar_pick", "bus").figures.values())
    assert lines.ticked_under("TRV").figures == lines.choice("bar_pick", "bus").figures


@settings(max_examples=300)
@given(st.integers(10, 59), st.integers(0, 9))
def test_a_theme_of_several_choices_leaves_a_small_one_five_values(many, few):
    two = replace(BARRIERS, rows=(Option("bus", "Buses", "TRV"), Option("walk", "The walk", "TRV")))
    ticks = [
        *pupils(ONE, many, bar_pick=["bus"]),
        *pupils(ONE, few, bar_pick=["walk"]),
        *pupils(ONE, 100, bar_pick=[]),
        *pupils(TWO, 90, bar_pick=["bus"]),
        *pupils(TWO, 90, bar_pick=[]),
    ]
    lines = Lines(replace(heard(ticks=ticks), asked={"bar_pick": two}))
    theme, part = lines.ticked_under("TRV"), lines.choice("bar_pick", "bus")
    assert theme is not None
    for place in (ONE, TWO, TOTAL):
        whole, other = theme.figures[place].count, part.figures[place].count
        if whole is not None and other is not None:
            assert 10 - max(0, whole - 2 - other - 2) >= 5

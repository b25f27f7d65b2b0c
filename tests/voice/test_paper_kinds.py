"""Kinds of paper: each says what its readers may know, from figures that are protected already."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cube import Cube, Line
from analysis.protection import TOTAL, Figure, protect_share
from surveys.actions import Status, add_action, overdue_actions
from surveys.agencies import add_agency
from surveys.findings import FindingKind, replace_findings
from surveys.jobs import JobRefused
from surveys.subgroups import add_first_subgroups, subgroup_with_slug
from tests import make
from tests.voice.counted_wave import SCHOOLS, TICKED, TRUST, closed_wave, count
from voice.insight import load_codebook
from voice.insight.overviewing import LEFT_OUT, area_of
from voice.paper_kinds.blocks import for_all_eyes
from voice.paper_kinds.overview import overview_paper
from voice.paper_kinds.pack import pack
from voice.paper_kinds.scrutiny import scrutiny_paper
from voice.paper_kinds.summary import summary_paper
from voice.paper_kinds.trust import trust_paper, trusts_of

TODAY = date.today()


@pytest.fixture
def schools(record):
    load_codebook(record)
    add_first_subgroups(record)
    made = [make.school(record, name=name) for name in SCHOOLS]
    for one in made[:3]:
        one.trust = TRUST
    made[3].trust = "Not applicable"
    return made


@pytest.fixture
def wave(record, schools):
    wave = closed_wave(record, schools)
    count(record, wave, TICKED)
    return wave


@pytest.fixture
def area(record, wave):
    return area_of(record, wave)


def text_of(paper):
    return json.dumps(paper, ensure_ascii=False)


def blocks(paper, title):
    return next(part["blocks"] for part in paper["sections"] if part["title"] == title)


def figures_in(value):
    """Every figure that stands anywhere in a paper."""
    if isinstance(value, dict):
        if "shown" in value:
            yield value
        for inner in value.values():
            yield from figures_in(inner)
    if isinstance(value, list):
        for inner in value:
            yield from figures_in(inner)


def test_the_overview_sends_a_barrier_of_many_schools_to_the_stakeholder_group(record, area):
    found = blocks(overview_paper(record, area, on=TODAY), "Barriers of the whole area")
    (table,) = (block for block in found if block["kind"] == "table")
    assert [(row[0], row[2]) for row in table["rows"]] == [("Transport and the journey", "5 of 5")]
    assert "Bullying (3)" in found[2]["text"]


def test_the_overview_draws_its_schools_by_name_and_never_a_hidden_number(record, area):
    paper = overview_paper(record, area, on=TODAY)
    annex, *_ = blocks(paper, "Annex: every theme, school by school")
    assert annex["heads"] == ["Theme", "All", *SCHOOLS]
    hidden = [figure for figure in figures_in(paper) if not figure["shown"]]
    assert hidden
    assert all(figure["count"] is None and figure["percent"] is None for figure in hidden)
    assert ">30<" in paper["charts"]["map"]["svg"]


def test_a_wave_that_was_never_counted_has_no_paper(record, schools):
    with pytest.raises(JobRefused, match="Nobody has looked for themes"):
        area_of(record, closed_wave(record, schools, name="Uncounted"))


def test_a_wave_where_nothing_can_be_told_gets_honest_words_and_no_picture(record, schools):
    wave = closed_wave(record, schools)
    count(record, wave, {"TRV": [(1, 3)] * 6, "BUL": [(0, 3)] * 6})
    area = area_of(record, wave)
    paper = overview_paper(record, area, on=TODAY)
    assert "Too few pupils answered" in text_of(blocks(paper, "Barriers of the whole area"))
    assert "barriers" not in paper["charts"]
    assert not any(figure["shown"] for figure in figures_in(paper))
    assert summary_paper(record, area, on=TODAY)["charts"] == {}
    assert scrutiny_paper(record, area, on=TODAY)["sections"]
    assert pack(record, area, subgroup_with_slug(record, "transport"), on=TODAY)["charts"] == {}


def test_what_moved_is_told_of_the_same_schools_alone(record, wave, schools):
    area = area_of(record, wave)
    assert "There was no wave before this one" in text_of(overview_paper(record, area, on=TODAY))
    before = closed_wave(record, schools[:5], name="Spring", weeks_ago=20)
    count(record, before, {code: cells[:5] for code, cells in TICKED.items()})
    told = text_of(blocks(overview_paper(record, area, on=TODAY), "What moved since the wave before"))
    assert "Other schools took part in “Spring”" in told


def test_what_moved_is_more_than_rounding_and_chance(record, wave, schools):
    before = closed_wave(record, schools, name="Spring", weeks_ago=20)
    count(record, before, {"TRV": [(20, 200)] * 6, "BUL": TICKED["BUL"]})
    found = blocks(
        overview_paper(record, area_of(record, wave), on=TODAY), "What moved since the wave before"
    )
    (table,) = (block for block in found if block["kind"] == "table")
    assert [(row[0], row[3]) for row in table["rows"]] == [("Transport and the journey", "Up")]
    assert "The others stayed about the same: Bullying." in text_of(found)


def test_a_pack_holds_its_own_themes_school_by_school_and_the_buses_named_by_ten_or_more(record, wave, area):
    by_ten, by_fewer = [(5, 30)] * 3 + [(0, 30)] * 3, [(3, 30)] * 3 + [(0, 30)] * 3
    count(record, wave, TICKED, beside={"named.Number 88": by_ten, "named.Number 99": by_fewer})
    paper = pack(record, area, subgroup_with_slug(record, "transport"), on=TODAY)
    assert "Number 88" in text_of(paper)
    assert "Number 99" not in text_of(paper)
    (by_school,) = blocks(paper, "School by school")
    assert [row[0] for row in by_school["rows"]] == list(SCHOOLS)
    assert [part["title"] for part in paper["sections"]].index("For the meeting") > 0
    other = pack(record, area, subgroup_with_slug(record, "bullying"), on=TODAY)
    assert "Number 88" not in text_of(other)


def test_a_pack_says_in_words_in_how_many_workshops_it_was_said(record, area):
    paper = pack(record, area, subgroup_with_slug(record, "transport"), on=TODAY)
    assert "Half or more" in text_of(paper)
    assert "2 of 4" not in text_of(paper)


def test_what_is_for_the_public_names_no_school_and_rests_on_thirty_answers(record, area):
    for write in (scrutiny_paper, summary_paper):
        paper = write(record, area, on=TODAY)
        for name in (*SCHOOLS, TRUST):
            assert name not in text_of(paper)
        shown = [figure for figure in figures_in(paper) if figure["shown"]]
        assert shown
        assert all(figure["base"] >= 35 for figure in shown)


FEW_SCHOOLS = {number: [(60, 200)] * number for number in (1, 2, 3)}
MOSTLY_ONE = {5: [(600, 2000), *[(15, 30)] * 4]}


@pytest.mark.parametrize(
    "cells", [*FEW_SCHOOLS.values(), *MOSTLY_ONE.values()], ids=["one", "two", "three", "mostly one"]
)
def test_no_paper_tells_of_all_schools_what_a_schools_own_report_keeps_back(record, schools, cells):
    wave = closed_wave(record, schools[: len(cells)])
    count(record, wave, {"TRV": cells, "BUL": cells})
    area = area_of(record, wave)
    assert all(
        figures["barriers"][0]["authority"]["shown"] is False for figures in list(area.schools.values())[1:]
    )
    for write in (scrutiny_paper, summary_paper):
        paper = write(record, area, on=TODAY)
        assert not any(figure["shown"] for figure in figures_in(paper))
        assert LEFT_OUT in paper["intro"]
        assert paper["charts"] == {}
    overview = overview_paper(record, area, on=TODAY)
    assert "barriers" not in overview["charts"]
    annex, *_ = blocks(overview, "Annex: every theme, school by school")
    assert annex["rows"][0][2]["shown"]  # a school’s own figure
    assert not any(row[1]["shown"] for row in annex["rows"])
    assert not any(row[1]["shown"] for row in blocks(overview, "Headline figures")[0]["rows"])
    sent = pack(record, area, subgroup_with_slug(record, "transport"), on=TODAY)
    assert sent["charts"] == {}
    assert not any(
        row[1]["shown"] for block in blocks(sent, "What pupils ticked and want") for row in block["rows"]
    )


def test_from_four_schools_on_papers_tell_of_all_schools_together(record, schools):
    wave = closed_wave(record, schools[:4])
    count(record, wave, {"TRV": [(60, 200)] * 4, "BUL": [(60, 200)] * 4})
    area = area_of(record, wave)
    assert area.left_out == ""
    assert any(figure["shown"] for figure in figures_in(scrutiny_paper(record, area, on=TODAY)))


def test_what_moved_between_waves_of_few_schools_is_not_told(record, schools):
    for name, weeks_ago, said in (("Spring", 20, 20), ("Autumn", 0, 120)):
        wave = closed_wave(record, schools[:3], name=name, weeks_ago=weeks_ago)
        count(record, wave, {"TRV": [(said, 200)] * 3})
    told = blocks(overview_paper(record, area_of(record, wave), on=TODAY), "What moved since the wave before")
    assert "Not compared, because a figure is too small to say: Transport and the journey." in text_of(told)


@pytest.mark.parametrize(("then", "now", "is_told"), [(35, 35, True), (30, 35, False), (35, 30, False)])
def test_what_moved_for_the_public_rests_on_thirty_answers_both_times(record, schools, then, now, is_told):
    for name, weeks_ago, said, base in (("Spring", 20, 5, then), ("Autumn", 0, now - 5, now)):
        wave = closed_wave(record, schools, name=name, weeks_ago=weeks_ago)
        count(record, wave, TICKED)
        figure = Figure(base, said, None, "some", True, "")  # what the findings of so few may never say
        line = Line(dict.fromkeys((TOTAL, *area_of(record, wave).names), figure), {})
        cube = Cube(lines={"answered": line, "ticked.TRV": line, "written.TRV": line}).as_json()
        replace_findings(record, wave_id=wave.id, figures={(FindingKind.CUBE, "wave"): cube}, on=TODAY)
    area = area_of(record, wave)
    assert "Up" in text_of(overview_paper(record, area, on=TODAY))
    changed = text_of(blocks(scrutiny_paper(record, area, on=TODAY), "6. What has changed"))
    assert ("Up" in changed) is is_told
    assert (
        "Not compared, because a figure is too small to say: Transport and the journey." in changed
    ) is not is_told


@settings(max_examples=1000)
@given(st.integers(0, 120), st.integers(0, 120))
def test_a_figure_for_all_eyes_has_thirty_answers_behind_it(one, other):
    said, base = sorted((one, other))
    figure = for_all_eyes(protect_share(said, base).as_json())
    if figure["shown"]:
        assert base >= 30
    else:
        assert (figure["base"], figure["count"], figure["percent"]) == (None, None, None)


@pytest.fixture
def actions(record, schools):
    """One action in each state, one of them overdue, and one of a school’s own."""
    subgroup, agency = subgroup_with_slug(record, "transport"), add_agency(record, name="Buses")
    for title, days, status, school in (
        ("Ask for a second bus", -3, Status.IN_PROGRESS, None),
        ("Put a light at the stop", 30, Status.NOT_STARTED, schools[0]),
        ("Give no late mark", -9, Status.DONE, None),
        ("Run a late bus", 60, Status.STOPPED, None),
    ):
        action = add_action(
            record,
            subgroup=subgroup,
            title=title,
            why="Pupils are late.",
            theme=subgroup.live_themes[0],
            wave=None,
            agency=agency,
            owner="A. Owner",
            due_on=TODAY + timedelta(days=days),
            school=school,
            pupil_words=f"{title}: it costs too much this year." if status is Status.STOPPED else title,
        )
        action.status = status
    record.flush()


def test_actions_are_counted_and_listed_by_one_rule(record, area, actions):
    tally, listed = blocks(overview_paper(record, area, on=TODAY), "Actions")
    assert tally["text"] == (
        "4 actions have been agreed: 1 done, 1 in progress, 1 not started, 1 stopped. Of those still to be done, 1 is overdue."
    )
    assert [row[3] for row in listed["rows"]] == [
        "Done",
        "In progress, overdue",
        "Not started",
        "Stopped. Run a late bus: it costs too much this year.",
    ]
    assert listed["rows"][-1][2] == "–"  # nothing is due of what was stopped
    assert sum("overdue" in row[3] for row in listed["rows"]) == len(overdue_actions(record, on=TODAY))


def test_the_committee_reads_how_many_actions_are_not_listed(record, area, actions):
    paper = scrutiny_paper(record, area, on=TODAY)
    tally, listed, left_out = blocks(paper, "5. What is being done")
    assert tally["text"].startswith("4 actions have been agreed")
    assert len(listed["rows"]) == 3
    assert left_out["text"].startswith("1 action is for one school alone: counted above but not listed")


def test_pupils_words_stand_in_the_summary_with_what_is_late_and_what_was_stopped(record, area, actions):
    (table,) = blocks(summary_paper(record, area, on=TODAY), "What is being done")
    assert [row[1] for row in table["rows"]] == ["Done", "Under way, late", "Cannot be done"]
    assert table["rows"][-1][2] == "–"


def test_a_trust_gets_its_own_schools_when_three_of_them_took_part(record, wave, area, schools):
    (trust,) = trusts_of(wave).items()
    assert trust[0] == TRUST
    paper = trust_paper(area, *trust, on=TODAY)
    for name in SCHOOLS[:3]:
        assert name in text_of(paper)
    for name in SCHOOLS[3:]:
        assert name not in text_of(paper)
    assert "All schools" in text_of(paper)
    schools[0].trust = None
    record.flush()
    assert trusts_of(wave) == {}


def test_a_trust_does_not_see_all_schools_where_the_others_are_no_crowd(record, schools):
    wave = closed_wave(record, schools[:5])
    count(record, wave, {code: cells[:5] for code, cells in TICKED.items()})
    ((name, urns),) = trusts_of(wave).items()
    paper = trust_paper(area_of(record, wave), name, urns, on=TODAY)
    assert "too few other schools took part" in paper["intro"]
    assert "All schools" not in text_of(paper["sections"])


def test_a_trusts_rows_stand_in_the_order_of_its_own_figures_never_in_that_of_all_schools(record, schools):
    wave = closed_wave(record, schools)
    count(record, wave, {"TRV": [(40, 200)] * 3 + [(150, 200)] * 3, "BUL": [(60, 200)] * 3 + [(20, 200)] * 3})
    ((name, urns),) = trusts_of(wave).items()
    area = area_of(record, wave)
    assert [row["theme"] for row in area.rows("barriers")] == ["TRV", "BUL"]
    paper = trust_paper(area, name, urns, on=TODAY)
    for title, block in (("What makes it hard", -1), ("What pupils say would help", 0)):
        first, second = blocks(paper, title)[block]["rows"]
        assert (first[1]["count"], second[1]["count"]) == (60, 40)

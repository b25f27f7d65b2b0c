"""The codebook at work: counting follows what an authority made of it, and earlier counts stay as they were."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.protection import protect_count
from surveys.codebook import add_theme, change_phrases, rename_theme, retire_theme
from surveys.codings import Proposal, store_proposals
from surveys.findings import FindingKind, findings, store_findings
from surveys.heard import read_answers
from surveys.merges import merge_themes
from surveys.readings import Source
from surveys.theme_changes import CodebookProblem, changes_of
from surveys.themes import theme_with_code
from surveys.undoing import undo
from surveys.workers import Role, Worker
from tests import make
from voice.insight import count_themes, live_codebook, load_codebook, phrases_known, refuse_known_phrases
from voice.insight.finding import seal_of

BUS, BOTH, TIRED, LOOS = "the bus is late", "the bus is late and I am tired", "so tired", "locked loos"


@pytest.fixture
def lead(record):
    load_codebook(record)
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def wave_id(record, lead):
    """A wave of five schools; in each 40 pupils wrote of the bus, 20 of being tired, 20 of both and 30 of the toilets."""
    wave = make.wave(record, schools=5)
    for place in wave.schools:
        make.responses(
            record, place, *[BUS] * 40, *[BOTH] * 20, *[TIRED] * 20, *[LOOS] * 30, picks={"bar_pick": ["bus"]}
        )
    make.read_everything(record, lead)
    codes = {BUS: ["TRV"], BOTH: ["TRV", "SLP"], TIRED: ["SLP"], LOOS: ["FAC"]}
    texts = read_answers(record, wave.id)
    proposals = {
        (Source.ANSWER, text.id): [Proposal(code, 0.9, ["late", code.lower()]) for code in codes[text.shown]]
        for text in texts
    }
    store_proposals(record, proposals, method="seeds 1")
    figures = {
        (FindingKind.OVERVIEW, "wave"): {"method": "seeds 1", "looked_at": seal_of(texts)},
        (FindingKind.GROUPS, "leftovers"): {"groups": [], "note": "", "texts": protect_count(0).as_json()},
    }
    store_findings(record, wave_id=wave.id, figures=figures, on=make.TODAY)
    return wave.id


def count(record, engine, wave_id):
    record.commit()
    count_themes(engine, wave_id=wave_id, progress=lambda share, step: None, on=date.today())
    with Session(engine) as session:
        return findings(session, wave_id=wave_id, kind=FindingKind.THEME)


def change(record, verb, **how):
    verb(record, worker=record.scalars(select(Worker)).first(), **how)


def test_merged_themes_are_counted_as_one_each_pupil_once_and_apart_again_after_an_undo(
    record, engine, lead, wave_id
):
    apart = count(record, engine, wave_id)
    assert apart["TRV"]["written"]["total"]["count"] == 300
    assert apart["SLP"]["written"]["total"]["count"] == 200
    sleep, travel = theme_with_code(record, "SLP"), theme_with_code(record, "TRV")
    merge_themes(record, theme=travel, into=sleep, worker=lead)
    record.commit()
    with Session(engine) as session:  # what was counted before stays until it is counted again
        assert findings(session, wave_id=wave_id, kind=FindingKind.THEME) == apart
    together = count(record, engine, wave_id)
    assert "TRV" not in together
    assert together["SLP"]["written"]["total"]["count"] == 400
    assert together["SLP"]["name"] == sleep.name
    # Those who ticked what stands for the merged theme count under its survivor too.
    assert together["SLP"]["ticked"]["total"]["count"] == apart["TRV"]["ticked"]["total"]["count"]
    merged = changes_of(record, travel)[0]
    undo(record, theme=travel, change_id=merged.id, worker=lead, on=make.TODAY)
    again = count(record, engine, wave_id)
    assert again == apart


def test_a_word_of_a_text_under_two_merged_themes_is_told_once(record, engine, lead, wave_id):
    change(record, merge_themes, theme=theme_with_code(record, "TRV"), into=theme_with_code(record, "SLP"))
    words = count(record, engine, wave_id)["SLP"]["words"]
    assert words.count("late") == 1
    assert {"trv", "slp"} <= set(words)


def test_a_retired_theme_is_counted_no_more_and_what_stood_for_it_stands_for_none(
    record, engine, lead, wave_id
):
    change(record, retire_theme, theme=theme_with_code(record, "TRV"), on=make.TODAY)
    counted = count(record, engine, wave_id)
    assert "TRV" not in counted
    assert counted["SLP"]["written"]["total"]["count"] == 200


def test_an_own_theme_has_its_line_from_the_next_count_on(record, engine, lead, wave_id):
    change(record, add_theme, name="E-scooters", description="", phrases=["scooter"])
    counted = count(record, engine, wave_id)
    assert counted["XES"]["name"] == "E-scooters"
    assert not counted["XES"]["written"]["total"]["shown"]
    assert counted["XES"]["ticked"] is None


def test_the_machine_works_with_the_codebook_as_it_stands(record, lead):
    travel, sleep = theme_with_code(record, "TRV"), theme_with_code(record, "SLP")
    rename_theme(record, theme=travel, name="Buses", worker=lead)
    change_phrases(record, theme=travel, come=["the 88 is full"], gone=[], worker=lead)
    book = live_codebook(record)
    assert book.by_code["TRV"].name == "Buses"
    assert "the 88 is full" in book.by_code["TRV"].phrases
    assert "the 88 is full" not in phrases_known(record, travel)
    known = phrases_known(record, travel)
    merge_themes(record, theme=travel, into=sleep, worker=lead)
    assert set(known) < set(phrases_known(record, sleep))
    assert phrases_known(record, travel) == []
    retire_theme(record, theme=sleep, worker=lead, on=make.TODAY)
    assert {"TRV", "SLP"}.isdisjoint(live_codebook(record).codes)


def test_a_phrase_stands_for_one_theme(record, lead):
    travel = theme_with_code(record, "TRV")
    change_phrases(record, theme=travel, come=["the 88 is full"], gone=[], worker=lead)
    with pytest.raises(CodebookProblem, match="is a phrase of “Transport and the journey” already"):
        refuse_known_phrases(record, ["new", " THE 88  is full"])
    refuse_known_phrases(record, ["the 88 is full"], but=travel)
    retire_theme(record, theme=travel, worker=lead, on=make.TODAY)
    refuse_known_phrases(record, ["the 88 is full"])


def test_a_count_warns_of_what_is_thin_or_overlaps_and_says_how_far_to_trust_it(
    record, engine, lead, wave_id
):
    change(record, add_theme, name="E-scooters", description="", phrases=["scooter"])
    counted = count(record, engine, wave_id)
    assert [caution["kind"] for caution in counted["XES"]["cautions"]] == ["too thin"]
    overlapping = next(one for one in counted["SLP"]["cautions"] if one["kind"] == "overlapping")
    assert "“Transport and the journey”" in overlapping["reason"]
    with Session(engine) as session:
        lines = findings(session, wave_id=wave_id, kind=FindingKind.TRUST)
    assert lines["TRV"]["sentence"]

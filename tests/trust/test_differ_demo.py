"""The differ on the demo’s own record: made by the product’s verbs, counted and stored as it always is, then subtracted.

A trust’s paper and the papers on the whole area tell of schools and of all of them, which are scopes of the cube; attendance
is told by phase as it was published, and joins no pupil. So the cube holds every scope there is.
"""

import contextlib
import json
import random
import sqlite3
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import hiding
from analysis.cube import Cube
from analysis.lines import Lines
from analysis.protection import protect_count
from surveys.base import Base
from surveys.codings import Proposal, store_proposals
from surveys.findings import FindingKind, finding, findings, store_findings
from surveys.gias import import_schools, read_schools
from surveys.heard import read_answers, read_notes
from surveys.reports import reports_of_wave, store_draft
from surveys.responses import Answer, Response
from surveys.schools import schools
from surveys.subgroups import add_first_subgroups
from surveys.waves import wave_with_id
from surveys.workers import Role, Worker
from tests import make
from tests.trust.differ import Released
from tests.trust.told import FEW
from voice.database import make_engine, writing_session
from voice.demo import FOLDER, SEED, answering, asking, comments, meeting, reading
from voice.drafting import compose
from voice.insight import count_themes, load_codebook, versions
from voice.insight.finding import seal_of
from voice.insight.hearing import heard

TODAY = date.today()
ONE_COMMENT_IN = 5
"""All pupils of the demo tick; a fifth of what they write is read, for reading them all takes longer than counting."""
NONE_LEFT = {"groups": [], "texts": protect_count(0).as_json()}
TOLD_OF_A_WAVE = (
    FindingKind.CUBE,
    FindingKind.OVERVIEW,
    FindingKind.SCHOOL,
    FindingKind.THEME,
    FindingKind.GROUPS,
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo’s two closed waves: asked, answered, read, sorted into the themes they were written about, and counted."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'voice.db'}", make.SECRET)
    Base.metadata.create_all(engine)
    monday, chance = TODAY - timedelta(days=TODAY.weekday()), random.Random(SEED)
    with writing_session(engine) as record:
        load_codebook(record)
        import_schools(record, read_schools(FOLDER / "schools.csv").rows)
        add_first_subgroups(record)
        roles = (Role.LEAD, Role.READER, Role.READER, Role.YOUTH_WORKER, Role.SAFEGUARDING_LEAD)
        lead, reader, second, *_ = [make.worker(record, role) for role in roles]
        asking.confirm_every_cover(record, schools(record), lead=lead, on=TODAY)
        opened = asking.ask(record, schools(record), mark=str, on=TODAY, monday=monday)
        lead_id, reader_id, second_id = lead.id, reader.id, second.id
        record.commit()
    waves = (opened.earlier_id, opened.closed_id)
    some = {name: getattr(comments, name)()[::ONE_COMMENT_IN] for name in ("comments", "earlier_comments")}
    with pytest.MonkeyPatch.context() as patch:
        for name, rows in some.items():
            patch.setattr(answering, name, lambda rows=rows: rows)
        answering.answer(engine, opened, mark=str, random_=chance)
    meeting.hold_workshops(engine, random_=chance, first=monday - timedelta(weeks=9))
    reading.read(engine, reader=reader_id, second=second_id, wave_ids=waves, random_=chance)
    about = {row["text"]: row["themes"].split(";") for rows in some.values() for row in rows}
    for wave_id in waves:
        look(engine, wave_id, about)
        count(engine, wave_id)
    yield SimpleNamespace(engine=engine, waves=waves, lead_id=lead_id)
    engine.dispose()


def look(engine, wave_id, about):
    """Have the machine find in each text what it was written about: how it finds themes is tested elsewhere."""
    with writing_session(engine) as record:
        answers, notes = read_answers(record, wave_id), read_notes(record)
        found = {
            (text.source, text.id): [Proposal(code, 0.9, ()) for code in about.get(text.shown, ())]
            for text in answers
        }
        store_proposals(record, found, method="by hand")
        before = {"method": "by hand", "looked_at": seal_of([*answers, *notes])}
        looked = {(FindingKind.OVERVIEW, "wave"): before, (FindingKind.GROUPS, "leftovers"): NONE_LEFT}
        store_findings(record, wave_id=wave_id, figures=looked, on=TODAY)
        record.commit()


def count(engine, wave_id):
    count_themes(engine, wave_id=wave_id, progress=lambda *_: None, on=TODAY)


def released(engine, wave_id):
    """Return what is told of a wave as it is stored, with the pupils behind it as the record has them now."""
    with Session(engine) as record:
        stored = finding(record, wave_id=wave_id, kind=FindingKind.CUBE, subject="wave")
        return Released(heard(record, wave_with_id(record, wave_id)), Cube.from_json(stored.figures))


@pytest.fixture(scope="module")
def told(demo):
    return [released(demo.engine, wave_id) for wave_id in demo.waves]


def test_the_differ_counts_every_figure_that_is_told(told):
    for wave in told:
        assert wave.untrue() == []
        shown = [one for one in wave.told if one.figure.shown]
        assert len(wave.told) > 10_000
        assert len(shown) > 500
        kinds = {one.line.partition(".")[0] for one in shown}
        assert kinds >= {"att_hard", "bar_pick", "help_pick", "good_what", "hot_place", "ticked"}
        assert set(wave.cube.by_group) >= {"year_group", "gender"}
    assert any(one.line.startswith("written.") for wave in told for one in wave.told if one.figure.shown)


def test_every_difference_of_two_scopes_is_nobody_or_ten_pupils(told):
    assert [pair for wave in told for pair in wave.small_differences()] == []


def test_two_lines_of_the_same_pupils_hide_the_same(told):
    assert [pair for wave in told for pair in wave.told_otherwise()] == []


def test_a_line_that_joins_others_leaves_five_values_of_what_is_hidden(told):
    assert [found for wave in told for found in wave.given_away()] == []


def test_no_pupil_is_in_two_waves_and_of_the_wave_before_only_that_is_told_which_was(demo, told):
    earlier, closed = told
    assert earlier.heard.writers.keys().isdisjoint(closed.heard.writers)
    with Session(demo.engine) as record:
        before, now = (
            {
                (urn, row["key"]): row
                for urn, figures in findings(record, wave_id=wave_id, kind=FindingKind.SCHOOL).items()
                for row in figures["headlines"]
            }
            for wave_id in demo.waves
        )
    compared = [row["change"] | {"was": before[place]["school"]} for place, row in now.items()]
    assert {"about the same", "cannot be compared"} <= {change["word"] for change in compared}
    assert all(change["before"] in (None, change["was"]) for change in compared)


def told_again(wave):
    """Return a wave as it is counted and protected now, in memory."""
    return Released(wave.heard, Lines(wave.heard).cube)


def test_the_differ_catches_differences_that_are_not_looked_at(monkeypatch, told):
    monkeypatch.setattr(hiding, "_hide_small_differences", lambda *_: None)
    assert any(told_again(wave).small_differences() for wave in told)


def test_the_differ_catches_joined_lines_that_are_not_looked_at(monkeypatch, told):
    monkeypatch.setattr("analysis.lines._joined", lambda *_: ())
    found = [told_again(wave) for wave in told]
    assert any(wave.told_otherwise() for wave in found)
    assert any(wave.given_away() for wave in found)


@pytest.fixture
def reported(demo, tmp_path):
    """The demo, of which every school’s report on the later wave is released; each test has its own."""
    file = tmp_path / "voice.db"
    with (
        contextlib.closing(sqlite3.connect(demo.engine.url.database)) as source,
        contextlib.closing(sqlite3.connect(file)) as copy,
    ):
        source.backup(copy)
    engine = make_engine(f"sqlite:///{file}", make.SECRET)
    with writing_session(engine) as record:
        wave, lead = wave_with_id(record, demo.waves[-1]), record.get_one(Worker, demo.lead_id)
        for urn, figures in findings(record, wave_id=wave.id, kind=FindingKind.SCHOOL).items():
            place = next(place for place in wave.schools if place.school.urn == urn)
            content = compose(record, place=place, figures=figures, on=TODAY)
            make.release(
                record, store_draft(record, place=place, content=content, pdf=b"", on=TODAY), by=lead
            )
        record.commit()
    yield engine
    engine.dispose()


def answer_late(engine, wave_id, number):
    """Have so many more pupils of the first school answer, as pupils of the second did."""
    with writing_session(engine) as record:
        like, place = (in_turn(record, wave_id)[at] for at in (1, 0))
        for picks in picks_at(record, like)[:number]:
            make.responses(record, place, count=1, picks=picks, on=place.wave.opens_on)
        record.commit()


def take_back(engine, wave_id, number):
    """Delete so many answers of the last school, of pupils who ticked and did not write."""
    with writing_session(engine) as record:
        place, wrote = in_turn(record, wave_id)[-1], select(Answer.response_id)
        ticked = select(Response).where(Response.wave_school_id == place.id, Response.id.not_in(wrote))
        for response in record.scalars(ticked.limit(number)).all():
            record.delete(response)
        record.commit()


def in_turn(record, wave_id):
    return sorted(wave_with_id(record, wave_id).schools, key=lambda place: place.school.urn)


def picks_at(record, place):
    return record.scalars(select(Response.picks).where(Response.wave_school_id == place.id)).all()


def as_bytes(engine, wave_id):
    """Return all that was told of a wave as bytes: its findings, and its reports."""
    with Session(engine) as record:
        found = [findings(record, wave_id=wave_id, kind=kind) for kind in TOLD_OF_A_WAVE]
        reports = reports_of_wave(record, wave_with_id(record, wave_id))
        contents = {place_id: report.content for place_id, report in reports.items()}
        assert all(report.is_released for report in reports.values())
        return json.dumps([found, contents], ensure_ascii=False, sort_keys=True).encode()


def test_one_to_nine_answers_more_or_fewer_change_no_byte_of_what_was_told(demo, reported):
    wave_id = demo.waves[-1]
    before = as_bytes(reported, wave_id)
    answer_late(reported, wave_id, number=1)
    take_back(reported, wave_id, number=9)
    count(reported, wave_id)
    assert as_bytes(reported, wave_id) == before


def test_figures_that_are_told_anew_rest_on_ten_pupils_or_none(demo, told, reported):
    wave_id = demo.waves[-1]
    answer_late(reported, wave_id, 80)
    count(reported, wave_id)
    before = {(one.line, one.scope): one for one in told[-1].told}
    changed = 0
    for now in released(reported, wave_id).told:
        was = before[now.line, now.scope]
        if was.figure == now.figure:
            continue
        changed += 1
        assert was.figure.shown == now.figure.shown
        for number, pupils in (("base", "asked"), ("count", "said")):
            # A number that reads as it did leaves nine values of how far it moved, as any two rounded ones do.
            if getattr(was.figure, number) != getattr(now.figure, number):
                assert len(now.numbers[pupils]) - len(was.numbers[pupils]) >= FEW
    assert changed > 0


def test_the_differ_catches_versions_that_follow_every_late_answer(monkeypatch, demo, reported):
    wave_id = demo.waves[-1]
    before = as_bytes(reported, wave_id)
    monkeypatch.setattr(versions, "may_replace", lambda *_: True)
    answer_late(reported, wave_id, FEW - 1)
    count(reported, wave_id)
    assert as_bytes(reported, wave_id) != before

"""Insight: the job that finds themes, counts and protects. It runs twice here, once for all tests of this file."""

import json
import shutil
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.coding import method_of
from analysis.vectors import choose
from surveys.codings import Coding, Decision, decide
from surveys.findings import FindingKind, finding, findings
from surveys.jobs import JobRefused
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.texts import unread_texts
from surveys.themes import theme_with_code, themes
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines, record_session
from tests import make
from voice.database import engine_of, make_engine, writing_session
from voice.drafting import draft_reports
from voice.insight import count_themes, find_themes, load_codebook, shown_count, words_of

BUS, BUS_TOO, TIRED = (
    "The bus is always late and too full to get on",
    "My bus never comes so I am late for school",
    "I cannot get up, I am so tired in the morning",
)
WRITERS = 14
"""Pupils of each school who write of the bus; of two schools, for 28 in all."""


@dataclass
class Run:
    """What one run of the job left behind."""

    told: str
    steps: list[tuple[float, str]] = field(default_factory=list)
    codings: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    figures: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


@dataclass
class Counted:
    """Two runs, with decisions of a person in between."""

    first: Run
    again: Run
    confirmed: str
    removed: str
    added: str
    unread: str
    urns: list[str]


@pytest.fixture(scope="module")
def counted(empty_record, tmp_path_factory):
    path = tmp_path_factory.mktemp("counted") / "voice.db"
    shutil.copy(empty_record, path)
    engine = make_engine(f"sqlite:///{path}", make.SECRET)
    try:
        yield _count_twice(engine)
    finally:
        engine.dispose()


def _count_twice(engine):
    with writing_session(engine) as record:
        load_codebook(record)
        lead = make.worker(record, Role.LEAD, name="Lena Lead")
        wave = make.wave(record, schools=3)
        places = sorted(wave.schools, key=lambda place: place.school.urn)
        for place in places[:2]:
            make.responses(
                record,
                place,
                *[BUS, BUS_TOO] * (WRITERS // 2),
                picks={"bar_pick": ["bus"], "sch_safe": ["4"]},
            )
            make.responses(record, place, count=41, picks={"bar_pick": ["tired"], "sch_safe": ["2"]})
        make.responses(
            record, places[2], TIRED, "My bus is late, a worry for one alone", picks={"bar_pick": ["tired"]}
        )
        make.responses(record, places[2], count=3, picks={"bar_pick": ["tired"]})
        programmes = [add_programme(record, school=place.school, starts_on=make.TODAY) for place in places]
        for programme, line in zip(programmes, (BUS, BUS_TOO, TIRED), strict=True):
            add_notes(
                record, workshop=programme.sessions[0], notes=read_lines(f"{line} | 9", kind=NoteKind.BARRIER)
            )
            came = 12 if programme.school_id == places[0].school_id else 9
            record_session(
                record, workshop=programme.sessions[1], held_on=make.TODAY, headcount=came, activity=None
            )
            add_notes(
                record,
                workshop=programme.sessions[1],
                notes=read_lines("A quiet room at lunch", kind=NoteKind.RECOMMENDATION),
            )
        for text in unread_texts(record, most=1_000):
            outcome = Outcome.CONCERN if "a worry for one" in text.text else Outcome.FINE
            read_text(
                record, source=text.source, text_id=text.id, reader=lead, outcome=outcome, on=make.TODAY
            )
        late = read_lines("An unread bus that is late", kind=NoteKind.BARRIER)
        unread = add_notes(record, workshop=programmes[0].sessions[2], notes=late)[0].id
        ids = record.execute(select(Answer.text, Answer.id).order_by(Answer.id)).all()
        by_text = {text: key for text, key in ids if text}
        wave_id, urns = wave.id, [place.school.urn for place in places]
        record.commit()
    first = _run(engine, wave_id)
    confirmed, removed, added = by_text[BUS], by_text[BUS_TOO], by_text[TIRED]
    with writing_session(engine) as record:
        lead = make.worker(record, Role.LEAD, name="Lena Lead")
        for key, code, decision in (
            (confirmed, "TRV", Decision.CONFIRMED),
            (removed, "TRV", Decision.REMOVED),
            (added, "PER", Decision.ADDED),
        ):
            decide(
                record,
                source=Source.ANSWER,
                text_id=key,
                theme=theme_with_code(record, code),
                decision=decision,
                worker=lead,
                on=make.TODAY,
            )
        record.commit()
    again = _run(engine, wave_id)
    return Counted(first, again, confirmed, removed, added, unread, urns)


def _run(engine, wave_id):
    steps = []
    told = find_themes(
        engine, wave_id=wave_id, progress=lambda share, step: steps.append((share, step)), on=make.TODAY
    )
    run = Run(told, steps)
    with Session(engine) as session:
        for coding in session.scalars(select(Coding)).unique():
            key = coding.answer_id or coding.note_id
            run.codings[key, coding.theme.code] = (
                coding.decision,
                coding.method,
                coding.score,
                coding.because,
            )
        run.figures = {kind: findings(session, wave_id=wave_id, kind=kind) for kind in FindingKind}
        assert (
            finding(session, wave_id=wave_id, kind=FindingKind.OVERVIEW, subject="wave").found_on
            == make.TODAY
        )
    return run


def test_the_job_says_what_it_looked_at(counted):
    assert counted.first.told.startswith("Looked at 35 texts;")


@pytest.mark.parametrize("work", [find_themes, count_themes, draft_reports])
def test_nothing_is_made_of_a_wave_until_all_of_it_is_read(engine, record, work):
    wave = make.wave(record)
    make.responses(record, wave.schools[0], "read", "unread", "unread too")
    text = unread_texts(record, most=1)[0]
    reader = make.worker(record, Role.READER)
    read_text(record, source=text.source, text_id=text.id, reader=reader, outcome=Outcome.FINE, on=make.TODAY)
    wave_id = wave.id
    record.commit()
    with pytest.raises(JobRefused, match="read by a person first: 1 of 3 read"):
        work(engine, wave_id=wave_id, progress=lambda share, step: None, on=make.TODAY)


def test_progress_goes_forward_from_nought_to_one(counted):
    shares = [round(share, 6) for share, _ in counted.first.steps]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] <= 1
    assert all(step for _, step in counted.first.steps)


def test_the_machine_signs_what_it_proposes(counted):
    proposed = [row for row in counted.first.codings.values() if row[0] is None]
    assert proposed
    for _, method, score, because in proposed:
        assert method == method_of(choose())
        assert 0 <= score <= 1
        assert isinstance(because, list)


def test_what_nobody_decided_on_is_proposed_again(counted):
    first, again = (
        {key for key, code in run.codings if code == "TRV"} for run in (counted.first, counted.again)
    )
    assert first <= again


def test_what_a_person_decided_survives_the_next_run(counted):
    again = counted.again.codings
    assert again[counted.confirmed, "TRV"][0] is Decision.CONFIRMED
    assert again[counted.removed, "TRV"][0] is Decision.REMOVED
    assert again[counted.added, "PER"][:2] == (Decision.ADDED, None)


def test_unread_texts_and_concerns_are_in_no_coding_and_no_figure(counted):
    for run in (counted.first, counted.again):
        assert counted.unread not in {key for key, _ in run.codings}
        told = json.dumps(run.figures)
        for words in ("unread", "worry for one", BUS, TIRED):
            assert words not in told


def test_a_theme_counts_pupils_who_wrote_and_workshops_apart(counted):
    theme = counted.first.figures[FindingKind.THEME]["TRV"]
    one, _, three = counted.urns
    assert theme["workshops"] == {"said_in": 2, "of": 3}
    total = theme["written"]["total"]
    # 28 of 29 wrote of the bus: nearly everyone, and so hidden like hardly anyone.
    assert not total["shown"]
    assert not theme["written"][three]["shown"]
    assert theme["ticked"][one]["count"] == 15
    assert theme["ticked"][one]["base"] == 55


def test_every_theme_of_the_codebook_has_a_finding(counted, record):
    load_codebook(record)
    assert set(counted.first.figures[FindingKind.THEME]) == {theme.code for theme in themes(record)}


def test_a_small_school_shows_nothing_in_its_figures(counted):
    figures = counted.first.figures[FindingKind.SCHOOL][counted.urns[2]]
    assert not figures["answered"]["shown"]
    assert all(
        not row["school"]["shown"] for row in figures["barriers"] + figures["wants"] + figures["written"]
    )
    assert set(counted.first.figures[FindingKind.SCHOOL]) == set(counted.urns)


def test_a_school_is_told_what_was_recommended_in_its_own_workshops(counted):
    for number, urn in enumerate(counted.urns):
        figures = counted.first.figures[FindingKind.SCHOOL][urn]
        # In a room of nine everybody knows who said it, so only the first school’s is told.
        lines = [(line["kind"], line["text"]) for line in figures["workshops"]["lines"]]
        assert lines == ([("recommendation", "A quiet room at lunch")] if number == 0 else [])
        assert figures["workshops"]["came"]["words"] == ("about 10" if number == 0 else "too small to say")
        assert figures["method"]["themes"] == method_of(choose())
        assert figures["roll"] == 900


def test_marked_forms_are_counted_in_the_note_on_method_and_protected(record, app):
    load_codebook(record)
    wave = make.wave(record, schools=3)
    some, few, nearly_all = wave.schools
    for place, marked, others in ((some, 12, 10), (few, 9, 30), (nearly_all, 30, 9)):
        make.responses(record, place, count=marked, marks=["straight line"])
        make.responses(record, place, count=others)
    wave_id, urns = wave.id, [place.school.urn for place in (some, few, nearly_all)]
    record.commit()
    find_themes(engine_of(app), wave_id=wave_id, progress=lambda *_: None, on=date.today())
    stored = findings(record, wave_id=wave_id, kind=FindingKind.SCHOOL)
    notes = {urn: figures["method"]["marks"] for urn, figures in stored.items()}
    alike = {urn: note[0]["forms"]["shown"] for urn, note in notes.items()}
    assert alike == dict(zip(urns, (True, False, False), strict=True))
    # The answers of a school are told elsewhere, and may be told as they were before.
    assert {note[0]["forms"]["base"] for note in notes.values()} == {None}
    assert notes[urns[0]][0]["forms"]["words"] == "about 10"


def test_a_persons_decisions_are_counted_in_the_overview(counted):
    assert not counted.again.figures[FindingKind.OVERVIEW]["wave"]["decided"]["shown"]  # two: under ten
    assert counted.first.figures[FindingKind.OVERVIEW]["wave"]["method"] == method_of(choose())


def test_every_figure_that_is_stored_keeps_the_rule(counted):
    for run in (counted.first, counted.again):
        for figure in _figures(run.figures):
            if figure["shown"]:
                assert figure["count"] is None or (figure["count"] >= 10 and figure["count"] % 5 == 0)
                assert figure["why"] == ""
            else:
                assert figure["count"] is None
                assert figure["percent"] is None
                assert not any(sign.isdigit() for sign in figure["words"])
            assert figure["base"] is None or figure["base"] % 5 == 0


def _figures(node):
    """Yield every figure, however deep it lies."""
    if isinstance(node, dict):
        if {"base", "count", "shown"} <= set(node):
            yield node
        for value in node.values():
            yield from _figures(value)
    elif isinstance(node, list):
        for value in node:
            yield from _figures(value)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "under 10"), (9, "under 10"), (10, "10"), (12, "10"), (13, "15")]
)
def test_a_plain_count_is_rounded_and_hidden_under_10(number, shown):
    assert shown_count(number) == shown


def test_the_codebook_comes_in_once_however_often_it_is_loaded(record):
    first = [theme.id for theme in load_codebook(record)]
    assert [theme.id for theme in load_codebook(record)] == first
    assert len(first) >= 10


def test_a_wave_without_any_text_is_counted_too(engine, record):
    load_codebook(record)
    wave = make.wave(record)
    make.responses(record, wave.schools[0], count=12, picks={"bar_pick": ["bus"]})
    wave_id = wave.id
    record.commit()
    told = find_themes(engine, wave_id=wave_id, progress=lambda share, step: None, on=make.TODAY)
    assert told == "Looked at under 10 texts; under 10 fit no theme."
    with Session(engine) as session:
        figures = finding(session, wave_id=wave_id, kind=FindingKind.OVERVIEW, subject="wave").figures
    assert figures["answered"]["words"] == "about 10"
    assert not figures["writers"]["shown"]


@pytest.mark.parametrize(("schools", "is_told"), [(2, False), (4, True)])
def test_a_theme_tells_no_total_that_a_school_could_take_itself_away_from(engine, record, schools, is_told):
    load_codebook(record)
    wave = make.wave(record, schools=schools)
    for place in wave.schools:
        make.responses(record, place, count=30, picks={"bar_pick": ["bus"]})
        make.responses(record, place, count=30, picks={"bar_pick": ["toilets"]})
    wave_id, urns = wave.id, [place.school.urn for place in wave.schools]
    record.commit()
    find_themes(engine, wave_id=wave_id, progress=lambda share, step: None, on=make.TODAY)
    with Session(engine) as session:
        ticked = finding(session, wave_id=wave_id, kind=FindingKind.THEME, subject="TRV").figures["ticked"]
    assert all(ticked[urn]["shown"] for urn in urns)
    assert ticked["total"]["shown"] is is_told


def test_what_to_be_careful_with_and_what_was_decided_stay_once_the_wave_is_told(engine, record):
    load_codebook(record)
    wave = make.wave(record, schools=4)
    for place in wave.schools:
        make.responses(record, place, *[BUS] * 5)
    make.read_everything(record, make.worker(record, Role.READER))
    wave_id, first = wave.id, wave.schools[0]
    record.commit()
    find_themes(engine, wave_id=wave_id, progress=lambda share, step: None, on=make.TODAY)
    make.tell(record, wave)
    make.responses(record, first, *[BUS] * 3)
    make.read_everything(record, make.worker(record, Role.READER))
    record.commit()
    with Session(engine) as session:
        before = findings(session, wave_id=wave_id, kind=FindingKind.THEME)["TRV"]
    find_themes(engine, wave_id=wave_id, progress=lambda share, step: None, on=make.TODAY)
    with Session(engine) as session:
        assert findings(session, wave_id=wave_id, kind=FindingKind.THEME)["TRV"] == before


def test_the_mark_of_hidden_words_is_no_word_of_a_pupils():
    assert words_of("[hidden] pushes me on the stairs").split() == ["pushes", "me", "on", "the", "stairs"]

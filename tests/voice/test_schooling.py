"""Schooling: what the record adds to a school’s figures, over waves, and what stays once a report was released."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from surveys.findings import FindingKind, findings
from surveys.readings import Outcome, Source, read_text
from surveys.reports import store_draft
from surveys.waves import add_wave, next_wave_of, wave_with_id
from surveys.workers import Role
from surveys.workshops import NoteKind, TypedNote, add_notes, add_programme, record_session
from tests import make
from voice.insight import agreement_sentence, count_themes, find_themes, load_codebook
from voice.insight.schooling import NOT_CHECKED, is_small, term_of, workshops

SPRING, AUTUMN = date(2026, 3, 2), date(2026, 10, 5)


def no_progress(share, step):
    """Nobody watches."""


def school_figures(engine, wave_id):
    with Session(engine) as session:
        return findings(session, wave_id=wave_id, kind=FindingKind.SCHOOL)


@pytest.fixture
def two_waves(engine, record):
    """The same survey asked twice in five schools; in the second wave many more find it hard to come."""
    load_codebook(record)
    schools = [make.school(record) for _ in range(5)]
    make.cover(record, *schools)
    version, ids = make.version(record), []
    for name, opens_on, hard in (("Spring", SPRING, 20), ("Autumn", AUTUMN, 60)):
        wave = add_wave(
            record,
            name=name,
            version=version,
            schools=schools,
            opens_on=opens_on,
            closes_on=opens_on + timedelta(days=18),
            on=make.TODAY,
        )
        for place in wave.schools:
            answers = {"on": opens_on, "place": place, "record": record}
            make.responses(count=hard, picks={"att_hard": ["5"], "sch_safe": ["4"]}, **answers)
            make.responses(count=100 - hard, picks={"att_hard": ["1"], "sch_safe": ["2"]}, **answers)
        ids.append(wave.id)
    urns = [school.urn for school in schools]
    record.commit()
    for wave_id in ids:
        find_themes(engine, wave_id=wave_id, progress=no_progress, on=make.TODAY)
    return ids, urns


def test_a_headline_says_how_it_moved_in_the_same_school(engine, two_waves):
    (first, second), urns = two_waves
    before = school_figures(engine, first)[urns[0]]["headlines"]
    assert {row["change"]["word"] for row in before} == {"cannot be compared"}
    assert "first time" in before[0]["change"]["why"]
    now = {row["key"]: row for row in school_figures(engine, second)[urns[0]]["headlines"]}
    assert now["att_hard"]["change"]["word"] == "up"
    assert now["att_hard"]["change"]["before"]["count"] == 20
    assert now["att_hard"]["range"] == {"low": 60, "high": 60, "schools": 5}
    assert now["sch_belong"]["change"]["word"] == "cannot be compared"  # nobody was asked it


def test_nine_late_answers_change_no_byte_once_a_report_was_released(engine, record, two_waves):
    (_, wave_id), urns = two_waves
    wave = wave_with_id(record, wave_id)
    place = next(place for place in wave.schools if place.school.urn == urns[0])
    report = store_draft(record, place=place, content={"figures": {}}, pdf=b"-", on=make.TODAY)
    make.release(record, report)
    make.responses(record, place, count=9, picks={"att_hard": ["1"], "bar_pick": ["bus"]}, on=AUTUMN)
    record.commit()
    before = school_figures(engine, wave_id)
    count_themes(engine, wave_id=wave_id, progress=no_progress, on=make.TODAY)
    assert school_figures(engine, wave_id) == before


def test_late_answers_count_while_no_report_was_released(engine, record, two_waves):
    (_, wave_id), urns = two_waves
    place = next(place for place in wave_with_id(record, wave_id).schools if place.school.urn == urns[0])
    make.responses(record, place, count=9, picks={"att_hard": ["1"]}, on=AUTUMN)
    record.commit()
    count_themes(engine, wave_id=wave_id, progress=no_progress, on=make.TODAY)
    assert school_figures(engine, wave_id)[urns[0]]["answered"]["words"] == "about 110"


def test_workshops_are_told_of_by_term_and_from_ten_pupils_on(record):
    school = make.school(record)
    assert workshops(record, school)["term"] == ""
    programme = add_programme(record, school=school, starts_on=AUTUMN)
    for session, came in zip(programme.sessions, (9, 4), strict=False):
        record_session(record, workshop=session, held_on=session.held_on, headcount=came, activity=None)
    told = workshops(record, school)
    assert (told["came"]["words"], told["term"]) == ("too small to say", "autumn term 2026")
    record_session(record, workshop=programme.sessions[2], held_on=AUTUMN, headcount=63, activity=None)
    assert workshops(record, school)["came"]["words"] == "about 65"


def test_ideas_stand_beside_recommendations_three_at_most_and_only_read_ones(record):
    school = make.school(record)
    programme, reader = (
        add_programme(record, school=school, starts_on=AUTUMN),
        make.worker(record, Role.READER),
    )
    for session, came in zip(programme.sessions, (30, 9), strict=False):
        record_session(record, workshop=session, held_on=AUTUMN, headcount=came, activity="Head for a day")
        typed = [TypedNote(f"{came}: idea with {votes} votes", NoteKind.IDEA, votes) for votes in range(5)]
        typed.append(TypedNote(f"{came}: a wall of post-its", NoteKind.BARRIER, None))
        typed.append(TypedNote(f"{came}: a quiet room", NoteKind.RECOMMENDATION, 3))
        for note in add_notes(record, workshop=session, notes=typed):
            if note.votes != 4:  # that one waits for a reader
                outcome = {"outcome": Outcome.FINE, "reader": reader, "on": AUTUMN}
                read_text(record, source=Source.NOTE, text_id=note.id, **outcome)
    lines = [(line["kind"], line["text"]) for line in workshops(record, school)["lines"]]
    assert lines == [
        ("recommendation", "30: a quiet room"),
        *(("idea", f"30: idea with {votes} votes") for votes in (3, 2, 1)),
    ]


@pytest.mark.parametrize(
    ("roll", "phase", "type_name", "small"),
    [
        (100, "Secondary", "Community school", False),
        (99, "Secondary", "Community school", True),
        (None, "Secondary", "Community school", True),
        (400, "Special", None, True),
        (400, "Secondary", "Academy special converter", True),
        (400, "Not known", "Pupil referral unit", True),
        (400, "Alternative provision", None, True),
    ],
)
def test_a_small_school_is_one_by_roll_or_kind(record, roll, phase, type_name, small):
    place = make.wave(record).schools[0]
    place.roll, place.school.phase, place.school.type_name = roll, phase, type_name
    assert is_small(place) is small


def test_terms_by_their_months():
    assert term_of(date(2026, 12, 31)) == "autumn term 2026"
    assert term_of(date(2026, 3, 31)) == "spring term 2026"
    assert term_of(date(2026, 4, 1)) == "summer term 2026"
    assert term_of(date(2026, 8, 31)) == "summer term 2026"


def test_agreement_is_said_to_be_unknown_until_a_sample_was_coded(record):
    assert agreement_sentence(record, make.wave(record).id) == NOT_CHECKED


def test_the_next_wave_of_a_school_is_of_the_same_survey(record, two_waves):
    (first, second), _ = two_waves
    place = wave_with_id(record, first).schools[0]
    assert next_wave_of(record, place).id == second
    assert next_wave_of(record, wave_with_id(record, second).schools[0]) is None

"""Workshops: six sessions, a headcount and never a name, and notes read line by line: all of them or none."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.workers import Role
from surveys.workshops import (
    LONGEST_NOTE,
    Note,
    NoteKind,
    TypedNote,
    WorkshopProblem,
    WorkshopSession,
    add_notes,
    add_programme,
    in_how_many,
    programme_with_id,
    programmes,
    read_lines,
    record_session,
    session_with_id,
)
from tests import make

DAY = date(2026, 3, 5)


@pytest.fixture
def programme(record):
    return add_programme(
        record, school=make.school(record), starts_on=DAY, led_by=make.worker(record, Role.YOUTH_WORKER)
    )


def read(pasted):
    return [(note.text, note.votes, note.kind) for note in read_lines(pasted, kind=NoteKind.BARRIER)]


def test_a_programme_is_six_weekly_sessions(record, programme):
    assert [(session.week, session.held_on) for session in programme.sessions] == [
        (week, DAY + timedelta(weeks=week - 1)) for week in range(1, 7)
    ]
    assert programme_with_id(record, programme.id) is programme
    assert session_with_id(record, programme.sessions[2].id) is programme.sessions[2]
    for look in (programme_with_id, session_with_id):
        with pytest.raises(NoResultFound):
            look(record, "nothing")


def test_a_school_has_one_programme_from_a_day_on(record, programme):
    with pytest.raises(WorkshopProblem, match="already has a programme that starts on this day"):
        add_programme(record, school=programme.school, starts_on=DAY)
    later = add_programme(record, school=programme.school, starts_on=DAY + timedelta(days=1))
    assert programmes(record) == [later, programme]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 12, 31), date(2101, 1, 1), date.max])
def test_a_day_that_cannot_be_meant_is_refused(record, programme, day):
    with pytest.raises(WorkshopProblem, match="year"):
        add_programme(record, school=make.school(record), starts_on=day)
    with pytest.raises(WorkshopProblem, match="year"):
        record_session(record, workshop=programme.sessions[0], held_on=day, headcount=None, activity=None)


def test_a_session_keeps_its_day_its_headcount_and_what_was_done(record, programme):
    session = programme.sessions[0]
    record_session(record, workshop=session, held_on=DAY, headcount=0, activity="Post-its")
    assert (session.headcount, session.activity) == (0, "Post-its")
    record_session(record, workshop=session, held_on=DAY, headcount=None, activity="")
    assert (session.headcount, session.activity) == (None, None)


@pytest.mark.parametrize("headcount", [-1, 501])
def test_a_headcount_is_a_sensible_number(record, programme, headcount):
    session = programme.sessions[0]
    with pytest.raises(WorkshopProblem, match="from 0 to 500"):
        record_session(record, workshop=session, held_on=DAY, headcount=headcount, activity=None)
    session.headcount = headcount
    with pytest.raises(IntegrityError):
        record.flush()


def test_no_column_of_a_session_or_a_note_could_hold_a_name():
    assert set(WorkshopSession.__table__.columns.keys()) == {
        "id", "programme_id", "week", "held_on", "headcount", "activity"
    }  # fmt: skip
    assert set(Note.__table__.columns.keys()) == {"id", "session_id", "kind", "text", "votes"}


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("Buses", ("Buses", None, NoteKind.BARRIER)),
        ("Buses | 12", ("Buses", 12, NoteKind.BARRIER)),
        ("Buses|12|idea", ("Buses", 12, NoteKind.IDEA)),
        ("Buses\t12\tWorks", ("Buses", 12, NoteKind.WORKS)),
        ("Buses | | Cause", ("Buses", None, NoteKind.CAUSE)),
        ("Buses | 0 | recommendation", ("Buses", 0, NoteKind.RECOMMENDATION)),
        ("Late | or full | 3 | idea", ("Late | or full", 3, NoteKind.IDEA)),
        ("  Buses  ", ("Buses", None, NoteKind.BARRIER)),
        ("Buses |", ("Buses", None, NoteKind.BARRIER)),
        ("Buses\t\t", ("Buses", None, NoteKind.BARRIER)),
        ("x" * LONGEST_NOTE, ("x" * LONGEST_NOTE, None, NoteKind.BARRIER)),
        ("🚌 مرحبا | 2", ("🚌 مرحبا", 2, NoteKind.BARRIER)),
    ],
)
def test_a_line_is_a_note_with_votes_and_a_kind_when_it_says_so(line, read_as):
    assert read(line) == [read_as]


def test_blank_lines_are_passed_over(record):
    assert read("\n\nBuses\r\n   \nTrams | 2\n") == [
        ("Buses", None, NoteKind.BARRIER),
        ("Trams", 2, NoteKind.BARRIER),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Buses | many", "Line 3: votes must be a number from 0 to 500, not “many”"),
        ("Buses | -1", "Line 3: votes must be a number"),
        ("Buses | 1.5", "Line 3: votes must be a number"),
        ("Buses | 501", "Line 3: votes must be a number"),
        ("Buses | " + "9" * 5_000, "Line 3: votes must be a number"),
        ("Buses | ²", "Line 3: votes must be a number"),
        (
            "Buses | 3 | moan",
            "Line 3: the last part must be one of barrier, cause, idea, recommendation, works",
        ),
        (" | 3", "Line 3: there is no text before the votes"),
        ("|", "Line 3: there is no text before the votes"),
        ("x" * (LONGEST_NOTE + 1), "Line 3 is 501 characters long"),
    ],
)
def test_one_bad_line_is_named_and_no_line_is_taken(line, words):
    with pytest.raises(WorkshopProblem) as problem:
        read(f"Good | 3\n\n{line}\nGood too")
    assert str(problem.value).startswith(words)
    assert len(str(problem.value)) < 200


@pytest.mark.parametrize("pasted", ["", "  ", "\n\r\n\t\n"])
def test_nothing_pasted_is_said_to_be_nothing(pasted):
    with pytest.raises(WorkshopProblem, match="There is nothing to add"):
        read(pasted)


@given(st.text())
def test_whatever_is_pasted_is_read_or_refused_in_a_sentence(pasted):
    try:
        notes = read_lines(pasted, kind=NoteKind.IDEA)
    except WorkshopProblem:
        return
    assert notes
    assert all(note.text.strip() and (note.votes is None or 0 <= note.votes <= 500) for note in notes)


def test_notes_join_those_a_session_has(record, programme):
    session = programme.sessions[0]
    add_notes(record, workshop=session, notes=[TypedNote("one", NoteKind.IDEA, 3)])
    add_notes(record, workshop=session, notes=[TypedNote("two", NoteKind.IDEA, None)])
    assert {(note.text, note.votes) for note in session.notes} == {("one", 3), ("two", None)}


def test_votes_are_never_negative_in_the_database_either(record, programme):
    record.add(Note(session_id=programme.sessions[0].id, kind=NoteKind.IDEA, text="x", votes=-1))
    with pytest.raises(IntegrityError):
        record.flush()
    record.rollback()
    assert record.scalars(select(Note)).all() == []


@pytest.mark.parametrize(
    ("said_in", "held", "words"),
    [
        (0, 0, ""),
        (1, 1, "too few workshops to say"),
        (1, 2, "too few workshops to say"),
        (3, 3, "too few workshops to say"),
        (0, 4, "fewer than half"),
        (1, 4, "fewer than half"),
        (2, 4, "half or more"),
        (8, 8, "half or more"),
        (9, 19, "fewer than half"),
        (4, 20, "few or none"),
        (5, 20, "some"),
        (10, 20, "more than half"),
        (14, 20, "more than half"),
        (15, 20, "most or all"),
        (20, 20, "most or all"),
    ],
)
def test_in_how_many_workshops_something_was_said_is_told_in_words(said_in, held, words):
    assert in_how_many(said_in, held) == words


@given(st.integers(4, 400).flatmap(lambda held: st.tuples(st.integers(0, held), st.just(held))))
@settings(max_examples=1000)
def test_a_word_never_points_at_one_workshop(pair):
    said_in, held = pair
    alike = [other for other in range(held + 1) if in_how_many(other, held) == in_how_many(said_in, held)]
    assert len(alike) >= min(5, held // 2)

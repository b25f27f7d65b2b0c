"""Texts: what waits to be read, oldest week first, and how much is left."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.texts import backlog, backlog_of_wave, text_to_read, unread_texts
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make

WEEK = timedelta(weeks=1)
MONDAY = date(2026, 3, 2)


@pytest.fixture
def reader(record):
    return make.worker(record, Role.READER)


@pytest.fixture
def wave(record):
    return make.wave(record, opens_on=MONDAY, closes_on=MONDAY + 9 * WEEK)


def write(record, wave, *texts, on=MONDAY):
    make.responses(record, wave.schools[0], *texts, on=on)


def note(record, wave, words, on=MONDAY):
    programme = add_programme(record, school=wave.schools[0].school, starts_on=on)
    add_notes(record, workshop=programme.sessions[0], notes=read_lines(words, kind=NoteKind.CAUSE))


def read(record, reader, text, outcome=Outcome.FINE):
    read_text(record, source=text.source, text_id=text.id, reader=reader, outcome=outcome, on=MONDAY)


def test_the_oldest_week_comes_first_answers_and_notes_together(record, wave):
    write(record, wave, "third", on=MONDAY + 2 * WEEK)
    note(record, wave, "second", on=MONDAY + WEEK + timedelta(days=3))
    write(record, wave, "first")
    assert [text.text for text in unread_texts(record, most=10)] == ["first", "second", "third"]
    assert [text.text for text in unread_texts(record, most=2)] == ["first", "second"]


def test_a_text_carries_what_it_is_read_by_and_nothing_of_the_rest(record, wave):
    write(record, wave, "words")
    note(record, wave, "said")
    answer, said = unread_texts(record, most=10)
    school = wave.schools[0].school
    assert (answer.asked, answer.school_name, answer.wave_id) == ("bar_text", school.name, wave.id)
    assert (said.source, said.asked, said.school_id, said.wave_id) == (Source.NOTE, "cause", school.id, None)
    response_id = record.scalars(select(Answer.response_id)).one()
    assert response_id not in vars(answer).values()


def test_within_a_week_the_order_is_that_of_random_keys(record, wave):
    write(record, wave, *(f"text {number}" for number in range(50)))
    found = [text.id for text in unread_texts(record, most=50)]
    assert found == sorted(found)


def test_what_was_put_aside_is_passed_over(record, wave):
    write(record, wave, "one", "two")
    first, second = unread_texts(record, most=2)
    assert unread_texts(record, most=2, skip=frozenset({first.id})) == [second]


@pytest.mark.parametrize("outcome", [Outcome.FINE, Outcome.CONCERN])
def test_what_was_read_waits_no_longer(record, wave, reader, outcome):
    write(record, wave, "one", "two")
    note(record, wave, "three")
    waiting = unread_texts(record, most=9)
    assert all(text_to_read(record, text.source, text.id) == text for text in waiting)
    for number, text in enumerate(waiting):
        assert (backlog(record).read, backlog(record).unread) == (number, 3 - number)
        assert not backlog(record).is_done
        read(record, reader, text, outcome)
        assert text_to_read(record, text.source, text.id) is None
    assert unread_texts(record, most=9) == []
    assert backlog(record).is_done
    assert backlog(record).total == 3


def test_an_id_of_the_other_source_or_of_nothing_finds_no_text(record, wave):
    write(record, wave, "one")
    text = unread_texts(record, most=1)[0]
    assert text_to_read(record, Source.NOTE, text.id) is None
    assert text_to_read(record, Source.ANSWER, "x" * 5_000) is None


def test_the_backlog_of_a_wave_is_its_own(record, wave, reader):
    other = make.wave(record, opens_on=MONDAY)
    write(record, wave, "one", "two")
    write(record, other, "three")
    note(record, wave, "a note is of no wave")
    read(record, reader, next(text for text in unread_texts(record, most=9) if text.text == "one"))
    own, theirs = backlog_of_wave(record, wave.id), backlog_of_wave(record, other.id)
    assert (own.read, own.unread, theirs.read, theirs.unread) == (1, 1, 0, 1)

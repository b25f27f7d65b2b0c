"""Texts: the order of the queue, what is left, and nothing made of a wave until all of it is read."""

from datetime import date

import pytest
from sqlalchemy import select

from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.screenings import Harm, Level, Screening
from surveys.texts import NotAllRead, backlog, backlog_of_wave, require_all_read, text_with_id, unread_texts
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make

EARLY, LATE = date(2026, 3, 2), date(2026, 3, 9)


@pytest.fixture
def place(record):
    return make.wave(record, opens_on=EARLY).schools[0]


def screened(record, words, level):
    harm = None if level is Level.NONE else Harm.OTHER
    answer_id = make.answer_saying(record, words)
    record.add(Screening(answer_id=answer_id, level=level, harm=harm))
    record.flush()
    return answer_id


def test_what_may_be_urgent_comes_first_then_what_nobody_looked_at_then_by_age(record, place):
    for words, day in (("old", EARLY), ("new", LATE), ("fine", EARLY), ("amber", LATE), ("red", LATE)):
        make.responses(record, place, words, on=day)
    for words, level in (("fine", Level.NONE), ("amber", Level.AMBER), ("red", Level.RED)):
        screened(record, words, level)
    assert [text.text for text in unread_texts(record, most=9)] == ["red", "amber", "old", "new", "fine"]
    assert [text.text for text in unread_texts(record, most=9, only=Level.NONE)] == ["fine"]
    assert [text.week for text in unread_texts(record, most=2)] == [LATE, LATE]


def test_notes_and_answers_stand_in_one_queue(record, place):
    make.responses(record, place, "an answer", on=LATE)
    programme = add_programme(record, school=place.school, starts_on=EARLY)
    add_notes(record, workshop=programme.sessions[0], notes=read_lines("a note", kind=NoteKind.IDEA))
    assert [(text.text, text.source) for text in unread_texts(record, most=9)] == [
        ("a note", Source.NOTE),
        ("an answer", Source.ANSWER),
    ]
    assert backlog(record).unread == 2
    assert backlog_of_wave(record, place.wave_id).unread == 1


def test_a_text_without_its_words_waits_for_nobody(record, place):
    make.responses(record, place, "gone", "there")
    answer = record.get_one(Answer, make.answer_saying(record, "gone"))
    answer.text = None
    record.flush()
    assert [text.text for text in unread_texts(record, most=9)] == ["there"]
    assert text_with_id(record, Source.ANSWER, answer.id) is None


def test_nothing_is_made_of_a_wave_until_all_of_it_is_read(record, place):
    make.responses(record, place, *(f"text {number}" for number in range(5)))
    reader = make.worker(record, Role.READER)
    for done, answer_id in enumerate(record.scalars(select(Answer.id)).all()):
        with pytest.raises(NotAllRead, match=f"read by a person first: {done} of 5 read"):
            require_all_read(record, place.wave_id)
        read_text(
            record, source=Source.ANSWER, text_id=answer_id, reader=reader, outcome=Outcome.FINE, on=LATE
        )
    require_all_read(record, place.wave_id)

"""Readings: one person’s word on one text, hidden words hidden everywhere, and concerns taken out of the answers."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.cases import Act, CaseEntry
from surveys.concerns import Concern, RaisedBy
from surveys.heard import read_answers, read_notes, schools_of_programmes, schools_of_writers
from surveys.hiding import HIDDEN, NothingHidden, Placeholder, Span
from surveys.readings import (
    AlreadyRead,
    Outcome,
    Reading,
    Source,
    pass_on,
    read_text,
)
from surveys.responses import Answer, Response
from surveys.screenings import Level
from surveys.workers import Role
from surveys.workshops import Note, NoteKind, add_notes, add_programme, read_lines
from tests import make

THURSDAY, MONDAY = date(2026, 3, 5), date(2026, 3, 2)


@pytest.fixture
def reader(record):
    return make.worker(record, Role.READER)


@pytest.fixture
def wave(record):
    return make.wave(record, opens_on=MONDAY)


@pytest.fixture
def answer(record, wave):
    make.responses(record, wave.schools[0], "Ask Kai about it", on=THURSDAY)
    return record.scalars(select(Answer)).one()


@pytest.fixture
def note(record, wave):
    programme = add_programme(record, school=wave.schools[0].school, starts_on=THURSDAY)
    lines = read_lines("Ask Kai about it | 4", kind=NoteKind.IDEA)
    return add_notes(record, workshop=programme.sessions[0], notes=lines)[0]


def read(record, text, reader, outcome=Outcome.FINE, hide=()):
    source = Source.ANSWER if isinstance(text, Answer) else Source.NOTE
    return read_text(
        record, source=source, text_id=text.id, reader=reader, outcome=outcome, on=THURSDAY, hide=hide
    )


def test_a_fine_text_is_shown_as_it_is_and_its_reading_keeps_a_monday(record, answer, reader):
    reading = read(record, answer, reader)
    assert (reading.shown, reading.reader, reading.read_on) == ("Ask Kai about it", reader, MONDAY)


@pytest.mark.parametrize("again", [Outcome.FINE, Outcome.CONCERN])
def test_a_text_is_read_once(record, answer, reader, again):
    read(record, answer, reader)
    with pytest.raises(AlreadyRead):
        read(record, answer, reader, again)
    assert answer.text == "Ask Kai about it"
    assert record.scalars(select(Concern)).all() == []
    assert len(record.scalars(select(Reading)).all()) == 1


def test_a_text_that_is_not_there_cannot_be_read(record, reader):
    with pytest.raises(NoResultFound):
        read_text(
            record, source=Source.NOTE, text_id="0" * 32, reader=reader, outcome=Outcome.FINE, on=THURSDAY
        )


@pytest.mark.parametrize("kind", ["answer", "note"])
def test_a_concern_takes_the_words_out(record, request, reader, wave, kind):
    text = request.getfixturevalue(kind)
    reading = read(record, text, reader, Outcome.CONCERN)
    assert reading.shown is None
    assert text.text is None
    concern = record.scalars(select(Concern)).one()
    assert concern.text == "Ask Kai about it"
    assert (concern.school_id, concern.week) == (wave.schools[0].school_id, MONDAY)
    assert (concern.raised_by, concern.level) == (RaisedBy.READER, Level.RED)
    raised = record.scalars(select(CaseEntry).where(CaseEntry.act == Act.RAISED)).one()
    assert (raised.by, raised.concern) == (reader, concern)
    with pytest.raises(AlreadyRead):
        read(record, text, reader)


def test_nothing_in_a_concern_leads_to_the_answer(record, answer, reader):
    answer_id = answer.id
    reading_id = read(record, answer, reader, Outcome.CONCERN).id
    concern = record.execute(select(Concern.__table__)).one()._mapping
    own = {answer_id, reading_id, answer.response_id, record.scalars(select(Response.wave_school_id)).one()}
    assert own.isdisjoint(concern.values())
    leads_to = {key.column.table.name for column in Concern.__table__.columns for key in column.foreign_keys}
    assert leads_to == {"school", "wave"}


def test_hidden_words_are_out_of_what_others_see(record, answer, reader):
    assert read(record, answer, reader, Outcome.HIDDEN, ["kai"]).shown == f"Ask {HIDDEN} about it"


@pytest.mark.parametrize("hide", [(), ("",), ("  ", "\t")])
def test_hiding_nothing_is_refused_and_leaves_the_text_unread(record, answer, reader, hide):
    with pytest.raises(NothingHidden, match="Say which words to hide"):
        read(record, answer, reader, Outcome.HIDDEN, hide)
    assert record.scalars(select(Reading)).all() == []


def test_a_fine_text_with_words_to_hide_is_a_hidden_one(record, answer, reader):
    reading = read(record, answer, reader, Outcome.FINE, ["kai"])
    assert (reading.outcome, reading.shown) == (Outcome.HIDDEN, f"Ask {HIDDEN} about it")


def test_spans_are_hidden_as_what_they_are(record, answer, reader):
    reading = read_text(
        record,
        source=Source.ANSWER,
        text_id=answer.id,
        reader=reader,
        outcome=Outcome.FINE,
        on=THURSDAY,
        hide=["about"],
        spans=[Span(4, 7, Placeholder.NAME)],
    )
    assert (reading.outcome, reading.shown) == (Outcome.HIDDEN, f"Ask [name] {HIDDEN} it")


def test_what_no_database_can_hold_is_shown_as_something_else(record, wave, reader):
    words = "ab\0c \ud83d d"
    make.responses(record, wave.schools[0], words)
    answer = record.get_one(Answer, make.answer_saying(record, words))
    assert read(record, answer, reader).shown == "ab\ufffdc \ufffd d"
    assert answer.text == words


def test_only_what_was_let_through_is_handed_on(record, wave, reader):
    place = wave.schools[0]
    make.responses(record, place, "fine", "hide Kai", "worry", "unread")
    by_text = {answer.text: answer for answer in record.scalars(select(Answer))}
    read(record, by_text["fine"], reader)
    read(record, by_text["hide Kai"], reader, Outcome.HIDDEN, ["Kai"])
    read(record, by_text["worry"], reader, Outcome.CONCERN)
    found = read_answers(record, wave.id)
    assert sorted(text.shown for text in found) == ["fine", f"hide {HIDDEN}"]
    assert {(text.asked, text.school_id) for text in found} == {("bar_text", place.school_id)}
    writers = schools_of_writers(record, wave.id)
    assert writers == {by_text[text].response_id: place.school_id for text in ("fine", "hide Kai")}
    assert read_answers(record, make.wave(record).id) == []


def test_only_notes_that_were_let_through_are_handed_on(record, note, reader):
    assert read_notes(record) == []
    assert schools_of_programmes(record) == {}
    read(record, note, reader)
    assert [(text.shown, text.asked) for text in read_notes(record)] == [("Ask Kai about it", "idea")]
    assert list(schools_of_programmes(record).values()) == [read_notes(record)[0].school_id]


@pytest.mark.parametrize(
    "broken",
    [
        {"outcome": Outcome.FINE, "shown": "x"},
        {"outcome": Outcome.CONCERN, "shown": "x", "answer_id": True},
        {"outcome": Outcome.FINE, "shown": None, "answer_id": True},
        {"outcome": Outcome.FINE, "shown": "x", "answer_id": True, "note_id": True},
    ],
)
def test_the_database_keeps_the_rules_of_a_reading(record, answer, note, reader, broken):
    for name, text in (("answer_id", answer), ("note_id", note)):
        if name in broken:
            broken[name] = text.id
    record.add(Reading(reader=reader, read_on=MONDAY, **broken))
    with pytest.raises(IntegrityError):
        record.flush()


def test_a_note_keeps_its_votes_when_its_words_go(record, note, reader):
    read(record, note, reader, Outcome.CONCERN)
    assert record.execute(select(Note.text, Note.votes)).one() == (None, 4)


@pytest.mark.parametrize("kind", ["answer", "note"])
@pytest.mark.parametrize("outcome", [Outcome.FINE, Outcome.HIDDEN])
def test_a_text_that_was_let_through_is_passed_on_after_all_with_its_raw_words(
    record, request, reader, wave, kind, outcome
):
    text = request.getfixturevalue(kind)
    other = make.worker(record, Role.LEAD)
    reading = read(record, text, reader, outcome, ["Kai"] if outcome is Outcome.HIDDEN else [])
    source = Source.ANSWER if kind == "answer" else Source.NOTE
    pass_on(record, source=source, text_id=text.id, worker=other, on=THURSDAY)
    concern = record.scalars(select(Concern)).one()
    assert (concern.text, concern.school_id) == ("Ask Kai about it", wave.schools[0].school_id)
    raised = record.scalars(select(CaseEntry).where(CaseEntry.act == Act.RAISED)).one()
    assert raised.by is other
    assert (text.text, reading.shown, reading.outcome) == (None, None, Outcome.CONCERN)
    assert read_answers(record, wave.id) == read_notes(record) == []
    with pytest.raises(NoResultFound):
        pass_on(record, source=source, text_id=text.id, worker=other, on=THURSDAY)


def test_only_what_was_let_through_is_passed_on_after_all(record, answer, reader):
    with pytest.raises(NoResultFound):
        pass_on(record, source=Source.ANSWER, text_id=answer.id, worker=reader, on=THURSDAY)
    assert record.scalars(select(Concern)).all() == []

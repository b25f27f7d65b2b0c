"""Screening: new texts are looked at within a minute, urgent ones become concerns, and a person’s reading comes first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from surveys.base import Base, monday_of
from surveys.cases import Act, entries_of
from surveys.concerns import Concern, RaisedBy
from surveys.notices import Notice
from surveys.readings import Outcome, Source, read_text, subject_of
from surveys.responses import Answer
from surveys.screenings import Harm, Level, Screening, Unscreened, store_screening
from surveys.workers import Role, Worker
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make
from tests.databases import postgresql_database
from tests.surveys.raising import london
from voice.database import make_engine, writing_session
from voice.insight.screening import BATCH, screen_new_texts

URGENT = "i want to kill myself"
ORDINARY = "the bus is always late"
AT = london(3, "10:20")


@pytest.fixture
def wave(record):
    return make.wave(record)


def sweep(engine, record, at=AT):
    record.commit()
    return screen_new_texts(engine, at=at)


def concerns(record):
    return record.scalars(select(Concern)).all()


def test_each_new_text_is_looked_at_once(engine, record, wave):
    make.responses(record, wave.schools[0], URGENT, ORDINARY)
    assert sweep(engine, record) == 2
    assert sweep(engine, record) == 0
    levels = {
        record.get_one(Answer, one.answer_id).text: one.level for one in record.scalars(select(Screening))
    }
    assert levels[URGENT] is Level.RED
    assert levels[ORDINARY] is not Level.RED


def test_what_is_urgent_becomes_a_concern_with_the_school_and_week_and_stays_to_be_read(engine, record, wave):
    officer = make.duty_officer(record)
    place = wave.schools[0]
    make.responses(record, place, URGENT, ORDINARY)
    sweep(engine, record)
    (concern,) = concerns(record)
    assert (concern.text, concern.school_id, concern.wave_id) == (URGENT, place.school_id, wave.id)
    assert (concern.week, concern.came_at) == (monday_of(date.today()), london(3, "10:15"))
    assert (concern.level, concern.harm, concern.raised_by) == (Level.RED, Harm.SELF_HARM, RaisedBy.SCREEN)
    assert [entry.act for entry in entries_of(record, concern)] == [Act.RAISED]
    assert [notice.worker for notice in record.scalars(select(Notice))] == [officer]
    assert make.answer_saying(record, URGENT)


@pytest.mark.parametrize(("alike", "told"), [(8, None), (9, "Y8")])
def test_the_year_is_said_where_ten_pupils_of_it_have_answered(engine, record, wave, alike, told):
    place = wave.schools[0]
    make.responses(record, place, count=alike)
    make.responses(record, place, count=5, picks={"year_group": ["Y9"]})
    make.responses(record, place, URGENT)
    sweep(engine, record)
    assert [concern.year for concern in concerns(record)] == [told]


def test_the_same_words_of_two_pupils_are_two_concerns(engine, record, wave):
    make.responses(record, wave.schools[0], URGENT, URGENT)
    sweep(engine, record)
    assert len(concerns(record)) == 2


def test_old_texts_raise_concerns_too_and_their_clock_starts_now(engine, record):
    wave = make.wave(record, opens_on=date(2025, 9, 1), closes_on=date(2025, 10, 1))
    make.responses(record, wave.schools[0], URGENT, on=date(2025, 9, 10))
    sweep(engine, record)
    (concern,) = concerns(record)
    assert (concern.week, concern.came_at) == (date(2025, 9, 8), london(3, "10:15"))


@pytest.mark.parametrize("outcome", [Outcome.FINE, Outcome.CONCERN])
def test_what_a_person_has_read_is_that_person_s_to_judge(engine, record, wave, outcome):
    reader = make.worker(record, Role.READER)
    make.responses(record, wave.schools[0], URGENT)
    key = make.answer_saying(record, URGENT)
    read_text(record, source=Source.ANSWER, text_id=key, reader=reader, outcome=outcome, on=date.today())
    before = len(concerns(record))
    sweep(engine, record)
    assert len(concerns(record)) == before
    looked = record.scalars(select(Screening.level)).all()
    assert looked == (
        [] if outcome is Outcome.CONCERN else [Level.RED]
    )  # words that have gone are not looked at


def test_a_workshop_s_notes_are_looked_at_as_well(engine, record, wave):
    school = wave.schools[0].school
    held = date.today() - timedelta(days=10)
    programme = add_programme(record, school=school, starts_on=held)
    add_notes(record, workshop=programme.sessions[0], notes=read_lines(URGENT, kind=NoteKind.BARRIER))
    sweep(engine, record)
    (concern,) = concerns(record)
    assert (concern.school_id, concern.week, concern.wave_id) == (school.id, monday_of(held), None)


def test_what_names_the_school_s_staff_is_for_the_authority_alone(engine, record, wave):
    school = wave.schools[0].school
    school.head = "Mr R Thackeray"
    lead = make.worker(record, Role.SAFEGUARDING_LEAD, urn=school.urn, name="School lead")
    officer = make.duty_officer(record)
    make.responses(record, wave.schools[0], "mr thackeray hits me and i want to kill myself")
    sweep(engine, record)
    (concern,) = concerns(record)
    assert concern.is_for_authority
    assert [notice.worker for notice in record.scalars(select(Notice))] == [officer] != [lead]
    assert record.scalars(select(Screening.points_at_staff)).all() == [True]


def test_a_text_that_nothing_can_be_made_of_is_no_error(engine, record, wave):
    odd = ["🙂" * 50, "a" * 10_000, "\u202eevil\u200b", "<script>alert(1)</script>", "=1+1", "مرحبا"]
    make.responses(record, wave.schools[0], *odd)
    assert sweep(engine, record) == len(odd)


def test_more_than_one_batch_is_looked_at(engine, record, wave):
    make.responses(record, wave.schools[0], *(f"the bus {number} is late" for number in range(BATCH + 1)))
    assert sweep(engine, record) == BATCH + 1


@pytest.mark.postgresql
def test_what_a_reader_is_passing_on_at_this_moment_is_waited_for():
    with postgresql_database() as url:
        engine = make_engine(url, make.SECRET)
        Base.metadata.create_all(engine)
        with writing_session(engine) as record:
            make.version(record)
            place = make.wave(record).schools[0]
            make.responses(record, place, URGENT)
            reader_id, key = make.worker(record, Role.READER).id, make.answer_saying(record, URGENT)
            text = Unscreened(key, None, URGENT, place.school_id)
            record.commit()
        look = {"text": text, "level": Level.RED, "harm": Harm.SELF_HARM, "points_at_staff": False}
        with writing_session(engine) as reading, writing_session(engine) as sweeping:
            assert sweeping.get_one(Answer, key).text == URGENT
            subject_of(reading, Source.ANSWER, key)
            sweeping.execute(sql("SET LOCAL lock_timeout = '100ms'"))
            with pytest.raises(OperationalError, match="lock"), sweeping.begin_nested():
                store_screening(sweeping, **look)
            read_text(
                reading,
                source=Source.ANSWER,
                text_id=key,
                reader=reading.get_one(Worker, reader_id),
                outcome=Outcome.CONCERN,
                on=date.today(),
            )
            reading.commit()
            assert store_screening(sweeping, **look) is None
        engine.dispose()

"""On PostgreSQL nothing of the order in which pupils sent is left after a night."""

import pytest
from sqlalchemy import select, text

from surveys.base import new_key
from surveys.case_steps import see_concern
from surveys.migrations import upgrade
from surveys.mixing import MIXED, mix_rows
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer, Given, Mode, take_responses
from surveys.second_readings import SecondReading
from surveys.workers import Role
from tests import make
from tests.databases import postgresql_database
from tests.surveys.raising import TUESDAY_AT_TEN, raised
from tests.trust.test_anonymity import rank_correlation
from voice.database import make_engine, writing_session

pytestmark = pytest.mark.postgresql
PUPILS = 1_000


@pytest.fixture
def sent_one_by_one():
    with postgresql_database() as url:
        engine = make_engine(url, make.SECRET)
        upgrade(engine)
        with writing_session(engine) as record:
            place_id = make.wave(record).schools[0].id
            record.commit()
        for number in range(PUPILS):
            given = Given(
                new_key(),
                place_id,
                make.TODAY,
                Mode.ONLINE,
                "en",
                {"n": [str(number)]},
                {"bar_text": str(number)},
            )
            with engine.begin() as connection:
                take_responses(connection, [given])
        yield engine
        engine.dispose()


QUERIES = (text("SELECT picks -> 'n' ->> 0 FROM response"), select(Answer.text))


def stored_order(engine, query):
    with engine.connect() as connection:
        return [int(number) for number in connection.execute(query).scalars()]


def stamps(engine, table):
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"SELECT count(DISTINCT xmin::text) FROM {table}").scalar_one()


def stored_keys(engine, table):
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(f"SELECT id FROM {table} ORDER BY ctid").scalars())


def test_rows_lie_by_key_and_bear_one_stamp_after_they_are_mixed(sent_one_by_one):
    for query in QUERIES:
        assert rank_correlation(stored_order(sent_one_by_one, query)) > 0.9  # what there is to take away
    assert stamps(sent_one_by_one, "response") == PUPILS
    mix_rows(sent_one_by_one)
    for query in QUERIES:
        assert abs(rank_correlation(stored_order(sent_one_by_one, query))) < 0.1
    for table in ("response", "answer", "receipt"):
        assert stamps(sent_one_by_one, table) == 1


def test_what_is_written_of_an_answer_later_is_mixed_as_well(sent_one_by_one):
    with writing_session(sent_one_by_one) as record:
        school, wave = make.school(record), make.wave(record)
        reader = make.worker(record, Role.READER)
        officer = make.worker(record, Role.SAFEGUARDING_LEAD)
        make.responses(record, wave.schools[0], "one", "two", "three", "four")
        keys = list(record.scalars(select(Answer.id).order_by(Answer.id).limit(4)))
        record.commit()
        for key in keys:
            read_text(
                record, source=Source.ANSWER, text_id=key, reader=reader, outcome=Outcome.FINE, on=make.TODAY
            )
            record.add(SecondReading(answer_id=key))
            see_concern(record, concern=raised(record, school), worker=officer, at=TUESDAY_AT_TEN)
            record.commit()
    later = ("reading", "second_reading", "sighting", "concern", "case_entry")
    assert {stamps(sent_one_by_one, table) for table in later} == {4}
    mix_rows(sent_one_by_one)
    for table in later:
        assert table in MIXED
        assert stamps(sent_one_by_one, table) == 1
        keys_as_they_lie = stored_keys(sent_one_by_one, table)
        assert keys_as_they_lie == sorted(keys_as_they_lie)

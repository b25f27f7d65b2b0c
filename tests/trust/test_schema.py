"""Promise 1: the tables that hold answers have no column that could say whose they are, or when they came."""

from datetime import date

import pytest
from sqlalchemy import Date, DateTime, Time, inspect

from surveys.base import Base, Moment
from surveys.migrations import upgrade
from surveys.responses import Response
from tests import make
from voice.database import make_engine

LISTED = {
    "response": {"id", "wave_school_id", "week", "mode", "language", "picks", "helped", "marks"},
    "answer": {"id", "response_id", "question_code", "text"},
    # The last two speak of a ticket nobody has used yet; using it overwrites them.
    "receipt": {"mark", "forget_on", "wave_school_id", "is_link"},
    # Who coded it blind and who ruled on it are staff; a week is the finest time.
    "sampled_text": {
        "id",
        "sample_id",
        "answer_id",
        "weight",
        "machine_codes",
        "machine_scores",
        "ruling",
        "settled_by_id",
        "settled_on",
    },
    "blind_coding": {"id", "sampled_text_id", "coder_id", "seat", "codes"},
    "talk_request": {"id", "school_id", "sealed", "seen_on", "seen_by_id"},
}
"""Every column that may stand beside what a pupil said. A new one needs a new promise first."""

ANSWERS_AND_WHAT_HANGS_ON_THEM = (
    "response",
    "answer",
    "reading",
    "coding",
    "review",
    "sample",
    "sampled_text",
    "blind_coding",
    "found_group",
    "split_coding",
    "quote",
    "receipt",
    "talk_request",
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('schema') / 'voice.db'}", make.SECRET)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("name", LISTED)
def test_answers_have_no_column_that_is_not_listed(tables, name):
    assert {column["name"] for column in inspect(tables).get_columns(name)} == LISTED[name]
    assert set(Base.metadata.tables[name].columns.keys()) == LISTED[name]


@pytest.mark.parametrize("name", ANSWERS_AND_WHAT_HANGS_ON_THEM)
def test_no_time_finer_than_a_day_stands_beside_an_answer(tables, name):
    for column in Base.metadata.tables[name].columns:
        assert not isinstance(column.type, (DateTime, Time, Moment)), column
    for column in inspect(tables).get_columns(name):
        assert not isinstance(column["type"], (DateTime, Time)), column


def test_only_the_week_of_a_response_is_kept():
    dates = [
        column.name for column in Base.metadata.tables["response"].columns if isinstance(column.type, Date)
    ]
    assert dates == ["week"]
    with pytest.raises(ValueError, match="Monday"):
        Response(week=date(2025, 10, 1))


def test_every_table_is_known_to_sqlite_without_a_hidden_row_number(tables):
    with tables.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
    made = {name: sql for name, sql in rows if name != "alembic_version"}
    assert set(made) == set(Base.metadata.tables)
    assert [name for name, sql in made.items() if "WITHOUT ROWID" not in sql] == []


@pytest.mark.parametrize("name", LISTED)
def test_nothing_is_numbered_in_order(name):
    assert all(key.type.python_type is str for key in Base.metadata.tables[name].primary_key)

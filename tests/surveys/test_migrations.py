"""The migrations make the very tables that the record’s classes describe, on both databases."""

from datetime import date

import pytest
from sqlalchemy import create_engine, func, select, text

from surveys.base import Base
from surveys.migrations import differences, upgrade
from surveys.responses import Answer, Given, Mode, Receipt, Response, take_responses
from surveys.schools import School
from surveys.surveys import Survey, SurveyVersion
from surveys.waves import add_wave
from tests.databases import postgresql_database
from voice.database import make_engine, writing_session


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def engine(request, tmp_path):
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'voice.db'}")
        yield made
        made.dispose()
        return
    with postgresql_database() as url:
        made = make_engine(url)
        yield made
        made.dispose()


def test_an_upgraded_database_has_what_the_classes_say(engine):
    upgrade(engine)
    assert differences(engine) == []


def test_upgrading_twice_changes_nothing(engine):
    upgrade(engine)
    upgrade(engine)
    assert differences(engine) == []


def test_an_empty_database_differs(engine):
    assert len(differences(engine)) >= len(Base.metadata.tables)


def test_the_migration_writes_every_rule_of_the_classes(tmp_path):
    """Checks are not compared by Alembic, so the statements themselves are."""
    migrated, described = (make_engine(f"sqlite:///{tmp_path / name}.db") for name in ("one", "two"))
    upgrade(migrated)
    with described.begin() as connection:
        Base.metadata.create_all(connection)
    assert statements(migrated) == statements(described)
    migrated.dispose()
    described.dispose()


def statements(engine):
    query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
    with engine.connect() as connection:
        return {
            name: sorted(line.strip().rstrip(",") for line in sql.splitlines() if line.strip())
            for name, sql in connection.execute(query)
        }


def test_answers_are_taken_once_on_a_migrated_database(engine):
    upgrade(engine)
    with writing_session(engine) as session:
        school = School(
            urn="100000", laestab="3514000", name="A", la_name="B", phase="Secondary", status="Open"
        )
        version = SurveyVersion(
            survey=Survey(slug="s", name="S"), number=1, made_on=date(2025, 9, 1), digest="0" * 64
        )
        wave = add_wave(
            session,
            name="Autumn",
            version=version,
            schools=[school],
            opens_on=date(2025, 9, 1),
            closes_on=date(2025, 10, 1),
        )
        place_id = wave.schools[0].id
        session.commit()
    given = [
        Given(
            f"{number:064x}",
            place_id,
            date(2025, 9, 3),
            Mode.ONLINE,
            "en",
            {"year": ["y7"]},
            {"bar_text": "Ω ’"},
        )
        for number in range(3)
    ]
    for expected in (True, False):
        with engine.execution_options(writes=True).begin() as connection:
            assert take_responses(connection, given) == [expected] * 3
    with engine.connect() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(of)) for of in (Response, Answer, Receipt)
        ]
        assert counts == [3, 3, 3]
        assert connection.scalar(select(Response.week).limit(1)) == date(2025, 9, 1)


@pytest.mark.postgresql
def test_tests_bring_their_own_postgresql():
    with postgresql_database() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert int(connection.scalar(text("SHOW server_version_num"))) >= 140000
            assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
            assert connection.scalar(text("SHOW fsync")) == "on"
        engine.dispose()

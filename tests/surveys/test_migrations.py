"""The migrations make the very tables that the record’s classes describe, on both databases."""

from datetime import date

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveys.base import Base
from surveys.cases import Act, CaseEntry, check_chain
from surveys.concerns import Concern
from surveys.migrations import differences, upgrade
from surveys.responses import Answer, Given, Mode, Receipt, Response, Taken, take_responses
from surveys.schools import School
from surveys.surveys import Survey, SurveyVersion
from surveys.themes import Theme
from surveys.waves import WaveSchool, add_wave
from tests import make
from tests.databases import postgresql_database
from voice.database import make_engine, writing_session


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def engine(request, tmp_path):
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'voice.db'}", make.SECRET)
        yield made
        made.dispose()
        return
    with postgresql_database() as url:
        made = make_engine(url, make.SECRET)
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
    migrated, described = (
        make_engine(f"sqlite:///{tmp_path / name}.db", make.SECRET) for name in ("one", "two")
    )
    upgrade(migrated)
    with described.begin() as connection:
        Base.metadata.create_all(connection)
    assert statements(migrated) == statements(described)
    migrated.dispose()
    described.dispose()


def statements(engine):
    """What SQLite was told of each table and index: its parts in any order, without quotes that say nothing."""
    query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
    with engine.connect() as connection:
        return {name: parts(sql.replace('"', "")) for name, sql in connection.execute(query)}


def parts(sql):
    head, _, rest = sql.partition("(")
    body, _, tail = rest.rpartition(")")
    pieces, depth, piece = [], 0, ""
    for sign in body:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            pieces.append(piece)
            piece = ""
        else:
            piece += sign
    return [" ".join(one.split()) for one in (head, tail, *sorted([*pieces, piece], key=str.strip))]


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
            on=date(2025, 11, 1),
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
    for expected in (Taken.NEW, Taken.REPEAT):
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


OLD_ROWS = (
    "INSERT INTO school (id, urn, laestab, name, la_name, phase, status, roll, is_closed)"
    " VALUES ('s', '100000', '3514000', 'A', 'B', 'Secondary', 'Open', 905, false)",
    "INSERT INTO survey (id, slug, name) VALUES ('u', 'secondary', 'Being in school')",
    "INSERT INTO survey_version (id, survey_id, number, made_on, digest) VALUES ('v', 'u', 1, '2025-09-01', 'd')",
    "INSERT INTO question (id, version_id, code, kind, section, position, required)"
    " VALUES ('q', 'v', 'year_group', 'single', 'about', 0, true)",
    "INSERT INTO choice (id, question_id, code, axis, position, alone) VALUES ('c', 'q', 'Y7', 'row', 0, false)",
    "INSERT INTO wave (id, name, version_id, opens_on, closes_on)"
    " VALUES ('w', 'Autumn', 'v', '2025-09-01', '2025-10-01')",
    "INSERT INTO wave_school (id, wave_id, school_id, code, roll) VALUES ('p', 'w', 's', 'QTYF36TX', 905)",
    "INSERT INTO response (id, wave_school_id, week, mode, language, picks)"
    " VALUES ('r', 'p', '2025-09-01', 'online', 'en', '{\"year_group\": [\"Y7\"]}')",
    "INSERT INTO answer (id, response_id, question_code, text) VALUES ('a', 'r', 'bar_text', 'the bus')",
    "INSERT INTO receipt (mark, forget_on) VALUES ('m', '2025-10-01')",
)


def test_a_record_of_the_first_release_comes_along_with_its_data(engine):
    upgrade(engine, "0001")
    with engine.execution_options(writes=True).begin() as connection:
        for row in OLD_ROWS:
            connection.exec_driver_sql(row)
    upgrade(engine)
    with Session(engine) as record:
        response = record.scalars(select(Response)).one()
        assert (response.picks, response.helped, response.marks) == ({"year_group": ["Y7"]}, False, [])
        assert record.scalars(select(Answer)).one().response_id == response.id
        place = record.scalars(select(WaveSchool)).one()
        assert (place.cap, place.is_paused, place.uses_tickets) == (996, False, False)
        question = place.wave.version.questions[0]
        assert [choice.code for choice in question.choices] == ["Y7"]
        assert question.shuffled is False
        receipt = record.scalars(select(Receipt)).one()
        assert (receipt.wave_school_id, receipt.is_link) == (None, False)


def test_rules_still_hold_after_a_table_was_made_again(engine):
    upgrade(engine)
    refused = (
        "INSERT INTO survey (id, slug, name, variant) VALUES ('u', 's', 'S', 'for dogs')",
        "INSERT INTO receipt (mark, forget_on, is_link, wave_school_id) VALUES ('m', '2025-10-01', false, 'nowhere')",
    )
    for row in refused:
        with pytest.raises(IntegrityError), engine.execution_options(writes=True).begin() as connection:
            connection.exec_driver_sql(row)


ROWS_OF_BEFORE_SEALING = (
    "INSERT INTO worker (id, name, email, password, active, fs_uniquifier)"
    " VALUES ('k', 'Rita Reader', 'rita@example.org', 'x', true, 'f')",
    "INSERT INTO concern (id, text, school_id, week, raised_by_id, raised_on, seen_by_id, seen_on, done)"
    " VALUES ('seen', 'a worry at home', 's', '2025-09-01', 'k', '2025-09-03', 'k', '2025-09-04', 'Rang them')",
    "INSERT INTO concern (id, text, school_id, week, raised_by_id, raised_on)"
    " VALUES ('waits', 'another worry', 's', '2025-09-01', 'k', '2025-09-05')",
    "INSERT INTO theme (id, code, name, description, position, codebook_version, phrases, is_own, revision)"
    " VALUES ('t', 'HOM', 'Home', 'x', 1, 1, '[]', false, 0)",
)


def test_what_stood_in_clear_is_sealed_and_old_concerns_go_to_the_log(engine):
    upgrade(engine, "0001")
    with engine.execution_options(writes=True).begin() as connection:
        for row in OLD_ROWS:
            connection.exec_driver_sql(row)
    upgrade(engine, "0003")
    with engine.execution_options(writes=True).begin() as connection:
        for row in ROWS_OF_BEFORE_SEALING:
            connection.exec_driver_sql(row)
    upgrade(engine)
    with engine.connect() as connection:
        for table in ("answer", "concern"):
            raw = connection.exec_driver_sql(f"SELECT text FROM {table}").scalars().all()
            assert len(raw) > 0
            assert not any(word in bytes(one) for one in raw for word in (b"bus", b"worry"))
    with Session(engine) as record:
        assert record.scalars(select(Answer.text)).all() == ["the bus"]
        seen, waits = record.get_one(Concern, "seen"), record.get_one(Concern, "waits")
        assert (seen.text, seen.is_seen, waits.text, waits.is_seen) == (
            "a worry at home", True, "another worry", False,
        )  # fmt: skip
        assert seen.number != waits.number
        log = record.scalars(select(CaseEntry).order_by(CaseEntry.number)).all()
        assert [(entry.concern_id, entry.act, entry.words) for entry in log] == [
            ("seen", Act.RAISED, None), ("seen", Act.SEEN, None), ("seen", Act.DECIDED, "Rang them"),
            ("waits", Act.RAISED, None),
        ]  # fmt: skip
        assert check_chain(record) == []
        assert record.scalars(select(Theme.is_sensitive)).all() == [True]

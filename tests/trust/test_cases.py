"""The case log is append-only: whoever edits the database without the deployment’s secret is found out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from surveys.base import Base
from surveys.case_steps import correct, decide_case, hand_over, see_concern
from surveys.cases import Act, CaseEntry, add_entry, check_chain, entries_of
from surveys.concerns import Concern
from surveys.retention import forget_cases
from surveys.workers import Role, Worker
from tests import make
from tests.surveys.raising import london, raised
from voice.database import make_engine, writing_session
from voice.jobs import forget

ENTRIES = 8


@pytest.fixture
def cases(record):
    """The keys of two cases whose entries stand between each other’s: numbers 1 to 8."""
    school = make.school(record)
    officer = make.worker(record, Role.SAFEGUARDING_LEAD)
    one, other = raised(record, school), raised(record, make.school(record))
    given = {"worker": officer}
    for concern in (one, other):
        see_concern(record, concern=concern, at=london(3, "10:10"), **given)
    for concern in (one, other):
        hand_over(record, concern=concern, words="To the school", at=london(3, "10:20"), **given)
    decide_case(record, concern=one, words="Referred", at=london(3, "11:00"), **given)
    decide_case(record, concern=other, words="No further action", at=london(3, "11:05"), **given)
    keys = one.id, other.id
    record.commit()
    return keys


def change(engine, *statements, **values):
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")  # keys are only let go outside a transaction
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(text(statement), values)
        connection.commit()
        connection.invalidate()  # the next one begins with the rules on again


def check(engine):
    with writing_session(engine) as record:
        return check_chain(record)


def test_a_log_that_nobody_touched_is_whole(cases, engine):
    assert check(engine) == []


@pytest.mark.parametrize(
    "edit",
    [
        "update case_entry set act = 'corrected' where number = 5",
        "update case_entry set at = '2026-03-03 09:00:00' where number = 5",
        "update case_entry set by_id = null where number = 5",
        "update case_entry set told_id = (select max(id) from worker) where number = 5",
        "update case_entry set words = null where number = 5",
        "update case_entry set words = (select words from case_entry where number = 7) where number = 5",
        "update case_entry set digest = (select digest from case_entry where number = 7) where number = 5",
        "update case_entry set link = (select link from case_entry where number = 4) where number = 5",
        "update case_entry set concern_id = (select concern_id from case_entry where number = 8) where number = 5",
    ],
)
def test_an_edited_entry_is_found(cases, engine, edit):
    change(engine, edit)
    assert 5 in check(engine)


@pytest.mark.parametrize("number", range(1, ENTRIES + 1))
def test_a_deleted_entry_is_found_the_last_one_too(cases, engine, number):
    change(engine, f"delete from case_entry where number = {number}")
    assert number in check(engine)


@pytest.mark.parametrize("number", range(1, ENTRIES))
def test_a_gap_that_was_closed_by_new_numbers_is_found(cases, engine, number):
    change(
        engine,
        f"delete from case_entry where number = {number}",
        *(
            f"update case_entry set number = {after - 1} where number = {after}"
            for after in range(number + 1, ENTRIES + 1)
        ),
    )
    assert number in check(engine)


def test_entries_in_another_order_are_found(cases, engine):
    change(
        engine,
        "update case_entry set number = 0 where number = 5",
        "update case_entry set number = 5 where number = 6",
        "update case_entry set number = 6 where number = 0",
    )
    assert {5, 6} <= set(check(engine))


@pytest.mark.parametrize("number", [9, 12])
def test_an_entry_put_on_the_end_is_found(cases, engine, number):
    columns = "concern_id, act, at, by_id, told_id, words, digest, link"
    change(
        engine,
        f"insert into case_entry (id, number, {columns}) "
        f"select 'put in by hand', {number}, {columns} from case_entry where number = 8",
    )
    assert 9 in check(engine)


def test_a_log_cut_at_its_end_is_found_even_when_the_end_is_moved_back(cases, engine):
    change(
        engine,
        "delete from case_entry where number = 8",
        "update case_end set number = 7, link = (select link from case_entry where number = 7)",
    )
    assert check(engine) == [8]


def test_a_whole_log_that_is_gone_is_found(cases, engine):
    change(engine, "delete from case_entry")
    assert check(engine) == [1]
    change(engine, "delete from case_end")
    assert check(engine) == []  # nothing is left that could tell: backups must


def test_a_log_without_its_end_is_found(cases, engine):
    change(engine, "delete from case_end")
    assert check(engine) == [ENTRIES + 1]


@pytest.mark.parametrize("edit", ["number = 'AAAA-AAAA'", "week = '2026-03-09'", "school_id = 'another'"])
def test_a_case_that_was_moved_to_another_school_week_or_number_is_found(cases, engine, edit):
    change(engine, f"update concern set {edit} where id = :key", key=cases[0])
    assert check(engine) != []


def test_a_whole_case_that_was_taken_out_is_found(cases, engine):
    change(
        engine,
        "delete from case_entry where concern_id = :key",
        "delete from concern where id = :key",
        key=cases[0],
    )
    assert {1, 3, 5, 7} <= set(check(engine))


def test_words_go_with_an_entry_that_says_so_alone(cases, engine, record):
    assert forget_cases(record, at=london(5, "03:20", month=4) + timedelta(days=365)) == 2
    assert record.scalars(select(CaseEntry.words).where(CaseEntry.words.is_not(None))).all() == []
    officer = record.scalars(select(Worker)).first()
    correct(
        record, concern=record.get_one(Concern, cases[0]), worker=officer, words="Late", at=london(6, "09:00")
    )
    number = record.scalars(select(func.max(CaseEntry.number))).one()
    record.commit()
    assert check(engine) == []
    change(engine, f"update case_entry set words = null where number = {number}")
    assert check(engine) == [number]


def test_who_has_the_database_but_not_the_secret_cannot_make_a_chain_that_holds(cases, engine):
    forger = make_engine(
        str(engine.url.render_as_string(hide_password=False)), "another secret of 32 characters!!"
    )
    try:
        with writing_session(forger) as record:
            record.connection().exec_driver_sql(
                "update concern set text = null"
            )  # they could not read it anyway
            add_entry(record, concern=record.get_one(Concern, cases[0]), act=Act.SEEN, at=london(4, "09:00"))
            record.commit()
    finally:
        forger.dispose()
    assert 9 in check(engine)


def test_the_same_decision_twice_leaves_no_two_digests_alike(record):
    school, officer = make.school(record), make.worker(record, Role.SAFEGUARDING_LEAD)
    concern = raised(record, school)
    see_concern(record, concern=concern, worker=officer, at=london(3, "10:10"))
    for _ in range(2):
        decide_case(record, concern=concern, worker=officer, words="Yes", at=london(3, "10:20"))
    one, other = entries_of(record, concern)[-2:]
    assert one.digest != other.digest
    assert one.link != other.link


def test_the_command_says_whether_it_is_whole(cases, app, engine):
    whole = app.test_cli_runner().invoke(args=["cases", "check"])
    assert (whole.exit_code, whole.output) == (0, "The case log is as it was written.\n")
    change(engine, "update case_entry set act = 'corrected' where number = 5")
    broken = app.test_cli_runner().invoke(args=["cases", "check"])
    assert broken.exit_code == 1
    assert "these numbers: 5." in broken.output


def test_the_nightly_job_says_so_in_the_log(cases, app, engine, caplog):
    forget(app)
    assert "case log" not in caplog.text
    change(engine, "update case_entry set act = 'corrected' where number = 5")
    forget(app)
    assert "the case log was changed at 1 entries" in caplog.text


def test_nothing_in_a_case_links_to_other_answers():
    names = set()
    for table in ("concern", "case_entry", "case_end", "notice"):
        names |= {
            key.column.table.name
            for column in Base.metadata.tables[table].columns
            for key in column.foreign_keys
        }
    assert names == {"school", "wave", "worker", "concern"}

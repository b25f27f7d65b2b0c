"""A note that asks for somebody to talk to is read by that school’s safeguarding lead alone, and is joined to nothing."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from surveys.base import Base
from surveys.responses import Answer, Receipt, Response
from surveys.schools import School
from surveys.talk_keys import CannotOpen, TalkKeys
from surveys.talks import Note, TalkRequest, ask_for_talk, open_note
from surveys.workers import Role
from tests import make
from tests.trust.test_anonymity import DEVICE, rank_correlation
from tests.trust.test_reading import every_page
from voice.database import make_engine, writing_session

CANARY = Note("Zebedee Quillfeather", "Observatory 7Q", "a canary of brass")
ANSWER = "The bus is late"


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def code(record, borough):
    school = record.scalars(select(School).where(School.urn == borough.urn)).one()
    printed = make.wave_in(record, school).schools[0].printed_code
    record.commit()
    return printed


@pytest.fixture
def asked(visitor, code, borough):
    """One pupil answers the survey and asks for somebody, one thing right after the other, from one device."""
    page = visitor.post("/", {"code": code}, form_on="", environ_overrides=DEVICE)
    answers = {"form": page.field("form"), "year_group": "Y8", "bar_text": ANSWER}
    assert visitor.post("/answers", answers, form_on="", environ_overrides=DEVICE).status == 303
    note = {"school": borough.urn, **CANARY._asdict()}
    assert visitor.post("/talk", note, form_on="", environ_overrides=DEVICE).status == 303
    assert visitor.post("/talk", {**note, "name": ""}, form_on="").status == 400


def everything_on_disk(engine):
    """Return every byte of the record: its file, and the log that commits go through first."""
    files = {ending: Path(f"{engine.url.database}{ending}") for ending in ("", "-wal", "-shm")}
    return {ending: file.read_bytes() for ending, file in files.items() if file.exists()}


def test_the_words_are_in_no_file_and_no_log(asked, engine, caplog):
    for ending, content in everything_on_disk(engine).items():
        for words in CANARY:
            assert words.encode() not in content, ending
            assert words.encode().hex().encode() not in content, ending
    for trace in (*CANARY, *DEVICE.values()):
        assert trace not in caplog.text
    assert b"year_group" in b"".join(everything_on_disk(engine).values())  # one would have been found


def test_the_words_reach_nobody_but_the_schools_own_lead(asked, app, record, signed_in, visitor, borough):
    talk_ids = record.scalars(select(TalkRequest.id)).all()
    record.commit()
    lead = signed_in(Role.SAFEGUARDING_LEAD, urn=borough.urn)
    strangers = {
        "nobody": visitor,
        "another school’s lead": signed_in(Role.SAFEGUARDING_LEAD, urn="900002"),
        "the authority’s": signed_in(Role.SAFEGUARDING_LEAD),
        "the school’s staff": signed_in(Role.SCHOOL, urn=borough.urn),
        **{role.value: signed_in(role) for role in Role if role not in (Role.SCHOOL, Role.SAFEGUARDING_LEAD)},
    }
    for key in talk_ids:
        lead.post(f"/talks/{key}", form_on="/privacy")
    assert any(CANARY.name in lead.get(f"/talks/{key}").text for key in talk_ids)
    for who, stranger in strangers.items():
        pages = every_page(app, stranger, borough)
        for key in talk_ids:
            pages[f"/talks/{key}"] = stranger.client.get(f"/talks/{key}").get_data()
        for path, body in pages.items():
            for words in CANARY:
                assert words.encode() not in body, f"{who} on {path}"
        for key in talk_ids:
            assert stranger.client.post(f"/talks/{key}").status_code in (302, 400, 403, 404), who


def test_a_copy_of_the_record_without_the_secret_opens_nothing(asked, engine, tmp_path):
    copy = tmp_path / "copy.db"
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(engine.url.database, copy)
    stolen = make_engine(f"sqlite:///{copy}", make.SECRET)
    with writing_session(stolen) as record:
        talks = record.scalars(select(TalkRequest)).all()
        everything = {
            str(value)
            for table in Base.metadata.sorted_tables
            for row in record.execute(table.select())
            for value in row
        }
        for talk in talks:
            for guess in {"", talk.school_id, talk.id, *list(everything)[:200]}:
                with pytest.raises(CannotOpen):
                    open_note(talk, TalkKeys(guess))
    stolen.dispose()
    assert talks


def test_nothing_is_shared_with_an_answer(asked, record):
    talks = record.scalars(select(TalkRequest)).all()
    of_talks = {value for talk in talks for value in vars(talk).values() if isinstance(value, str)}
    of_talks -= {talk.school_id for talk in talks}
    for table in (Response, Answer, Receipt):
        for row in record.scalars(select(table)):
            held = {str(value) for name, value in vars(row).items() if not name.startswith("_")}
            assert not of_talks & held
    foreign = {key.column.table.name for key in TalkRequest.__table__.foreign_keys}
    assert foreign == {"school", "worker"}
    pointing_here = [
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is TalkRequest.__table__
    ]
    assert pointing_here == []


def test_no_column_could_hold_when_a_pupil_asked(engine):
    tables = MetaData()
    tables.reflect(engine, only=["talk_request"])
    assert set(tables.tables["talk_request"].columns.keys()) == {
        "id",
        "school_id",
        "sealed",
        "seen_on",
        "seen_by_id",
    }


@pytest.mark.parametrize("order", ["", " ORDER BY school_id", " ORDER BY sealed"])
def test_the_order_of_notes_tells_nothing_of_who_came_first(record, borough, order):
    keys, count = TalkKeys("k" * 32), 1_000
    schools = [make.school(record) for _ in range(20)]
    for number in range(count):
        note = Note(str(number), "", "")
        ask_for_talk(record, school=schools[number % 20], note=note, keys=keys)
    query = f"SELECT school_id, sealed FROM talk_request{order}"
    rows = record.connection().exec_driver_sql(query).all()
    mine = {school.id for school in schools}
    told = [
        int(open_note(TalkRequest(school_id=school_id, sealed=sealed), keys).name)
        for school_id, sealed in rows
        if school_id in mine
    ]
    assert abs(rank_correlation(told)) < 0.15


def test_every_note_is_of_one_length(record, borough):
    keys = TalkKeys("k" * 32)
    school = make.school(record)
    for note in (Note("A", "", ""), CANARY, Note("é" * 80, "😀" * 200, "ع" * 500)):
        ask_for_talk(record, school=school, note=note, keys=keys)
    lengths = Counter(len(sealed) for sealed in record.scalars(select(TalkRequest.sealed)))
    assert len(lengths) == 1

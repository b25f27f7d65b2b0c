"""Promises under strain: a form sent again days later, work lost on its way, two hands on one row, a wrong folder."""

import threading
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.findings import Lines, about_school, about_themes
from analysis.heard import Asked, Heard, Option
from surveys.base import Base, now
from surveys.codebook import ThemeEntry, load_themes
from surveys.codings import Decision, Proposal, decide, store_proposals
from surveys.jobs import Job, JobKind, ask_for_job
from surveys.readings import Source
from surveys.report_life import check_report, release_report
from surveys.reports import Report, ReportFrozen, store_draft
from surveys.responses import Answer, Receipt, Response, forget_receipts
from surveys.sheets import read_sheet
from surveys.themes import Theme
from surveys.waves import WaveSchool
from surveys.workers import Role, RoleSeesMore, Worker
from tests import make
from tests.databases import postgresql_database
from voice import jobs, serving
from voice.database import make_engine, writing_session

TODAY = date.today()


@pytest.fixture
def on_postgresql():
    with postgresql_database() as url:
        engine = make_engine(url, make.SECRET)
        Base.metadata.create_all(engine)
        yield engine
        engine.dispose()


def test_a_form_sent_again_days_later_is_still_stored_once(app, visitor, record):
    place = make.wave(record).schools[0]
    code, closes_on = place.code, place.wave.closes_on
    record.commit()
    token = visitor.post("/", {"code": code}, form_on="").field("form")
    assert visitor.post("/answers", {"form": token, "year_group": "Y8"}, form_on="").status == 303
    # No day of arrival either: every receipt of a wave goes on the same one.
    assert record.scalars(select(Receipt.forget_on)).all() == [closes_on]
    forget_receipts(record, on=TODAY + timedelta(days=5))
    record.commit()
    assert visitor.post("/answers", {"form": token, "year_group": "Y8"}, form_on="").status == 303
    assert record.scalar(select(func.count()).select_from(Response)) == 1


def test_a_theme_that_nobody_wrote_of_looks_like_one_that_few_did():
    heard = Heard(
        schools=("A", "B"),
        ticks=[],
        writers={f"{school}{number}": school for school in "AB" for number in range(30)},
        written=[],
        said=[],
        programmes={},
        asked={"bar_pick": Asked((Option("bus", "Buses"),))},
        themes=[("ONE", "Few wrote of it"), ("NIL", "Nobody wrote of it")],
    )
    few = SimpleNamespace(response="A1", theme="ONE", because=(), is_decided=False)
    lines = Lines(Heard(**{**vars(heard), "written": [few]}))
    found = about_themes(lines)
    assert found["ONE"]["written"] == found["NIL"]["written"]
    rows = {row["code"]: row for row in about_school(lines, "A")["written"]}
    assert rows["ONE"]["school"] == rows["NIL"]["school"]


@pytest.fixture
def waiting_job(record):
    wave, lead = make.wave(record), make.worker(record, Role.LEAD)
    job, _ = ask_for_job(record, kind=JobKind.FIND_THEMES, wave=wave, worker=lead)
    job_id = job.id
    record.commit()
    return job_id


@pytest.fixture
def done(monkeypatch):
    """Put a count in place of the long work."""
    times = []

    def work(engine, **_):
        times.append(1)
        return "Done."

    monkeypatch.setattr(jobs, "_work", lambda kind: work)
    return times


def test_work_lost_on_its_way_to_the_queue_is_done_at_the_next_start(
    app, engine, waiting_job, done, monkeypatch
):
    queue = app.extensions["voice_queue"]
    monkeypatch.setattr(queue, "create_consumer", lambda **_: SimpleNamespace(run=lambda: None))
    jobs.work(app)
    with Session(engine) as session:
        assert session.get_one(Job, waiting_job).step == "Done."


def test_work_that_stands_in_the_queue_twice_is_done_once(app, waiting_job, done):
    jobs.run(app, waiting_job)
    jobs.run(app, waiting_job)
    assert done == [1]


def test_the_demo_never_clears_a_folder_that_holds_another_record(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(serving.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    record = tmp_path / "voice.db"
    record.write_text("answers of real pupils")
    assert serving.demo(data=tmp_path, port=0) == 2
    assert record.read_text() == "answers of real pupils"
    assert "DATA=" in capsys.readouterr().err


def test_signing_in_does_not_hold_up_pupils(engine, visitor, record):
    email = make.worker(record, Role.LEAD).email
    record.commit()
    page = visitor.get("/sign-in")
    with engine.connect() as waiting:
        waiting.exec_driver_sql("COMMIT")
        waiting.exec_driver_sql("BEGIN IMMEDIATE")  # as the writer of pupils’ forms does
        sent = {"email": email, "password": make.PASSWORD, "csrf_token": page.field("csrf_token")}
        assert visitor.post("/sign-in", sent).response.location == "/staff"
        waiting.exec_driver_sql("ROLLBACK")


def test_a_password_whose_hash_has_grown_weak_is_hashed_anew(app, visitor, record):
    worker = make.worker(record, Role.LEAD)
    worker_id, email, before = worker.id, worker.email, worker.password
    record.commit()
    app.extensions["security"].pwd_context.update(argon2__memory_cost=16)
    assert visitor.post("/sign-in", {"email": email, "password": make.PASSWORD}).status == 302
    after = record.scalar(text("select password from worker where id = :id"), {"id": worker_id})
    assert after != before


@pytest.mark.parametrize("role", [Role.LEAD, Role.READER, Role.YOUTH_WORKER, Role.SUBGROUP_MEMBER])
def test_a_schools_worker_has_no_role_that_sees_other_schools(record, role):
    own = make.school(record)
    with pytest.raises(RoleSeesMore):
        make.worker(record, Role.SCHOOL, role, urn=own.urn)
    assert make.worker(record, Role.SCHOOL, Role.SAFEGUARDING_LEAD, urn=own.urn).school is own


def test_a_subgroup_sees_no_words_of_a_few_texts(app, signed_in, record):
    from surveys.findings import FindingKind, store_findings

    wave = make.wave(record)
    wave_id = wave.id
    enough = {"count": 10, "shown": True}
    groups = {"groups": [{"words": ["lockers"], "near": None, "size": enough}], "note": "", "texts": enough}
    overview = {"method": "m", "writers": enough, "decided": enough}
    figures = {(FindingKind.GROUPS, "leftovers"): groups, (FindingKind.OVERVIEW, "wave"): overview}
    store_findings(record, wave_id=wave_id, figures=figures, on=TODAY)
    record.commit()
    assert "lockers" in signed_in(Role.READER).get(f"/waves/{wave_id}/themes").text
    assert "lockers" not in signed_in(Role.SUBGROUP_MEMBER).get(f"/waves/{wave_id}/themes").text


def test_two_who_do_the_same_at_once_get_words_and_no_fault(signed_in, record, monkeypatch, caplog):
    make.version(record)
    make.school(record, urn="111111")
    record.commit()

    def too_late(*_, **__):
        raise IntegrityError("", {}, Exception("what a pupil wrote"))

    monkeypatch.setattr("voice.waves.add_wave", too_late)
    form = {"name": "A", "survey": "secondary", "schools": "111111"}
    form |= {"opens_on": TODAY.isoformat(), "closes_on": TODAY.isoformat()}
    page = signed_in(Role.LEAD).post("/waves/new", form)
    assert (page.status, page.heading) == (409, "Somebody else was quicker")
    assert "what a pupil wrote" not in caplog.text


def test_signs_that_no_database_holds_are_dropped_from_a_workbook(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["ID", "What else?"])
    book.active.append([1, "_x0000_The bus_x000D_\nis _x0001_late"])
    book.save(tmp_path / "form.xlsx")
    assert read_sheet(tmp_path / "form.xlsx").rows[0].cells == ("1", "The bus\nis late")


@pytest.mark.postgresql
def test_a_report_released_while_its_draft_is_made_again_keeps_its_words(on_postgresql):
    with writing_session(on_postgresql) as record:
        closed = {"opens_on": TODAY - timedelta(days=9), "closes_on": TODAY - timedelta(days=2)}
        place, lead = make.wave(record, **closed).schools[0], make.worker(record, Role.LEAD)
        report = store_draft(record, place=place, content={"says": "one"}, pdf=b"one", on=TODAY)
        check_report(record, report=report, worker=lead, seen=report.mark, on=TODAY)
        place_id, report_id, lead_id = place.id, report.id, lead.id
        record.commit()
    outcome = []

    def draft_again():
        with writing_session(on_postgresql) as record:
            try:
                store_draft(
                    record,
                    place=record.get_one(WaveSchool, place_id),
                    content={"says": "two"},
                    pdf=b"two",
                    on=TODAY,
                )
                record.commit()
                outcome.append("overwritten")
            except ReportFrozen:
                outcome.append("frozen")

    with writing_session(on_postgresql) as record:
        report, lead = record.get_one(Report, report_id), record.get_one(Worker, lead_id)
        release_report(record, report=report, worker=lead, seen=report.mark, at=now())
        drafting = threading.Thread(target=draft_again)
        drafting.start()
        _until_it_waits(on_postgresql)
        record.commit()
    drafting.join(timeout=10)
    with Session(on_postgresql) as record:
        assert (outcome, record.get_one(Report, report_id).content) == (["frozen"], {"says": "one"})


@pytest.mark.postgresql
def test_a_theme_decided_while_the_machine_proposes_stays_decided(on_postgresql):
    with writing_session(on_postgresql) as record:
        wave, lead = make.wave(record), make.worker(record, Role.LEAD)
        make.responses(record, wave.schools[0], "The bus is late")
        make.read_everything(record, lead)
        load_themes(record, [ThemeEntry("TRV", "Travel", "Buses")], version=1)
        text_id, lead_id = record.scalars(select(Answer.id)).one(), lead.id
        proposals = {(Source.ANSWER, text_id): [Proposal("TRV", 0.9, ["bus"])]}
        store_proposals(record, proposals, method="one")
        record.commit()

    def propose_nothing():
        with writing_session(on_postgresql) as record:
            store_proposals(record, {(Source.ANSWER, text_id): []}, method="two")
            record.commit()

    with writing_session(on_postgresql) as record:
        theme = record.scalars(select(Theme)).one()
        decide(
            record, source=Source.ANSWER, text_id=text_id, theme=theme, decision=Decision.CONFIRMED,
            worker=record.get_one(Worker, lead_id), on=TODAY,
        )  # fmt: skip
        proposing = threading.Thread(target=propose_nothing)
        proposing.start()
        _until_it_waits(on_postgresql)
        record.commit()
    proposing.join(timeout=10)
    with Session(on_postgresql) as record:
        assert record.scalar(text("select decision from coding")) == "confirmed"


def _until_it_waits(engine):
    """Wait until another transaction waits for a row, or has ended."""
    waits = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    for _ in range(100):
        with engine.connect() as looking:
            if looking.scalar(waits):
                return
        threading.Event().wait(0.05)

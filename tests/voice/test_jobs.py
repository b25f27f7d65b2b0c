"""Jobs: shown with how far they are, ended in words when they fail, and marked when a crash cut them off."""

import logging

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.jobs import Job, JobKind, ask_for_job, note_progress, start_job
from surveys.workers import Role
from tests import make
from voice import jobs

SECRET = "what a pupil wrote"


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def job_id(record):
    job, _ = ask_for_job(
        record,
        kind=JobKind.FIND_THEMES,
        wave=make.wave(record, name="Autumn"),
        worker=make.worker(record, Role.LEAD),
    )
    job_id = job.id
    record.commit()
    return job_id


@pytest.fixture
def working(monkeypatch):
    """Put something else in place of the long work."""

    def working(work):
        monkeypatch.setattr(jobs, "_work", lambda kind: work)

    return working


def stored(engine, job_id):
    with Session(engine) as session:
        job = session.get_one(Job, job_id)
        return job.state.value, job.progress, job.step, job.problem


def test_a_job_that_waits_says_so_and_looks_again(lead, job_id):
    page = lead.get(f"/jobs/{job_id}")
    assert page.heading == "Find themes: Autumn"
    assert "Waiting" in page.text
    assert page.soup.find("meta", attrs={"http-equiv": "refresh"})["content"] == "2"


def test_a_job_that_runs_shows_how_far_it_is(lead, record, job_id):
    job = record.get_one(Job, job_id)
    start_job(record, job)
    note_progress(record, job, share=0.42, step="Reading 10 of 24")
    record.commit()
    page = lead.get(f"/jobs/{job_id}")
    assert page.soup.progress["value"] == "42"
    assert "42 per cent. Reading 10 of 24" in page.text


def test_a_job_that_is_done_says_what_came_of_it_and_leads_on(app, lead, engine, job_id, working):
    seen = []

    def work(engine, *, wave_id, progress, on):
        progress(0.5, "Half way")
        seen.append(stored(engine, job_id))
        return "Looked at 3 texts."

    working(work)
    jobs.run(app, job_id)
    assert seen == [("running", 50, "Half way", None)]
    assert stored(engine, job_id) == ("done", 100, "Looked at 3 texts.", None)
    page = lead.get(f"/jobs/{job_id}")
    assert "Looked at 3 texts." in page.text
    assert "See the themes" in page.text
    assert not page.soup.find("meta", attrs={"http-equiv": "refresh"})


def test_a_job_that_fails_says_so_in_words_and_its_log_holds_no_text(
    app, lead, engine, job_id, working, caplog
):
    def work(engine, **_):
        raise ValueError(f"cannot read “{SECRET}”")

    working(work)
    with caplog.at_level(logging.DEBUG):
        jobs.run(app, job_id)
    assert stored(engine, job_id)[0] == "failed"
    page = lead.get(f"/jobs/{job_id}")
    assert jobs.FAILED in page.text
    assert SECRET not in page.response.text
    assert "job find themes failed with ValueError at work:" in caplog.text
    assert SECRET not in caplog.text


def test_work_cut_off_by_a_crash_is_marked_and_may_be_asked_for_again(
    app, lead, record, engine, job_id, monkeypatch
):
    start_job(record, record.get_one(Job, job_id))
    record.commit()
    queue = app.extensions["voice_queue"]
    monkeypatch.setattr(queue, "create_consumer", lambda **_: type("Idle", (), {"run": lambda self: None})())
    jobs.work(app)
    assert stored(engine, job_id)[3] == jobs.INTERRUPTED
    assert jobs.INTERRUPTED in lead.get(f"/jobs/{job_id}").text


def test_asking_runs_the_work_and_leads_to_its_page(lead, record, engine, working):
    working(lambda engine, **_: "Done.")
    wave_id = make.wave(record).id
    record.commit()
    page = lead.post(f"/waves/{wave_id}/find-themes", form_on=f"/waves/{wave_id}")
    with Session(engine) as session:
        job = session.scalars(select(Job).where(Job.wave_id == wave_id)).one()
    assert page.response.location == f"/jobs/{job.id}"
    assert "Done." in lead.get(page.response.location).text


def test_a_job_of_reports_leads_to_the_reports(app, lead, record, working):
    working(lambda engine, **_: "Drafts made.")
    job, _ = ask_for_job(
        record, kind=JobKind.DRAFT_REPORTS, wave=make.wave(record), worker=make.worker(record, Role.LEAD)
    )
    job_id = job.id
    record.commit()
    jobs.run(app, job_id)
    assert "See the reports" in lead.get(f"/jobs/{job_id}").text

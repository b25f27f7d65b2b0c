"""Jobs: asked for once at a time, with a progress that stays within bounds, and marked when they were cut off."""

from datetime import UTC

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.jobs import (
    JobKind,
    JobState,
    ask_for_job,
    end_job,
    job_with_id,
    jobs_of_wave,
    note_progress,
    start_job,
    unfinished_jobs,
)
from surveys.workers import Role
from tests import make


@pytest.fixture
def wave(record):
    return make.wave(record)


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD)


def ask(record, wave, lead, kind=JobKind.FIND_THEMES):
    return ask_for_job(record, kind=kind, wave=wave, worker=lead)


def test_a_job_that_waits_or_runs_is_not_asked_for_twice(record, wave, lead):
    job, is_new = ask(record, wave, lead)
    assert is_new
    assert ask(record, wave, lead) == (job, False)
    start_job(record, job)
    assert ask(record, wave, lead) == (job, False)
    end_job(record, job, step="Done")
    again, is_new = ask(record, wave, lead)
    assert is_new
    assert again is not job


def test_another_kind_or_another_wave_is_another_job(record, wave, lead):
    ask(record, wave, lead)
    assert ask(record, wave, lead, JobKind.DRAFT_REPORTS)[1]
    assert ask(record, make.wave(record), lead)[1]
    assert len(jobs_of_wave(record, wave)) == 2


def test_a_job_goes_from_waiting_to_running_to_done(record, wave, lead):
    job, _ = ask(record, wave, lead)
    assert job.state is JobState.WAITING
    start_job(record, job)
    assert job.state is JobState.RUNNING
    end_job(record, job, step="Looked at 3 texts.")
    assert (job.state, job.progress, job.step) == (JobState.DONE, 100, "Looked at 3 texts.")
    assert job.started_at <= job.ended_at
    record.expire_all()
    assert job_with_id(record, job.id).asked_at.tzinfo is UTC


def test_a_job_that_failed_says_so_and_keeps_how_far_it_was(record, wave, lead):
    job, _ = ask(record, wave, lead)
    start_job(record, job)
    note_progress(record, job, share=0.4, step="Counting")
    end_job(record, job, problem="It stopped.")
    assert (job.state, job.progress, job.step, job.problem) == (
        JobState.FAILED,
        40,
        "Counting",
        "It stopped.",
    )


@pytest.mark.parametrize(("share", "progress"), [(-1, 0), (0, 0), (0.504, 50), (1, 100), (7, 100)])
def test_progress_stays_between_nought_and_a_hundred(record, wave, lead, share, progress):
    job, _ = ask(record, wave, lead)
    note_progress(record, job, share=share, step="x")
    assert job.progress == progress
    job.progress = 101
    with pytest.raises(IntegrityError):
        record.flush()


def test_only_what_was_begun_and_not_ended_is_unfinished(record, wave, lead):
    waiting, _ = ask(record, wave, lead)
    assert unfinished_jobs(record) == []
    start_job(record, waiting)
    assert unfinished_jobs(record) == [waiting]
    end_job(record, waiting)
    assert unfinished_jobs(record) == []


def test_an_unknown_job_is_none(record):
    with pytest.raises(NoResultFound):
        job_with_id(record, "nothing")

"""Jobs: long work runs in a process of its own; pages ask for it and show how far it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Flask, current_app, render_template
from huey import SqliteHuey, crontab
from sqlalchemy.orm import Session

from surveys.base import now
from surveys.cases import check_chain
from surveys.jobs import (
    Job,
    JobKind,
    JobRefused,
    JobState,
    ask_for_job,
    end_job,
    job_with_id,
    note_progress,
    start_job,
    unfinished_jobs,
    waiting_jobs,
)
from surveys.mixing import mix_rows
from surveys.responses import forget_receipts
from surveys.retention import forget_cases, forget_raw_texts, forget_sightings
from surveys.talks import forget_talks
from surveys.waves import Wave
from surveys.workers import Role, Worker
from voice import clock
from voice.access import allow
from voice.database import engine_of, overwrite_deleted, session, writing_session
from voice.errors import kind_and_places
from voice.settings import Settings

pages = Blueprint("jobs", __name__)

Progress = Callable[[float, str], None]
INTERRUPTED = "The work was interrupted when the server stopped. Nothing is half done; ask for it again."
FAILED = "The work stopped at an error and changed nothing more. Ask for it again; if it fails again, tell support."


def init_app(app: Flask, settings: Settings) -> None:
    """Set up the queue that jobs wait in."""
    settings.data.mkdir(parents=True, exist_ok=True)
    queue = SqliteHuey("voice", filename=str(settings.queue_file), immediate=settings.jobs_in_place)
    app.extensions["voice_queue"] = queue
    app.extensions["voice_run_job"] = queue.task(name="run_job")(lambda job_id: run(app, job_id))
    queue.periodic_task(crontab(minute="20", hour="3"), name="forget_receipts")(lambda: forget(app))
    app.register_blueprint(pages)


def ask(kind: JobKind, wave: Wave, worker: Worker) -> Job:
    """Ask for long work and return its job. Commits first: the job process must find the row."""
    job, is_new = ask_for_job(session(), kind=kind, wave=wave, worker=worker)
    job_id = (
        job.id
    )  # read before the commit: afterwards it would open a transaction that keeps the job waiting
    session().commit()
    if is_new:
        current_app.extensions["voice_run_job"](job_id)
    return job


def run(app: Flask, job_id: str) -> None:
    """Do a job, keeping its progress where pages can see it. One that is not waiting any more is left alone."""
    engine = engine_of(app)
    with writing_session(engine) as record:
        job = job_with_id(record, job_id)
        if job.state is not JobState.WAITING:
            return  # it stood in the queue twice; see ``work``
        kind, wave_id = job.kind, job.wave_id
        start_job(record, job)
        record.commit()

    def progress(share: float, step: str) -> None:
        with writing_session(engine) as record:
            note_progress(record, job_with_id(record, job_id), share=share, step=step)
            record.commit()

    step, problem = None, None
    try:
        step = _work(kind)(engine, wave_id=wave_id, progress=progress, on=date.today())
    except JobRefused as refused:
        problem = str(refused)
    except Exception as error:
        app.logger.error("job %s failed with %s", kind, kind_and_places(error))
        problem = FAILED
    with writing_session(engine) as record:
        end_job(record, job_with_id(record, job_id), step=step, problem=problem)
        record.commit()


def _work(kind: JobKind) -> Callable[..., str]:
    # Imported here: the statistics and print libraries must not slow the start of the web process.
    from voice.drafting import draft_reports
    from voice.insight import count_themes, find_themes
    from voice.paper_making import make_wave_papers

    return {
        JobKind.FIND_THEMES: find_themes,
        JobKind.COUNT_THEMES: count_themes,
        JobKind.DRAFT_REPORTS: draft_reports,
        JobKind.WAVE_PAPERS: make_wave_papers,
    }[kind]


def forget(app: Flask) -> None:
    """Delete what is kept for some days only, mix what the day brought, and check that the case log is whole.

    Every night, when no school is at work.
    """
    with writing_session(engine_of(app)) as record:
        forget_receipts(record, on=date.today())
        forget_talks(record, on=date.today())
        forget_raw_texts(record, on=date.today())
        forget_cases(record, at=now())
        forget_sightings(record, on=date.today())
        record.commit()
    overwrite_deleted(engine_of(app))
    mix_rows(engine_of(app))
    with Session(engine_of(app)) as record:
        broken = check_chain(record)
    if broken:
        app.logger.error("the case log was changed at %d entries; see “flask cases check”", len(broken))


def work(app: Flask) -> None:
    """Run jobs as they come, until stopped.

    Those a crash left half-way are marked so that staff may ask again; those that wait are put in the queue once more,
    for one that was lost on its way there could be neither done nor asked for again.
    """
    with writing_session(engine_of(app)) as record:
        for job in unfinished_jobs(record):
            end_job(record, job, problem=INTERRUPTED)
        waiting = [job.id for job in waiting_jobs(record)]
        record.commit()
    for job_id in waiting:
        app.extensions["voice_run_job"](job_id)
    queue: Any = app.extensions["voice_queue"]
    with clock.ticking(app):
        queue.create_consumer(workers=1).run()


@pages.get("/jobs/<job_id>")
@allow(Role.LEAD)
def show_job(job_id: str) -> str:
    job = job_with_id(session(), job_id)
    return render_template(
        "jobs/show.html", job=job, is_going=job.state in (JobState.WAITING, JobState.RUNNING)
    )

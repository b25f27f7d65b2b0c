"""Jobs: long work that runs beside the pages, and how far it is."""

import enum
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.waves import Wave
from surveys.workers import Worker


class JobKind(enum.StrEnum):
    FIND_THEMES = "find themes"
    COUNT_THEMES = "count themes"
    DRAFT_REPORTS = "draft reports"
    WAVE_PAPERS = "make papers"


class JobState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    __tablename__ = "job"
    __table_args__ = rules(CheckConstraint("progress between 0 and 100", name="progress_is_a_percentage"))

    id: Mapped[Key]
    kind: Mapped[JobKind]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    asked_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(default=0)
    """Per cent."""
    step: Mapped[str | None]
    """What it is doing, or what it came to, in a sentence for staff."""
    problem: Mapped[str | None]

    wave: Mapped[Wave] = relationship(lazy="joined")
    asked_by: Mapped[Worker] = relationship(lazy="joined")

    @property
    def state(self) -> JobState:
        if self.ended_at is not None:
            return JobState.FAILED if self.problem else JobState.DONE
        return JobState.RUNNING if self.started_at else JobState.WAITING


class JobRefused(Exception):
    """A job that cannot be done as things stand, and why, in a sentence for staff."""


def ask_for_job(session: Session, *, kind: JobKind, wave: Wave, worker: Worker) -> tuple[Job, bool]:
    """Return a job of this kind on a wave and whether it is new; one that waits or runs is not asked for twice."""
    under_way = job_under_way(session, kind=kind, wave=wave)
    if under_way is not None:
        return under_way, False
    job = Job(kind=kind, wave=wave, asked_by=worker, asked_at=datetime.now(UTC))
    session.add(job)
    session.flush()
    return job, True


def job_under_way(session: Session, *, kind: JobKind, wave: Wave) -> Job | None:
    """Return the job of this kind on a wave that waits or runs, or ``None``."""
    query = select(Job).where(Job.kind == kind, Job.wave_id == wave.id, Job.ended_at.is_(None))
    return session.scalars(query).unique().first()


def job_with_id(session: Session, job_id: str) -> Job:
    """Return one job, or raise ``NoResultFound``."""
    return session.scalars(select(Job).where(Job.id == job_id)).unique().one()


def jobs_of_wave(session: Session, wave: Wave) -> Sequence[Job]:
    """Return a wave’s jobs, the latest first."""
    query = select(Job).where(Job.wave_id == wave.id).order_by(Job.asked_at.desc(), Job.id)
    return session.scalars(query).unique().all()


def start_job(session: Session, job: Job) -> None:
    """Record that a job has begun."""
    job.started_at, job.progress = datetime.now(UTC), 0
    session.flush()


def note_progress(session: Session, job: Job, *, share: float, step: str) -> None:
    """Record how far a job is (``share`` from 0 to 1) and what it is doing."""
    job.progress, job.step = round(100 * min(max(share, 0.0), 1.0)), step
    session.flush()


def end_job(session: Session, job: Job, *, step: str | None = None, problem: str | None = None) -> None:
    """Record that a job is over: done, or failed with a sentence for staff."""
    job.ended_at, job.problem = datetime.now(UTC), problem
    if problem is None:
        job.progress, job.step = 100, step
    session.flush()


def waiting_jobs(session: Session) -> Sequence[Job]:
    """Return the jobs that were asked for and not begun."""
    query = select(Job).where(Job.started_at.is_(None), Job.ended_at.is_(None)).order_by(Job.asked_at, Job.id)
    return session.scalars(query).unique().all()


def unfinished_jobs(session: Session) -> Sequence[Job]:
    """Return the jobs that were begun and never ended."""
    query = select(Job).where(Job.started_at.is_not(None), Job.ended_at.is_(None))
    return session.scalars(query.order_by(Job.asked_at, Job.id)).unique().all()

"""Report life: a draft is checked and released; its school sees it, answers it and tells its pupils; one may be recalled."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.notices import NoticeKind, people_of_school, queue_notices
from surveys.quotes import cleared_quotes
from surveys.readings import Reading
from surveys.report_steps import ReportReply, ReportStep, StepKind, Verdict
from surveys.reports import Report, ReportFrozen, ReportState, workshop_lines
from surveys.texts import require_all_read
from surveys.themes import themes
from surveys.waves import WaveState
from surveys.workers import Role, Worker
from surveys.workshops import Note, Programme, WorkshopSession

LEAST_CAME = 10
"""Pupils in a workshop. What fewer said could be pinned on one of them, so that no school’s report says it."""


class OutOfTurn(Exception):
    """A step that this report cannot take now; in a sentence for staff."""


class WordsTakenBack(Exception):
    """A draft says words that nobody may read any more, so that it is gone; in a sentence for staff."""


class Said(NamedTuple):
    """What a school says to one recommendation: a verdict, and the reason that anything but “yes” needs."""

    verdict: Verdict
    words: str


def check_report(session: Session, *, report: Report, worker: Worker, seen: str, on: date) -> None:
    """Note that a person has looked at a draft and that it may go to its school.

    ``seen`` is the mark of what they looked at. Raises ``ReportFrozen`` when it is released already, and ``OutOfTurn``
    when the draft was made anew since, or while its wave was still open.
    """
    _lock(session, report)
    name = report.place.school.name
    _refuse_when_released(report)
    if not is_made_in_time(report):
        raise OutOfTurn(
            f"The draft of {name} was made while its wave was open. Make it again once the wave has closed."
        )
    _require_seen(report, seen)
    _take(session, report, StepKind.CHECKED, worker=worker, on=on)


def is_made_in_time(report: Report) -> bool:
    """Say whether a draft was made after its wave closed; an earlier one would freeze half an answer."""
    return report.place.wave.state(report.drafted_on) is WaveState.CLOSED


def release_report(session: Session, *, report: Report, worker: Worker, seen: str, at: datetime) -> None:
    """Release a checked draft as it stands, and tell the school’s people that something waits.

    ``seen`` is the mark of what the worker looked at. Raises ``ReportFrozen`` when it is released already, ``OutOfTurn``
    when the draft was made anew since, or nobody has checked it, ``NotAllRead`` while answers of its wave wait to be read,
    and ``WordsTakenBack`` when it says words that are not cleared or let through any more: then the draft is deleted, so
    that it is made anew.
    """
    _lock(session, report)
    place, name, on = report.place, report.place.school.name, at.date()
    _refuse_when_released(report)
    _require_seen(report, seen)
    if report.state is not ReportState.CHECKED:
        raise OutOfTurn(f"Nobody has checked the draft of {name} as it is now. Check it first.")
    require_all_read(session, place.wave_id)
    if not _may_still_be_said(session, report, on=on):
        session.delete(report)
        session.flush()
        raise WordsTakenBack(
            f"The report of {name} was not released: its draft said words that may not be shown any more. "
            "The draft is gone. Make the drafts again."
        )
    report.released_on, report.released_by = on, worker
    _tell_school(session, report, at=at)
    session.flush()


def recall_report(session: Session, *, report: Report, worker: Worker, reason: str, at: datetime) -> None:
    """Take a released report back for a reason that its school and whoever has its address can read from then on.

    Its next draft is a new edition. Raises ``ReportFrozen`` when somebody has recalled it already, and ``OutOfTurn``
    when it was never released or no reason is given.
    """
    _lock(session, report)
    name, before = report.place.school.name, report.step(StepKind.RECALLED)
    if before is not None:
        raise ReportFrozen(f"The report of {name} was recalled already, by {before.worker.name}.")
    if not report.is_released:
        raise OutOfTurn(f"The report of {name} is not released, so there is nothing to recall.")
    if not reason.strip():
        raise OutOfTurn("Say why the report is recalled.")
    _take(session, report, StepKind.RECALLED, worker=worker, on=at.date(), note=reason)
    _tell_school(session, report, at=at)


def see_report(session: Session, *, report: Report, worker: Worker, on: date) -> None:
    """Note that somebody of the school has opened its report: the first of them, once."""
    _lock(session, report)
    if report.stands and report.step(StepKind.SEEN) is None and is_of_its_school(report, worker):
        _take(session, report, StepKind.SEEN, worker=worker, on=on)


def answer_report(
    session: Session, *, report: Report, worker: Worker, said: Mapping[str, Said], note: str, on: date
) -> None:
    """Store what a school says to each recommendation, by its key, and what else it says; in place of an earlier answer.

    Raises ``ReportFrozen`` for a report that does not stand, and ``OutOfTurn`` when a recommendation is left out or
    refused without a reason, or when there is neither a recommendation nor a note.
    """
    _lock(session, report)
    _require_standing(report)
    keys = {one.key for one in report.recommendations}
    if said.keys() != keys:
        raise OutOfTurn("Answer each recommendation.")
    if any(one.verdict is not Verdict.YES and not one.words.strip() for one in said.values()):
        raise OutOfTurn("Give a reason for every answer other than “yes”. Pupils want to know why.")
    if not keys and not note.strip():
        raise OutOfTurn("Write what the school will do.")
    report.replies = []
    session.flush()
    report.replies = [
        ReportReply(line=key, verdict=one.verdict, words=one.words.strip()) for key, one in said.items()
    ]
    if is_of_its_school(report, worker) and report.step(StepKind.SEEN) is None:
        _take(session, report, StepKind.SEEN, worker=worker, on=on)
    _take(session, report, StepKind.ANSWERED, worker=worker, on=on, note=note)


def tell_pupils(
    session: Session, *, report: Report, worker: Worker, told_on: date, how: str, on: date
) -> None:
    """Note the day on which a school’s pupils were told, and how.

    Raises ``ReportFrozen`` for a report that does not stand, and ``OutOfTurn`` when the school has not answered yet, when
    no way is named, or when the day has not come or lies before the release.
    """
    _lock(session, report)
    _require_standing(report)
    if report.step(StepKind.ANSWERED) is None:
        raise OutOfTurn("Answer the report first: pupils are told what the school will do.")
    if report.released_on is not None and not report.released_on <= told_on <= on:
        raise OutOfTurn("The day must not be in the future, nor before the report was released.")
    if not how.strip():
        raise OutOfTurn("Say how pupils were told.")
    _take(session, report, StepKind.TOLD, worker=worker, on=told_on, note=how)


def _lock(session: Session, report: Report) -> None:
    """Hold a report against others who take a step with it this moment, and see what they have done.

    Raises ``NoResultFound`` when its draft is gone.
    """
    # Where the database lets two write at once, the second waits here and then reads what the first has stored.
    session.scalars(select(Report.id).where(Report.id == report.id).with_for_update()).one()
    session.refresh(report)


def _refuse_when_released(report: Report) -> None:
    if report.is_released:
        by = "somebody" if report.released_by is None else report.released_by.name
        raise ReportFrozen(f"The report of {report.place.school.name} was released already, by {by}.")


def _require_seen(report: Report, seen: str) -> None:
    if report.mark != seen:
        name = report.place.school.name
        raise OutOfTurn(
            f"The draft of {name} was made again after you opened this page. Look at it once more."
        )


def _require_standing(report: Report) -> None:
    if not report.stands:
        raise ReportFrozen(f"The report of {report.place.school.name} is recalled or was never released.")


def _take(
    session: Session, report: Report, kind: StepKind, *, worker: Worker, on: date, note: str = ""
) -> None:
    step = report.step(kind)
    if step is None:
        step = ReportStep(kind=kind)
        report.steps.append(step)
    step.worker, step.taken_on, step.note = worker, on, note.strip()
    session.flush()


def is_of_its_school(report: Report, worker: Worker) -> bool:
    """Say whether a worker speaks for the school of a report."""
    return worker.is_a(Role.SCHOOL) and worker.school_id == report.place.school_id


def _tell_school(session: Session, report: Report, *, at: datetime) -> None:
    people = people_of_school(session, report.place.school_id)
    queue_notices(session, kind=NoticeKind.REPORT, workers=people, at=at)


def _may_still_be_said(session: Session, report: Report, *, on: date) -> bool:
    """Say whether every quote of a draft is cleared today for its theme, and every workshop line let through
    and said where enough pupils came.

    A draft keeps words, not keys of answers, so that it is words that are compared.
    """
    place, counts_as = report.place, {theme.code: theme.counts_as.code for theme in themes(session)}
    # Which themes are shown was settled when the draft was made, and stands in its figures.
    every = set(counts_as.values())
    cleared = cleared_quotes(session, wave=place.wave, on=on, shown=every, school_id=place.school_id)
    may_quote = {(quote.theme_code, quote.words) for quote in cleared}
    quoted = {(counts_as.get(quote["theme"]), quote["words"]) for quote in report.content.get("quotes", [])}
    return quoted <= may_quote and workshop_lines(report) <= _lines_to_tell(session, place.school_id)


def _lines_to_tell(session: Session, school_id: str) -> set[str | None]:
    """Return what was said in a school’s workshops, read and let through, where it is known that enough pupils came."""
    query = (
        select(Reading.shown)
        .join(Note, Note.id == Reading.note_id)
        .join(WorkshopSession, WorkshopSession.id == Note.session_id)
        .join(Programme, Programme.id == WorkshopSession.programme_id)
        .where(Programme.school_id == school_id, Reading.shown.is_not(None))
        .where(WorkshopSession.headcount >= LEAST_CAME)
    )
    return set(session.scalars(query))

"""Report life: the lead checks, releases and recalls reports, and everybody concerned sees how far one is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from surveys.base import now
from surveys.report_life import (
    OutOfTurn,
    WordsTakenBack,
    check_report,
    is_made_in_time,
    is_of_its_school,
    recall_report,
    release_report,
)
from surveys.report_steps import StepKind
from surveys.reports import (
    Report,
    ReportFrozen,
    ReportState,
    editions,
    report_for,
    report_or_recall_for,
    reports_of_wave,
)
from surveys.waves import Wave, wave_with_id
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("report_life", __name__)

GONE = "A draft is gone, because what it was made from has changed. Make the drafts again and look at the new one."
TOO_LONG = Length(max=1000, message="Use at most 1,000 characters.")


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


class RecallForm(FlaskForm):
    reason = TextAreaField(
        "Why is it recalled?",
        description="The school reads this, and so does everyone who opens the pupils’ page. Use plain words. Name nobody and "
        "give no figures.",
        validators=[InputRequired("Say why the report is recalled."), TOO_LONG],
    )


@pages.get("/reports/<report_id>/life")
@allow(Role.LEAD, Role.SCHOOL)
def show_life(report_id: str) -> str:
    report = report_or_recall_for(session(), worker(), report_id)
    is_lead, answered = worker().is_a(Role.LEAD), report.step(StepKind.ANSWERED)
    others = [other for other in editions(session(), place_id=report.wave_school_id) if other is not report]
    return render_template(
        "report_life/show.html",
        report=report,
        editions=[other for other in others if is_lead or other.is_released],
        replies={reply.line: reply for reply in report.replies},
        answered=answered,
        is_answered_for_it=answered is not None and not is_of_its_school(report, answered.worker),
        is_lead=is_lead,
    )


@pages.route("/waves/<wave_id>/reports/check", methods=["GET", "POST"])
@allow(Role.LEAD)
def check_wave_reports(wave_id: str) -> str | Response:
    wave = wave_with_id(session(), wave_id)
    return _check(wave, _of_wave(wave))


@pages.route("/reports/<report_id>/check", methods=["GET", "POST"])
@allow(Role.LEAD)
def check_one_report(report_id: str) -> str | Response:
    report = report_for(session(), worker(), report_id)
    return _check(report.place.wave, [report])


def _check(wave: Wave, reports: list[Report]) -> str | Response:
    form, nothing_ticked = PressForm(), False
    if form.validate_on_submit():
        marks = _marks("checked", reports)
        looked_at = [report for report in reports if report.id in marks]
        if looked_at:
            done = 0
            for report in looked_at:
                try:
                    seen = marks[report.id]
                    check_report(session(), report=report, worker=worker(), seen=seen, on=now().date())
                    done += 1
                except (ReportFrozen, OutOfTurn) as problem:
                    flash(str(problem))
            session().commit()
            flash(f"Checked: {_so_many(done)}.")
            return redirect(url_for("reports.list_wave_reports", wave_id=wave.id))
        nothing_ticked = True
    ready = [report for report in reports if report.state is ReportState.DRAFT and is_made_in_time(report)]
    return render_template(
        "report_life/check.html", wave=wave, ready=ready, form=form, nothing_ticked=nothing_ticked
    )


@pages.route("/waves/<wave_id>/reports/release", methods=["GET", "POST"])
@allow(Role.LEAD)
def release_wave_reports(wave_id: str) -> str | Response:
    wave = wave_with_id(session(), wave_id)
    return _release(wave, _of_wave(wave))


@pages.route("/reports/<report_id>/release", methods=["GET", "POST"])
@allow(Role.LEAD)
def release_one_report(report_id: str) -> str | Response:
    try:
        report = report_for(session(), worker(), report_id)
    except NoResultFound:
        return _gone()
    return _release(report.place.wave, [report])


def _gone() -> Response:
    flash(GONE)
    return redirect(url_for("reports.list_reports"))


def _release(wave: Wave, reports: list[Report]) -> str | Response:
    form = PressForm()
    if not form.validate_on_submit():
        ready = [report for report in reports if report.state is ReportState.CHECKED]
        return render_template("report_life/release.html", wave=wave, ready=ready, form=form)
    # What was on the page is released as it was there, not what somebody has made or checked since.
    marks, done = _marks("report", reports), 0
    for report in reports:
        if report.id in marks:
            seen = marks[report.id]
            try:
                release_report(session(), report=report, worker=worker(), seen=seen, at=now())
                done += 1
            except (ReportFrozen, OutOfTurn, WordsTakenBack) as problem:
                flash(str(problem))
            except NoResultFound:
                flash(GONE)
    session().commit()
    flash(f"Released: {_so_many(done)}.")
    return redirect(url_for("reports.list_wave_reports", wave_id=wave.id))


def _marks(name: str, reports: list[Report]) -> dict[str, str]:
    """Return the marks of what the worker looked at, by the report’s key, and say where a draft is gone since."""
    marks = dict(given.partition(":")[::2] for given in request.form.getlist(name))
    if marks.keys() - {report.id for report in reports}:
        flash(GONE)
    return marks


def _of_wave(wave: Wave) -> list[Report]:
    reports = reports_of_wave(session(), wave).values()
    return sorted(reports, key=lambda report: (report.place.school.name, report.id))


def _so_many(count: int) -> str:
    return "1 report" if count == 1 else f"{count} reports"


@pages.route("/reports/<report_id>/recall", methods=["GET", "POST"])
@allow(Role.LEAD)
def recall_one_report(report_id: str) -> str | Response:
    report, form = report_for(session(), worker(), report_id), RecallForm()
    if form.validate_on_submit():
        try:
            recall_report(session(), report=report, worker=worker(), reason=form.reason.data, at=now())
        except (ReportFrozen, OutOfTurn) as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash(
                f"The report of {report.place.school.name} is recalled. Put right what was wrong, then make the drafts again."
            )
            return redirect(url_for("report_life.show_life", report_id=report_id))
    return render_template("report_life/recall.html", report=report, form=form)

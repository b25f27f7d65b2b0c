"""Reports: what a school is told, on the web and on paper, and what its pupils are told back."""

from datetime import date

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from surveys.actions import actions_for_school
from surveys.findings import FindingKind, finding
from surveys.jobs import JobKind
from surveys.reports import (
    Report,
    ReportState,
    WordsTakenBack,
    publish_report,
    published_report_at,
    published_reports_of_school,
    report_for,
    reports_of_wave,
)
from surveys.texts import backlog_of_wave
from surveys.waves import Wave, WaveState, wave_with_id, waves
from surveys.workers import Role
from voice import jobs
from voice.access import allow, public, worker
from voice.database import session
from voice.telling import told_back, what_pupils_said

pages = Blueprint("reports", __name__)

CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A chart is an image with styles of its own; shown by itself it may load nothing and run nothing."""
FOR_SCREENS = {"Content-Security-Policy": CHART_POLICY, "Content-Type": "image/svg+xml; charset=utf-8"}


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


@pages.get("/reports")
@allow(Role.LEAD, Role.SCHOOL)
def list_reports() -> str:
    who = worker()
    if who.is_a(Role.LEAD):
        return render_template("reports/waves.html", waves=waves(session()))
    if who.school is None:
        abort(404)
    published = published_reports_of_school(session(), who.school.id)
    return render_template("reports/list.html", school=who.school, reports=published)


@pages.get("/waves/<wave_id>/reports")
@allow(Role.LEAD)
def list_wave_reports(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    reports = reports_of_wave(session(), wave)
    return render_template(
        "reports/wave.html",
        wave=wave,
        places=[
            (place, reports.get(place.id)) for place in sorted(wave.schools, key=lambda p: p.school.name)
        ],
        missing=what_is_missing(wave),
        is_open=wave.state(date.today()) is not WaveState.CLOSED,
        ready=[report for report in reports.values() if may_publish(report)],
        may_publish=may_publish,
        press=PressForm(),
    )


def what_is_missing(wave: Wave) -> list[tuple[str, str, str]]:
    """Return what must be done before reports can be drafted: a sentence, where to do it, and the link’s words."""
    missing = []
    backlog = backlog_of_wave(session(), wave.id)
    if not backlog.is_done:
        waiting = "1 comment waits" if backlog.unread == 1 else f"{backlog.unread} comments wait"
        missing.append(
            (f"{waiting} to be read by a person.", url_for("readings.next_text"), "Read the comments")
        )
    overview = finding(session(), wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave")
    wave_page = url_for("waves.show_wave", wave_id=wave.id)
    if overview is None:
        missing.append(("Nothing in this wave has been counted yet.", wave_page, "Find the themes"))
    elif (
        wave.state(date.today()) is WaveState.CLOSED and wave.state(overview.found_on) is not WaveState.CLOSED
    ):
        missing.append(("The figures were counted while the wave was open.", wave_page, "Count them again"))
    return missing


def may_publish(report: Report) -> bool:
    """Say whether a report is a draft made after its wave closed; an earlier one would freeze half an answer."""
    closed = report.place.wave.state(report.drafted_on) is WaveState.CLOSED
    return report.state is ReportState.DRAFT and closed


@pages.post("/waves/<wave_id>/reports/draft")
@allow(Role.LEAD)
def draft_wave_reports(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    if what_is_missing(wave):
        flash("The drafts were not made. Something has to be done first.")
        return redirect(url_for("reports.list_wave_reports", wave_id=wave.id))
    job = jobs.ask(JobKind.DRAFT_REPORTS, wave, worker())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@pages.route("/waves/<wave_id>/reports/publish", methods=["GET", "POST"])
@allow(Role.LEAD)
def publish_wave_reports(wave_id: str) -> str | Response:
    wave = wave_with_id(session(), wave_id)
    ready = [report for report in reports_of_wave(session(), wave).values() if may_publish(report)]
    return _publish(wave, sorted(ready, key=lambda report: report.place.school.name))


@pages.route("/reports/<report_id>/publish", methods=["GET", "POST"])
@allow(Role.LEAD)
def publish_one_report(report_id: str) -> str | Response:
    report = report_for(session(), worker(), report_id)
    return _publish(report.place.wave, [report] if may_publish(report) else [])


def _publish(wave: Wave, ready: list[Report]) -> str | Response:
    form = PressForm()
    if not form.validate_on_submit():
        return render_template("reports/publish.html", wave=wave, ready=ready, form=form)
    done = 0
    for report in ready:
        try:
            publish_report(session(), report=report, worker=worker(), on=date.today())
            done += 1
        except WordsTakenBack as problem:
            flash(str(problem))
    session().commit()
    flash(f"Published: {done} {'report' if done == 1 else 'reports'}.")
    return redirect(url_for("reports.list_wave_reports", wave_id=wave.id))


@pages.get("/reports/<report_id>")
@allow(Role.LEAD, Role.SCHOOL)
def show_report(report_id: str) -> str:
    report = report_for(session(), worker(), report_id)
    return render_template(
        "reports/show.html",
        report=report,
        content=report.content,
        figures=report.content["figures"],
        is_draft=report.state is ReportState.DRAFT,
        is_lead=worker().is_a(Role.LEAD),
    )


@pages.get("/reports/<report_id>.pdf")
@allow(Role.LEAD, Role.SCHOOL)
def show_pdf(report_id: str) -> Response:
    report = report_for(session(), worker(), report_id)
    if report.pdf is None:
        abort(404)
    name = secure_filename(f"{report.place.school.name} {report.place.wave.name}") or "report"
    response = make_response(report.pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@pages.get("/reports/<report_id>/chart/<name>.svg")
@allow(Role.LEAD, Role.SCHOOL)
def show_chart(report_id: str, name: str) -> Response:
    report = report_for(session(), worker(), report_id)
    chart = report.content["figures"]["charts"].get(name)
    if chart is None:
        abort(404)
    return make_response(chart["svg"], FOR_SCREENS)


@pages.get("/told/<address>")
@public
def tell_pupils(address: str) -> Response:
    report = published_report_at(session(), address)
    actions = actions_for_school(session(), report.place.school_id, told_only=True)
    page = render_template(
        "reports/told.html",
        school=report.place.school,
        wave=report.content["wave"],
        said=what_pupils_said(report.content["figures"]),
        told=told_back(actions, on=date.today()),
    )
    # The page is for one school’s pupils, who are given its address; it is not for search engines.
    return make_response(page, {"X-Robots-Tag": "noindex"})

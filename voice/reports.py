"""Reports: what a school is told, on the web and on paper, and what its pupils are told back."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from flask import Blueprint, abort, flash, make_response, redirect, render_template, send_file, url_for
from flask_wtf import FlaskForm
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from surveys.actions import actions_for_school
from surveys.findings import FindingKind, finding
from surveys.jobs import JobKind, job_under_way
from surveys.report_life import is_made_in_time
from surveys.reports import (
    Report,
    ReportState,
    recalled_report_at,
    released_report_at,
    report_for,
    report_in_place_of,
    report_or_recall_for,
    reports_of_school,
    reports_of_wave,
    standing_reports,
)
from surveys.texts import backlog_of_wave
from surveys.waves import Wave, WaveState, wave_with_id, waves
from surveys.workers import Role
from voice import jobs, pupils
from voice.access import allow, public, worker
from voice.database import session
from voice.kept_pages import what_was_found
from voice.papers import Drawn
from voice.telling import (
    not_answered_yet,
    nothing_under_way,
    told_back,
    what_pupils_said,
    what_the_school_says,
    why_no_numbers,
)

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
    return render_template(
        "reports/list.html",
        school=who.school,
        reports=reports_of_school(session(), who.school.id),
        press=PressForm(),
    )


@pages.get("/waves/<wave_id>/reports")
@allow(Role.LEAD)
def list_wave_reports(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    reports = reports_of_wave(session(), wave)
    places = sorted(wave.schools, key=lambda place: (place.school.name, place.id))
    states = [report.state for report in reports.values()]
    return render_template(
        "reports/wave.html",
        wave=wave,
        places=[(place, reports.get(place.id)) for place in places],
        how_far=[(state, states.count(state)) for state in ReportState if state in states],
        without=len(places) - len(reports),
        missing=what_is_missing(wave),
        job=job_under_way(session(), kind=JobKind.DRAFT_REPORTS, wave=wave),
        is_open=wave.state(date.today()) is not WaveState.CLOSED,
        to_check=any(may_be_checked(report) for report in reports.values()),
        to_release=ReportState.CHECKED in states,
        may_be_checked=may_be_checked,
        press=PressForm(),
    )


def may_be_checked(report: Report) -> bool:
    """Say whether a report waits for somebody to look it over."""
    return report.state is ReportState.DRAFT and is_made_in_time(report)


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


@pages.post("/waves/<wave_id>/reports/draft")
@allow(Role.LEAD)
def draft_wave_reports(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    if what_is_missing(wave):
        flash("The drafts were not made. Something has to be done first.")
        return redirect(url_for("reports.list_wave_reports", wave_id=wave.id))
    under_way = job_under_way(session(), kind=JobKind.DRAFT_REPORTS, wave=wave)
    if under_way is not None:
        flash(f"The drafts are being made already: {under_way.asked_by.name} asked for them.")
    job = under_way or jobs.ask(JobKind.DRAFT_REPORTS, wave, worker())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@pages.get("/waves/<wave_id>/reports.zip")
@allow(Role.LEAD)
def all_pdfs(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    reports = standing_reports(session(), wave)
    if not reports:
        flash("No report of this wave is released, so there is nothing to put together.")
        return redirect(url_for("reports.list_wave_reports", wave_id=wave.id))
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for report in reports:
            on = report.released_on or report.drafted_on
            name = f"{report.place.school.urn}_{_file_name(report)}"
            archive.writestr(ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0)), report.pdf or b"")
    packed.seek(0)
    name = f"{secure_filename(wave.name) or 'reports'}.zip"
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=name)


@pages.get("/reports/<report_id>")
@allow(Role.LEAD, Role.SCHOOL)
def show_report(report_id: str) -> str:
    report = report_or_recall_for(session(), worker(), report_id)
    is_lead = worker().is_a(Role.LEAD)
    if report.state is ReportState.RECALLED:
        now = report_in_place_of(session(), report)
        return render_template("reports/recalled.html", report=report, now=now, is_lead=is_lead)
    return render_template(
        "reports/show.html",
        report=report,
        content=report.content,
        found=what_was_found(report),
        is_draft=not report.is_released,
        is_lead=is_lead,
    )


@pages.get("/reports/<report_id>.pdf")
@allow(Role.LEAD, Role.SCHOOL)
def show_pdf(report_id: str) -> Response:
    report = report_for(session(), worker(), report_id)
    if report.pdf is None:
        abort(404)
    response = make_response(report.pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(report)}"'
    return response


def _file_name(report: Report) -> str:
    name = secure_filename(f"{report.place.school.name} {report.place.wave.name}") or "report"
    return f"{name}.pdf"


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
    recalled = recalled_report_at(session(), address)
    page = _told(released_report_at(session(), address)) if recalled is None else _taken_down(recalled)
    answer = pupils.page(Drawn(page))
    # The page is for one school’s pupils, who are given its address; it is not for search engines.
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _told(report: Report) -> str:
    figures = report.content["figures"]
    actions = actions_for_school(session(), report.place.school_id, told_only=True)
    return render_template(
        "tellings/told.html",
        school=report.place.school,
        wave=report.content["wave"],
        next_wave=report.content.get("next_wave", ""),
        said=what_pupils_said(figures),
        no_numbers=why_no_numbers(figures),
        answered=what_the_school_says(report),
        not_answered=not_answered_yet(report),
        told=told_back(actions, figures=figures, on=date.today()),
        nothing_yet=nothing_under_way(actions),
    )


def _taken_down(recalled: Report) -> str:
    now = report_in_place_of(session(), recalled)
    return render_template("reports/taken_down.html", report=recalled, now=now)

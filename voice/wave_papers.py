"""Wave papers: overview, packs, scrutiny paper, trusts’ views and summary – made, listed, read and printed."""

from datetime import date

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from surveys.findings import FindingKind, finding
from surveys.jobs import JobKind, job_under_way
from surveys.texts import backlog_of_wave
from surveys.wave_papers import (
    FOR_MEMBERS,
    WavePaper,
    paper_for,
    paper_in_place_of,
    paper_or_recall_for,
    papers_of_wave,
    public_paper,
    released_papers,
)
from surveys.waves import Wave, WaveState, wave_with_id, waves
from surveys.workers import Role
from voice import jobs
from voice.access import allow, public, worker
from voice.database import session

pages = Blueprint("wave_papers", __name__)

CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A chart is an image with styles of its own; shown by itself it may load nothing and run nothing."""
FOR_SCREENS = {"Content-Security-Policy": CHART_POLICY, "Content-Type": "image/svg+xml; charset=utf-8"}


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


@pages.get("/papers")
@allow(Role.LEAD, Role.SUBGROUP_MEMBER)
def list_papers() -> str:
    is_lead = worker().is_a(Role.LEAD)
    return render_template(
        "wave_papers/list.html",
        waves=waves(session()) if is_lead else [],
        papers=released_papers(session()),
    )


@pages.get("/waves/<wave_id>/papers")
@allow(Role.LEAD)
def list_wave_papers(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    return render_template(
        "wave_papers/wave.html",
        wave=wave,
        papers=papers_of_wave(session(), wave),
        missing=what_is_missing(wave),
        job=job_under_way(session(), kind=JobKind.WAVE_PAPERS, wave=wave),
        is_open=wave.state(date.today()) is not WaveState.CLOSED,
        for_members=FOR_MEMBERS,
        press=PressForm(),
    )


def what_is_missing(wave: Wave) -> str:
    """Return what must be done before papers can be made, in a sentence; empty when nothing is."""
    backlog = backlog_of_wave(session(), wave.id)
    if not backlog.is_done:
        waiting = "1 comment waits" if backlog.unread == 1 else f"{backlog.unread} comments wait"
        return f"{waiting} to be read by a person. The papers can be made when all are read."
    if finding(session(), wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave") is None:
        return "Nothing in this wave has been counted yet. Open the wave and press “Find themes” first."
    return ""


@pages.post("/waves/<wave_id>/papers/make")
@allow(Role.LEAD)
def make_papers(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    if why := what_is_missing(wave):
        flash(f"The papers were not made. {why}")
        return redirect(url_for("wave_papers.list_wave_papers", wave_id=wave.id))
    under_way = job_under_way(session(), kind=JobKind.WAVE_PAPERS, wave=wave)
    if under_way is not None:
        flash(f"The papers are being made already: {under_way.asked_by.name} asked for them.")
    job = under_way or jobs.ask(JobKind.WAVE_PAPERS, wave, worker())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@pages.get("/papers/<paper_id>")
@allow(Role.LEAD, Role.SUBGROUP_MEMBER)
def show_paper(paper_id: str) -> str:
    paper = paper_or_recall_for(session(), worker(), paper_id)
    if paper.recalled_on is not None:
        return _recalled(paper, is_lead=worker().is_a(Role.LEAD), is_public=False)
    return render_template(
        "wave_papers/show.html",
        paper=paper,
        content=paper.content,
        is_lead=worker().is_a(Role.LEAD),
        is_public=False,
        pdf_at=url_for("wave_papers.show_pdf", paper_id=paper.id),
        picture_at=lambda name: url_for("wave_papers.show_chart", paper_id=paper.id, name=name),
    )


@pages.get("/papers/<paper_id>.pdf")
@allow(Role.LEAD, Role.SUBGROUP_MEMBER)
def show_pdf(paper_id: str) -> Response:
    return _pdf(paper_for(session(), worker(), paper_id))


@pages.get("/papers/<paper_id>/chart/<name>.svg")
@allow(Role.LEAD, Role.SUBGROUP_MEMBER)
def show_chart(paper_id: str, name: str) -> Response:
    return _chart(paper_for(session(), worker(), paper_id), name)


@pages.get("/summary/<paper_id>")
@public
def read_summary(paper_id: str) -> str:
    paper = public_paper(session(), paper_id)
    if paper.recalled_on is not None:
        return _recalled(paper, is_lead=False, is_public=True)
    return render_template(
        "wave_papers/show.html",
        paper=paper,
        content=paper.content,
        is_lead=False,
        is_public=True,
        pdf_at=url_for("wave_papers.print_summary", paper_id=paper.id),
        picture_at=lambda name: url_for("wave_papers.draw_summary", paper_id=paper.id, name=name),
    )


@pages.get("/summary/<paper_id>.pdf")
@public
def print_summary(paper_id: str) -> Response:
    return _pdf(_standing(public_paper(session(), paper_id)))


@pages.get("/summary/<paper_id>/chart/<name>.svg")
@public
def draw_summary(paper_id: str, name: str) -> Response:
    return _chart(_standing(public_paper(session(), paper_id)), name)


def _recalled(paper: WavePaper, *, is_lead: bool, is_public: bool) -> str:
    now = paper_in_place_of(session(), paper)
    return render_template(
        "paper_life/recalled.html", paper=paper, now=now, is_lead=is_lead, is_public=is_public
    )


def _standing(paper: WavePaper) -> WavePaper:
    if not paper.stands:
        abort(404)
    return paper


def _pdf(paper: WavePaper) -> Response:
    name = secure_filename(f"{paper.content['title']} {paper.wave.name}") or "paper"
    response = make_response(paper.pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _chart(paper: WavePaper, name: str) -> Response:
    chart = paper.content["charts"].get(name)
    if chart is None:
        abort(404)
    return make_response(chart["svg"], FOR_SCREENS)

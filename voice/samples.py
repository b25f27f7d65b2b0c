"""Samples: texts that two people code blind, and what comes of it: how far to trust people’s and the machine’s codings."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from surveys.base import now
from surveys.blind_coding import progress
from surveys.findings import FindingKind, finding, findings
from surveys.samples import SampleProblem, keep_sample, sample_with_id, samples
from surveys.settling import decide_by_sample, end_coding, take_decisions_back, twice_coded, unsettled
from surveys.themes import themes
from surveys.waves import wave_with_id, waves
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.insight import draw_blind_sample, measure_sample, shown_count

pages = Blueprint("samples", __name__)

SIZES = {"tenth": (0.1, 50), "fifth": (0.2, 100)}
"""The share of the texts to draw, and the least number: the codebook’s own rule, and twice that for surer figures."""
CODERS = (Role.LEAD, Role.READER)
"""Who reads single answers, and so may code them blind."""


class DrawForm(FlaskForm):
    size = RadioField(
        "How many texts",
        choices={
            "tenth": "One text in ten, at least 50",
            "fifth": "One text in five, at least 100: surer figures, twice the work",
        },
        default="tenth",
        validators=[InputRequired("Choose how many texts to draw.")],
    )


@pages.get("/samples")
@allow(*CODERS)
def list_samples() -> str:
    every = samples(session())
    return render_template(
        "samples/list.html",
        open_ones=[
            (sample, progress(session(), sample=sample, coder=worker())) for sample in every if sample.is_open
        ],
        closed_ones=[sample for sample in every if not sample.is_open],
        counted=[
            wave
            for wave in waves(session())
            if finding(session(), wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave")
        ],
        is_lead=worker().is_a(Role.LEAD),
    )


@pages.route("/waves/<wave_id>/samples/new", methods=["GET", "POST"])
@allow(Role.LEAD)
def draw_sample(wave_id: str) -> str | Response:
    wave, form = wave_with_id(session(), wave_id), DrawForm()
    if form.validate_on_submit():
        share, least = SIZES[form.size.data]
        try:
            sample = draw_blind_sample(
                session(), wave=wave, share=share, least=least, worker=worker(), on=now().date()
            )
        except SampleProblem as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash("The sample is drawn. Two people can code it now.")
            return redirect(url_for("samples.show_sample", sample_id=sample.id))
    return render_template("samples/draw.html", wave=wave, form=form)


@pages.get("/samples/<sample_id>")
@allow(Role.LEAD)
def show_sample(sample_id: str) -> str:
    sample = sample_with_id(session(), sample_id)
    agreement = finding(session(), wave_id=sample.wave_id, kind=FindingKind.AGREEMENT, subject=sample.id)
    has_ended = sample.ended_on is not None
    return render_template(
        "samples/show.html",
        sample=sample,
        progress=progress(session(), sample=sample, coder=worker()),
        agreement=agreement,
        lines=findings(session(), wave_id=sample.wave_id, kind=FindingKind.TRUST),
        names={theme.code: theme.name for theme in themes(session())},
        unsettled=len(unsettled(session(), sample)) if has_ended else 0,
        settled=sum(text.final is not None for text in twice_coded(session(), sample)) if has_ended else 0,
        may_take_back=sample.decided_by is worker() and sample.kept_on is None,
    )


@pages.post("/samples/<sample_id>/end")
@allow(Role.LEAD)
def end_sample(sample_id: str) -> Response:
    sample = sample_with_id(session(), sample_id)
    try:
        end_coding(session(), sample=sample, worker=worker(), on=now().date())
        measure_sample(session(), sample=sample, on=now().date())
    except SampleProblem as problem:
        session().rollback()
        flash(str(problem))
    else:
        session().commit()
        flash("The coding has ended. This is how well people and the machine agree.")
    return redirect(url_for("samples.show_sample", sample_id=sample_id))


@pages.post("/samples/<sample_id>/measure")
@allow(Role.LEAD)
def measure(sample_id: str) -> Response:
    sample = sample_with_id(session(), sample_id)
    try:
        measure_sample(session(), sample=sample, on=now().date())
    except SampleProblem as problem:
        flash(str(problem))
    else:
        session().commit()
        flash("Worked out again, with the themes as they are now and every ruling since.")
    return redirect(url_for("samples.show_sample", sample_id=sample_id))


@pages.post("/samples/<sample_id>/decide")
@allow(Role.LEAD)
def decide(sample_id: str) -> Response:
    sample = sample_with_id(session(), sample_id)
    try:
        done = decide_by_sample(session(), sample=sample, worker=worker(), on=now().date())
    except SampleProblem as problem:
        flash(str(problem))
    else:
        session().commit()
        flash(
            f"Decided in your name, texts: {shown_count(len(done.settled))}. Figures follow at the next count."
        )
    return redirect(url_for("samples.show_sample", sample_id=sample_id))


@pages.post("/samples/<sample_id>/take-back")
@allow(Role.LEAD)
def take_back(sample_id: str) -> Response:
    sample = sample_with_id(session(), sample_id)
    try:
        done = take_decisions_back(session(), sample=sample, worker=worker())
    except SampleProblem as problem:
        flash(str(problem))
    else:
        session().commit()
        flash(f"Taken back, texts: {shown_count(len(done.as_before))}. What was decided since stays.")
    return redirect(url_for("samples.show_sample", sample_id=sample_id))


@pages.post("/samples/<sample_id>/keep")
@allow(Role.LEAD)
def keep(sample_id: str) -> Response:
    sample = sample_with_id(session(), sample_id)
    keep_sample(session(), sample=sample, worker=worker(), on=now().date())
    session().commit()
    flash("The sample is put away. What it says stays here to be read.")
    return redirect(url_for("samples.show_sample", sample_id=sample_id))

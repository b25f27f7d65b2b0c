"""Waves: opening a survey in schools, watching it, and asking what was said."""

from datetime import time

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from surveys.base import now
from surveys.cover import missing_cover
from surveys.doors import doors_of_wave
from surveys.drafts import drop_drafts
from surveys.findings import FindingKind, drop_findings, finding
from surveys.jobs import JobKind, jobs_of_wave
from surveys.pauses import PAUSED_ITSELF
from surveys.places import StillPaused, pause_wave, resume_wave
from surveys.responses import responses_taken
from surveys.schools import school_with_urn, schools
from surveys.surveys import newest_version, surveys
from surveys.texts import backlog_of_wave
from surveys.translations import drafts_in_use
from surveys.waves import WaveProblem, add_wave, end_wave, wave_with_id, waves
from surveys.workers import Role
from voice import jobs
from voice.access import allow, worker
from voice.database import session
from voice.insight import shown_line
from voice.settings import cover_hours

pages = Blueprint("waves", __name__)

NO_DAY = "Enter a real day, such as 2026-10-05."
NO_TIME = "Enter a time of day, such as 08:30."
SCHOOL_DAY = (time(8, 30), time(15, 30))
"""What most schools keep; inside it somebody is there for a pupil whom a question has upset."""


class WaveForm(FlaskForm):
    name = StringField(
        "Name of the wave",
        description="For example: Autumn 2026",
        validators=[
            DataRequired("Give the wave a name."),
            Length(max=200, message="Use at most 200 characters."),
        ],
    )
    survey = SelectField("Survey", invalid_choice_message="Choose a survey from the list.")
    opens_on = DateField(
        "First day", validators=[InputRequired("Enter the first day.")], invalid_value_message=NO_DAY
    )
    closes_on = DateField(
        "Last day", validators=[InputRequired("Enter the last day.")], invalid_value_message=NO_DAY
    )
    from_time = TimeField(
        "Each school day from",
        description="Codes work from Monday to Friday between these times. Leave both empty for any hour of any day.",
        validators=[Optional()],
        default=SCHOOL_DAY[0],
        invalid_value_message=NO_TIME,
    )
    to_time = TimeField(
        "Each school day until",
        validators=[Optional()],
        default=SCHOOL_DAY[1],
        invalid_value_message=NO_TIME,
    )
    uses_tickets = BooleanField("Pupils draw one-time tickets from a hat, so that nobody can answer twice")
    schools = SelectMultipleField(
        "Schools",
        validators=[InputRequired("Choose at least one school.")],
        invalid_choice_message="Choose schools from the list; one you chose is not on it, or has closed.",
    )


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


@pages.get("/waves")
@allow(Role.LEAD)
def list_waves() -> str:
    return render_template("waves/list.html", waves=waves(session()), today=now().date())


@pages.route("/waves/new", methods=["GET", "POST"])
@allow(Role.LEAD)
def open_wave() -> str | Response:
    form = WaveForm()
    form.survey.choices = {survey.slug: survey.name for survey in surveys(session())}
    every = schools(session())
    form.schools.choices = {school.urn: school.name for school in every}
    if form.validate_on_submit():
        try:
            wave = add_wave(
                session(),
                name=form.name.data.strip(),
                version=newest_version(session(), form.survey.data),
                schools=[school_with_urn(session(), urn) for urn in form.schools.data],
                opens_on=form.opens_on.data,
                closes_on=form.closes_on.data,
                on=now().date(),
                from_time=form.from_time.data,
                to_time=form.to_time.data,
                uses_tickets=form.uses_tickets.data,
            )
        except WaveProblem as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash(f"{wave.name} is ready. Each school has its code.")
            return redirect(url_for("waves.show_wave", wave_id=wave.id))
    missing = missing_cover(session(), every, on=now().date())
    return render_template(
        "waves/open.html", form=form, missing={school.urn: missing.get(school.id, []) for school in every}
    )


@pages.get("/waves/<wave_id>")
@allow(Role.LEAD)
def show_wave(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    moment = now()
    places = sorted(wave.schools, key=lambda place: place.school.name)
    taken = responses_taken(session(), wave.id)
    shown, total = shown_line({place.id: taken.get(place.id, 0) for place in places})
    doors = doors_of_wave(session(), wave.id)
    return render_template(
        "waves/show.html",
        wave=wave,
        places=places,
        shown=shown,
        total=total,
        states={place.id: doors[place.id].state(moment) for place in places},
        missing=missing_cover(session(), [place.school for place in places], on=moment.date()),
        state=wave.state(moment.date()),
        paused_itself=PAUSED_ITSELF[wave.paused_for] if wave.paused_for else None,
        days_left=(wave.last_day - moment.date()).days,
        backlog=backlog_of_wave(session(), wave.id),
        overview=finding(session(), wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave"),
        jobs=jobs_of_wave(session(), wave)[:5],
        drafts=drafts_in_use(session(), wave.version),
        press=PressForm(),
    )


@pages.post("/waves/<wave_id>/pause")
@allow(Role.LEAD)
def pause_all(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    pause_wave(session(), wave=wave)
    session().commit()
    flash(f"{wave.name} is paused in every school. No answers are taken until you let it go on.")
    return redirect(url_for("waves.show_wave", wave_id=wave.id))


@pages.post("/waves/<wave_id>/resume")
@allow(Role.LEAD)
def resume_all(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    try:
        resume_wave(session(), wave=wave, at=now(), hours=cover_hours())
    except StillPaused as problem:
        flash(f"{wave.name} cannot go on yet. {problem}")
    else:
        session().commit()
        flash(f"{wave.name} goes on in every school where nothing else is missing.")
    return redirect(url_for("waves.show_wave", wave_id=wave.id))


@pages.post("/waves/<wave_id>/find-themes")
@allow(Role.LEAD)
def find_themes(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    job = jobs.ask(JobKind.FIND_THEMES, wave, worker())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@pages.post("/waves/<wave_id>/count-themes")
@allow(Role.LEAD)
def count_themes(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    job = jobs.ask(JobKind.COUNT_THEMES, wave, worker())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@pages.post("/waves/<wave_id>/close")
@allow(Role.LEAD)
def close_wave(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    if wave.is_open(now().date()):
        end_wave(session(), wave=wave, on=now().date())
        drop_findings(session(), wave.id)  # half a wave’s figures must not be taken for the whole
        drop_drafts(session(), wave)
        session().commit()
        flash(f"{wave.name} is closed. No more answers are taken.")
    else:
        flash(f"{wave.name} is not open, so nothing was changed.")
    return redirect(url_for("waves.show_wave", wave_id=wave.id))

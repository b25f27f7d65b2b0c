"""Concerns: words that may tell of harm, for the safeguarding leads who may see them, and the log of what they do."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from surveys.base import LONDON, now
from surveys.case_stages import Stage, months_seen, stages
from surveys.case_steps import (
    StepRefused,
    allow_quoting,
    correct,
    decide_case,
    hand_over,
    see_concern,
    share_with_school,
)
from surveys.cases import CaseEntry, entries_of
from surveys.clock import SEEN_WITHIN
from surveys.concerns import Concern, concern_for, concerns_for
from surveys.cover_hours import CoverHours
from surveys.turnout import YEAR_GROUP
from surveys.waves import words_asked
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.raw_words import pieces
from voice.rendering import day, moment
from voice.settings import cover_hours

pages = Blueprint("concerns", __name__)

STEPS: dict[str, tuple[str, Callable[..., None]]] = {
    "handed over": ("It is in somebody’s hands: say whose", hand_over),
    "decided": ("It was decided what happens: say what", decide_case),
    "corrected": ("Something in this log is wrong: say what is right", correct),
}


class StepForm(FlaskForm):
    step = RadioField(
        "What do you want to add?",
        choices={value: words for value, (words, _) in STEPS.items()},
        validators=[InputRequired("Choose what you want to add.")],
        invalid_choice_message="Choose one of the three.",
    )
    words = TextAreaField(
        "In a line or two",
        description="Leave out the pupil’s name and words. Details stay in the school’s own safeguarding system.",
        validators=[DataRequired("Write in a line what was done.")],
    )


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


class Wait(NamedTuple):
    """How long a concern has waited for somebody to look, and until when somebody should."""

    words: str
    due: str
    is_late: bool


class Line(NamedTuple):
    """One line of a case’s log, as it is read."""

    act: str
    who: str
    when: str
    words: str | None


@pages.get("/concerns")
@allow(Role.SAFEGUARDING_LEAD)
def list_concerns() -> str:
    who, at, hours = worker(), now(), cover_hours()
    found = concerns_for(session(), who)
    reached = stages(session(), found)
    return render_template(
        "concerns/list.html",
        concerns=sorted(
            found, key=lambda one: list(Stage).index(reached[one.id])
        ),  # what is still to be done first
        stages=reached,
        waits={one.id: wait for one in found if (wait := waited(one, at=at, hours=hours))},
        is_of_authority=who.school_id is None,
    )


@pages.get("/concerns/times")
@allow(Role.SAFEGUARDING_LEAD, Role.LEAD)
def show_times() -> str:
    who = worker()
    return render_template(
        "concerns/times.html",
        months=months_seen(session(), who),
        school=who.school,
        is_safeguarding=who.is_a(Role.SAFEGUARDING_LEAD),
    )


@pages.get("/concerns/<concern_id>")
@allow(Role.SAFEGUARDING_LEAD)
def show_concern(concern_id: str) -> str:
    return _show(concern_for(session(), worker(), concern_id), StepForm(formdata=None))


@pages.post("/concerns/<concern_id>/words")
@allow(Role.SAFEGUARDING_LEAD)
def show_words(concern_id: str) -> str | Response:
    """Show the words once it stands in the record that this worker sees them. A look by itself changes nothing."""
    concern = concern_for(session(), worker(), concern_id)
    if concern.text is None:
        return redirect(url_for("concerns.show_concern", concern_id=concern_id))
    see_concern(session(), concern=concern, worker=worker(), at=now(), hours=cover_hours())
    session().commit()
    return _show(concern, StepForm(formdata=None), words=concern.text)


@pages.post("/concerns/<concern_id>")
@allow(Role.SAFEGUARDING_LEAD)
def add_step(concern_id: str) -> str | Response:
    concern = concern_for(session(), worker(), concern_id)
    form = StepForm()
    if form.validate_on_submit():
        _, step = STEPS[form.step.data]
        try:
            step(session(), concern=concern, worker=worker(), words=form.words.data, at=now())
        except StepRefused as refused:
            form.form_errors.append(str(refused))
        else:
            session().commit()
            flash("Added to the log.")
            return redirect(url_for("concerns.show_concern", concern_id=concern_id))
    return _show(concern, form)


@pages.post("/concerns/<concern_id>/share")
@allow(Role.SAFEGUARDING_LEAD)
def share(concern_id: str) -> Response:
    return _press(concern_id, share_with_school, "The school’s safeguarding lead and deputy can see it now.")


@pages.post("/concerns/<concern_id>/allow-quoting")
@allow(Role.SAFEGUARDING_LEAD)
def allow_words(concern_id: str) -> Response:
    return _press(
        concern_id, allow_quoting, "The words may be quoted, once somebody has cleared them as a quote."
    )


def _press(concern_id: str, step: Callable[..., None], done: str) -> Response:
    concern = concern_for(session(), worker(), concern_id)
    try:
        step(session(), concern=concern, worker=worker(), at=now())
    except StepRefused as refused:
        flash(str(refused))
    else:
        session().commit()
        flash(done)
    return redirect(url_for("concerns.show_concern", concern_id=concern_id))


def _show(concern: Concern, form: StepForm, words: str | None = None) -> str:
    year = concern.year
    if year is not None and concern.wave_id is not None:
        year = words_asked(session(), wave_id=concern.wave_id, code=f"{YEAR_GROUP}.{year}")
    return render_template(
        "concerns/show.html",
        concern=concern,
        has_words=concern.text is not None,
        words=None if words is None else pieces(words, 0, len(words)),
        wait=waited(concern, at=now(), hours=cover_hours()),
        year=year,
        lines=[_line(entry) for entry in entries_of(session(), concern)],
        is_of_authority=worker().school_id is None,
        form=form,
        press=PressForm(formdata=None),
    )


def _line(entry: CaseEntry) -> Line:
    told = f": {entry.told.name}" if entry.told else ""
    if entry.by is None:
        # The machine’s own acts keep their week alone: the hour would be a pupil’s.
        return Line(
            f"{entry.act.capitalize()}{told}", "", f"week of {day(entry.at.astimezone(LONDON))}", entry.words
        )
    return Line(f"{entry.act.capitalize()}{told}", f" by {entry.by.name}", moment(entry.at), entry.words)


def waited(concern: Concern, *, at: datetime, hours: CoverHours) -> Wait | None:
    """Say how long a concern has stood unseen, in minutes of cover; ``None`` once somebody has seen it."""
    if concern.came_at is None:
        return None
    minutes = hours.minutes(concern.came_at, at)
    left = SEEN_WITHIN - minutes
    if left <= 0:
        return Wait(_long(minutes), "Look now: it is late", is_late=True)
    due = hours.after(concern.came_at, SEEN_WITHIN)
    is_on_the_clock = hours.minutes(at, due) >= (due - at).total_seconds() // 60
    words = f"Due in {_long(left)}" if is_on_the_clock else f"Due by {moment(due)}"
    return Wait(_long(minutes), words, is_late=False)


A_LONG_WAIT = 24 * 60
"""Minutes of cover past which nobody needs them to the minute."""


def _long(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if minutes >= A_LONG_WAIT:
        return f"{hours} hours"
    parts = [
        f"{number} {name}{'' if number == 1 else 's'}"
        for number, name in ((hours, "hour"), (rest, "minute"))
        if number
    ]
    return " ".join(parts) or "under a minute"

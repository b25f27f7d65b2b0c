"""Workshops: programmes, their six sessions, and the notes that a youth worker types up."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from surveys.heard import shown_notes
from surveys.schools import school_with_urn, schools
from surveys.workers import Role
from surveys.workshops import (
    NoteKind,
    WorkshopProblem,
    WorkshopSession,
    add_notes,
    add_programme,
    programme_with_id,
    programmes,
    read_lines,
    record_session,
    session_with_id,
)
from voice.access import allow, worker
from voice.database import session
from voice.insight import shown_count

pages = Blueprint("workshops", __name__)

NO_DAY = "Enter a real day, such as 2026-10-05."
NO_COUNT = "How many came must be a number from 0 to 500."


WAITS = "Waits to be read"


class ProgrammeForm(FlaskForm):
    school = SelectField("School", invalid_choice_message="Choose a school from the list.")
    starts_on = DateField(
        "First session",
        description="Six weekly sessions are planned from this day. You can change each date later.",
        validators=[InputRequired("Enter the day of the first session.")],
        invalid_value_message=NO_DAY,
    )


class SessionForm(FlaskForm):
    held_on = DateField("Held on", validators=[InputRequired("Enter the day.")], invalid_value_message=NO_DAY)
    headcount = IntegerField(
        "How many came",
        description="A number only. Please write no names anywhere.",
        validators=[Optional(), NumberRange(0, 500, NO_COUNT)],
        invalid_value_message=NO_COUNT,
    )
    activity = StringField(
        "What you did", validators=[Length(max=200, message="Use at most 200 characters.")]
    )


class NotesForm(FlaskForm):
    kind = RadioField(
        "What are these lines?",
        choices={kind.value: kind.value.capitalize() for kind in NoteKind},
        default=NoteKind.BARRIER.value,
        invalid_choice_message="Choose what these lines are.",
    )
    lines = TextAreaField(
        "Notes, one on each line",
        description="Paste as many as you like. You can add votes and a kind after a bar: More clubs | 12 | idea",
        validators=[InputRequired("Paste or type at least one line.")],
    )


@pages.get("/workshops")
@allow(Role.YOUTH_WORKER, Role.LEAD)
def list_programmes() -> str:
    return render_template("workshops/list.html", programmes=programmes(session()), today=date.today())


@pages.route("/workshops/new", methods=["GET", "POST"])
@allow(Role.YOUTH_WORKER, Role.LEAD)
def plan_programme() -> str | Response:
    form = ProgrammeForm()
    form.school.choices = {school.urn: school.name for school in schools(session())}
    if form.validate_on_submit():
        school = school_with_urn(session(), form.school.data)
        try:
            programme = add_programme(
                session(), school=school, starts_on=form.starts_on.data, led_by=worker()
            )
        except WorkshopProblem as problem:
            form.starts_on.errors = [str(problem)]
        else:
            session().commit()
            flash(f"Six sessions are planned at {school.name}.")
            return redirect(url_for("workshops.show_programme", programme_id=programme.id))
    return render_template("workshops/plan.html", form=form)


@pages.get("/workshops/<programme_id>")
@allow(Role.YOUTH_WORKER, Role.LEAD)
def show_programme(programme_id: str) -> str:
    programme = programme_with_id(session(), programme_id)
    return render_template("workshops/show.html", programme=programme, shown_count=shown_count)


@pages.route("/workshops/sessions/<session_id>", methods=["GET", "POST"])
@allow(Role.YOUTH_WORKER, Role.LEAD)
def edit_session(session_id: str) -> str | Response:
    workshop = session_with_id(session(), session_id)
    form = SessionForm(obj=workshop)
    if form.validate_on_submit():
        try:
            record_session(
                session(),
                workshop=workshop,
                held_on=form.held_on.data,
                headcount=form.headcount.data,
                activity=form.activity.data,
            )
        except WorkshopProblem as problem:
            form.held_on.errors = [str(problem)]
        else:
            session().commit()
            flash(f"Week {workshop.week} is saved.")
            return redirect(url_for("workshops.edit_session", session_id=workshop.id))
    return _session_page(workshop, form, NotesForm())


@pages.post("/workshops/sessions/<session_id>/notes")
@allow(Role.YOUTH_WORKER, Role.LEAD)
def paste_notes(session_id: str) -> str | Response:
    workshop = session_with_id(session(), session_id)
    form = NotesForm()
    if form.validate_on_submit():
        try:
            lines = read_lines(form.lines.data, kind=NoteKind(form.kind.data))
        except WorkshopProblem as problem:
            form.lines.errors = [str(problem)]
        else:
            added = add_notes(session(), workshop=workshop, notes=lines)
            session().commit()
            flash(f"{len(added)} notes added. They are read by a person before they count.")
            return redirect(url_for("workshops.edit_session", session_id=workshop.id))
    return _session_page(workshop, SessionForm(obj=workshop), form)


def _session_page(workshop: WorkshopSession, form: SessionForm, notes_form: NotesForm) -> str:
    shown = shown_notes(session(), workshop)
    # A note that was read is shown as others may see it: what the reader has hidden stays hidden here too. Until then
    # only the youth worker who leads the programme sees it, who has most likely typed it.
    is_own = workshop.programme.led_by_id == worker().id
    notes = [
        (shown.get(note.id) or (note.text if is_own else WAITS), note.kind, note.votes)
        for note in workshop.notes
        if note.text is not None
    ]
    return render_template(
        "workshops/session.html", workshop=workshop, notes=notes, form=form, notes_form=notes_form
    )

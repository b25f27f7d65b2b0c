"""Workshops: programmes, their six sessions, and the notes that a youth worker types up."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from surveys.base import now
from surveys.heard import shown_notes
from surveys.readings import AlreadyRead
from surveys.schools import school_with_urn, schools
from surveys.sightings import Purpose, note_sighting
from surveys.urgent_notes import raise_line, raise_note
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
PASSED_ON = "The safeguarding lead is told at once. The words are not among the notes."


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


class UrgentForm(FlaskForm):
    words = TextAreaField(
        "What was said",
        description="Only what somebody must look at now. It goes to the safeguarding lead at once, and not into the notes.",
    )
    about_staff = BooleanField("It is about somebody who works at the school")


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
    workshop, form = session_with_id(session(), session_id), NotesForm()
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


@pages.post("/workshops/sessions/<session_id>/urgent")
@allow(Role.YOUTH_WORKER, Role.LEAD)
def raise_urgent(session_id: str) -> str | Response:
    workshop, form = session_with_id(session(), session_id), UrgentForm()
    try:
        raise_line(
            session(),
            workshop=workshop,
            words=form.words.data or "",
            is_for_authority=form.about_staff.data,
            worker=worker(),
            at=now(),
        )
    except WorkshopProblem as problem:
        form.words.errors = [str(problem)]
        return _session_page(workshop, SessionForm(obj=workshop), NotesForm(), urgent_form=form)
    session().commit()
    flash(PASSED_ON)
    return redirect(url_for("workshops.edit_session", session_id=workshop.id))


@pages.post("/workshops/sessions/<session_id>/notes/<note_id>/urgent")
@allow(Role.YOUTH_WORKER, Role.LEAD)
def pass_note_on(session_id: str, note_id: str) -> Response:
    workshop, staff = session_with_id(session(), session_id), UrgentForm().about_staff.data
    if not _is_own(workshop):
        abort(404)  # nobody else has seen its words
    try:
        raise_note(
            session(), workshop=workshop, note_id=note_id, is_for_authority=staff, worker=worker(), at=now()
        )
    except AlreadyRead:
        session().rollback()
        flash("A reader has read this note in the meantime. If you still worry, write it above.")
    else:
        session().commit()
        flash(PASSED_ON)
    return redirect(url_for("workshops.edit_session", session_id=session_id))


@pages.post("/workshops/sessions/<session_id>/words")
@allow(Role.YOUTH_WORKER, Role.LEAD)
def show_words(session_id: str) -> str:
    workshop = session_with_id(session(), session_id)
    waiting = _waiting(workshop) if _is_own(workshop) else {}
    today = now().date()
    for note_id in waiting:
        note_sighting(session(), worker=worker(), purpose=Purpose.TYPED_UP, subject=note_id, on=today)
    session().commit()
    return _session_page(
        workshop, SessionForm(formdata=None, obj=workshop), NotesForm(formdata=None), seen=waiting
    )


def _is_own(workshop: WorkshopSession) -> bool:
    """Say whether this worker leads the programme, and so has most likely typed its notes."""
    return workshop.programme.led_by_id == worker().id


def _waiting(workshop: WorkshopSession) -> dict[str, str]:
    """Return the raw words of the session’s notes that wait to be read, by their keys."""
    shown = shown_notes(session(), workshop)
    return {note.id: note.text for note in workshop.notes if note.text is not None and note.id not in shown}


def _session_page(
    workshop: WorkshopSession,
    form: SessionForm,
    notes_form: NotesForm,
    *,
    urgent_form: UrgentForm | None = None,
    seen: dict[str, str] | None = None,
) -> str:
    """Return the page of a session. ``seen``: raw words of waiting notes that this look at them was logged for."""
    # A note that was read is shown as others may see it: what the reader has hidden stays hidden here too.
    shown = {**(seen or {}), **shown_notes(session(), workshop)}
    waiting = _waiting(workshop)
    notes = [
        (note.id, shown.get(note.id, "Waits to be read"), note.kind, note.votes, note.id in waiting)
        for note in workshop.notes
        if note.id in shown or note.id in waiting
    ]
    return render_template(
        "workshops/session.html",
        workshop=workshop,
        notes=notes,
        form=form,
        notes_form=notes_form,
        urgent_form=urgent_form or UrgentForm(formdata=None),
        may_see_words=bool(waiting) and seen is None and _is_own(workshop),
        seen=seen,
    )

"""Actions: what a subgroup does, who owns it, by when, and how it goes."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from surveys.actions import Action, Status, action_with_id, add_action, update_action
from surveys.agencies import agencies
from surveys.findings import theme_finding
from surveys.schools import school_with_urn, schools
from surveys.subgroups import subgroup_with_slug
from surveys.themes import theme_with_code
from surveys.wave_papers import may_read_figures
from surveys.waves import wave_with_id, waves
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("actions", __name__)

NOT_LISTED = "Choose one from the list."


class ActionForm(FlaskForm):
    title = StringField(
        "What will be done",
        description="Begin with a verb: “Put staff at the bus bay after school”.",
        validators=[
            DataRequired("Say what will be done."),
            Length(max=200, message="Use at most 200 characters."),
        ],
    )
    theme = SelectField(
        "About which theme", invalid_choice_message="Choose one of the subgroup’s own themes."
    )
    wave = SelectField("On the evidence of", invalid_choice_message=NOT_LISTED)
    why = TextAreaField("Why", validators=[DataRequired("Say why: what did pupils tell you?")])
    school = SelectField("Where", invalid_choice_message=NOT_LISTED)
    agency = SelectField("Agency that owns it", invalid_choice_message=NOT_LISTED)
    owner = StringField(
        "Person who owns it",
        description="A member of staff.",
        validators=[
            DataRequired("Name the member of staff who owns it."),
            Length(max=200, message="Use at most 200 characters."),
        ],
    )
    due_on = DateField(
        "Due",
        validators=[InputRequired("Enter the day it is due.")],
        invalid_value_message="Enter a real day, such as 2026-10-05.",
    )
    pupil_words = TextAreaField(
        "How we tell pupils",
        description="Short and plain, for a nine-year-old. Leave empty to keep it off the pupils’ page.",
        validators=[Length(max=300, message="Use at most 300 characters for what pupils read.")],
    )


class ProgressForm(FlaskForm):
    status = RadioField(
        "How it goes",
        choices={s.value: s.value.capitalize() for s in Status},
        invalid_choice_message=NOT_LISTED,
    )
    note = TextAreaField("Note")
    pupil_words = TextAreaField(
        "How we tell pupils",
        description="Short and plain, for a nine-year-old. If it is stopped, say why: “We can’t get a second bus yet. It "
        "costs too much. We will ask again in spring.” Leave empty to keep it off the pupils’ page.",
        validators=[Length(max=300, message="Use at most 300 characters for what pupils read.")],
    )

    def tells_why(self, action: Action) -> bool:
        """Say whether pupils who were promised something are told more than the promise once it is stopped."""
        is_new = action.status is not Status.STOPPED and self.status.data == Status.STOPPED
        words = (self.pupil_words.data or "").strip()
        if not is_new or not words or words != action.pupil_words:
            return True
        self.pupil_words.errors = ["Tell pupils why it can’t be done yet. They still read the promise."]
        return False


@pages.route("/subgroups/<slug>/actions/new", methods=["GET", "POST"])
@allow(Role.SUBGROUP_MEMBER, Role.LEAD)
def new_action(slug: str) -> str | Response:
    subgroup = subgroup_with_slug(session(), slug)
    form = ActionForm()
    form.theme.choices = {theme.code: theme.name for theme in subgroup.live_themes}
    form.wave.choices = {wave.id: wave.name for wave in waves(session())} | {"": "No survey yet"}
    form.school.choices = {"": "Every school"} | {s.urn: s.name for s in schools(session())}
    form.agency.choices = {agency.name: agency.name for agency in agencies(session())}
    if form.validate_on_submit():
        action = add_action(
            session(),
            subgroup=subgroup,
            title=form.title.data,
            why=form.why.data,
            theme=theme_with_code(session(), form.theme.data),
            wave=wave_with_id(session(), form.wave.data) if form.wave.data else None,
            agency=next(agency for agency in agencies(session()) if agency.name == form.agency.data),
            owner=form.owner.data,
            due_on=form.due_on.data,
            school=school_with_urn(session(), form.school.data) if form.school.data else None,
            pupil_words=form.pupil_words.data,
        )
        session().commit()
        flash("The action is added.")
        return redirect(url_for("actions.show_action", action_id=action.id))
    return render_template("actions/new.html", subgroup=subgroup, form=form)


@pages.route("/actions/<action_id>", methods=["GET", "POST"])
@allow(Role.SUBGROUP_MEMBER, Role.LEAD)
def show_action(action_id: str) -> str | Response:
    action = action_with_id(session(), action_id)
    form = ProgressForm(status=action.status.value, pupil_words=action.pupil_words)
    if form.validate_on_submit() and form.tells_why(action):
        update_action(
            session(),
            action=action,
            status=Status(form.status.data),
            note=form.note.data or "",
            pupil_words=form.pupil_words.data,
            worker=worker(),
            on=date.today(),
        )
        session().commit()
        flash("Saved.")
        return redirect(url_for("actions.show_action", action_id=action.id))
    evidence = None
    if action.wave is not None and may_read_figures(session(), worker(), action.wave):
        evidence = theme_finding(session(), wave_id=action.wave.id, theme=action.theme)
    return render_template(
        "actions/show.html", action=action, form=form, evidence=evidence, today=date.today()
    )

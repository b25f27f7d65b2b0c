"""Targets: the register of what the authority wants to reach, kept by its lead and read by partners and schools."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, Form, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from surveys.indicators import INDICATORS, Phase
from surveys.standings import standings
from surveys.targets import (
    Target,
    TargetProblem,
    TargetWanted,
    Unit,
    add_target,
    change_target,
    end_target,
    note_value,
    target_with_id,
    targets,
)
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("targets", __name__)

NOT_LISTED = "Choose one from the list."
A_DAY = "Enter a real day, such as 2026-10-05."
AT_MOST = Length(max=200, message="Use at most 200 characters.")
READERS = (Role.LEAD, Role.SUBGROUP_MEMBER, Role.SCHOOL)


class TargetForm(FlaskForm):
    title = StringField(
        "What is measured",
        description="For the whole authority: “Attendance in secondary schools”. Never about one school or a few pupils.",
        validators=[DataRequired("Say what is measured."), AT_MOST],
    )
    unit = RadioField(
        "Counted in",
        choices={Unit.PERCENT.value: "Percent", Unit.NUMBER.value: "A number, such as schools"},
        default=Unit.PERCENT.value,
        invalid_choice_message=NOT_LISTED,
    )
    baseline = StringField("At the start", description="The value to begin with, such as 92.38.")
    baseline_on = DateField(
        "Measured on",
        description="The last day of the time it is about.",
        validators=[InputRequired("Enter the day of the start.")],
        invalid_value_message=A_DAY,
    )
    goal = StringField("Target", description="The value to reach, such as 94.50.")
    due_on = DateField(
        "To be reached by",
        validators=[InputRequired("Enter the day it is to be reached.")],
        invalid_value_message=A_DAY,
    )
    owner = StringField(
        "Who answers for it",
        description="A member of staff or a team.",
        validators=[DataRequired("Say who answers for it."), AT_MOST],
    )
    source = StringField(
        "Where the figures come from",
        description="Such as “DfE, pupil attendance, academic year”.",
        validators=[DataRequired("Say where the figures come from."), AT_MOST],
    )
    indicator = SelectField(
        "Published figure that it follows",
        description="Its newest value for an academic year is shown by itself.",
        choices={"": "None: a measure of our own"} | {one.code: one.title for one in INDICATORS.values()},
        invalid_choice_message=NOT_LISTED,
    )
    phase = SelectField(
        "In which schools",
        description="For a published figure alone.",
        choices={"": "Not a published figure"} | {phase.value: phase.value for phase in Phase},
        invalid_choice_message=NOT_LISTED,
    )


class ValueForm(FlaskForm):
    value = StringField("Value")
    for_day = DateField(
        "Measured on",
        validators=[InputRequired("Enter the day it was measured.")],
        invalid_value_message=A_DAY,
    )


class EndForm(FlaskForm):
    why = StringField("Why it ends", validators=[AT_MOST])


@pages.get("/targets")
@allow(*READERS)
def list_targets() -> str:
    return render_template(
        "targets/list.html",
        standings=standings(session(), targets(session())),
        today=date.today(),
        may_change=worker().is_a(Role.LEAD),
    )


@pages.route("/targets/new", methods=["GET", "POST"])
@allow(Role.LEAD)
def new_target() -> str | Response:
    form = TargetForm()
    if form.validate_on_submit():
        try:
            target = add_target(session(), wanted=_wanted(form))
        except TargetProblem as problem:
            _say_at(form, problem)
        else:
            session().commit()
            flash("The target is on the register.")
            return redirect(url_for("targets.show_target", target_id=target.id))
    return render_template("targets/edit.html", form=form, target=None)


@pages.route("/targets/<target_id>/change", methods=["GET", "POST"])
@allow(Role.LEAD)
def change(target_id: str) -> str | Response:
    target = target_with_id(session(), target_id)
    form = TargetForm(data=_typed(target))
    if form.validate_on_submit():
        try:
            change_target(session(), target=target, wanted=_wanted(form))
        except TargetProblem as problem:
            _say_at(form, problem)
        else:
            session().commit()
            flash("The target is changed.")
            return redirect(url_for("targets.show_target", target_id=target_id))
    return render_template("targets/edit.html", form=form, target=target)


@pages.get("/targets/<target_id>")
@allow(*READERS)
def show_target(target_id: str) -> str:
    target = target_with_id(session(), target_id)
    return _page(target, ValueForm(formdata=None), EndForm(formdata=None))


@pages.post("/targets/<target_id>/values")
@allow(Role.LEAD)
def note(target_id: str) -> str | Response:
    target, form = target_with_id(session(), target_id), ValueForm()
    if form.validate_on_submit():
        try:
            note_value(
                session(),
                target=target,
                value=form.value.data or "",
                for_day=form.for_day.data,
                worker=worker(),
                on=date.today(),
            )
        except TargetProblem as problem:
            _say_at(form, problem)
        else:
            session().commit()
            flash("The value is noted.")
            return redirect(url_for("targets.show_target", target_id=target_id))
    return _page(target, form, EndForm(formdata=None))


@pages.post("/targets/<target_id>/end")
@allow(Role.LEAD)
def end(target_id: str) -> str | Response:
    target, form = target_with_id(session(), target_id), EndForm()
    if form.validate_on_submit():
        try:
            end_target(session(), target=target, why=form.why.data or "", on=date.today())
        except TargetProblem as problem:
            _say_at(form, problem)
        else:
            session().commit()
            flash("The target has ended. It stays on the register.")
            return redirect(url_for("targets.show_target", target_id=target_id))
    return _page(target, ValueForm(formdata=None), form)


def _page(target: Target, form: ValueForm, end_form: EndForm) -> str:
    (standing,) = standings(session(), [target])
    return render_template(
        "targets/show.html",
        target=target,
        standing=standing,
        form=form,
        end_form=end_form,
        today=date.today(),
        may_change=worker().is_a(Role.LEAD),
    )


def _wanted(form: TargetForm) -> TargetWanted:
    return TargetWanted(
        title=form.title.data,
        unit=Unit(form.unit.data),
        baseline=form.baseline.data or "",
        baseline_on=form.baseline_on.data,
        goal=form.goal.data or "",
        due_on=form.due_on.data,
        owner=form.owner.data,
        source=form.source.data,
        indicator=form.indicator.data or None,
        phase=Phase(form.phase.data) if form.phase.data else None,
    )


def _typed(target: Target) -> dict[str, object]:
    """Return what the form would have said of a target."""
    return {
        "title": target.title,
        "unit": target.unit.value,
        "baseline": target.said(target.baseline),
        "baseline_on": target.baseline_on,
        "goal": target.said(target.goal),
        "due_on": target.due_on,
        "owner": target.owner,
        "source": target.source,
        "indicator": target.indicator or "",
        "phase": target.phase.value if target.phase else "",
    }


def _say_at(form: Form, problem: TargetProblem) -> None:
    """Put what is wrong at its field; nothing of the form is stored."""
    session().rollback()
    form[problem.field].errors = [str(problem)]

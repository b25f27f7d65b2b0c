"""Questions: which of them a survey asks, and in which order."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import groupby

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField, SelectMultipleField

from surveys.arranging import add_from_bank, move_down, move_question, move_up, offers_left, remove_question
from surveys.offers import Offer
from surveys.revising import BuildingProblem, version_to_change, version_to_show
from surveys.surveys import SurveyVersion
from surveys.workers import Role
from voice import editor
from voice.access import allow
from voice.database import session
from voice.editor import StampedForm

pages = Blueprint("questions", __name__)

FIRST = ""
"""Stands for “first of all” on the list of questions to move one behind."""


class BankForm(StampedForm):
    codes = SelectMultipleField(
        "Questions", invalid_choice_message="One of these is in the survey already, or is not in the bank."
    )


class MoveForm(StampedForm):
    after = SelectField("Put it", invalid_choice_message="Choose a question from the list.")


@pages.route("/surveys/<survey_slug>/bank", methods=["GET", "POST"])
@allow(Role.LEAD)
def add(survey_slug: str) -> str | AnyResponse:
    now = version_to_show(session(), survey_slug)
    offers = offers_left(now)
    form = BankForm(stamp=now.digest)
    form.codes.choices = {code: offer.text for code, offer in offers.items()}
    if form.validate_on_submit():
        try:
            version = version_to_change(session(), slug=survey_slug, stamp=form.stamp.data)
            changed, added = add_from_bank(session(), version=version, codes=form.codes.data, on=date.today())
        except BuildingProblem as problem:
            return editor.draw_refused(survey_slug, problem)
        session().commit()
        many = f"{len(added)} questions are" if len(added) > 1 else f"“{added[0]}” is"
        flash(f"{many} in the survey now.{editor.said_of(changed, version)}")
        return editor.back_to(survey_slug)
    return render_template(
        "surveys/bank.html",
        form=form,
        survey=now.survey,
        shelves=_shelves(offers),
        kinds=editor.KINDS,
    )


@pages.route("/surveys/<survey_slug>/questions/<question_code>/move", methods=["GET", "POST"])
@allow(Role.LEAD)
def move(survey_slug: str, question_code: str) -> str | AnyResponse:
    now = version_to_show(session(), survey_slug)
    question = editor.question_or_404(now, question_code)
    form = MoveForm(stamp=now.digest)
    form.after.choices = {FIRST: "First of all"} | editor.after_each(now, but=question_code)
    if form.validate_on_submit():
        try:
            version = version_to_change(session(), slug=survey_slug, stamp=form.stamp.data)
            changed = move_question(
                session(), version=version, code=question_code, after=form.after.data or None, on=date.today()
            )
        except BuildingProblem as problem:
            return editor.draw_refused(survey_slug, problem)
        session().commit()
        flash(f"The question has moved.{editor.said_of(changed, version)}")
        return editor.back_to(survey_slug, question_code)
    said = editor.english(now)[question.code]
    return render_template("surveys/move.html", form=form, survey=now.survey, said=said)


@pages.post("/surveys/<survey_slug>/questions/<question_code>/up")
@allow(Role.LEAD)
def up(survey_slug: str, question_code: str) -> AnyResponse:
    return _step(survey_slug, question_code, move_up, "up")


@pages.post("/surveys/<survey_slug>/questions/<question_code>/down")
@allow(Role.LEAD)
def down(survey_slug: str, question_code: str) -> AnyResponse:
    return _step(survey_slug, question_code, move_down, "down")


def _step(survey_slug: str, question_code: str, move: Callable[..., SurveyVersion], way: str) -> AnyResponse:
    try:
        version = version_to_change(session(), slug=survey_slug, stamp=request.form.get("stamp", ""))
        changed = move(session(), version=version, code=question_code, on=date.today())
    except BuildingProblem as problem:
        return editor.draw_refused(survey_slug, problem)
    session().commit()
    flash(f"The question is one step further {way}.{editor.said_of(changed, version)}")
    return editor.back_to(survey_slug, question_code)


@pages.post("/surveys/<survey_slug>/questions/<question_code>/remove")
@allow(Role.LEAD)
def remove(survey_slug: str, question_code: str) -> AnyResponse:
    try:
        version = version_to_change(session(), slug=survey_slug, stamp=request.form.get("stamp", ""))
        said = editor.english(version).get(question_code, "")
        changed = remove_question(session(), version=version, code=question_code, on=date.today())
    except BuildingProblem as problem:
        return editor.draw_refused(survey_slug, problem)
    session().commit()
    flash(f"“{said}” is out of the survey.{editor.said_of(changed, version)}")
    return editor.back_to(survey_slug)


def _shelves(offers: Mapping[str, Offer]) -> list[tuple[str, list[tuple[Offer, list[str]]]]]:
    """Return what the bank offers by the part it is from, each question with those that would come along."""
    rows = [
        (offer, [offers[code].text for code in offer.needs if code in offers]) for offer in offers.values()
    ]
    return [(name, list(part)) for name, part in groupby(rows, lambda row: row[0].source.name)]

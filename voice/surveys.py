"""Surveys: building one from the question bank, and seeing it as pupils will."""

from datetime import date

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    render_template,
    request,
)
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired

from surveys.building import (
    INTRO,
    TITLE,
    change_modules,
    change_page_words,
    modules_of,
    rename_survey,
    start_survey,
)
from surveys.definitions import Definition
from surveys.languages import LANGUAGES
from surveys.offers import modules_for, variants
from surveys.revising import BuildingProblem, SurveyChanged, version_to_change, version_to_show, waves_using
from surveys.surveys import Variant, newest_version, surveys, version_with_id
from surveys.weighing import minutes_for
from surveys.workers import Role
from voice import editor, headers
from voice.access import allow
from voice.database import session
from voice.editor import StampedForm
from voice.papers import draw_preview

pages = Blueprint("surveys", __name__)

UNKNOWN = "Choose from the list; something you chose is not on it."
EXAMPLE_SCHOOL = "your school"
FRAMED = headers.POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'").replace(
    "form-action 'self'", "form-action 'none'"
)
"""A preview may stand in our own pages, and no form in it can go anywhere."""
WITHOUT_SCRIPT = FRAMED.replace("script-src 'self'", "script-src 'none'")


class BuildForm(FlaskForm):
    name = StringField(
        "Name of the survey",
        description="Staff see this name. For example: Being in school, spring 2027",
        validators=[DataRequired("Give the survey a name.")],
    )
    variant = RadioField("Start from", invalid_choice_message="Choose the survey to start from.")
    modules = SelectMultipleField(
        "Add modules",
        description="For surveys of ages 11 to 16. Each adds some questions; you can remove single ones later.",
        invalid_choice_message=UNKNOWN,
    )


class ModulesForm(StampedForm):
    modules = SelectMultipleField(
        "Modules",
        description="Taking the tick from a module removes its questions.",
        invalid_choice_message=UNKNOWN,
    )


class NamesForm(StampedForm):
    name = StringField("Name of the survey", description="Staff see this name. Pupils do not.")
    title = StringField("Title", description="The first words that pupils read.")
    intro = TextAreaField(
        "First sentences", description="What it is for, and how long it takes. Who reads it is said below it."
    )


@pages.get("/surveys")
@allow(Role.LEAD)
def list_surveys() -> str:
    newest = [newest_version(session(), survey.slug) for survey in surveys(session())]
    rows = [
        (version, minutes_for(version, editor.english(version)), waves_using(session(), version))
        for version in newest
    ]
    return render_template("surveys/list.html", rows=rows)


@pages.route("/surveys/new", methods=["GET", "POST"])
@allow(Role.LEAD)
def build_survey() -> str | AnyResponse:
    form = BuildForm()
    form.variant.choices = {variant.value: _with_count(source) for variant, source in variants().items()}
    form.modules.choices = _module_choices(Variant.SECONDARY)
    if form.validate_on_submit():
        try:
            version = start_survey(
                session(),
                name=form.name.data,
                variant=Variant(form.variant.data),
                modules=form.modules.data,
                on=date.today(),
            )
        except BuildingProblem as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash(f"“{version.survey.name}” is ready. Change what you like, then open a wave with it.")
            return editor.back_to(version.survey.slug)
    return render_template("surveys/build.html", form=form)


@pages.get("/surveys/<survey_slug>")
@allow(Role.LEAD)
def show_survey(survey_slug: str) -> Response:
    return editor.draw(version_to_show(session(), survey_slug), shown=request.args.get("shown"))


@pages.route("/surveys/<survey_slug>/modules", methods=["GET", "POST"])
@allow(Role.LEAD)
def choose_modules(survey_slug: str) -> str | AnyResponse:
    now = version_to_show(session(), survey_slug)
    form = ModulesForm(stamp=now.digest, modules=sorted(modules_of(now)))
    form.modules.choices = _module_choices(now.survey.variant)
    if form.validate_on_submit():
        try:
            version = version_to_change(session(), slug=survey_slug, stamp=form.stamp.data)
            changed = change_modules(session(), version=version, modules=form.modules.data, on=date.today())
        except BuildingProblem as problem:
            return editor.draw_refused(survey_slug, problem)
        session().commit()
        flash(f"The modules are as you chose.{editor.said_of(changed, version)}")
        return editor.back_to(survey_slug)
    return render_template("surveys/modules.html", form=form, survey=now.survey)


@pages.route("/surveys/<survey_slug>/names", methods=["GET", "POST"])
@allow(Role.LEAD)
def change_names(survey_slug: str) -> str | AnyResponse:
    now = version_to_show(session(), survey_slug)
    words = editor.english(now)
    form = NamesForm(stamp=now.digest, name=now.survey.name, title=words[TITLE], intro=words[INTRO])
    if form.validate_on_submit():
        try:
            version = version_to_change(session(), slug=survey_slug, stamp=form.stamp.data)
            rename_survey(session(), survey=version.survey, name=form.name.data)
            changed = change_page_words(
                session(), version=version, title=form.title.data, intro=form.intro.data, on=date.today()
            )
        except SurveyChanged as problem:
            return editor.draw_refused(survey_slug, problem)
        except BuildingProblem as problem:
            session().rollback()
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash(f"The names and first words are stored.{editor.said_of(changed, version)}")
            return editor.back_to(survey_slug)
    return render_template("surveys/names.html", form=form, survey=now.survey)


@pages.get("/surveys/<version_id>/preview/<language>")
@allow(Role.LEAD)
def preview(version_id: str, language: str) -> Response:
    version = version_with_id(session(), version_id)
    if language not in LANGUAGES or version.survey.variant is Variant.FRAME:
        abort(404)
    # Without its script the page shows all questions one below the other, so that one of them can be pointed at.
    whole = "whole" in request.args
    answer = make_response(draw_preview(version, language, EXAMPLE_SCHOOL, whole=whole))
    answer.headers["Content-Security-Policy"] = WITHOUT_SCRIPT if whole else FRAMED
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _module_choices(variant: Variant) -> dict[str, str]:
    return {module: _with_count(source) for module, source in modules_for(variant).items()}


def _with_count(source: Definition) -> str:
    """Return what a file of the bank is called, and how many questions it asks."""
    asked = sum(not row.get("spare", False) for row in source.questions)
    return f"{source.name} ({asked} questions)"

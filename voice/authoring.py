"""Authoring: wording a survey’s questions anew, and asking questions that are in no bank."""

from datetime import date

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from surveys.authoring import (
    DEFAULT_LONGEST,
    OWN_KINDS,
    Own,
    add_own_question,
    newest_own,
    reword_question,
)
from surveys.kinds import WAYS
from surveys.questions import Choice, Kind, Question
from surveys.revising import BuildingProblem, version_to_change, version_to_show
from surveys.surveys import SurveyVersion, choice_key
from surveys.workers import Role
from voice import editor
from voice.access import allow
from voice.database import session
from voice.editor import StampedForm

pages = Blueprint("authoring", __name__)

SAME, OTHER = "same", "other"


class WordsForm(StampedForm):
    text = TextAreaField("Question")
    hint = TextAreaField("Hint below it", description="One short sentence, or nothing.")
    meaning = RadioField(
        "Does it still ask the same?",
        choices={
            SAME: "Yes. Its answers can be compared with earlier ones.",
            OTHER: "No. It asks something else now, and its answers stand alone.",
        },
        default=SAME,
        invalid_choice_message="Say whether it still asks the same.",
    )


class OwnForm(StampedForm):
    kind = RadioField(
        "How pupils answer",
        choices={kind.value: said for kind, said in OWN_KINDS.items()},
        invalid_choice_message="Choose how pupils answer.",
    )
    text = TextAreaField(
        "Question or statement", description="Short, and one idea. Never ask who somebody is."
    )
    hint = TextAreaField("Hint below it", description="One short sentence, or nothing.")
    choices = TextAreaField(
        "Choices, one on each line",
        description="For lists and numbers only. “Something else” and “Rather not say” are kept last by themselves.",
    )
    most = IntegerField(
        "Most choices a pupil may pick",
        description="For “several choices” only. Leave it empty for no limit.",
        validators=[Optional()],
        invalid_value_message="The most choices must be a number, such as 3.",
    )
    longest = IntegerField(
        "Most letters and spaces a pupil may write",
        description=f"For “in their own words” only. Leave it empty for {DEFAULT_LONGEST}.",
        validators=[Optional()],
        invalid_value_message="The most letters must be a number, such as 300.",
    )
    after = SelectField("Where it stands", invalid_choice_message="Choose a question from the list.")


@pages.route("/surveys/<survey_slug>/own", methods=["GET", "POST"])
@allow(Role.LEAD)
def write(survey_slug: str) -> str | AnyResponse:
    now = version_to_show(session(), survey_slug)
    form = OwnForm(stamp=now.digest)
    form.after.choices = editor.after_each(now)
    if not form.is_submitted():
        form.after.data = now.questions[-1].code
    if form.validate_on_submit():
        own = Own(
            kind=Kind(form.kind.data),
            text=form.text.data or "",
            hint=form.hint.data or "",
            choices=(form.choices.data or "").splitlines(),
            most=form.most.data,
            longest=form.longest.data,
            after=form.after.data,
        )
        try:
            version = version_to_change(session(), slug=survey_slug, stamp=form.stamp.data)
            changed = add_own_question(session(), version=version, own=own, on=date.today())
        except BuildingProblem as problem:
            _keep(form, survey_slug, problem)
        else:
            session().commit()
            flash(f"Your question is in the survey now.{editor.said_of(changed, version)}")
            return editor.back_to(survey_slug, newest_own(changed))
    return render_template("surveys/own.html", form=form, survey=now.survey)


@pages.route("/surveys/<survey_slug>/questions/<question_code>/words", methods=["GET", "POST"])
@allow(Role.LEAD)
def reword(survey_slug: str, question_code: str) -> str | AnyResponse:
    now = version_to_show(session(), survey_slug)
    question = editor.question_or_404(now, question_code)
    form = _words_form(now, question)
    if form.validate_on_submit():
        choices = {choice.code: form[f"choice_{n}"].data for n, choice in enumerate(_worded(question))}
        try:
            version = version_to_change(session(), slug=survey_slug, stamp=form.stamp.data)
            changed = reword_question(
                session(),
                version=version,
                code=question_code,
                text=form.text.data,
                hint=form.hint.data,
                choices=choices,
                same=form.meaning.data == SAME,
                on=date.today(),
            )
        except BuildingProblem as problem:
            _keep(form, survey_slug, problem)
        else:
            session().commit()
            flash(f"The new words are in the survey.{editor.said_of(changed, version)}")
            return editor.back_to(survey_slug, question_code)
    return render_template("surveys/words.html", form=form, survey=now.survey, question=question)


def _worded(question: Question) -> list[Choice]:
    """Return the choices whose words are the question’s own."""
    return question.choices if WAYS[question.kind].has_own_words else []


def _words_form(version: SurveyVersion, question: Question) -> WordsForm:
    """Return a form with a field for each string of a question, as it says them now."""
    words = editor.english(version)

    class ChoicesForm(WordsForm):
        pass

    for n, choice in enumerate(_worded(question)):
        said = words[choice_key(question, choice)]
        setattr(ChoicesForm, f"choice_{n}", StringField(f"Choice {n + 1}", default=said))
    return ChoicesForm(
        stamp=version.digest, text=words[question.code], hint=words.get(f"{question.code}.hint", "")
    )


def _keep(form: StampedForm, slug: str, problem: BuildingProblem) -> None:
    """Show a form again with all that was typed and why it was refused; sent once more, it is for the survey as it is now."""
    session().rollback()
    form.form_errors.append(str(problem))
    form.stamp.data = version_to_show(session(), slug).digest

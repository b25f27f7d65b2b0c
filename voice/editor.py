"""Editor: the page on which a survey is built, drawn after every change and after every change that was refused."""

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from flask import Response, abort, make_response, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from surveys.authoring import SCALES
from surveys.kinds import Condition
from surveys.languages import LANGUAGES
from surveys.offers import modules
from surveys.page_words import PageWords, page_words
from surveys.plain_words import Advice
from surveys.questions import Kind, Question
from surveys.revising import BuildingProblem, is_fixed, version_to_show, waves_using
from surveys.surveys import SurveyVersion, choice_key, next_number
from surveys.weighing import MOST_MINUTES, MOST_QUESTIONS, weigh
from voice import headers
from voice.database import session

KINDS = {
    Kind.SINGLE: "One choice",
    Kind.SEVERAL: "Several choices",
    Kind.AGREE: "Statement to agree or disagree with",
    Kind.OFTEN: "How often",
    Kind.FACES: "A feeling, with faces",
    Kind.BAND: "How many",
    Kind.RANK: "The picks that matter most, in order",
    Kind.GRID: "Places, and when",
    Kind.TEXT: "In their own words",
}
"""How pupils answer, in words for staff."""
FRAMING = headers.POLICY + "; frame-src 'self'"


class StampedForm(FlaskForm):
    """A form that changes a survey. The stamp tells whether somebody else changed it after the page was opened."""

    stamp = HiddenField()


class Row(NamedTuple):
    """A question as the editor shows it."""

    number: int
    code: str
    text: str
    hint: str
    kind: str
    limits: str
    choices: tuple[str, ...]
    required: bool
    part: str
    """The module it was taken from, or that it is the survey’s own."""
    only_if: str
    advice: tuple[Advice, ...]


def english(version: SurveyVersion) -> PageWords:
    """Return what a version says in English."""
    return page_words(session(), version_id=version.id, language="en")


def draw(version: SurveyVersion, form: FlaskForm | None = None, *, shown: str | None = None) -> Response:
    """Return the editor’s page, with what is wrong with a form if there is one. It may frame our own pages alone.

    shown: the question that the preview opens at, instead of at the survey’s first words.
    """
    words = english(version)
    weighed = weigh(version, words)
    rows = [
        _row(number, question, version, words, weighed.by_question.get(question.code, ()))
        for number, question in enumerate(version.questions, start=1)
    ]
    sections = groupby(zip(version.questions, rows, strict=True), lambda pair: pair[0].section)
    page = render_template(
        "surveys/show.html",
        form=form,
        survey=version.survey,
        version=version,
        sections=[(words[f"section.{name}"], [row for _, row in part]) for name, part in sections],
        weighed=weighed,
        most_questions=MOST_QUESTIONS,
        most_minutes=MOST_MINUTES,
        waves=waves_using(session(), version),
        is_fixed=is_fixed(session(), version),
        next_number=next_number(session(), version.survey),
        languages=LANGUAGES.values(),
        shown={"whole": 1, "_anchor": shown} if shown in words else {},
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = FRAMING
    return answer


def draw_refused(slug: str, problem: BuildingProblem) -> Response:
    """Return the editor’s page as the survey is now, saying why a change was not made."""
    session().rollback()
    form = StampedForm()
    form.form_errors.append(str(problem))
    return draw(version_to_show(session(), slug), form)


def said_of(changed: SurveyVersion, before: SurveyVersion) -> str:
    """Return a sentence to add when a change has made a new version, and nothing when it has not."""
    if changed.number == before.number:
        return ""
    return f" This is now version {changed.number}; version {before.number} stays as it was."


def question_or_404(version: SurveyVersion, code: str) -> Question:
    """Return a question of a version; a page of one that is not asked is not there."""
    return next((question for question in version.questions if question.code == code), None) or abort(404)


def after_each(version: SurveyVersion, *, but: str | None = None) -> dict[str, str]:
    """Return the places a question can have, by the code of the one above it, as a list offers them."""
    words = english(version)
    codes = [question.code for question in version.questions if question.code != but]
    return {code: f"After “{words[code]}”" for code in codes}


def back_to(slug: str, code: str | None = None) -> AnyResponse:
    """Lead back to the editor: to a question in its list, which the preview shows as well, or to its beginning."""
    anchor = f"question-{code}" if code else None
    return redirect(url_for("surveys.show_survey", survey_slug=slug, shown=code, _anchor=anchor))


def _row(
    number: int, question: Question, version: SurveyVersion, words: PageWords, advice: tuple[Advice, ...]
) -> Row:
    listed = () if question.kind in SCALES else question.rows
    return Row(
        number=number,
        code=question.code,
        text=words[question.code],
        hint=words.get(f"{question.code}.hint", ""),
        kind=KINDS[question.kind],
        limits=_limits(question),
        choices=tuple(words[choice_key(question, choice)] for choice in listed),
        required=question.required,
        part=_part(question),
        only_if=_only_if(question, version, words),
        advice=advice,
    )


def _limits(question: Question) -> str:
    if question.kind is Kind.TEXT:
        return f"up to {question.longest} letters and spaces"
    return f"up to {question.most}" if question.most else ""


def _part(question: Question) -> str:
    if question.module is not None:
        return modules()[question.module].name if question.module in modules() else question.module
    return "Your own" if question.code.startswith("own_") else ""


def _only_if(question: Question, version: SurveyVersion, words: Mapping[str, str]) -> str:
    """Return when a question is asked, in words for staff."""
    if question.only_if is None:
        return ""
    condition = Condition.read(question.only_if)
    source = version.question(condition.code)
    if not condition.choices:
        return f"Asked when something was chosen in “{words[source.code]}”."
    chosen = " or ".join(
        f"“{words[choice_key(source, row)]}”" for row in source.rows if row.code in condition.choices
    )
    return f"Asked when {chosen} was chosen in “{words[source.code]}”."

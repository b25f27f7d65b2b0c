"""Report answers: a school opens its report, answers what its pupils recommend, and says when they were told."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, Field, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from surveys.base import now
from surveys.report_life import OutOfTurn, Said, answer_report, see_report, tell_pupils
from surveys.report_steps import StepKind, Verdict
from surveys.reports import Report, ReportFrozen, report_for
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("report_answers", __name__)

TOO_LONG = Length(max=1000, message="Use at most 1,000 characters.")
FOR_PUPILS = Length(max=300, message="Use at most 300 characters: pupils read this on a page and a poster.")
"""As long as the words that pupils read of an action."""
PUPILS_READ_IT = (
    "Pupils read this on their page and the poster, and hear it in form time. Use short, plain sentences and name nobody. "
    "You need not fill it in for “yes”."
)
CHOICES = {
    Verdict.YES: "Yes, we will do this",
    Verdict.PARTLY: "We will do part of it",
    Verdict.LATER: "Not yet",
    Verdict.NO: "No",
}


class ToldForm(FlaskForm):
    told_on = DateField(
        "When were pupils told?",
        validators=[InputRequired("Enter the day.")],
        invalid_value_message="Enter a real day, such as 2026-10-05.",
        default=date.today,
    )
    how = TextAreaField(
        "How were they told?",
        description="For example in assembly, in tutor time, or by the poster.",
        validators=[InputRequired("Say how pupils were told."), TOO_LONG],
    )


@pages.post("/reports/<report_id>/open")
@allow(Role.SCHOOL)
def open_report(report_id: str) -> Response:
    report = report_for(session(), worker(), report_id)
    see_report(session(), report=report, worker=worker(), on=now().date())
    session().commit()
    return redirect(url_for("reports.show_report", report_id=report_id))


@pages.route("/reports/<report_id>/answer", methods=["GET", "POST"])
@allow(Role.LEAD, Role.SCHOOL)
def answer_one_report(report_id: str) -> str | Response:
    report = report_for(session(), worker(), report_id)
    if not report.stands:
        return _not_now(report)
    form = _answer_form(report)
    if form.validate_on_submit():
        said = {
            one.key: Said(Verdict(form[f"verdict_{n}"].data), form[f"words_{n}"].data or "")
            for n, one in enumerate(report.recommendations)
        }
        try:
            answer_report(
                session(),
                report=report,
                worker=worker(),
                said=said,
                note=form.note.data or "",
                on=now().date(),
            )
        except (ReportFrozen, OutOfTurn) as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash("Your answer is stored. Now tell your pupils.")
            return redirect(url_for("report_life.show_life", report_id=report_id))
    return render_template("report_answers/answer.html", report=report, form=form)


def _not_now(report: Report) -> Response:
    flash("This report is not with its school now, so there is nothing to answer or tell yet.")
    return redirect(url_for("report_life.show_life", report_id=report.id))


def _answer_form(report: Report) -> FlaskForm:
    """Return a form that asks for a verdict on each recommendation, filled with what was answered before."""
    before = {reply.line: reply for reply in report.replies}
    step = report.step(StepKind.ANSWERED)

    class AnswerForm(FlaskForm):
        note = TextAreaField(
            "Is there anything else you want to say?"
            if report.recommendations
            else "What will the school do?",
            description="The authority reads this. Name no pupil.",
            validators=[TOO_LONG],
            default=step.note if step else "",
        )

    for n, one in enumerate(report.recommendations):
        reply = before.get(one.key)
        verdict = RadioField(
            one.text,
            choices={verdict.value: words for verdict, words in CHOICES.items()},
            default=reply.verdict.value if reply else None,
            validators=[InputRequired("Choose an answer.")],
            invalid_choice_message="Choose an answer.",
        )
        words = TextAreaField(
            "What will you do, or why not?",
            description=PUPILS_READ_IT,
            validators=[_reason_unless_yes, FOR_PUPILS],
            default=reply.words if reply else "",
        )
        setattr(AnswerForm, f"verdict_{n}", verdict)
        setattr(AnswerForm, f"words_{n}", words)
    return AnswerForm()


def _reason_unless_yes(form: FlaskForm, field: Field) -> None:
    verdict = form[field.name.replace("words", "verdict")].data
    if verdict not in (None, Verdict.YES) and not (field.data or "").strip():
        raise ValidationError("Give a reason. Pupils want to know why.")


@pages.route("/reports/<report_id>/told", methods=["GET", "POST"])
@allow(Role.LEAD, Role.SCHOOL)
def note_told(report_id: str) -> str | Response:
    report, form = report_for(session(), worker(), report_id), ToldForm()
    if not report.stands:
        return _not_now(report)
    if form.validate_on_submit():
        try:
            tell_pupils(
                session(),
                report=report,
                worker=worker(),
                told_on=form.told_on.data,
                how=form.how.data,
                on=now().date(),
            )
        except (ReportFrozen, OutOfTurn) as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash("Thank you. It is noted that pupils were told.")
            return redirect(url_for("report_life.show_life", report_id=report_id))
    return render_template("report_answers/told.html", report=report, form=form)

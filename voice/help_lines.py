"""Help lines: a person makes sure that the numbers on every pupil’s page are still right."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from surveys.base import now
from surveys.cover import help_lines_stand_until
from surveys.help_lines import CHECK_STANDS_FOR, HELP_LINES, help_line_checks, verify_help_line
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("help_lines", __name__)


class HelpLinesForm(FlaskForm):
    lines = SelectMultipleField(
        "I looked up or rang each of these today, and the number is right",
        choices={line.code: f"{line.name}: {line.number}" for line in HELP_LINES},
        validators=[InputRequired("Tick the lines you have checked today.")],
        invalid_choice_message="Tick lines from the list.",
    )


@pages.route("/help-lines", methods=["GET", "POST"])
@allow(Role.LEAD)
def check_help_lines() -> str | Response:
    form = HelpLinesForm()
    if form.validate_on_submit():
        for code in form.lines.data:
            verify_help_line(session(), code=code, worker=worker(), on=now().date())
        session().commit()
        flash("Thank you. The lines you ticked are noted as checked today.")
        return redirect(url_for("help_lines.check_help_lines"))
    return render_template(
        "help_lines/check.html",
        lines=HELP_LINES,
        checks=help_line_checks(session()),
        until=help_lines_stand_until(session()),
        today=now().date(),
        days=CHECK_STANDS_FOR.days,
        form=form,
    )

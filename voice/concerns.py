"""Concerns: what a reader passed on, for the safeguarding lead alone."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from surveys.concerns import concern_for, concerns_for, see_concern
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("concerns", __name__)


class SeenForm(FlaskForm):
    done = TextAreaField(
        "What did you do?",
        description="One line for the record. Details stay in the school’s own safeguarding system.",
        validators=[DataRequired("Write in a line what you did.")],
    )


@pages.get("/concerns")
@allow(Role.SAFEGUARDING_LEAD)
def list_concerns() -> str:
    return render_template("concerns/list.html", concerns=concerns_for(session(), worker()))


@pages.route("/concerns/<concern_id>", methods=["GET", "POST"])
@allow(Role.SAFEGUARDING_LEAD)
def show_concern(concern_id: str) -> str | Response:
    concern = concern_for(session(), worker(), concern_id)
    form = SeenForm()
    if form.validate_on_submit():
        see_concern(session(), concern=concern, worker=worker(), done=form.done.data, on=date.today())
        session().commit()
        flash("Recorded as seen.")
        return redirect(url_for("concerns.list_concerns"))
    return render_template("concerns/show.html", concern=concern, form=form)

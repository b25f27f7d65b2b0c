"""Paper life: the lead releases a paper on a wave, and recalls a wrong one in sight of everybody who could read it."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from surveys.paper_life import NotYetFinal, recall_paper, release_paper
from surveys.texts import NotAllRead
from surveys.wave_papers import FOR_MEMBERS, PaperFrozen, WavePaper, paper_for
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("paper_life", __name__)


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


class RecallForm(FlaskForm):
    reason = TextAreaField(
        "Why is it recalled?",
        description="Everybody who could read the paper reads this instead. Use plain words. Name nobody and give no figures.",
        validators=[
            InputRequired("Say why the paper is recalled."),
            Length(max=1000, message="Use at most 1,000 characters."),
        ],
    )


@pages.route("/papers/<paper_id>/release", methods=["GET", "POST"])
@allow(Role.LEAD)
def release_one_paper(paper_id: str) -> str | Response:
    try:
        return _release(paper_for(session(), worker(), paper_id))
    except NoResultFound:
        flash(
            "That draft is gone, because what it was made from has changed. Nothing was released. "
            "Make the papers again and look at the new draft."
        )
        return redirect(url_for("wave_papers.list_papers"))


def _release(paper: WavePaper) -> str | Response:
    form = PressForm()
    if not form.validate_on_submit():
        return render_template("paper_life/release.html", paper=paper, form=form, for_members=FOR_MEMBERS)
    title, wave_id = paper.content["title"], paper.wave_id
    try:
        seen = request.form.get("seen", "")
        release_paper(session(), paper=paper, worker=worker(), seen=seen, on=date.today())
    except (PaperFrozen, NotYetFinal, NotAllRead) as problem:
        flash(str(problem))
    else:
        session().commit()
        flash(f"“{title}” is released.")
    return redirect(url_for("wave_papers.list_wave_papers", wave_id=wave_id))


@pages.route("/papers/<paper_id>/recall", methods=["GET", "POST"])
@allow(Role.LEAD)
def recall_one_paper(paper_id: str) -> str | Response:
    paper, form = paper_for(session(), worker(), paper_id), RecallForm()
    if form.validate_on_submit():
        title, reason = paper.content["title"], form.reason.data
        try:
            recall_paper(session(), paper=paper, worker=worker(), reason=reason, on=date.today())
        except (PaperFrozen, NotYetFinal) as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash(f"“{title}” is recalled. Put right what was wrong, then make the papers again.")
            return redirect(url_for("wave_papers.show_paper", paper_id=paper_id))
    return render_template("paper_life/recall.html", paper=paper, form=form, for_members=FOR_MEMBERS)

"""Second readings: for the lead of the authority, where a second reader saw it otherwise, and reading it once more."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from surveys.readings import Outcome
from surveys.second_readings import SHARE, compared, compared_with_id, count_pending
from surveys.sittings import CannotTakeBack, undo_reading
from surveys.workers import Role
from voice.access import allow
from voice.database import session

pages = Blueprint("second_readings", __name__)

IN_WORDS = {
    Outcome.FINE: "fine as it is",
    Outcome.HIDDEN: "fine with words hidden",
    Outcome.CONCERN: "a concern, passed on",
}


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


@pages.get("/second-readings")
@allow(Role.LEAD)
def list_second_readings() -> str:
    pairs = compared(session())
    return render_template(
        "second_readings/list.html",
        pairs=[pair for pair in pairs if not pair.agrees],
        done=len(pairs),
        pending=count_pending(session()),
        drawn=round(SHARE * 100),
        in_words=IN_WORDS,
        press=PressForm(),
    )


@pages.post("/second-readings/<second_id>/again")
@allow(Role.LEAD)
def read_once_more(second_id: str) -> Response:
    pair = compared_with_id(session(), second_id)
    try:
        undo_reading(session(), source=pair.source, reading=pair.first)
    except CannotTakeBack as problem:
        session().rollback()
        flash(str(problem))
        return redirect(url_for("second_readings.list_second_readings"))
    session().commit()
    flash("The text waits to be read once more, by anybody.")
    return redirect(url_for("second_readings.list_second_readings"))

"""Staff names: who works at a school, so that the machine hides their names and keeps word of them from the school."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from surveys.known_names import (
    MOST_STAFF,
    StaffNameProblem,
    keep_staff_names,
    staff_counts,
    staff_names,
    staff_of,
)
from surveys.schools import School, school_with_urn, schools
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("staff_names", __name__)


class StaffForm(FlaskForm):
    names = TextAreaField(
        "Staff, one on each line",
        description=f"As pupils say it or in full: Mrs Okafor, Sam Okafor. At most {MOST_STAFF} names.",
    )


@pages.get("/staff-names")
@allow(Role.LEAD, Role.SCHOOL)
def list_schools() -> str:
    own = worker().school
    listed = [own] if own else list(schools(session()))
    return render_template("staff_names/list.html", schools=listed, counts=staff_counts(session()))


@pages.route("/schools/<urn>/staff", methods=["GET", "POST"])
@allow(Role.LEAD, Role.SCHOOL)
def keep(urn: str) -> str | Response:
    school = _school_or_404(urn)
    listed = staff_names(session(), school.id)
    form = StaffForm(data={"names": "\n".join(listed)})
    if form.validate_on_submit():
        try:
            kept = keep_staff_names(session(), school=school, typed=form.names.data or "")
        except StaffNameProblem as problem:
            form.names.errors = [str(problem)]
        else:
            flash(
                f"The staff list of {school.name} is stored: {len(kept)} {'name' if len(kept) == 1 else 'names'}."
            )
            session().commit()
            return redirect(url_for("staff_names.keep", urn=urn))
    known = sorted(staff_of(session(), school.id).difference(listed))
    return render_template("staff_names/keep.html", school=school, form=form, known=known)


def _school_or_404(urn: str) -> School:
    """Return a school; for a school’s own worker only theirs, and of any other not even that it is there."""
    school = school_with_urn(session(), urn)
    if not worker().is_a(Role.LEAD) and worker().school_id != school.id:
        abort(404)
    return school

"""Cover: confirming who at a school stands ready for a disclosure while its pupils write."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from surveys.base import now
from surveys.cover import (
    CONFIRMING_STANDS_FOR,
    CoverProblem,
    confirm_cover,
    covers,
    help_lines_stand_until,
    school_to_cover,
)
from surveys.schools import schools
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("cover", __name__)

TOO_LONG = Length(max=200, message="Use at most 200 characters.")


class CoverForm(FlaskForm):
    lead_name = StringField(
        "Safeguarding lead",
        description="First name and surname.",
        validators=[DataRequired("Name the safeguarding lead."), TOO_LONG],
    )
    deputy_name = StringField(
        "Deputy",
        description="Somebody else, who stands in when the lead is away.",
        validators=[DataRequired("Name the deputy."), TOO_LONG],
    )


@pages.get("/cover")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def list_cover() -> str:
    own = worker().school
    listed = [own] if own else list(schools(session()))
    found = covers(session(), [school.id for school in listed])
    today = now().date()
    return render_template(
        "cover/list.html",
        # What is missing comes first, then what lapses soonest.
        rows=sorted(
            ((school, found.get(school.id)) for school in listed),
            key=lambda row: (row[1].stands_until.isoformat() if row[1] else "", row[0].name),
        ),
        today=today,
        days=CONFIRMING_STANDS_FOR.days,
        is_lead=worker().is_a(Role.LEAD),
        lines_until=help_lines_stand_until(session()),
    )


@pages.route("/cover/<urn>", methods=["GET", "POST"])
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def confirm(urn: str) -> str | Response:
    school = school_to_cover(session(), worker(), urn)
    known = covers(session(), [school.id]).get(school.id)
    form = CoverForm(obj=known)
    if form.validate_on_submit():
        try:
            confirm_cover(
                session(),
                school=school,
                lead_name=form.lead_name.data,
                deputy_name=form.deputy_name.data,
                worker=worker(),
                on=now().date(),
            )
        except CoverProblem as problem:
            form.deputy_name.errors = [str(problem)]
        else:
            session().commit()
            flash(f"Cover at {school.name} is confirmed for {CONFIRMING_STANDS_FOR.days} days.")
            return redirect(url_for("cover.list_cover"))
    return render_template(
        "cover/confirm.html", school=school, known=known, form=form, days=CONFIRMING_STANDS_FOR.days
    )

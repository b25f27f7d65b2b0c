"""Retention: how long raw words are kept, who chose that, and why."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length

from surveys.base import now
from surveys.retention import (
    CASE_DAYS,
    LOG_DAYS,
    MOST_DAYS,
    SIGHTING_DAYS,
    USUAL_DAYS,
    RetentionProblem,
    days_kept,
    keep_for,
    retention_rules,
)
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("retention", __name__)

BACKUP_DAYS = 35
"""Days that backups are kept at most (trust.md, section 3.2); docs/retention.md says so to whoever runs them."""
NO_DAYS = f"Enter a number of days from 0 to {MOST_DAYS}."


class DaysForm(FlaskForm):
    days = IntegerField(
        "Days after a text was cleared",
        validators=[InputRequired(NO_DAYS)],
        invalid_value_message=NO_DAYS,
    )
    reason = TextAreaField(
        "Why",
        description=f"Needed for more days than now, or than {USUAL_DAYS}.",
        validators=[Length(max=1_000, message="Use at most 1,000 characters.")],
    )


@pages.route("/retention", methods=["GET", "POST"])
@allow(Role.LEAD)
def choose_days() -> str | Response:
    form = DaysForm(data={"days": days_kept(session())})
    if form.validate_on_submit():
        try:
            rule = keep_for(
                session(),
                days=form.days.data,
                reason=form.reason.data or "",
                worker=worker(),
                on=now().date(),
            )
        except RetentionProblem as problem:
            (form.days if "Enter" in str(problem) else form.reason).errors = [str(problem)]
        else:
            flash(f"Raw words go {rule.days} days after they were cleared, from tonight on.")
            session().commit()
            return redirect(url_for("retention.choose_days"))
    return render_template(
        "retention/choose.html",
        form=form,
        days=days_kept(session()),
        rules=retention_rules(session()),
        case_days=CASE_DAYS,
        log_days=LOG_DAYS,
        sighting_days=SIGHTING_DAYS,
        backup_days=BACKUP_DAYS,
    )

"""Merges: a lead sees what comes together when two themes count as one, and then merges them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from surveys.drafts import drop_drafts_short_of_a_second
from surveys.merges import check_merge, merge_themes, overlap
from surveys.theme_changes import CodebookProblem, theme_to_change
from surveys.themes import Theme, live_themes, theme_with_code
from surveys.workers import Role
from voice.access import allow, worker
from voice.board import RevisedForm, refuse_change, revision_of
from voice.database import session
from voice.insight import shown_count

pages = Blueprint("merges", __name__)

EXAMPLES = 3
"""Answers shown of each kind: enough to see whether both say the same."""


class MergeForm(RevisedForm):
    into_revision = HiddenField()


@pages.get("/themes/<code>/merge")
@allow(Role.LEAD)
def preview(code: str) -> str:
    theme, into = theme_with_code(session(), code), request.args.get("into", "")
    form = MergeForm(formdata=None)
    known = {other.code: other for other in live_themes(session())}
    if into not in known:
        form.form_errors = ["Choose the theme to merge it into."]
        return _choose(theme, form)
    return _draw(theme, known[into], form)


def _choose(theme: Theme, form: MergeForm) -> str:
    others = [other for other in live_themes(session()) if other is not theme]
    return render_template("merges/choose.html", theme=theme, others=others, form=form)


def _draw(theme: Theme, into: Theme, form: MergeForm) -> str:
    """Return what a merge would bring together; a form that failed says why above it."""
    try:
        check_merge(theme=theme, into=into)
    except CodebookProblem as problem:
        form.form_errors = [*form.form_errors, str(problem)]
        return _choose(theme, form)
    form.revision.data, form.into_revision.data = str(theme.revision), str(into.revision)
    found = overlap(session(), theme=theme, into=into)
    one, other, both = len(found.one), len(found.other), len(found.both)
    return render_template(
        "merges/preview.html",
        theme=theme,
        into=into,
        form=form,
        counts={
            "theme": shown_count(one + both),
            "into": shown_count(other + both),
            "both": shown_count(both),
            "together": shown_count(one + other + both),
        },
        examples=[
            (f"Only under “{theme.name}”", found.one[:EXAMPLES]),
            (f"Only under “{into.name}”", found.other[:EXAMPLES]),
            ("Under both", found.both[:EXAMPLES]),
        ],
    )


@pages.post("/themes/<code>/merge")
@allow(Role.LEAD)
def merge(code: str) -> str | Response:
    form, into_code = MergeForm(), request.form.get("into", "")
    theme_with_code(session(), code), theme_with_code(session(), into_code)
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        into = theme_to_change(session(), code=into_code, revision=revision_of(form.into_revision.data))
        merge_themes(session(), theme=theme, into=into, worker=worker())
        drop_drafts_short_of_a_second(session(), into)
    except CodebookProblem as problem:
        theme = refuse_change(form, problem, code)
        return _draw(theme, theme_with_code(session(), into_code), form)
    told = f"“{theme.name}” counts as “{into.name}” now. You can undo this here. Figures follow at the next count."
    session().commit()
    flash(told)
    return redirect(url_for("theme_changes.history", code=code))

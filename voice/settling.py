"""Settling: where the two coders of a sample differ, a lead rules what the text is about."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from surveys.base import now
from surveys.samples import Sample, SampleProblem, sample_with_id
from surveys.settling import Unsettled, settle_text, unsettled
from surveys.themes import live_codes, live_themes
from surveys.views import View
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.picks import read_pick, ticked, to_pick

pages = Blueprint("settling", __name__)


class SettleForm(FlaskForm):
    """Protects the page against forgery; what is ticked comes by its name."""


@pages.get("/samples/<sample_id>/settle")
@allow(Role.LEAD)
def settle_next(sample_id: str) -> str | Response:
    sample = sample_with_id(session(), sample_id)
    try:
        waiting = unsettled(session(), sample)
    except SampleProblem as problem:
        flash(str(problem))
        return redirect(url_for("samples.show_sample", sample_id=sample.id))
    return _page(sample, waiting, SettleForm())


@pages.post("/samples/<sample_id>/settle/<sampled_id>")
@allow(Role.LEAD)
def settle(sample_id: str, sampled_id: str) -> str | Response:
    sample, form = sample_with_id(session(), sample_id), SettleForm()
    waiting = unsettled(session(), sample) if sample.ended_on else []
    text = next((one for one in waiting if one.id == sampled_id), None)
    if text is None:
        flash("That text is settled already, or its sample was put away.")
        return redirect(url_for("settling.settle_next", sample_id=sample.id))
    try:
        settle_text(
            session(),
            text_id=text.id,
            view=_wanted(text),
            live=live_codes(session()).values(),
            worker=worker(),
            on=now().date(),
        )
    except SampleProblem as problem:
        form.form_errors.append(str(problem))
        return _page(sample, [text, *waiting], form)
    session().commit()
    if len(waiting) == 1:
        flash("Every text that the coders differed on is settled.")
        return redirect(url_for("samples.show_sample", sample_id=sample.id))
    return redirect(url_for("settling.settle_next", sample_id=sample.id))


def _wanted(text: Unsettled) -> View:
    """Return what the lead rules: the view of one of the coders, or themes of their own choice."""
    side = request.form.get("as", "")
    return text.views[int(side)] if side in ("0", "1") else read_pick(request.form)


def _page(sample: Sample, waiting: Sequence[Unsettled], form: SettleForm) -> str:
    every = live_themes(session())
    text = waiting[0] if waiting else None
    return render_template(
        "settling/settle.html",
        sample=sample,
        text=text,
        asked=sample.wave.version.words().get(text.asked, text.asked) if text else "",
        left=len({one.id for one in waiting}),
        themes=to_pick(every),
        names={theme.code: theme.name for theme in every},
        ticked=ticked(request.form, None),
        form=form,
    )

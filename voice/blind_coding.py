"""Blind coding: one text of a sample at a time, the themes to choose from, and nothing of what anybody else said."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from surveys.blind_coding import (
    BlindText,
    TextTaken,
    blind_text,
    give_codes,
    next_text,
    own_coding,
    progress,
)
from surveys.samples import Sample, SampleProblem, sample_with_id
from surveys.themes import live_codes, live_themes
from surveys.views import View
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.picks import read_pick, ticked, to_pick

pages = Blueprint("blind_coding", __name__)

CODERS = (Role.LEAD, Role.READER)
"""Who reads single answers, and so may code them blind."""


class CodeForm(FlaskForm):
    """Protects the page against forgery; what is ticked comes by its name."""


@pages.get("/samples/<sample_id>/code")
@allow(*CODERS)
def code_next(sample_id: str) -> str:
    sample = sample_with_id(session(), sample_id)
    text = next_text(session(), sample=sample, coder=worker()) if sample.is_open else None
    return _page(sample, text, CodeForm())


@pages.route("/samples/<sample_id>/code/<sampled_id>", methods=["GET", "POST"])
@allow(*CODERS)
def code_text(sample_id: str, sampled_id: str) -> str | Response:
    sample, form = sample_with_id(session(), sample_id), CodeForm()
    text = blind_text(session(), sample=sample, text_id=sampled_id)
    if form.validate_on_submit():
        try:
            give_codes(
                session(),
                text=text,
                coder=worker(),
                view=read_pick(request.form),
                live=live_codes(session()).values(),
            )
        except SampleProblem as problem:
            form.form_errors.append(str(problem))
            return _page(sample, text, form)
        except TextTaken:
            flash("Two other people have coded that text meanwhile. Here is the next one.")
            return redirect(url_for("blind_coding.code_next", sample_id=sample.id))
        session().commit()
        return redirect(url_for("blind_coding.code_next", sample_id=sample.id, last=text.id))
    return _page(sample, text, form)


def _page(sample: Sample, text: BlindText | None, form: CodeForm) -> str:
    before = own_coding(session(), text_id=text.id, coder=worker()) if text else None
    return render_template(
        "blind_coding/code.html",
        sample=sample,
        text=text,
        asked=sample.wave.version.words().get(text.asked, text.asked) if text else "",
        progress=progress(session(), sample=sample, coder=worker()),
        themes=to_pick(live_themes(session())),
        ticked=ticked(request.form, View(tuple(before.codes)) if before else None),
        last=request.args.get("last", ""),
        form=form,
    )

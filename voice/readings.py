"""Reading: every free text, one at a time or a page at once, before anyone else sees it."""

import hashlib
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as browser
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from surveys.readings import AlreadyRead, NothingHidden, Outcome, Source, read_text
from surveys.texts import FreeText, backlog, text_to_read, unread_texts
from surveys.waves import words_asked
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("readings", __name__)

DRAWN_FROM = 40
"""Two readers at work draw from the next 40 texts, each in an order of their own, so they seldom get the same one."""
A_PAGE = 20
"""Texts on one page of batch reading: about a minute’s reading, before attention tires."""
MOST_ASIDE = 20
"""Texts one reader may put aside; past this the first come back."""


class ReadingForm(FlaskForm):
    hide = TextAreaField(
        "Words to hide",
        description="For example a name. One on each line, as they stand in the text.",
    )


class BatchForm(FlaskForm):
    """Protects the page of texts against forgery; what is ticked comes by its name."""


@pages.get("/reading")
@allow(Role.READER, Role.LEAD)
def next_text() -> str:
    aside = frozenset(browser.get("aside", []))
    waiting = unread_texts(session(), most=DRAWN_FROM, skip=aside)
    text = min(waiting, key=_draw, default=None)
    return _page(text, ReadingForm())


@pages.post("/reading/<source>/<text_id>")
@allow(Role.READER, Role.LEAD)
def read(source: str, text_id: str) -> str | Response:
    form = ReadingForm()
    text = text_to_read(session(), Source(source), text_id) if source in set(Source) else None
    if text is None:
        flash("Someone else has read that text in the meantime. Here is the next one.")
        return redirect(url_for("readings.next_text"))
    wish = request.form.get("outcome", "")
    if wish == "aside":
        browser["aside"] = [*browser.get("aside", []), text_id][-MOST_ASIDE:]
        return redirect(url_for("readings.next_text"))
    if not form.validate_on_submit() or wish not in set(Outcome):
        return _page(text, form)
    if wish == Outcome.FINE and (form.hide.data or "").strip():
        form.hide.errors = ["You wrote words to hide. Use the button below them, or clear the box."]
        return _page(text, form)
    try:
        read_text(
            session(),
            source=text.source,
            text_id=text.id,
            reader=worker(),
            outcome=Outcome(wish),
            on=date.today(),
            hide=(form.hide.data or "").splitlines(),
        )
    except NothingHidden as problem:
        form.hide.errors = [str(problem)]
        return _page(text, form)
    except AlreadyRead:
        session().rollback()
        flash("Someone else has read that text in the meantime. Here is the next one.")
        return redirect(url_for("readings.next_text"))
    session().commit()
    if wish == Outcome.CONCERN:
        flash("Passed to the safeguarding lead. The words are out of the answers.")
    return redirect(url_for("readings.next_text"))


@pages.route("/reading/batch", methods=["GET", "POST"])
@allow(Role.READER, Role.LEAD)
def read_batch() -> str | Response:
    form = BatchForm()
    if form.validate_on_submit():
        closer = set(request.form.getlist("closer"))
        done = 0
        for mark in request.form.getlist("seen"):
            source, _, text_id = mark.partition(":")
            if mark not in closer and source in set(Source):
                done += _mark_fine(Source(source), text_id)
        session().commit()
        marked = "1 text" if done == 1 else f"{done} texts"
        flash(f"{marked} marked as fine. {len(closer)} left for a closer look.")
        return redirect(url_for("readings.read_batch"))
    waiting = sorted(unread_texts(session(), most=2 * DRAWN_FROM), key=_draw)[:A_PAGE]
    texts = [(text, _asked(text)) for text in waiting]
    return render_template("readings/batch.html", form=form, texts=texts, backlog=backlog(session()))


def _mark_fine(source: Source, text_id: str) -> int:
    if text_to_read(session(), source, text_id) is None:
        return 0
    try:
        read_text(
            session(), source=source, text_id=text_id, reader=worker(), outcome=Outcome.FINE, on=date.today()
        )
    except AlreadyRead:  # by someone who was quicker, this very moment
        return 0
    return 1


def _page(text: FreeText | None, form: ReadingForm) -> str:
    asked = _asked(text) if text is not None else ""
    return render_template("readings/one.html", text=text, asked=asked, form=form, backlog=backlog(session()))


def _draw(text: FreeText) -> str:
    return hashlib.sha256(f"{worker().id}{text.id}".encode()).hexdigest()


def _asked(text: FreeText) -> str:
    """Return what the writer was answering, in words."""
    if text.wave_id is None:
        return f"Workshop note: {text.asked}"
    return words_asked(session(), wave_id=text.wave_id, code=text.asked)

"""Reading: every free text, one at a time or a page of short ones at once, before anyone else sees it.

A page that is only looked at changes nothing. So a text is put into a reader’s hands, and noted as seen, by the form
that finishes the one before, or by the button that starts.
"""

import re

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, TextAreaField

from surveys.base import now
from surveys.claims import held_texts, hold, is_short, let_go, take_short
from surveys.hiding import NothingHidden, Placeholder, Span
from surveys.readings import AlreadyRead, Outcome, Said, Source
from surveys.sittings import NOT_YOURS, CannotTakeBack, finish_text, take_back
from surveys.texts import FreeText
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.insight.masking import marks_in
from voice.raw_words import Mark, laid_out
from voice.sittings import (
    PASSED_ON,
    add_aside,
    asked,
    begin,
    forget_aside,
    forget_last,
    keep_to_look_at,
    last_read,
    left,
    put_aside,
    remember,
    seconds,
    take_another,
    to_look_at,
    too_late,
)

pages = Blueprint("readings", __name__)

READERS = (Role.READER, Role.LEAD)
A_PAGE = 20
"""Texts on one page of batch reading: about a minute’s reading, before attention tires."""
SPAN = re.compile(r"(\d{1,6})-(\d{1,6})-([a-z ]{1,20})")
DONE = {Outcome.FINE: "fine as it is", Outcome.HIDDEN: "fine with words hidden", Outcome.CONCERN: "passed on"}


class ReadingForm(FlaskForm):
    hide = TextAreaField(
        "Other words to hide",
        description="One on each line, as they stand in the text. They are hidden wherever they stand.",
    )
    what = SelectField("They are shown as", choices={one.value: one.shown for one in Placeholder})
    about_staff = BooleanField("It is about somebody who works at the school")


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


@pages.get("/reading")
@allow(*READERS)
def next_text() -> str:
    held = held_texts(session(), reader=worker(), at=now())
    wanted = [text for text in held if text.id == request.args.get("text")]  # one that was taken back
    return _page(next(iter(wanted or held), None), ReadingForm())


@pages.post("/reading/take")
@allow(*READERS)
def take() -> Response:
    if request.form.get("aside") == "again":
        forget_aside()
    return _lead_on()


@pages.post("/reading/<source>/<text_id>")
@allow(*READERS)
def read(source: str, text_id: str) -> str | Response:
    form, text, wish = ReadingForm(), None, request.form.get("outcome", "")
    if source in set(Source):
        text = hold(session(), reader=worker(), source=Source(source), text_id=text_id, at=now())
    if text is None:
        flash(too_late(source, text_id, wish, is_for_authority=form.about_staff.data))
        return _lead_on()
    if wish == "aside":
        let_go(session(), reader=worker(), source=text.source, text_id=text.id)
        add_aside(text)
        return _lead_on()
    if wish not in (Outcome.FINE, Outcome.CONCERN):
        abort(400)
    try:
        said = _said(form, Outcome(wish))
        came_to = finish_text(session(), text=text, reader=worker(), said=said, at=now(), seconds=seconds())
    except NothingHidden as problem:
        session().commit()  # the text stays in the reader’s hands
        form.hide.errors = [str(problem)]
        return _page(text, form)
    except AlreadyRead:
        session().rollback()
        flash(too_late(source, text_id, wish, is_for_authority=form.about_staff.data))
        return _lead_on()
    remember(text, came_to)
    if came_to is Outcome.CONCERN:
        flash(PASSED_ON)
    return _lead_on()


@pages.post("/reading/undo")
@allow(*READERS)
def undo() -> Response:
    last = last_read()
    if last is None:
        flash(NOT_YOURS)
        return redirect(url_for("readings.next_text"))
    source, text_id, _ = last
    forget_last()
    try:
        take_back(session(), source=source, text_id=text_id, reader=worker(), at=now())
    except CannotTakeBack as problem:
        session().rollback()
        flash(str(problem))
        return redirect(url_for("readings.next_text"))
    session().commit()
    begin()
    return redirect(url_for("readings.next_text", text=text_id))


@pages.post("/reading/batch/take")
@allow(*READERS)
def take_batch() -> Response:
    texts = _take_batch()
    session().commit()
    if not texts:
        flash("No short text waits that the machine thinks nothing of. Read the others one at a time.")
        return redirect(url_for("readings.next_text"))
    return redirect(url_for("readings.read_batch"))


@pages.route("/reading/batch", methods=["GET", "POST"])
@allow(*READERS)
def read_batch() -> str | Response:
    form = PressForm()
    if form.validate_on_submit():
        closer = request.form.getlist("closer")
        seen = [mark for mark in dict.fromkeys(request.form.getlist("seen")) if mark not in closer]
        done = sum(_mark_fine(mark, seconds() / len(seen)) for mark in seen)
        marked = "1 text" if done == 1 else f"{done} texts"
        keep_to_look_at([mark.partition(":")[2][:32] for mark in closer])
        if not closer:
            _take_batch()
        session().commit()
        flash(f"{marked} marked as fine. {len(closer)} left for a closer look.")
        return redirect(url_for("readings.next_text" if closer else "readings.read_batch"))
    texts = [
        (laid_out(text.text, []), text, asked(text))
        for text in held_texts(session(), reader=worker(), at=now())
        if is_short(text) and text.id not in to_look_at() and _is_plain(text)
    ]
    return render_template("readings/batch.html", form=form, texts=texts, backlog=left())


def _take_batch() -> list[FreeText]:
    begin()
    skip = [*put_aside(), *to_look_at()]
    return take_short(session(), reader=worker(), at=now(), most=A_PAGE, is_plain=_is_plain, skip=skip)


def _is_plain(text: FreeText) -> bool:
    return not marks_in(session(), text)


def _mark_fine(mark: str, seconds: float) -> bool:
    """Mark a short text as fine, and say whether it could be: not one that somebody read, or that is none."""
    source, _, text_id = mark.partition(":")
    if source not in set(Source):
        return False
    text = hold(session(), reader=worker(), source=Source(source), text_id=text_id, at=now())
    if text is None or not is_short(text):
        return False
    try:
        said = Said(Outcome.FINE)
        finish_text(session(), text=text, reader=worker(), said=said, at=now(), seconds=seconds)
    except AlreadyRead:  # by someone who was quicker, this very moment
        return False
    remember(text, Outcome.FINE)
    return True


def _said(form: ReadingForm, outcome: Outcome) -> Said:
    """Return what the form says of the text; raise ``NothingHidden`` when what it marks makes no sense."""
    if not form.validate_on_submit():
        raise NothingHidden("Choose from the list what the words are shown as.")
    phrases = (form.hide.data or "").splitlines()
    return Said(outcome, phrases, _spans(), Placeholder(form.what.data), form.about_staff.data)


def _spans() -> list[Span]:
    spans = []
    for value in request.form.getlist("span"):
        found = SPAN.fullmatch(value)
        if found is None or found[3] not in set(Placeholder):
            raise NothingHidden("What was marked makes no sense here. Look at the text again.")
        spans.append(Span(int(found[1]), int(found[2]), Placeholder(found[3])))
    return spans


def _lead_on() -> Response:
    """Put the next text into the reader’s hands, keep it all, and lead to it."""
    take_another()
    session().commit()
    return redirect(url_for("readings.next_text"))


def _page(text: FreeText | None, form: ReadingForm) -> str:
    last = last_read()
    return render_template(
        "readings/one.html",
        text=text,
        asked="" if text is None else asked(text),
        stretches=[] if text is None else laid_out(text.text, _marks(text)),
        last=DONE[last[2]] if last else "",
        aside=len(put_aside()),
        form=form,
        backlog=left(),
    )


def _marks(text: FreeText) -> list[Mark]:
    """Return the machine’s marks; on a form that comes back, as the reader left them, and those they made."""
    found = marks_in(session(), text)
    if request.method == "GET":
        return [Mark(mark.span, mark.is_sure, not mark.is_sure) for mark in found]
    try:
        wanted = _spans()
    except NothingHidden:
        wanted = []
    own = [span for span in wanted if span not in [mark.span for mark in found]]
    return [
        *(Mark(mark.span, mark.span in wanted, not mark.is_sure) for mark in found),
        *(Mark(span, True, False) for span in own),
    ]

"""Talks: the page on which a pupil asks for someone to talk to, and where the safeguarding lead finds the note.

The pupil’s page carries no one-time number and no token against forgery. Nobody is signed in there, so a forged form
could do nothing that its author cannot do by hand; and a number that knows a note again would be something kept of it.
"""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from surveys.base import now
from surveys.languages import ENGLISH, LANGUAGES
from surveys.page_words import page_words
from surveys.schools import School
from surveys.talk_keys import CannotOpen, TalkKeys
from surveys.talks import (
    LONGEST,
    Note,
    TalksFull,
    ask_for_talk,
    drop_talk,
    open_note,
    schools_to_ask,
    see_talk,
    talk_for,
    talks_for,
    waiting_by_school,
)
from surveys.workers import Role
from voice.access import allow, public, worker
from voice.database import engine_of, session, writing_session
from voice.papers import draw_fixed

asking = Blueprint("talk", __name__)
"""The pupils’ pages. They run in the pupils’ app (``voice.pupils``): no sign-in, no session, no cookie."""
pages = Blueprint("talks", __name__)
NOTHING_TYPED = {"school": "", "name": "", "where": "", "about": ""}


@asking.get("/talk")
@public
def ask() -> str:
    return _draw(NOTHING_TYPED, {})


@asking.post("/talk")
@public
def send() -> str | tuple[str, int] | AnyResponse:
    typed = {part: request.form.get(part, "") for part in NOTHING_TYPED}
    note = Note.tidied(name=typed["name"], where=typed["where"], about=typed["about"])
    school = next((one for one in _schools() if one.urn == typed["school"]), None)
    problems = _problems(school, note)
    if school is None or problems:
        return _draw(typed, problems), 400
    try:
        with writing_session(engine_of(current_app)) as record:
            ask_for_talk(record, school=school, note=note, keys=_keys())
            record.commit()
    except (TalksFull, OperationalError):
        return _draw(typed, {}, is_full=True), 503
    answer = redirect(_path("/talk/sent"), 303)
    # Without the page’s script the filled-in page is one step back, and a browser may have kept it whole in memory.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@asking.get("/talk/sent")
@public
def sent() -> str:
    return draw_fixed("talks/sent.html", _language())


for code in LANGUAGES:
    asking.add_url_rule(f"/talk/{code}", view_func=ask)
    asking.add_url_rule(f"/talk/{code}", view_func=send, methods=["POST"])
    asking.add_url_rule(f"/talk/sent/{code}", view_func=sent)


def _language() -> str:
    return LANGUAGES.get(request.path.rpartition("/")[2], ENGLISH).code


def _path(page: str) -> str:
    return page if _language() == ENGLISH.code else f"{page}/{_language()}"


def _schools() -> list[School]:
    with Session(engine_of(current_app)) as looking:
        return list(schools_to_ask(looking, on=now().date()))


def _problems(school: School | None, note: Note) -> dict[str, str]:
    """Return what a pupil should put right, by field, in the page’s language."""
    with Session(engine_of(current_app)) as looking:
        words = page_words(looking, version_id=None, language=_language())
    problems = {
        part: words["talk.problem_long"].replace("{over}", str(by)).replace("{longest}", str(LONGEST[part]))
        for part, by in note.too_long().items()
    }
    if not note.name:
        problems["name"] = words["talk.problem_name"]
    if school is None:
        problems["school"] = words["talk.problem_school"]
    return problems


def _draw(typed: Mapping[str, str], problems: Mapping[str, str], *, is_full: bool = False) -> str:
    return draw_fixed(
        "talks/ask.html",
        _language(),
        schools=_schools(),
        typed=typed,
        problems=problems,
        is_full=is_full,
        path=_path("/talk"),
        sent=_path("/talk/sent"),
    )


def _keys() -> TalkKeys:
    keys: TalkKeys = current_app.extensions["voice_talk_keys"]
    return keys


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


@pages.get("/talks")
@allow(Role.SAFEGUARDING_LEAD)
def list_talks() -> str:
    who = worker()
    elsewhere = waiting_by_school(session()) if who.school_id is None else []
    return render_template(
        "talks/list.html",
        talks=talks_for(session(), who),
        own_school=who.school,
        elsewhere=elsewhere,
        press=PressForm(),
    )


@pages.get("/talks/<talk_id>")
@allow(Role.SAFEGUARDING_LEAD)
def show_talk(talk_id: str) -> str:
    talk = talk_for(session(), worker(), talk_id)
    # What changes the record is never done by only looking; so the words come after a press of the button.
    note = None if talk.seen_on is None else open_note(talk, _keys())
    return render_template("talks/show.html", talk=talk, note=note, press=PressForm())


@pages.post("/talks/<talk_id>")
@allow(Role.SAFEGUARDING_LEAD)
def open_talk(talk_id: str) -> AnyResponse:
    talk = talk_for(session(), worker(), talk_id)
    open_note(talk, _keys())  # one that cannot be read is not seen
    see_talk(session(), talk=talk, worker=worker(), on=date.today())
    session().commit()
    return redirect(url_for("talks.show_talk", talk_id=talk_id))


@pages.post("/talks/<talk_id>/delete")
@allow(Role.SAFEGUARDING_LEAD)
def delete_talk(talk_id: str) -> AnyResponse:
    talk = talk_for(session(), worker(), talk_id)
    if talk.seen_on is None:
        flash("Nobody has opened this note yet, so it was kept.")
        return redirect(url_for("talks.show_talk", talk_id=talk_id))
    drop_talk(session(), talk=talk)
    session().commit()
    flash("The note is deleted.")
    return redirect(url_for("talks.list_talks"))


@pages.errorhandler(CannotOpen)
def cannot_open(_: CannotOpen) -> tuple[str, int]:
    session().rollback()
    return render_template("talks/cannot_open.html"), 409

"""Keying: staff type in the answers that pupils gave on paper, by keyboard alone."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from surveys.base import now
from surveys.doors import door_with_id
from surveys.keying import (
    KeyingClosed,
    check_keying,
    is_counted,
    key_paper,
    last_keying_day,
    place_to_key,
    places_to_key,
)
from surveys.kinds import Problem, TamperedForm, read
from surveys.languages import ENGLISH, LANGUAGES
from surveys.quality import marks_of
from surveys.waves import WaveSchool
from surveys.workers import Role
from voice import headers
from voice.access import allow, worker
from voice.database import session
from voice.layouts import SIGNS, Item, Pick
from voice.papers import Paper, Papers
from voice.seal import Seal, SealBroken, Sealed, new_nonce

pages = Blueprint("keying", __name__)
CHANGED = "Something has changed since this page was opened, so nothing was saved. Look the paper over and send it again."


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


class Row(NamedTuple):
    """A question as it is keyed: its number on the paper, and its choices with the signs to type."""

    number: int
    item: Item
    choices: Sequence[tuple[str, Pick]]
    times: Sequence[tuple[str, Pick]]


@pages.record_once
def _set_up(state: BlueprintSetupState) -> None:
    # A seal of its own: a pupil’s form can never be sent here, nor a keyed one by way of the pupils’ page.
    state.app.extensions["voice_keying_seal"] = Seal(f"{state.app.config['SECRET_KEY']} keying")


@pages.after_request
def _let_the_script_send(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = f"{headers.POLICY}; connect-src 'self'"
    return response


@pages.get("/keying")
@allow(Role.LEAD, Role.YOUTH_WORKER, Role.SCHOOL)
def list_places() -> str:
    return render_template("keying/list.html", places=places_to_key(session(), worker(), on=now().date()))


@pages.get("/waves/<wave_id>/schools/<urn>/keying")
@allow(Role.LEAD, Role.YOUTH_WORKER, Role.SCHOOL)
def key(wave_id: str, urn: str) -> str:
    place = place_to_key(session(), worker(), wave_id=wave_id, urn=urn)
    try:
        check_keying(session(), wave=place.wave, on=now().date())
    except KeyingClosed as closed:
        return _closed(place, closed)
    return _draw(place, _paper(place), {"language": [request.args.get("language", "")]})


@pages.post("/waves/<wave_id>/schools/<urn>/keying")
@allow(Role.LEAD, Role.YOUTH_WORKER, Role.SCHOOL)
def save(wave_id: str, urn: str) -> str | tuple[str, int] | AnyResponse:
    place = place_to_key(session(), worker(), wave_id=wave_id, urn=urn)
    paper, values = _paper(place), request.form.to_dict(flat=False)
    try:
        check_keying(session(), wave=place.wave, on=now().date())
        sealed = _open(place, request.form.get("form", ""))
        filled = read(paper.asked, values)
        if filled.problems:
            return _draw(place, paper, values, problems=filled.problems, sealed=sealed)
        language = _language(values)
        key_paper(
            session(),
            place=place,
            mark=_seal().mark(sealed),
            language=language,
            filled=filled,
            helped="yes" in values.get("helped", ()),
            marks=marks_of(paper.asked, filled),
            on=now().date(),
        )
    except (SealBroken, TamperedForm):
        return _draw(place, paper, values, notice=CHANGED)
    except KeyingClosed as closed:
        return _closed(place, closed), 400
    session().commit()
    flash("The paper is saved.")
    # Papers of one language tend to lie together, so the next one starts with the same.
    return redirect(url_for("keying.key", wave_id=wave_id, urn=urn, language=language))


def _paper(place: WaveSchool) -> Paper:
    papers: Papers = current_app.extensions["voice_papers"]
    door = door_with_id(session().connection(), place.id)
    assert door is not None  # the place was just read in the same transaction
    return papers.paper(door, ENGLISH.code)


def _seal() -> Seal:
    seal: Seal = current_app.extensions["voice_keying_seal"]
    return seal


def _new(place: WaveSchool) -> Sealed:
    """Return the one-time number of a new page, by which the same press of a button twice is known."""
    return Sealed(place.id, place.wave.version_id, ENGLISH.code, now().date(), new_nonce())


def _open(place: WaveSchool, token: str) -> Sealed:
    sealed = _seal().open(token)
    if sealed.place_id != place.id:
        raise SealBroken("sealed for another place")
    return sealed


def _language(values: Mapping[str, Sequence[str]]) -> str:
    chosen = next(iter(values.get("language", ())), "")
    return chosen if chosen in LANGUAGES else ENGLISH.code


def _rows(paper: Paper) -> list[tuple[str, list[Row]]]:
    """Return the questions by section, numbered through as on the paper."""
    numbers = iter(range(1, len(paper.questions) + 1))
    return [
        (
            section.said.text,
            [
                Row(
                    next(numbers),
                    item,
                    _signed(list(chain.from_iterable(group.picks for group in item.groups))),
                    _signed(item.times),
                )
                for item in section.items
            ],
        )
        for section in paper.sections(0)
    ]


def _signed(picks: Sequence[Pick]) -> list[tuple[str, Pick]]:
    # Past the last sign a choice can still be ticked with the mouse or the arrow keys.
    return [(SIGNS[at : at + 1], pick) for at, pick in enumerate(picks)]


def _draw(
    place: WaveSchool,
    paper: Paper,
    values: Mapping[str, Sequence[str]],
    *,
    problems: Mapping[str, Problem] | None = None,
    notice: str | None = None,
    sealed: Sealed | None = None,
) -> str:
    return render_template(
        "keying/key.html",
        place=place,
        wave=place.wave,
        until=last_keying_day(place.wave),
        is_counted=is_counted(session(), wave=place.wave, on=now().date()),
        sections=_rows(paper),
        kept=values,
        problems={code: _sentence(problem) for code, problem in (problems or {}).items()},
        notice=notice,
        language=_language(values),
        languages=LANGUAGES.values(),
        token=_seal().close(sealed or _new(place)),
        press=PressForm(),
    )


def _sentence(problem: Problem) -> str:
    if problem.key == "page.problem_longest":
        return "This text is too long by {over}; {longest} letters and spaces fit.".format(**problem.numbers)
    return "This one is needed. Without it the paper cannot be saved."


def _closed(place: WaveSchool, closed: KeyingClosed) -> str:
    return render_template("keying/closed.html", place=place, wave=place.wave, why=str(closed))

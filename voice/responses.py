"""Responses: the pupil’s way, from a code to “Thank you”. One GET, one POST; no cookie, nothing about anybody.

These views run in an app of their own (``voice.pupils``), which keeps what they answer to a GET.
"""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, Response, current_app, redirect, render_template, request
from markupsafe import escape
from werkzeug.wrappers import Response as AnyResponse

from surveys.base import now
from surveys.codes import tidy_code
from surveys.definitions import frame_words
from surveys.doors import Door, DoorState
from surveys.intake import RECORD_AWAY, Intake, IntakeBusy
from surveys.kinds import Filled, Problem, TamperedForm, Values, read
from surveys.languages import ENGLISH, LANGUAGES
from surveys.quality import marks_of
from surveys.responses import Given, Mode, Taken
from surveys.tickets import TICKET_LENGTH
from voice.access import public
from voice.doors import Doors
from voice.papers import Paper, Papers, draw_fixed, draw_survey, order_of
from voice.pupils import page
from voice.seal import Seal, SealBroken, Sealed, new_nonce
from voice.start_pages import StartPages
from voice.wrong_codes import WrongCodes

pages = Blueprint("responses", __name__)
NOT_OPEN = {
    DoorState.PLANNED: ("start.planned", 404),
    DoorState.CLOSED: ("start.closed", 410),
    DoorState.PAUSED: ("start.paused", 409),
    DoorState.OUT_OF_HOURS: ("start.hours", 409),
    DoorState.FULL: ("start.full", 409),
}
"""What the start page says of a right code that opens nothing now, and the status that goes with it."""
NOT_TAKEN = {DoorState.PAUSED: "paused", DoorState.FULL: "full"}
"""What stands above the answers that the survey’s page gives back; sent again later, they may still be taken."""
SOON = {"Retry-After": "10"}


Answered = AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]


class Sent(NamedTuple):
    """A form as it came back: what its seal says, where it belongs, and what was filled in."""

    sealed: Sealed
    door: Door
    paper: Paper
    values: Values
    filled: Filled


@pages.get("/")
@public
def start() -> Response:
    return page(_start_pages().page(_language(request.path.rpartition("/")[2])))


@pages.post("/")
@public
def open_survey() -> Response:
    typed, language = request.form.get("code", ""), _language(request.form.get("language", ""))
    if not typed.strip():
        return _start_again("start.blank", 400, typed, language)
    doors: Doors = current_app.extensions["voice_doors"]
    door = doors.with_code(typed)
    if door is None:
        return _wrong_code(typed, language)
    moment = now()
    state = door.state(moment)
    if state is not DoorState.OPEN:
        sentence, status = NOT_OPEN[state]
        return _start_again(sentence, status, typed, language, door)
    sealed = Sealed(
        place_id=door.place_id,
        version_id=door.version_id,
        language=language,
        day=moment.date(),
        nonce=new_nonce(),
        class_code_id=door.class_code_id,
        ticket=door.ticket,
        is_link=door.is_link,
    )
    return page(_papers().page(door, language, order_of(sealed.nonce)), _seal().close(sealed))


@pages.post("/answers")
@public
def take_answers() -> Answered:
    try:
        sent = _sent()
    except (SealBroken, TamperedForm):
        return _message("lost", 400)
    except RECORD_AWAY:
        return _give_back(), 503, SOON
    moment = now()
    state = sent.door.takes(moment)
    if state is DoorState.CLOSED:
        return _message("closed", 410, sent.sealed.language)
    if state is not DoorState.OPEN:
        return _again(sent, notice=NOT_TAKEN[state]), 409
    if sent.sealed.is_too_old(moment.date()):
        # The same form, sealed again: had it been taken after all, it is still stored once.
        sealed_anew = sent.sealed._replace(day=moment.date())
        return _again(sent._replace(sealed=sealed_anew), notice="expired"), 400
    if sent.filled.problems:
        return _again(sent), 400
    return _store(sent, moment.date())


@pages.get("/answers")
@public
def no_answers() -> AnyResponse:
    return redirect("/")  # a reload or a bookmark of a page that only a form leads to


@pages.get("/thank-you")
@public
def thank_you() -> Response:
    return page(_papers().fixed("responses/thank_you.html", _language(request.path.rpartition("/")[2])))


for code in LANGUAGES:
    pages.add_url_rule(f"/{code}", view_func=start)
    pages.add_url_rule(f"/thank-you/{code}", view_func=thank_you)


def _papers() -> Papers:
    papers: Papers = current_app.extensions["voice_papers"]
    return papers


def _seal() -> Seal:
    seal: Seal = current_app.extensions["voice_seal"]
    return seal


def _start_pages() -> StartPages:
    start_pages: StartPages = current_app.extensions["voice_start_pages"]
    return start_pages


def _language(asked: str) -> str:
    return asked if asked in LANGUAGES else ENGLISH.code


def _wrong_code(typed: str, language: str) -> Response:
    wrong_codes: WrongCodes = current_app.extensions["voice_wrong_codes"]
    if not wrong_codes.hold():
        return _start_again("start.slow", 429, typed, language)
    # A ticket that was used is gone without a trace, so it looks like one that never was.
    is_ticket = len(tidy_code(typed)) == TICKET_LENGTH
    return _start_again("start.used" if is_ticket else "start.unknown", 404, typed, language)


def _start_again(sentence: str, status: int, typed: str, language: str, door: Door | None = None) -> Response:
    answer = page(_start_pages().with_problem(sentence, language, door), str(escape(typed)))
    answer.status_code = status
    return answer


def _sent() -> Sent:
    """Read a form that came back; raise ``SealBroken`` or ``TamperedForm`` when it is not as our page would send it."""
    sealed = _seal().open(request.form.get("form", ""))
    doors: Doors = current_app.extensions["voice_doors"]
    door = doors.of_form(sealed)
    if door is None or door.version_id != sealed.version_id:
        raise SealBroken("what the seal speaks of is gone")
    paper = _papers().paper(door, sealed.language)
    values = request.form.to_dict(flat=False)
    return Sent(sealed, door, paper, values, read(paper.asked, values))


def _store(sent: Sent, today: date) -> Answered:
    intake: Intake = current_app.extensions["voice_intake"]
    try:
        taken = intake.take(_given(sent, today))
    except (IntakeBusy, *RECORD_AWAY):
        return _again(sent, notice="busy"), 503, SOON
    if taken is Taken.TICKET_USED:
        return _again(sent, notice="used"), 409
    return _thank(sent.sealed.language)


def _given(sent: Sent, today: date) -> Given:
    sealed, filled = sent.sealed, sent.filled
    return Given(
        mark=_seal().mark(sealed),
        place_id=sealed.place_id,
        day=today,
        mode=Mode.LINK if sealed.is_link else Mode.ONLINE,
        language=sealed.language,
        picks=filled.picks,
        texts=filled.texts,
        # A form may be sealed anew for as long as its wave is open, and so may come again until then.
        remember_days=(sent.door.closes_on - today).days,
        helped="yes" in sent.values.get("helped", ()),
        marks=marks_of(sent.paper.asked, filled),
        ticket=sealed.ticket,
        class_code_id=sealed.class_code_id,
    )


def _thank(language: str) -> AnyResponse:
    answer = redirect("/thank-you" if language == ENGLISH.code else f"/thank-you/{language}", 303)
    # Sent without our script, the filled-in page is one step back in the history, and a browser may have kept it
    # whole in memory. Clearing costs the next pupil one download of the styles; with the script it is not needed.
    if request.headers.get("Sec-Fetch-Mode") == "navigate":
        answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _message(name: str, status: int, language: str = ENGLISH.code) -> tuple[str, int]:
    return draw_fixed("responses/message.html", language, name=name), status


def _again(sent: Sent, *, notice: str | None = None) -> str:
    """Draw the page once more with every answer kept and what to do. Never compressed: it holds a pupil’s words."""
    sealed, paper = sent.sealed, sent.paper
    return draw_survey(
        paper,
        sent.door.school_name,
        order_of(sealed.nonce),
        token=_seal().close(sealed),
        kept=sent.values,
        problems={code: _sentence(paper, code, problem) for code, problem in sent.filled.problems.items()},
        notice=notice,
    )


def _give_back() -> str:
    """Draw a page that needs nothing of the record: everything that was sent, unseen, and a button to send it again."""
    fields = [(name, value) for name, values in request.form.lists() for value in values]
    return render_template("responses/give_back.html", words=frame_words(), fields=fields)


def _sentence(paper: Paper, code: str, problem: Problem) -> str:
    own = f"{code}.{problem.key.removeprefix('page.problem_')}"
    sentence = paper.words.get(own, paper.words[problem.key])
    for name, number in problem.numbers.items():
        sentence = sentence.replace("{" + name + "}", str(number))
    return sentence

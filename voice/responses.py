"""Responses: the pupil’s way, from a code to “Thank you”. One GET, one POST; no cookie, nothing about anybody."""

import tomllib
from datetime import date

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as AnyResponse

from surveys.intake import Intake, IntakeBusy
from surveys.kinds import Filled, Problem, TamperedForm, read
from surveys.responses import Given, Mode
from surveys.surveys import BANK
from surveys.waves import Door, WaveState, door_with_code, door_with_id
from voice import headers
from voice.access import public
from voice.database import engine_of
from voice.papers import Drawn, Paper, Papers
from voice.rendering import day
from voice.seal import Seal, SealBroken, Sealed

pages = Blueprint("responses", __name__)
LANGUAGE = "en"
SHELL_WORDS: dict[str, str] = tomllib.loads((BANK / "start.toml").read_text(encoding="utf-8"))["text"]


@pages.record_once
def _set_up(state: BlueprintSetupState) -> None:
    # The shell of pupils’ pages speaks these words wherever no survey has its own.
    state.app.jinja_env.globals["shell_words"] = SHELL_WORDS
    state.app.extensions["voice_seal"] = Seal(state.app.config["SECRET_KEY"])
    state.app.extensions["voice_papers"] = Papers(SHELL_WORDS)


@pages.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    # The page’s script sends the form itself, so that no answer enters the browser’s history.
    response.headers["Content-Security-Policy"] = f"{headers.POLICY}; connect-src 'self'"
    return response


@pages.get("/")
@public
def start() -> Response:
    return _send(_papers().fixed("responses/start.html"))


@pages.post("/")
@public
def open_survey() -> Response | tuple[str, int]:
    typed = request.form.get("code", "")
    if not typed.strip():
        return _start_again(typed, SHELL_WORDS["start.blank"], 400)
    with _looking() as looking:
        door = door_with_code(looking, typed)
    if door is None:
        return _start_again(typed, SHELL_WORDS["start.unknown"], 404)
    today = date.today()
    if door.state(today) is WaveState.PLANNED:
        opens = SHELL_WORDS["start.planned"].replace("{day}", day(door.opens_on))
        return _start_again(typed, opens, 404)
    if door.state(today) is WaveState.CLOSED:
        return _start_again(typed, SHELL_WORDS["start.closed"], 410)
    drawn = _papers().page(door, LANGUAGE)
    token = _seal().new(place_id=door.place_id, version_id=door.version_id, language=LANGUAGE, day=today)
    return _send(drawn, token)


@pages.post("/answers")
@public
def take_answers() -> AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    try:
        sealed = _seal().open(request.form.get("form", ""))
        door, paper = _door_and_paper(sealed)
        filled = read(paper.asked, request.form.to_dict(flat=False))
    except (SealBroken, TamperedForm):
        return _message("lost", 400)
    today = date.today()
    if door.state(today) is not WaveState.OPEN:
        return _message("closed", 410)
    if sealed.is_too_old(today):
        # The same form, sealed again: had it been taken after all, it is still stored once.
        return _again(door, paper, sealed._replace(day=today), filled, notice="expired"), 400
    if filled.problems:
        return _again(door, paper, sealed, filled), 400
    intake: Intake = current_app.extensions["voice_intake"]
    try:
        intake.take(_given(door, sealed, filled, today))
    except (IntakeBusy, OperationalError):
        return _again(door, paper, sealed, filled, notice="busy"), 503, {"Retry-After": "10"}
    return _thank()


@pages.get("/answers")
@public
def no_answers() -> AnyResponse:
    return redirect("/")  # a reload or a bookmark of a page that only a form leads to


@pages.get("/thank-you")
@public
def thank_you() -> Response:
    return _send(_papers().fixed("responses/thank_you.html"))


def _looking() -> Connection:
    # Not the request’s own session: on a POST that one holds the write lock, which the intake’s writer waits for.
    return engine_of(current_app).connect()


def _papers() -> Papers:
    papers: Papers = current_app.extensions["voice_papers"]
    return papers


def _seal() -> Seal:
    seal: Seal = current_app.extensions["voice_seal"]
    return seal


def _door_and_paper(sealed: Sealed) -> tuple[Door, Paper]:
    with _looking() as looking:
        door = door_with_id(looking, sealed.place_id)
    if door is None or door.version_id != sealed.version_id:
        raise SealBroken("what the seal speaks of is gone")
    return door, _papers().paper(door.version_id, sealed.language)


def _given(door: Door, sealed: Sealed, filled: Filled, today: date) -> Given:
    return Given(
        mark=_seal().mark(sealed),
        place_id=sealed.place_id,
        day=today,
        mode=Mode.ONLINE,
        language=sealed.language,
        picks=filled.picks,
        texts=filled.texts,
        # A form may be sealed anew for as long as its wave is open, and so may come again until then.
        remember_days=(door.closes_on - today).days,
    )


def _thank() -> AnyResponse:
    answer = redirect("/thank-you", 303)
    # Sent without our script, the filled-in page is one step back in the history, and a browser may have kept it
    # whole in memory. Clearing costs the next pupil one download of the styles; with the script it is not needed.
    if request.headers.get("Sec-Fetch-Mode") == "navigate":
        answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _start_again(typed: str, problem: str, status: int) -> tuple[str, int]:
    return render_template("responses/start.html", words=SHELL_WORDS, typed=typed, problem=problem), status


def _message(name: str, status: int) -> tuple[str, int]:
    return render_template("responses/message.html", words=SHELL_WORDS, name=name), status


def _again(door: Door, paper: Paper, sealed: Sealed, filled: Filled, *, notice: str | None = None) -> str:
    """Draw the page once more with every answer kept and what to do. Never compressed: it holds a pupil’s words."""
    return render_template(
        "responses/survey.html",
        paper=paper,
        words=paper.words,
        school=door.school_name,
        token=_seal().close(sealed),
        kept=request.form.to_dict(flat=False),
        problems={code: _sentence(paper, code, problem) for code, problem in filled.problems.items()},
        notice=notice,
    )


def _sentence(paper: Paper, code: str, problem: Problem) -> str:
    own = f"{code}.{problem.key.removeprefix('page.problem_')}"
    sentence = paper.words.get(own, paper.words[problem.key])
    for name, number in problem.numbers.items():
        sentence = sentence.replace("{" + name + "}", str(number))
    return sentence


def _send(drawn: Drawn, token: str = "") -> Response:
    """Answer with a page drawn before, compressed when the browser can read that."""
    answer = Response(mimetype="text/html")
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        answer.content_encoding = "gzip"
        answer.data = drawn.gzip(token)
    else:
        answer.data = drawn.plain(token)
    return answer

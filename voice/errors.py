"""Errors: one handler for every way a request can fail, each with words a person can act on."""

from traceback import extract_tb
from typing import NamedTuple

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from surveys.intake import RECORD_AWAY
from surveys.languages import LANGUAGES
from surveys.texts import NotAllRead

PUPIL_PATHS = ("/answers", "/thank-you", "/told/")


class Words(NamedTuple):
    """What an error page says."""

    title: str
    lines: tuple[str, ...]


NOT_FOUND = Words(
    "We cannot find that page",
    (
        "If you typed the address, check that it is right.",
        "If you followed a link here, the page may have moved or may not be yours to see.",
    ),
)
NOT_ALLOWED = Words(
    "This page is not for your role",
    (
        "You are signed in, but your role does not open this page.",
        "Ask the lead at the council if it should.",
    ),
)
LEFT_OPEN = Words(
    "This page was open for a long time",
    ("Nothing was changed.", "Go back, load the page again, and press the button once more."),
)
TOO_BIG = Words(
    "That was more than we can take at once",
    ("Nothing was stored.", "Go back and send less text in one go."),
)
WRONG_METHOD = Words(
    "That page cannot be opened this way", ("Go back and use the buttons and links on the page.",)
)
NOT_YET = "Some answers are not read yet"
REFUSED = Words(
    "We could not use what was sent",
    ("Nothing was stored.", "Go back, load the page again, and try once more."),
)
QUICKER = Words(
    "Somebody else was quicker",
    (
        "Somebody changed the same thing at the same moment, so what you sent was not stored.",
        "Go back, load the page again, and see whether it is still to be done.",
    ),
)
BROKEN = Words(
    "Something went wrong on our side",
    (
        "Nothing was lost or half stored.",
        "Try again in a minute. If it happens again, tell the council’s lead.",
    ),
)
BY_CODE = {403: NOT_ALLOWED, 404: NOT_FOUND, 405: WRONG_METHOD, 410: NOT_FOUND, 413: TOO_BIG}


def init_app(app: Flask) -> None:
    """Turn every failure into a page."""
    app.before_request(_refuse_nul)
    app.register_error_handler(CSRFError, lambda _: _page(LEFT_OPEN, 400))
    app.register_error_handler(NotAllRead, lambda left: _page(Words(NOT_YET, (str(left),)), 409))
    _register(app)


def init_pupils(app: Flask) -> None:
    """Turn every failure of the pupils’ app into a page."""
    for kind in RECORD_AWAY:
        app.register_error_handler(kind, _record_away)
    _register(app)


def _register(app: Flask) -> None:
    app.register_error_handler(NoResultFound, lambda _: _page(NOT_FOUND, 404))
    app.register_error_handler(IntegrityError, _quicker)
    app.register_error_handler(StaleDataError, _quicker)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _refuse_nul() -> None:
    """Refuse what holds a NUL: no database keeps it in a text, and no person types it."""
    sent = [request.path, *(sign for pair in request.values.items(multi=True) for sign in pair)]
    if any("\0" in text for text in sent):
        abort(400)


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error  # a redirect travels as an exception too
    return _page(BY_CODE.get(code, BROKEN if code >= 500 else REFUSED), code)


def _quicker(error: Exception) -> tuple[str, int]:
    current_app.logger.warning("%s met %s", request.endpoint, kind_and_places(error))
    return _page(QUICKER, 409)


def _record_away(error: Exception) -> tuple[str, int, dict[str, str]]:
    current_app.logger.error("%s met %s", request.endpoint, kind_and_places(error))
    return *_page(BROKEN, 503), {"Retry-After": "10"}


def _broken(error: Exception) -> tuple[str, int]:
    current_app.logger.error("%s failed with %s", request.endpoint, kind_and_places(error))
    return _page(BROKEN, 500)


def kind_and_places(error: Exception) -> str:
    """Return an error’s kind and where it happened, for a log. Never its words: they may be a pupil’s."""
    places = " < ".join(
        f"{frame.name}:{frame.lineno}" for frame in reversed(extract_tb(error.__traceback__)[-6:])
    )
    return f"{type(error).__name__} at {places}"


def _page(words: Words, code: int) -> tuple[str, int]:
    # These pages look nothing up: they must come out even when the record or a session is what failed. So the
    # template is drawn without the context that Flask and the sign-in library give to every other page.
    is_pupil = request.path[1:] in ("", *LANGUAGES) or request.path.startswith(PUPIL_PATHS)
    page = current_app.jinja_env.get_template("errors/page.html")
    return page.render(words=words, is_pupil=is_pupil), code

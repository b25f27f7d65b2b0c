"""The pupils’ app: a small Flask of its own in front of the site’s, for the pages that a whole year group asks for at once.

It has no sign-in, no sessions and no secret: it could not set a cookie that means anything, or know who is reading.
"""

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Flask, Response, request
from werkzeug.http import parse_accept_header

from voice import errors, headers
from voice.access import PUBLIC, rule_of
from voice.papers import Drawn

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEPT_SECONDS = 60.0
"""How long an answer to a GET is kept. Translations are the only thing in it that a person may change."""


class NotPublic(Exception):
    """A page that is not for everybody was given to the app in which nobody is signed in."""


@lru_cache(64)
def reads_gzip(accepted: str) -> bool:
    """Say whether a browser that sends this ``Accept-Encoding`` can read gzip; it may forbid it (``gzip;q=0``)."""
    return parse_accept_header(accepted)["gzip"] > 0


def page(drawn: Drawn, token: str = "") -> Response:
    """Answer with a page drawn before, compressed when the browser can read that."""
    if reads_gzip(request.environ.get("HTTP_ACCEPT_ENCODING", "")):
        answer = Response(drawn.gzip(token), mimetype="text/html")
        answer.headers["Content-Encoding"] = "gzip"
    else:
        answer = Response(drawn.plain(token), mimetype="text/html")
    answer.headers["Vary"] = "Accept-Encoding"
    return answer


def mount(site: Flask, *pages: Blueprint, https: bool) -> None:
    """Answer these pages by an app of their own, with the site’s templates and the site’s record.

    The site knows their addresses too, for its links and for the rule that every page says whom it is for. Raises
    ``NotPublic`` when one of them is not for everybody.
    """
    app = Flask(site.import_name, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = site.config["MAX_CONTENT_LENGTH"]
    app.jinja_env = site.jinja_env
    app.extensions = site.extensions
    for noun in pages:
        app.register_blueprint(noun)
    errors.init_pupils(app)
    if closed := [endpoint for endpoint in app.view_functions if rule_of(app, endpoint) != PUBLIC]:
        raise NotPublic(", ".join(closed))
    in_front = InFront(app, site.wsgi_app, https=https)
    site.extensions["voice_pupils"] = in_front
    site.wsgi_app = in_front  # type: ignore[method-assign]


class KeptAnswer(NamedTuple):
    until: float
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class InFront:
    """Sends pupils’ requests to their app and all others to the site.

    What pupils ask for by GET is the same for everybody, so an answer is kept for a while and given from memory.
    """

    def __init__(self, app: Flask, site: "WSGIApplication", *, https: bool) -> None:
        self._app, self._site = app.wsgi_app, site
        self._paths = frozenset(rule.rule for rule in app.url_map.iter_rules())
        self._always = list(headers.for_pupils(https=https).items())
        self._kept: dict[tuple[str, bool], KeptAnswer] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path not in self._paths:
            return self._site(environ, start_response)
        if environ["REQUEST_METHOD"] == "GET":
            answer = self._answer_to_get(environ, path)
            start_response(answer.status, [*answer.headers, *self._always])
            return [answer.body]
        return self._app(environ, self._with_headers(start_response))

    def forget(self) -> None:
        """Let go of every kept answer, so that each is made anew."""
        self._kept = {}

    def _answer_to_get(self, environ: "WSGIEnvironment", path: str) -> KeptAnswer:
        key = path, reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        kept = self._kept.get(key)
        if kept is not None and time.monotonic() < kept.until:
            return kept
        made = Response.from_app(self._app, environ)
        answer = KeptAnswer(
            time.monotonic() + KEPT_SECONDS, made.status, made.headers.to_wsgi_list(), made.get_data()
        )
        if (
            made.status_code >= 500
        ):  # the record does not answer: better what it said a minute ago than nothing
            return kept or answer
        self._kept[key] = answer
        return answer

    def _with_headers(self, start_response: "StartResponse") -> "StartResponse":
        def start(status, sent, exc_info=None):  # type: ignore[no-untyped-def]
            return start_response(status, [*sent, *self._always], exc_info)

        return start

"""Headers: what browsers are told on every response, errors and downloads too."""

from flask import Flask, Response

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
FOR_LONG = "public, max-age=31536000, immutable"
"""For what never changes under its address and says nothing about anybody: a recording of a survey’s words."""
TWO_YEARS = 63_072_000
HTTPS_ONLY = f"max-age={TWO_YEARS}; includeSubDomains"


def init_app(app: Flask, *, https: bool) -> None:
    """Add the headers to every response, unless a view has set a stricter one of its own.

    ``https``: the deployment is reached over HTTPS alone (a proxy may speak plain HTTP to us), so browsers may be told.
    """
    app.after_request(_add)
    if https:
        app.after_request(_https_only)


def for_pupils(*, https: bool) -> dict[str, str]:
    """Return the headers of every response to a pupil: put together once, and the same whatever was asked."""
    always = ALWAYS | {"Cache-Control": "no-store"}
    # The page’s script sends the form itself, so that no answer enters the browser’s history.
    always["Content-Security-Policy"] = f"{POLICY}; connect-src 'self'"
    if https:
        always["Strict-Transport-Security"] = HTTPS_ONLY
    return always


def _https_only(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
    return response


def _add(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    # Pages hold answers on a shared device, or figures for staff alone: no copy is kept anywhere. Set in any case:
    # the sign-in library writes words of its own here that no browser knows (“no-store=True”).
    if response.headers.get("Cache-Control") != FOR_LONG:
        response.headers["Cache-Control"] = "no-store"
    return response

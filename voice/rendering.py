"""Rendering: Jinja, set so that a missing value is an error and a date reads as a person would say it."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, has_request_context
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, Undefined
from whitenoise import WhiteNoise

from surveys.base import LONDON
from surveys.workshops import in_how_many
from voice.access import navigation, signed_in
from voice.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "static" / "build"
A_YEAR = 365 * 24 * 3600


class LenientOnTruth(Undefined):
    """An undefined name may be asked whether it is there, as the component macros do, but never shown or looped over."""

    __iter__ = __str__ = __len__ = Undefined._fail_with_undefined_error

    def __bool__(self) -> bool:
        return False


class StylesMissing(Exception):
    """The styles were never compiled."""


def asset(name: str) -> str:
    """Return the address of a compiled style or script; it holds a hash of its content, so it may be kept for a year."""
    try:
        manifest: dict[str, str] = json.loads((BUILD / "manifest.json").read_text())
    except FileNotFoundError:
        raise StylesMissing("The styles are not compiled yet. Run “make build”.") from None
    return f"/static/{manifest[name]}"


def day(value: date) -> str:
    """Return a date as it is said: 3 March 2026."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """Return a time of what staff did as it is said, on the schools’ clock: 3 March 2026, 14:05."""
    here = value.astimezone(LONDON)
    return f"{day(here)}, {here:%H:%M}"


def init_app(app: Flask, settings: Settings) -> None:
    """Set up templates and the compiled styles and scripts."""
    app.jinja_env.undefined = LenientOnTruth
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=day, moment=moment, in_how_many=in_how_many)
    assets: dict[str, str] = {}

    def known_asset(name: str) -> str:
        if name not in assets:
            assets[name] = asset(name)
        return assets[name]

    app.jinja_env.globals.update(asset=known_asset, is_demo=settings.demo)
    app.context_processor(_signed_in)
    served = WhiteNoise(
        app.wsgi_app,
        prefix="static/",
        max_age=A_YEAR,
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=_as_it_is,
    )
    if BUILD.is_dir():
        served.add_files(str(BUILD), prefix="static/")
    app.wsgi_app = served  # type: ignore[method-assign]


def _as_it_is(headers: Headers, path: str, url: str) -> None:
    # These files never pass the app, which adds its own headers to everything else.
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _signed_in() -> dict[str, Any]:
    # Looked up only when a template asks: a pupil’s page must never touch a session.
    if not has_request_context():
        return {}
    return {"signed_in": signed_in, "navigation": navigation}

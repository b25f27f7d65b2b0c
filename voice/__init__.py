"""The website: what people see and may do."""

from flask import Flask
from flask_wtf import CSRFProtect

from surveys.intake import Intake
from voice import (
    access,
    actions,
    commands,
    concerns,
    database,
    errors,
    headers,
    home,
    jobs,
    readings,
    rendering,
    reports,
    responses,
    schools,
    subgroups,
    themes,
    waves,
    workshops,
)
from voice.settings import Settings

PAGES = (
    home,
    responses,
    schools,
    waves,
    readings,
    concerns,
    themes,
    workshops,
    subgroups,
    actions,
    reports,
)
MOST_BYTES = 2_000_000
"""A whole survey with every box filled is under 100 kB; nothing on the pages takes files."""


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, wired from its settings. The one place where things are put together."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a youth worker’s notes may take an hour to type
    )
    app.extensions["voice_settings"] = settings
    engine = database.make_engine(settings.record_url)
    database.init_app(app, engine)
    app.extensions["voice_intake"] = Intake(engine)
    csrf = CSRFProtect(app)
    rendering.init_app(app, settings)
    access.init_app(app, secure_cookies=settings.secure_cookies)
    errors.init_app(app)
    headers.init_app(app, https=settings.secure_cookies)
    jobs.init_app(app, settings)
    commands.init_app(app)
    for noun in PAGES:
        app.register_blueprint(noun.pages)
    csrf.exempt(responses.pages)  # a pupil’s form is sealed instead: no cookie, no session
    return app

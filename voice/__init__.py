"""The website: what people see and may do."""

from flask import Flask
from flask_wtf import CSRFProtect

from surveys.definitions import frame_words
from surveys.intake import Intake
from surveys.talk_keys import TalkKeys
from voice import (
    access,
    actions,
    attendance,
    authoring,
    blind_coding,
    commands,
    concerns,
    cover,
    database,
    errors,
    exports,
    governors,
    groups,
    headers,
    help_lines,
    home,
    jobs,
    keying,
    lineage,
    links,
    local_places,
    merges,
    packs,
    paper_life,
    places,
    pupils,
    questions,
    quotes,
    readings,
    recordings,
    rendering,
    report_answers,
    report_life,
    reports,
    responses,
    retention,
    reviewing,
    samples,
    schools,
    second_readings,
    settling,
    sightings,
    splits,
    staff_names,
    subgroups,
    surveys,
    talks,
    tallies,
    targets,
    tellings,
    theme_changes,
    themes,
    tickets,
    translations,
    turnout,
    wave_papers,
    waves,
    workshops,
)
from voice.doors import Doors
from voice.papers import Papers
from voice.seal import Seal
from voice.settings import Settings
from voice.start_pages import StartPages
from voice.wrong_codes import WrongCodes

PAGES = (
    home,
    responses,
    schools,
    local_places,
    surveys,
    questions,
    authoring,
    translations,
    recordings,
    waves,
    places,
    turnout,
    tickets,
    links,
    packs,
    keying,
    cover,
    help_lines,
    readings,
    second_readings,
    tallies,
    sightings,
    retention,
    staff_names,
    concerns,
    talks,
    themes,
    theme_changes,
    quotes,
    merges,
    splits,
    reviewing,
    samples,
    blind_coding,
    settling,
    groups,
    lineage,
    workshops,
    subgroups,
    actions,
    attendance,
    targets,
    reports,
    report_life,
    report_answers,
    governors,
    tellings,
    exports,
    wave_papers,
    paper_life,
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
    engine = database.make_engine(settings.record_url, settings.secret_key)
    database.init_app(app, engine)
    app.extensions["voice_intake"] = Intake(engine)
    seal = app.extensions["voice_seal"] = Seal(settings.secret_key)
    app.extensions["voice_doors"] = Doors(engine, mark=seal.mark_of_ticket)
    app.extensions["voice_wrong_codes"] = WrongCodes()
    app.extensions["voice_papers"] = Papers()
    app.extensions["voice_start_pages"] = StartPages()
    app.extensions["voice_talk_keys"] = TalkKeys(settings.secret_key)
    csrf = CSRFProtect(app)
    rendering.init_app(app, settings)
    access.init_app(app, secure_cookies=settings.secure_cookies)
    errors.init_app(app)
    headers.init_app(app, https=settings.secure_cookies)
    jobs.init_app(app, settings)
    commands.init_app(app)
    for noun in PAGES:
        app.register_blueprint(noun.pages)
    app.register_blueprint(talks.asking)
    csrf.exempt(responses.pages)  # a pupil’s form is sealed instead: no cookie, no session
    csrf.exempt(talks.asking)
    app.jinja_env.globals["shell_words"] = (
        frame_words()
    )  # what a page in the pupils’ shell says that has no words of its own
    pupils.mount(app, responses.pages, talks.asking, https=settings.secure_cookies)
    return app

"""Recordings: a person reading a string out, brought in by the lead and heard by pupils."""

from io import BytesIO

from flask import Blueprint, abort, current_app, flash, redirect, send_file, url_for
from werkzeug.wrappers import Response

from surveys.base import now
from surveys.recordings import (
    MIMETYPES,
    RecordingProblem,
    drop_unused,
    give_recording,
    keep_recording,
    read_recording,
)
from surveys.translations import Translated, set_audio
from surveys.workers import Role
from voice.access import allow, public
from voice.database import session
from voice.headers import FOR_LONG
from voice.settings import Settings
from voice.translating import RecordingForm, string_in, string_page, version_in

pages = Blueprint("recordings", __name__)


@pages.get("/spoken/<file>")
@public
def hear(file: str) -> Response:
    content = read_recording(_settings().recordings, file)
    if content is None:
        abort(404)
    # A browser may ask for a part of it; some play nothing from a server that cannot give one.
    sound = send_file(
        BytesIO(content), mimetype=MIMETYPES[file.rpartition(".")[2]], conditional=True, etag=file
    )
    sound.headers["Cache-Control"] = FOR_LONG  # its name says what is in it, so it never changes
    return sound


@pages.post("/translations/<version_id>/<language>/strings/<key>/recording")
@allow(Role.LEAD)
def add_recording(version_id: str, language: str, key: str) -> str | Response:
    version = version_in(version_id, language, with_english=True)
    one, form = string_in(version, language, key), RecordingForm()
    try:
        if not form.recording.data:
            raise RecordingProblem("Choose the file with the recording first.")
        with form.recording.data.stream as sent:
            file = keep_recording(_settings().recordings, sent.read())
        give_recording(session(), language=language, one=one, file=file, on=now().date())
    except RecordingProblem as problem:
        form.recording.errors = [str(problem)]
        return string_page(version, language, one, recording=form)
    session().commit()
    _forget(one)
    flash("Pupils can hear this now.")
    return redirect(url_for("translations.edit_string", version_id=version_id, language=language, key=key))


@pages.post("/translations/<version_id>/<language>/strings/<key>/recording/remove")
@allow(Role.LEAD)
def remove_recording(version_id: str, language: str, key: str) -> Response:
    version = version_in(version_id, language, with_english=True)
    one = string_in(version, language, key)
    set_audio(session(), language=language, one=one, file=None)
    session().commit()
    _forget(one)
    flash("The recording is gone.")
    return redirect(url_for("translations.edit_string", version_id=version_id, language=language, key=key))


def _forget(one: Translated) -> None:
    """Delete the recording that a string had before, unless another string still has it."""
    if one.audio:
        drop_unused(session(), _settings().recordings, one.audio)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["voice_settings"]
    return settings

"""The clock: what is done each minute in the job process – look at new texts, keep the time limits, send notices."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask

from surveys.base import now
from surveys.clock import keep_the_clock
from voice.database import engine_of, writing_session
from voice.errors import kind_and_places
from voice.notices import send_notices
from voice.sending import sender_of
from voice.settings import Settings

MINUTE = 60
PATIENCE_SECONDS = 5
"""A tick that is under way may take longer, by a slow mail server; nothing of it is lost when it is cut off."""


def tick(app: Flask, *, at: datetime) -> None:
    """Do what this minute asks for. What fails is logged and tried again in the next; the rest is done all the same."""
    for step in (_screen, _keep_limits, _send):
        _try(app, step, at)


@contextmanager
def ticking(app: Flask) -> Iterator[None]:
    """Tick each minute, in a thread beside the jobs: theming a whole wave must not make a concern wait."""
    stopping = threading.Event()
    thread = threading.Thread(target=_run, args=(app, stopping), name="clock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(PATIENCE_SECONDS)


def _run(app: Flask, stopping: threading.Event) -> None:
    while not stopping.is_set():
        at = now()
        tick(app, at=at)
        stopping.wait(max(0.0, MINUTE - (now() - at).total_seconds()))


def _try(app: Flask, step: Callable[[Flask, datetime], object], at: datetime) -> None:
    try:
        step(app, at)
    except Exception as error:
        app.logger.error("the minute’s %s failed with %s", step.__name__.strip("_"), kind_and_places(error))


def _screen(app: Flask, at: datetime) -> None:
    # Imported here: the model is loaded in the job process alone.
    from voice.insight.screening import screen_new_texts

    screen_new_texts(engine_of(app), at=at)


def _keep_limits(app: Flask, at: datetime) -> None:
    settings: Settings = app.extensions["voice_settings"]
    with writing_session(engine_of(app)) as record:
        keep_the_clock(record, at=at, hours=settings.cover_hours)
        record.commit()


def _send(app: Flask, at: datetime) -> None:
    settings: Settings = app.extensions["voice_settings"]
    send_notices(engine_of(app), sender_of(settings), address=settings.address, at=at)

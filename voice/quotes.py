"""Quotes: choosing pupils’ words under a theme, and clearing them by name – by two people where a theme is sensitive."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveys.baskets import basket
from surveys.drafts import drop_drafts_saying
from surveys.findings import FindingKind, finding
from surveys.quotable import LONGEST, WAIT_DAYS
from surveys.quotes import (
    CannotQuote,
    clear_quote,
    clear_second,
    is_sensitive,
    quoted_words,
    withdraw_quote,
)
from surveys.themes import Theme, theme_with_code
from surveys.turnout import YEAR_GROUP
from surveys.waves import Wave, WaveState, wave_with_id
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("quotes", __name__)

OFFERED = 12
"""Answers on one page to choose from: as many as one can weigh against each other."""


@pages.get("/waves/<wave_id>/themes/<code>/quotes")
@allow(Role.LEAD, Role.READER)
def show_basket(wave_id: str, code: str) -> str:
    return _page(wave_with_id(session(), wave_id), theme_with_code(session(), code))


def _page(wave: Wave, theme: Theme, *, failed: str = "", typed: str = "", problem: str = "") -> str:
    """Return the basket. ``failed``: the key of the answer for which what was typed could not be stored."""
    found = finding(session(), wave_id=wave.id, kind=FindingKind.THEME, subject=theme.code)
    is_shown = found is not None and found.figures["written"]["total"]["shown"]
    today, words = date.today(), wave.version.words()
    return render_template(
        "quotes/basket.html",
        wave=wave,
        theme=theme,
        basket=basket(session(), wave=wave, theme=theme, on=today, is_theme_shown=is_shown, most=OFFERED),
        is_closed=wave.state(today) is WaveState.CLOSED,
        is_sensitive=is_sensitive(theme),
        is_lead=worker().is_a(Role.LEAD),
        me=worker().id,
        words=words,
        years={key: text for key, text in words.items() if key.startswith(f"{YEAR_GROUP}.")},
        wait_days=WAIT_DAYS,
        longest=LONGEST,
        failed=failed,
        typed=typed,
        problem=problem,
    )


@pages.post("/waves/<wave_id>/themes/<code>/quotes/<answer_id>/clear")
@allow(Role.LEAD, Role.READER)
def clear(wave_id: str, code: str, answer_id: str) -> Response:
    wave, theme = wave_with_id(session(), wave_id), theme_with_code(session(), code)
    try:
        clear_quote(session(), answer_id=answer_id, theme=theme, worker=worker(), on=date.today())
    except CannotQuote as problem:
        flash(str(problem))
    else:
        flash(f"Cleared as a quote, in your name.{_second_wanted(theme)}")
        session().commit()
    return _back(wave.id, code)


@pages.post("/waves/<wave_id>/themes/<code>/quotes/<answer_id>/words")
@allow(Role.LEAD, Role.READER)
def put_in_our_words(wave_id: str, code: str, answer_id: str) -> str | Response:
    wave, theme = wave_with_id(session(), wave_id), theme_with_code(session(), code)
    before, typed = quoted_words(session(), answer_id), request.form.get("our_words", "")
    try:
        quote = clear_quote(
            session(), answer_id=answer_id, theme=theme, worker=worker(), on=date.today(), our_words=typed
        )
    except CannotQuote as problem:
        return _page(wave, theme, failed=answer_id, typed=typed, problem=str(problem))
    drop_drafts_saying(session(), *(before - quoted_words(session(), answer_id)))
    whose = "our words" if quote.paraphrase else "the pupil’s own words"
    flash(f"Cleared in {whose}, in your name.{_second_wanted(theme)}")
    session().commit()
    return _back(wave_id, code)


@pages.post("/waves/<wave_id>/themes/<code>/quotes/<answer_id>/second")
@allow(Role.LEAD, Role.READER)
def clear_as_second(wave_id: str, code: str, answer_id: str) -> Response:
    wave, theme = wave_with_id(session(), wave_id), theme_with_code(session(), code)
    seen = request.form.get("seen", "")
    try:
        clear_second(session(), answer_id=answer_id, theme=theme, worker=worker(), seen=seen)
    except CannotQuote as problem:
        flash(str(problem))
    else:
        flash("Cleared as the second person, in your name.")
        session().commit()
    return _back(wave.id, code)


@pages.post("/waves/<wave_id>/themes/<code>/quotes/<answer_id>/withdraw")
@allow(Role.LEAD, Role.READER)
def withdraw(wave_id: str, code: str, answer_id: str) -> Response:
    # Whoever cleared it: one doubt is enough.
    wave, theme = wave_with_id(session(), wave_id), theme_with_code(session(), code)
    drop_drafts_saying(session(), *quoted_words(session(), answer_id))
    withdraw_quote(session(), answer_id=answer_id, theme=theme)
    flash("No longer cleared. Drafts of reports that quoted it are gone; released reports stay as they are.")
    session().commit()
    return _back(wave.id, code)


def _second_wanted(theme: Theme) -> str:
    return " This theme is sensitive: a second person must clear it too." if is_sensitive(theme) else ""


def _back(wave_id: str, code: str) -> Response:
    return redirect(url_for("quotes.show_basket", wave_id=wave_id, code=code))

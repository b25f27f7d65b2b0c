"""Reviewing: the answers that the machine is least sure of, one at a time or alike ones together; a person has the last word."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as browser
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from surveys.evidence import notes_under
from surveys.reviewing import (
    NEAR_THE_TOP,
    REVIEWERS,
    Doubtful,
    Standing,
    Wish,
    answer_to_review,
    left_to_review,
    pick,
    queue,
    standings,
)
from surveys.reviews import NothingToTakeBack, Reviewed, Verdict, review, reviewer_of, take_back
from surveys.themes import Theme, live_themes, theme_with_code
from surveys.waves import Wave, wave_with_id, words_asked
from voice.access import allow, worker
from voice.database import session
from voice.insight import shown_count
from voice.insight.reviewing import alike, chance_in_words, effort_in_words, marked, seconds_each

pages = Blueprint("reviewing", __name__)

MOST_KEPT = 20
"""Answers that one worker may skip, and presses that they may take back; past this the first are forgotten."""
MOST_COMPARED = 300
"""Answers among which look-alikes are sought, the least certain first: about a second’s work."""
MOST_ALIKE = 20
"""Look-alikes on one page: as many as a person reads through before their attention tires."""
NOTES_BESIDE = 4
"""Workshop notes beside an answer: enough to hear what the theme sounds like in a room."""
NOTHING_FOUND = "none"
"""Stands in the address where a theme’s code would, for answers that the machine has found no theme for."""
NONE_TICKED = "No theme is ticked. Tick one, or press the button for none."


class ReviewForm(FlaskForm):
    """What is ticked comes by its name; the form is there for its protection against forgery."""


@pages.get("/waves/<wave_id>/reviewing")
@allow(*REVIEWERS)
def next_answer(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    wanted = request.args.get("text")
    text = answer_to_review(session(), wave.id, wanted) if wanted else None
    if text is None:
        text = pick(session(), _waiting(wave), worker())
    return _page(wave, text, ReviewForm())


@pages.post("/waves/<wave_id>/reviewing/<answer_id>")
@allow(*REVIEWERS)
def review_answer(wave_id: str, answer_id: str) -> str | Response:
    wave = wave_with_id(session(), wave_id)
    text = answer_to_review(session(), wave.id, answer_id)
    if text is None:
        return _was_changed(wave, answer_id)
    form, wish = ReviewForm(), request.form.get("wish", "")
    if wish == "skip":
        browser["skipped"] = [*browser.get("skipped", []), text.id][-MOST_KEPT:]
        return _on(wave)
    codes = frozenset(request.form.getlist("theme")) if wish == "confirm" else frozenset[str]()
    if not form.validate_on_submit() or wish not in ("confirm", "none"):
        abort(400)
    if problem := _problem(codes, none_said="" if wish == "none" else NONE_TICKED):
        return _page(wave, text, form, problem=problem)
    verdict = Verdict(text.id, codes, request.form.get("sign", ""))
    done = review(session(), verdicts=[verdict], worker=worker(), on=date.today())
    session().commit()
    if done.changed:
        return _was_changed(wave, text.id)
    _remember(wave, done, codes)
    return _on(wave)


@pages.post("/waves/<wave_id>/reviewing/undo")
@allow(*REVIEWERS)
def undo(wave_id: str) -> Response:
    wave = wave_with_id(session(), wave_id)
    pressed = _pressed(wave)
    try:
        back = take_back(session(), batch=pressed[-1][0] if pressed else "", worker=worker())
    except NothingToTakeBack:
        browser.pop("reviewed", None)
        flash("There is nothing of yours left to undo.")
        return _on(wave)
    session().commit()
    browser["reviewed"] = {"wave": wave.id, "pressed": pressed[:-1]}
    if back.changed:
        flash("Somebody has decided on it since, so it stays as they left it.")
    return _on(wave, text=back.as_before[0] if len(back.as_before) == 1 else None)


@pages.route("/waves/<wave_id>/reviewing/<answer_id>/alike", methods=["GET", "POST"])
@allow(*REVIEWERS)
def review_alike(wave_id: str, answer_id: str) -> str | Response:
    wave = wave_with_id(session(), wave_id)
    text = answer_to_review(session(), wave.id, answer_id)
    if text is None and request.method == "POST":
        return _was_changed(wave, answer_id)
    form, problem = ReviewForm(), None
    if form.validate_on_submit():
        codes = frozenset(filter(None, request.form.getlist("theme")))
        ticked = request.form.getlist("answer")
        problem = _problem(codes, none_said="Choose a theme.") or (
            "" if ticked else "Tick at least one answer."
        )
        if not problem:
            return _settle_alike(wave, codes, ticked)
    return _alike_page(wave, text, form, problem=problem)


def _waiting(wave: Wave) -> list[Doubtful]:
    """Return the top of the queue without what this worker has skipped, until nothing else is left."""
    wish, skipped = _wish(), frozenset(browser.get("skipped", []))
    waiting = queue(session(), wave.id, wish, most=NEAR_THE_TOP, skip=skipped)
    if not waiting and skipped:
        browser.pop("skipped")
        waiting = queue(session(), wave.id, wish, most=NEAR_THE_TOP)
        if waiting:
            flash("Only answers that you skipped are left. Here they are again.")
    return waiting


def _settle_alike(wave: Wave, codes: frozenset[str], ticked: Sequence[str]) -> Response:
    """Give the ticked answers one theme, whatever else they are about; each comes with the sign it was seen by."""
    marks = [mark.partition(":") for mark in ticked]
    verdicts = [Verdict(answer_id, codes, sign, of=codes) for answer_id, _, sign in marks]
    done = review(session(), verdicts=verdicts, worker=worker(), on=date.today())
    session().commit()
    if done.changed:
        left = "1 answer was" if len(done.changed) == 1 else f"{len(done.changed)} answers were"
        flash(f"{left} changed by somebody meanwhile and left as they are now.")
    _remember(wave, done, codes)
    return _on(wave)


def _problem(codes: frozenset[str], *, none_said: str) -> str:
    """Return what is wrong with the themes that were chosen, in a sentence, or nothing. ``none_said``: if there is none."""
    if not codes:
        return none_said
    if not codes <= {theme.code for theme in live_themes(session())}:
        return "One of these themes is no longer in use. Look again, then press the button once more."
    return ""


def _wish() -> Wish:
    """Return which answers the address asks for; a theme nobody knows is not found."""
    code = request.args.get("theme", "")
    by_theme = bool(code) and code != NOTHING_FOUND
    return Wish(
        theme=theme_with_code(session(), code) if by_theme else None,
        urn=request.args.get("school") or None,
        nothing_found=code == NOTHING_FOUND,
    )


def _chosen() -> dict[str, Any]:
    """Return what the worker chose to see, for the addresses that lead on."""
    return {name: request.args[name] for name in ("theme", "school") if request.args.get(name)}


def _on(wave: Wave, *, text: str | None = None) -> Response:
    """Lead to the next answer, or to this one."""
    address: str = url_for("reviewing.next_answer", **{"wave_id": wave.id, "text": text, **_chosen()})
    return redirect(address)


def _was_changed(wave: Wave, answer_id: str) -> Response:
    """Say kindly that somebody was quicker, and lead to the answer as it stands now, or to the next one."""
    who = reviewer_of(session(), answer_id)
    if who is None:
        flash(
            "The themes of that answer were changed meanwhile, so what you pressed was not stored. Look again."
        )
    elif who.id != worker().id:  # pressing twice is no news
        flash(f"{who.name} has just decided on that answer, so what you pressed was not stored.")
    return _on(wave, text=answer_id)


def _pressed(wave: Wave) -> list[tuple[str, str, int]]:
    """Return what this worker has settled in this wave lately: the key to take it back by, themes, how many answers."""
    kept = browser.get("reviewed", {})
    return kept["pressed"] if kept.get("wave") == wave.id else []


def _remember(wave: Wave, done: Reviewed, codes: frozenset[str]) -> None:
    if done.settled:
        press = (done.batch, " ".join(sorted(codes)), len(done.settled))
        browser["reviewed"] = {"wave": wave.id, "pressed": [*_pressed(wave), press][-MOST_KEPT:]}


def _page(wave: Wave, text: Doubtful | None, form: ReviewForm, *, problem: str = "") -> str:
    live, left, pressed = live_themes(session()), left_to_review(session(), wave.id), _pressed(wave)
    standing = Standing([], "") if text is None else standings(session(), [text.id])[text.id]
    on_it = [call.theme for call in standing.calls]
    return render_template(
        "reviewing/one.html",
        wave=wave,
        text=text,
        asked=words_asked(session(), wave_id=wave.id, code=text.asked) if text else "",
        parts=marked(text.shown, [word for call in standing.calls for word in call.because]) if text else [],
        calls=[
            (call, chance_in_words(call.score) if call.score is not None else "") for call in standing.calls
        ],
        others=[theme for theme in live if theme not in on_it],
        sign=standing.sign,
        notes=notes_under(session(), theme=on_it[0], most=NOTES_BESIDE) if on_it else [],
        effort=effort_in_words(left),
        seconds_each=seconds_each(),
        nothing_found=shown_count(left.nothing_found) if left.nothing_found else "",
        last=[theme.name for theme in live if pressed and theme.code in pressed[-1][1].split()],
        last_number=pressed[-1][2] if pressed else 0,
        live=live,
        form=form,
        problem=problem,
        chosen=_chosen(),
    )


def _alike_page(wave: Wave, text: Doubtful | None, form: ReviewForm, *, problem: str | None) -> str:
    theme, group = _group(wave, text) if text else (None, [])
    return render_template(
        "reviewing/alike.html",
        wave=wave,
        text=text,
        asked=words_asked(session(), wave_id=wave.id, code=text.asked) if text else "",
        theme=theme,
        group=group,
        live=live_themes(session()),
        form=form,
        problem=problem,
        chosen=_chosen(),
    )


def _group(wave: Wave, text: Doubtful) -> tuple[Theme | None, list[tuple[Doubtful, Standing]]]:
    """Return the theme that an answer is first of all about, and the answer with those alike that have it first too."""
    theme = standings(session(), [text.id])[text.id].first
    waiting = queue(session(), wave.id, Wish(theme=theme, nothing_found=theme is None), most=MOST_COMPARED)
    standing = standings(session(), [text.id, *(one.id for one in waiting)])
    same = [one for one in waiting if one.id != text.id and standing[one.id].first is theme]
    near = [same[place] for place in alike([one.shown for one in same], text.shown, most=MOST_ALIKE)]
    return theme, [(one, standing[one.id]) for one in [text, *near]]

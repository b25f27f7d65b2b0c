"""Splits: a lead chooses answers under a theme, sees what would go and what would stay, and makes a new theme of them."""

import hashlib
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField

from surveys.codebook import checked_name, checked_phrases
from surveys.evidence import HeldText, texts_of
from surveys.splits import read_words, split_theme, with_words
from surveys.theme_changes import CodebookProblem, theme_to_change
from surveys.themes import Theme, theme_with_code
from surveys.workers import Role
from voice.access import allow, worker
from voice.board import NewThemeForm, lines_of, refuse_change
from voice.database import session
from voice.insight import refuse_known_phrases, shown_count

pages = Blueprint("splits", __name__)

LISTED = 60
"""Answers to tick on one page. Where there are more, words choose among them."""
EXAMPLES = 5
"""Answers shown of those that would go, and of those that would stay."""
EVERY, TICKED = "every", "ticked"
WAYS = {EVERY: "Every answer with these words", TICKED: "Only the answers I tick below"}


class SplitForm(NewThemeForm):
    words = HiddenField()
    way = RadioField("Which answers go", choices=WAYS, default=TICKED, validate_choice=False)
    seal = HiddenField()
    """Tells whether other answers would go now than those on the page before."""


@pages.get("/themes/<code>/split")
@allow(Role.LEAD)
def choose(code: str) -> str:
    theme, words = theme_with_code(session(), code), request.args.get("words", "")
    wanted = read_words(words)
    given = {"words": words, "revision": theme.revision, "phrases": "\n".join(wanted)}
    return _choose(theme, SplitForm(formdata=None, data={**given, "way": EVERY if wanted else TICKED}))


@pages.post("/themes/<code>/split")
@allow(Role.LEAD)
def split(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), SplitForm()
    wish, ticked = request.form.get("wish", ""), request.form.getlist("ticked")
    if wish == "edit" or not form.validate_on_submit():
        return _choose(theme, form, ticked)
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        texts = texts_of(session(), theme)
        chosen = _chosen(texts, form, ticked)
        phrases = checked_phrases(lines_of(form.phrases.data))
        refuse_known_phrases(session(), phrases)
        checked_name(session(), form.name.data)
        if wish != "split" or form.seal.data != _seal_of(chosen):
            return _preview(theme, form, texts, chosen, ticked, is_other=wish == "split")
        made = split_theme(
            session(),
            theme=theme,
            text_ids={text.id for text in chosen},
            name=form.name.data,
            description=form.description.data or "",
            phrases=phrases,
            worker=worker(),
            on=date.today(),
        )
    except CodebookProblem as problem:
        return _choose(refuse_change(form, problem, code), form, ticked)
    told = f"“{made.name}” is a theme now, in your name. You can undo this here. Figures follow at the next count."
    made_code = made.code
    session().commit()
    flash(told)
    return redirect(url_for("theme_changes.history", code=made_code))


def _choose(theme: Theme, form: SplitForm, ticked: Sequence[str] = ()) -> str:
    """Return the page on which answers are chosen and the new theme is named."""
    texts = texts_of(session(), theme)
    wanted = read_words(form.words.data or "")
    found = with_words(texts, wanted) if wanted else texts
    return render_template(
        "splits/choose.html",
        theme=theme,
        form=form,
        wanted=wanted,
        texts=found[:LISTED],
        has_more=len(found) > LISTED,
        counts={"found": shown_count(len(found)), "every": shown_count(len(texts))},
        ticked=ticked,
    )


def _preview(
    theme: Theme,
    form: SplitForm,
    texts: Sequence[HeldText],
    chosen: Sequence[HeldText],
    ticked: Sequence[str],
    *,
    is_other: bool,
) -> str:
    """Return what would go and what would stay. ``is_other``: it is not what the page before showed."""
    go = {text.id for text in chosen}
    stay = [text for text in texts if text.id not in go]
    if is_other:
        form.form_errors = [
            "The answers under this theme are not those of a moment ago. This is what would go now."
        ]
    form.seal.data = _seal_of(chosen)
    return render_template(
        "splits/preview.html",
        theme=theme,
        form=form,
        ticked=ticked,
        counts={"go": shown_count(len(chosen)), "stay": shown_count(len(stay))},
        go=chosen[:EXAMPLES],
        stay=stay[:EXAMPLES],
    )


def _chosen(texts: Sequence[HeldText], form: SplitForm, ticked: Sequence[str]) -> list[HeldText]:
    """Return the texts that a form chooses; raise ``CodebookProblem`` when it chooses none."""
    if form.way.data == EVERY:
        chosen = with_words(texts, read_words(form.words.data or ""))
    else:
        chosen = [text for text in texts if text.id in set(ticked)]
    if not chosen:
        raise CodebookProblem("No answer is chosen. Search for words that answers have, or tick some.")
    return chosen


def _seal_of(chosen: Sequence[HeldText]) -> str:
    """Return a hash of which texts these are, and nothing else of them."""
    return hashlib.sha256("".join(sorted(text.id for text in chosen)).encode()).hexdigest()

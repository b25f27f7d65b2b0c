"""Themes: what pupils write about, in which schools, who says so; and putting right what the machine got wrong."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField

from surveys.base import now
from surveys.codings import Decision, codings_of, decide, read_text_of
from surveys.drafts import drop_drafts_saying, pass_on_with_drafts
from surveys.evidence import notes_under, texts_under
from surveys.findings import Finding, FindingKind, finding, findings
from surveys.quotes import (
    CannotQuote,
    clear_quote,
    cleared_quotes,
    is_sensitive,
    quoted_words,
    quotes_under,
    withdraw_quote,
)
from surveys.readings import Source
from surveys.theme_changes import ThemeChange, newest_changes
from surveys.themes import live_themes, theme_with_code, themes
from surveys.wave_papers import CHECKERS, may_read_figures
from surveys.waves import Wave, wave_with_id, waves
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("themes", __name__)

A_PAGE = 15
"""Answers to check on one page."""
LAST_PAGE = 10_000
"""More pages than any theme can fill; a larger number is no place a database can look up."""
NOTES_SHOWN = 8
"""Workshop notes shown on a theme’s page: the most voted ones."""
BUTTONS = {"add": Decision.ADDED, "confirmed": Decision.CONFIRMED, "removed": Decision.REMOVED}
"""What each button on the page of one text says of a theme."""


class CheckForm(FlaskForm):
    """One button of several; which one comes by its name."""


class AddForm(FlaskForm):
    theme = SelectField("Add a theme")


@pages.get("/themes")
@allow(Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER)
def list_themes() -> str:
    counted = [
        (wave, overview)
        for wave in waves(session())
        if may_read_figures(session(), worker(), wave)
        and (overview := finding(session(), wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave"))
    ]
    newest = counted[0][0] if counted else None
    return render_template(
        "themes/list.html",
        counted=counted,
        newest=newest,
        found=findings(session(), wave_id=newest.id, kind=FindingKind.THEME) if newest else {},
        themes=live_themes(session()),
        gone=[theme for theme in themes(session()) if not theme.is_live],
        changes=_changes_since_the_last_look(newest) if newest else [],
        may_check=worker().is_a(*CHECKERS),
        may_change=worker().is_a(Role.LEAD),
        form=CheckForm(),
    )


def _changes_since_the_last_look(wave: Wave) -> list[ThemeChange]:
    """Return what stands changed in the codebook since the machine last looked for themes in a wave."""
    looked = finding(session(), wave_id=wave.id, kind=FindingKind.GROUPS, subject="leftovers")
    changes = newest_changes(session(), since=looked.figures.get("codebook", 0)) if looked else []
    undoing = {change.undone_by_id for change in changes}
    return [change for change in changes if change.undone_by_id is None and change.id not in undoing]


@pages.get("/waves/<wave_id>/themes")
@allow(Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER)
def show_themes(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    is_told = may_read_figures(session(), worker(), wave)
    overview = finding(session(), wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave")
    return render_template(
        "themes/wave.html",
        wave=wave,
        is_told=is_told,
        overview=overview if is_told else None,
        found=_in_order(findings(session(), wave_id=wave.id, kind=FindingKind.THEME)) if is_told else [],
        groups=_groups(wave.id),
        may_check=worker().is_a(*CHECKERS),
    )


def _groups(wave_id: str) -> Finding | None:
    """Return the groups of what fits no theme, for those who read single answers: a group’s words may be a few texts’ own."""
    if not worker().is_a(*CHECKERS):
        return None
    return finding(session(), wave_id=wave_id, kind=FindingKind.GROUPS, subject="leftovers")


def _in_order(found: dict[str, dict[str, dict[str, dict[str, int]]]]) -> list[tuple[str, object]]:
    """Sort themes by the figure that is shown, hidden ones last and by name."""

    def place(pair: tuple[str, dict[str, dict[str, dict[str, int]]]]) -> tuple[bool, int, str]:
        total = pair[1]["written"]["total"]
        return not total["shown"], -(total["count"] or 0), str(pair[1]["name"])

    return [*sorted(found.items(), key=place)]


@pages.get("/waves/<wave_id>/themes/<code>")
@allow(Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER)
def show_theme(wave_id: str, code: str) -> str:
    wave, theme = wave_with_id(session(), wave_id), theme_with_code(session(), code)
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    may_check = worker().is_a(*CHECKERS)
    texts, more = [], False
    if may_check:
        texts = texts_under(
            session(), theme=theme, wave_id=wave.id, most=A_PAGE + 1, skip=(page - 1) * A_PAGE
        )
        texts, more = texts[:A_PAGE], len(texts) > A_PAGE
    # As it was counted then: a theme that was merged or retired since keeps its figures, and has no texts of its own.
    found, is_told = None, may_read_figures(session(), worker(), wave)
    if is_told:
        found = finding(session(), wave_id=wave.id, kind=FindingKind.THEME, subject=code)
    is_shown = found is not None and found.figures["written"]["total"]["shown"]
    return render_template(
        "themes/show.html",
        wave=wave,
        theme=theme,
        found=found,
        is_told=is_told,
        trust_line=_trust_line(wave, code),
        names={place.school.urn: place.school.name for place in wave.schools},
        may_check=may_check,
        texts=texts,
        page=page,
        more=more,
        notes=notes_under(session(), theme=theme, most=NOTES_SHOWN) if may_check else [],
        may_change=worker().is_a(Role.LEAD),
        cleared=quotes_under(session(), theme),
        quotes=cleared_quotes(session(), wave=wave, on=date.today(), shown={code} if is_shown else ()),
        words=wave.version.words(),
        form=CheckForm(),
    )


def _trust_line(wave: Wave, code: str) -> dict[str, Any] | None:
    """Return how far to trust the machine on a theme, if that was worked out."""
    found = finding(session(), wave_id=wave.id, kind=FindingKind.TRUST, subject=code)
    return None if found is None else found.figures


@pages.post("/waves/<wave_id>/themes/<code>/<answer_id>")
@allow(*CHECKERS)
def check_theme(wave_id: str, code: str, answer_id: str) -> Response:
    wave, theme = wave_with_id(session(), wave_id), theme_with_code(session(), code)
    wish = request.form.get("wish", "")
    if not theme.is_live:
        flash(f"“{theme.name}” is not in use any more, so nothing was changed.")
        return redirect(url_for("themes.show_theme", wave_id=wave.id, code=code))
    try:
        if wish in (Decision.CONFIRMED, Decision.REMOVED):
            decide(
                session(),
                source=Source.ANSWER,
                text_id=answer_id,
                theme=theme,
                decision=Decision(wish),
                worker=worker(),
                on=date.today(),
            )
            flash(f"{theme.name}: {wish}, in your name. Figures follow at the next count.")
        elif wish == "quote":
            clear_quote(session(), answer_id=answer_id, theme=theme, worker=worker(), on=date.today())
            waits = " This theme is sensitive: it is shown when a second person has cleared it too."
            flash("Cleared as a quote, in your name." + (waits if is_sensitive(theme) else ""))
        elif wish == "unquote":
            drop_drafts_saying(session(), *quoted_words(session(), answer_id))
            withdraw_quote(session(), answer_id=answer_id, theme=theme)
            flash("No longer cleared as a quote.")
        else:
            abort(400)
    except CannotQuote as problem:
        flash(str(problem))
    session().commit()
    page = request.args.get("page", 1, type=int)
    return redirect(url_for("themes.show_theme", wave_id=wave.id, code=code, page=page))


@pages.post("/texts/<source>/<text_id>/concern")
@allow(*CHECKERS)
def pass_text_on(source: str, text_id: str) -> Response:
    if source not in set(Source):
        abort(404)
    pass_on_with_drafts(
        session(),
        source=Source(source),
        text_id=text_id,
        worker=worker(),
        is_for_authority="about_staff" in request.form,
        at=now(),
    )
    session().commit()
    flash("Passed to the safeguarding lead. The words are out of the answers.")
    return redirect(url_for("themes.list_themes"))


@pages.route("/texts/<source>/<text_id>/themes", methods=["GET", "POST"])
@allow(*CHECKERS)
def edit_text(source: str, text_id: str) -> str | Response:
    if source not in set(Source):
        abort(404)
    shown = read_text_of(session(), source=Source(source), text_id=text_id)
    codings = codings_of(session(), source=Source(source), text_id=text_id)
    codings = [coding for coding in codings if coding.theme.counts_as.is_live]
    held = {coding.theme.counts_as.code for coding in codings if coding.holds}
    form = AddForm()
    form.theme.choices = {t.code: t.name for t in live_themes(session()) if t.code not in held}
    wish, _, code = request.form.get("wish", "add").partition(":")
    if wish not in BUTTONS:
        abort(400)
    if form.is_submitted() if code else form.validate_on_submit():
        theme, decision = theme_with_code(session(), code or form.theme.data).counts_as, BUTTONS[wish]
        if not theme.is_live:
            abort(404)
        decide(
            session(),
            source=Source(source),
            text_id=text_id,
            theme=theme,
            decision=decision,
            worker=worker(),
            on=date.today(),
        )
        session().commit()
        flash(f"{theme.name}: {decision}, in your name. Figures follow at the next count.")
        return redirect(url_for("themes.edit_text", source=source, text_id=text_id))
    return render_template(
        "themes/text.html", source=source, text_id=text_id, shown=shown, codings=codings, form=form
    )

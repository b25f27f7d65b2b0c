"""Theme changes: a lead adds themes, puts them in other words, takes them out of use, and takes changes back."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField, TextAreaField

from surveys.codebook import (
    add_theme,
    change_phrases,
    describe_theme,
    rename_theme,
    restore_theme,
    retire_theme,
)
from surveys.drafts import drop_drafts_short_of_a_second
from surveys.sensitive_themes import mark_sensitive
from surveys.splits import taken_by
from surveys.theme_changes import (
    ChangeKind,
    CodebookProblem,
    changes_of,
    newest_changes,
    theme_to_change,
)
from surveys.themes import UNCLEAR, Theme, live_themes, theme_with_code
from surveys.undoing import undo, undoable
from surveys.wave_papers import CHECKERS
from surveys.workers import Role
from voice.access import allow, worker
from voice.board import (
    DESCRIPTION_CHECKS,
    NAME_CHECKS,
    ONE_A_LINE,
    NewThemeForm,
    RevisedForm,
    lines_of,
    refuse,
    refuse_change,
)
from voice.database import session
from voice.insight import phrases_known, refuse_known_phrases, shown_count

pages = Blueprint("theme_changes", __name__)

NEWEST = 100
"""Changes of the whole codebook on one page; a theme’s own page has all of its own."""


class NameForm(RevisedForm):
    name = StringField("Name", validators=NAME_CHECKS)


class DescriptionForm(RevisedForm):
    description = TextAreaField("What it is about", validators=DESCRIPTION_CHECKS)


class PhrasesForm(RevisedForm):
    come = TextAreaField("More words and phrases", description=ONE_A_LINE)
    gone = SelectMultipleField(
        "Take these out", invalid_choice_message="One of these was taken out already. Look again."
    )


@pages.route("/themes/new", methods=["GET", "POST"])
@allow(Role.LEAD)
def add() -> str | Response:
    form = NewThemeForm()
    if form.validate_on_submit():
        phrases = lines_of(form.phrases.data)
        try:
            refuse_known_phrases(session(), phrases)
            theme = add_theme(
                session(),
                name=form.name.data,
                description=form.description.data or "",
                phrases=phrases,
                worker=worker(),
            )
        except CodebookProblem as problem:
            refuse(form, problem)
        else:
            told = (
                f"“{theme.name}” is in the codebook. Press “Find themes again” to see which answers it finds."
            )
            session().commit()
            flash(told)
            return redirect(url_for("themes.list_themes"))
    return render_template("theme_changes/new.html", form=form)


@pages.get("/themes/<code>/change")
@allow(Role.LEAD)
def change(code: str) -> str:
    return _draw(theme_with_code(session(), code))


def _draw(theme: Theme, failed: RevisedForm | None = None) -> str:
    """Return the page on which a theme is changed, with what was typed into the form that failed, if one did."""
    fresh = {"revision": theme.revision}
    name, description, phrases = (
        failed if isinstance(failed, kind) else kind(formdata=None, data={**fresh, **data})
        for kind, data in (
            (NameForm, {"name": theme.name}),
            (DescriptionForm, {"description": theme.description}),
            (PhrasesForm, {}),
        )
    )
    phrases.gone.choices = list(theme.phrases)
    others = [other for other in live_themes(session()) if other is not theme and other.code != UNCLEAR]
    return render_template(
        "theme_changes/change.html",
        theme=theme,
        form=failed,
        name_form=name,
        description_form=description,
        phrases_form=phrases,
        known=phrases_known(session(), theme),
        others=others,
        stays=theme.code == UNCLEAR,
    )


@pages.post("/themes/<code>/rename")
@allow(Role.LEAD)
def rename(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), NameForm()
    if not form.validate_on_submit():
        return _draw(theme, form)
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        rename_theme(session(), theme=theme, name=form.name.data, worker=worker())
    except CodebookProblem as problem:
        return _draw(refuse_change(form, problem, code), form)
    return _done(code, "The name is stored. Counts and reports made before keep the old one.")


@pages.post("/themes/<code>/describe")
@allow(Role.LEAD)
def describe(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), DescriptionForm()
    if not form.validate_on_submit():
        return _draw(theme, form)
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        describe_theme(session(), theme=theme, description=form.description.data or "", worker=worker())
    except CodebookProblem as problem:
        return _draw(refuse_change(form, problem, code), form)
    return _done(code, "The description is stored.")


@pages.post("/themes/<code>/phrases")
@allow(Role.LEAD)
def phrase(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), PhrasesForm()
    form.gone.choices = list(theme.phrases)
    if not form.validate_on_submit():
        return _draw(theme, form)
    come = lines_of(form.come.data)
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        refuse_known_phrases(session(), come, but=theme)
        change_phrases(session(), theme=theme, come=come, gone=form.gone.data or [], worker=worker())
    except CodebookProblem as problem:
        return _draw(refuse_change(form, problem, code), form)
    return _done(code, "The words and phrases are stored. They tell at the next “Find themes again”.")


@pages.post("/themes/<code>/sensitive")
@allow(Role.LEAD)
def guard(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), RevisedForm()
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        mark_sensitive(
            session(), theme=theme, is_sensitive=request.form.get("wish") == "two", worker=worker()
        )
        drop_drafts_short_of_a_second(session(), theme)
    except CodebookProblem as problem:
        return _draw(refuse_change(form, problem, code), form)
    return _done(code, "Stored. It holds for every quote of this theme from now on.")


@pages.post("/themes/<code>/retire")
@allow(Role.LEAD)
def retire(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), RevisedForm()
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        retire_theme(session(), theme=theme, worker=worker(), on=date.today())
    except CodebookProblem as problem:
        return _draw(refuse_change(form, problem, code), form)
    return _done(code, f"“{theme.name}” is out of use. Figures follow at the next count.")


@pages.post("/themes/<code>/restore")
@allow(Role.LEAD)
def restore(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), RevisedForm()
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        restore_theme(session(), theme=theme, worker=worker())
    except CodebookProblem as problem:
        return _draw(refuse_change(form, problem, code), form)
    return _done(code, f"“{theme.name}” is in use again. Figures follow at the next count.")


@pages.post("/themes/<code>/undo")
@allow(Role.LEAD)
def take_back(code: str) -> str | Response:
    theme, form = theme_with_code(session(), code), RevisedForm()
    try:
        theme = theme_to_change(session(), code=code, revision=form.seen)
        change_id = request.form.get("change", "")
        undone = undo(session(), theme=theme, change_id=change_id, worker=worker(), on=date.today())
        drop_drafts_short_of_a_second(session(), theme)
    except CodebookProblem as problem:
        return _draw_history(refuse_change(form, problem, code), form)
    return _done(code, f"Undone: {undone.who_said}. Figures follow at the next count.")


def _done(code: str, said: str) -> Response:
    session().commit()
    flash(said)
    return redirect(url_for("theme_changes.history", code=code))


@pages.get("/themes/<code>/history")
@allow(Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER)
def history(code: str) -> str:
    return _draw_history(theme_with_code(session(), code))


def _draw_history(theme: Theme, form: RevisedForm | None = None) -> str:
    changes = changes_of(session(), theme)
    splits = {change.id: change.theme for change in changes if change.kind is ChangeKind.SPLIT}
    return render_template(
        "theme_changes/history.html",
        theme=theme,
        form=form,
        changes=changes[::-1],
        took={
            key: shown_count(number)
            for key, made in splits.items()
            # It is counted as it is now, and would tell others of every text that is moved.
            if worker().is_a(*CHECKERS) and (number := taken_by(session(), made))
        },
        undoable={change.id for change in undoable(session(), theme)} if worker().is_a(Role.LEAD) else set(),
        may_change=worker().is_a(Role.LEAD),
    )


@pages.get("/themes/history")
@allow(Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER)
def whole_history() -> str:
    return render_template("theme_changes/all.html", changes=newest_changes(session(), most=NEWEST))

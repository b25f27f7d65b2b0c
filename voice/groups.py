"""Groups: what the machine found among the texts of a wave, what became of the groups of the wave before, and new themes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from surveys.base import now
from surveys.groups import (
    LONGEST_NAME,
    FoundGroup,
    GroupProblem,
    example_words,
    group_with_id,
    groups_of_wave,
    make_theme,
    name_group,
    wave_before,
)
from surveys.lineage import LinkDecision, decide_link, link_with_id, links_of_wave
from surveys.theme_changes import CodebookProblem
from surveys.themes import themes
from surveys.waves import wave_with_id
from surveys.workers import Role
from voice.access import allow, worker
from voice.board import NewThemeForm, lines_of
from voice.database import session
from voice.insight import refuse_known_phrases

pages = Blueprint("groups", __name__)

READERS = (Role.LEAD, Role.READER)
"""Who reads single answers: a group’s words may be a few texts’ own."""


class PressForm(FlaskForm):
    """A button and nothing else: the form is there for its protection against forgery."""


class NameForm(FlaskForm):
    name = StringField(
        "Name of the group",
        description="Empty takes back the name that the machine proposes.",
        validators=[Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} letters and spaces.")],
    )


@pages.get("/waves/<wave_id>/groups")
@allow(*READERS)
def list_groups(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    groups, before = groups_of_wave(session(), wave.id), wave_before(session(), wave)
    earlier = groups_of_wave(session(), before.id) if before else []
    return render_template(
        "groups/list.html",
        wave=wave,
        before=before,
        can_compare=bool({group.method for group in earlier} & {group.method for group in groups}),
        groups=groups,
        gone=[group for group in groups_of_wave(session(), wave.id, gone_too=True) if group.size is None],
        links=links_of_wave(session(), wave.id),
        names=_theme_names(),
        is_lead=worker().is_a(Role.LEAD),
    )


def _theme_names() -> dict[str, str]:
    return {theme.code: theme.name for theme in themes(session())}


@pages.get("/groups/<group_id>")
@allow(*READERS)
def show_group(group_id: str) -> str:
    group = group_with_id(session(), group_id)
    return _page(group, _name_form(group), _theme_form(group))


@pages.post("/groups/<group_id>/name")
@allow(Role.LEAD)
def give_name(group_id: str) -> str | Response:
    group, form = group_with_id(session(), group_id), NameForm()
    if not form.validate_on_submit():
        return _page(group, form, _theme_form(group))
    name_group(session(), group=group, name=form.name.data or "", worker=worker())
    session().commit()
    flash(f"The group is called “{group.name}”.")
    return redirect(url_for("groups.show_group", group_id=group.id))


@pages.post("/groups/<group_id>/theme")
@allow(Role.LEAD)
def turn_into_theme(group_id: str) -> str | Response:
    group, form = group_with_id(session(), group_id), NewThemeForm(prefix="theme-")
    if not form.validate_on_submit():
        return _page(group, _name_form(group), form)
    phrases = lines_of(form.phrases.data)
    try:
        refuse_known_phrases(session(), phrases)
        theme = make_theme(
            session(),
            group=group,
            name=form.name.data,
            description=form.description.data or "",
            phrases=phrases,
            worker=worker(),
        )
    except (CodebookProblem, GroupProblem) as problem:
        session().rollback()
        form.form_errors.append(str(problem))
        return _page(group_with_id(session(), group_id), _name_form(group), form)
    session().commit()
    flash(f"“{theme.name}” is a theme now. Press “Find themes again” on the wave, and it finds its answers.")
    return redirect(url_for("groups.show_group", group_id=group_id))


def _name_form(group: FoundGroup) -> NameForm:
    return NameForm(formdata=None, name=group.given_name or "")


def _theme_form(group: FoundGroup) -> NewThemeForm:
    return NewThemeForm(formdata=None, prefix="theme-", name=group.name, phrases="\n".join(group.words))


def _page(group: FoundGroup, name_form: NameForm, theme_form: NewThemeForm) -> str:
    links = [link for link in links_of_wave(session(), group.wave_id) if group in (link.before, link.after)]
    return render_template(
        "groups/show.html",
        group=group,
        wave=group.wave,
        examples=example_words(session(), group),
        links=links,
        names=_theme_names(),
        name_form=name_form,
        form=theme_form,
        is_lead=worker().is_a(Role.LEAD),
    )


@pages.post("/links/<link_id>")
@allow(Role.LEAD)
def judge_link(link_id: str) -> str | Response:
    link, wish = link_with_id(session(), link_id), request.form.get("wish", "")
    if PressForm().validate_on_submit() and wish in set(LinkDecision):
        decide_link(session(), link=link, decision=LinkDecision(wish), worker=worker(), on=now().date())
        session().commit()
        flash(f"{wish.capitalize()}, in your name.")
    return redirect(url_for("groups.list_groups", wave_id=link.wave_id))

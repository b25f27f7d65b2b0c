"""Local places: what a school’s own pupils call a place, and places that only this school has."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from surveys.local_places import (
    LONGEST_NAME,
    MOST_ADDED,
    LocalPlaceProblem,
    add_place,
    drop_place,
    listed_places,
    open_wave_of,
    places_of,
    rename_place,
)
from surveys.schools import School, school_with_urn
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session

pages = Blueprint("local_places", __name__)


class NamesForm(FlaskForm):
    """A field for each place of the list; an empty one keeps the list’s own name."""


class AddForm(FlaskForm):
    name = StringField("Name of the place", description="As pupils say it. Never a person’s name.")


@pages.get("/local-places")
@allow(Role.SCHOOL)
def show_own() -> str:
    own = worker().school or abort(404)
    return _page(own, _names_form(own), AddForm(formdata=None))


@pages.route("/schools/<urn>/places", methods=["GET", "POST"])
@allow(Role.LEAD, Role.SCHOOL)
def rename(urn: str) -> str | Response:
    school = _school_or_404(urn)
    form = _names_form(school)
    if form.validate_on_submit():
        try:
            for code in listed_places():
                rename_place(session(), school=school, code=code, name=form[code].data or "", on=date.today())
        except LocalPlaceProblem as problem:
            session().rollback()
            form[code].errors = [str(problem)]
        else:
            session().commit()
            flash(f"The names of places at {school.name} are stored.")
            return redirect(url_for("local_places.rename", urn=urn))
    return _page(school, form, AddForm(formdata=None))


@pages.post("/schools/<urn>/places/add")
@allow(Role.LEAD, Role.SCHOOL)
def add(urn: str) -> str | Response:
    school = _school_or_404(urn)
    form = AddForm()
    try:
        place = add_place(session(), school=school, name=form.name.data or "", on=date.today())
    except LocalPlaceProblem as problem:
        session().rollback()
        form.name.errors = [str(problem)]
        return _page(school, _names_form(school, fresh=True), form)
    session().commit()
    flash(f"“{place.name}” is on the list of {school.name}.")
    return redirect(url_for("local_places.rename", urn=urn))


@pages.post("/schools/<urn>/places/drop")
@allow(Role.LEAD, Role.SCHOOL)
def drop(urn: str) -> str | Response:
    school = _school_or_404(urn)
    try:
        place = drop_place(session(), school=school, code=request.form.get("code", ""), on=date.today())
    except LocalPlaceProblem as problem:
        session().rollback()
        form = AddForm(formdata=None)
        form.form_errors.append(str(problem))
        return _page(school, _names_form(school, fresh=True), form)
    session().commit()
    flash(f"“{place.name}” is off the list of {school.name}. What pupils said of it is kept.")
    return redirect(url_for("local_places.rename", urn=urn))


def _school_or_404(urn: str) -> School:
    """Return a school; for a school’s own worker only theirs, and of any other not even that it is there."""
    school = school_with_urn(session(), urn)
    who = worker()
    if not who.is_a(Role.LEAD) and who.school_id != school.id:
        abort(404)
    return school


def _names_form(school: School, *, fresh: bool = False) -> NamesForm:
    """Return a form with each place’s name at this school. ``fresh``: what was sent belongs to another form."""
    renamed = places_of(session(), school.id).renamed

    class PlacesForm(NamesForm):
        pass

    for code, name in listed_places().items():
        setattr(PlacesForm, code, StringField(name, default=renamed.get(code, "")))
    return PlacesForm(formdata=None) if fresh else PlacesForm()


def _page(school: School, form: NamesForm, add_form: AddForm) -> str:
    return render_template(
        "local_places/list.html",
        school=school,
        form=form,
        add_form=add_form,
        added=places_of(session(), school.id).added,
        most=MOST_ADDED,
        longest=LONGEST_NAME,
        wave=open_wave_of(session(), school=school, on=date.today()),
        is_lead=worker().is_a(Role.LEAD),
    )

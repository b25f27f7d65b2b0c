"""Places: one school in a wave – its codes, its classes, whether it is open, and stopping it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from surveys.base import now
from surveys.class_codes import ClassProblem, add_class_codes, class_codes, read_classes
from surveys.cover import covers, missing_cover
from surveys.doors import DoorState, door_with_id
from surveys.places import StillPaused, pause_place, place_for, places_of_school, resume_place
from surveys.responses import responses_taken
from surveys.tickets import unused_tickets
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.insight import shown_count

pages = Blueprint("places", __name__)


class ClassesForm(FlaskForm):
    classes = TextAreaField(
        "Classes, one a line",
        description="The class, a comma, and how many pupils are in it, such as “8B, 28”. No pupils’ names.",
        validators=[
            DataRequired("Write at least one class, such as “8B, 28”."),
            Length(max=20_000, message="That is too long. Write one class a line and nothing else."),
        ],
    )


@pages.get("/places")
@allow(Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def list_places() -> str:
    school = worker().school
    places = places_of_school(session(), school.id) if school else []
    return render_template("places/list.html", school=school, places=places, today=now().date())


@pages.get("/places/<place_id>")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def show_place(place_id: str) -> str:
    return _show(place_id, ClassesForm())


@pages.post("/places/<place_id>/classes")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def add_classes(place_id: str) -> str | Response:
    place = place_for(session(), worker(), place_id)
    form = ClassesForm()
    if form.validate_on_submit():
        try:
            added = add_class_codes(
                session(), place=place, classes=read_classes(form.classes.data), on=now().date()
            )
        except ClassProblem as problem:
            form.classes.errors = [str(problem)]
        else:
            session().commit()
            flash(f"{len(added)} {'class has its code' if len(added) == 1 else 'classes have their codes'}.")
            return redirect(url_for("places.show_place", place_id=place.id))
    return _show(place_id, form)


@pages.post("/places/<place_id>/pause")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def pause(place_id: str) -> Response:
    place = place_for(session(), worker(), place_id)
    pause_place(session(), place=place)
    session().commit()
    flash(f"{place.school.name} is paused. No answers are taken there until the authority lets it go on.")
    return redirect(url_for("places.show_place", place_id=place.id))


@pages.post("/places/<place_id>/resume")
@allow(Role.LEAD)  # a school may stop at once; whoever lets it go on should have asked why it stopped
def resume(place_id: str) -> Response:
    place = place_for(session(), worker(), place_id)
    try:
        resume_place(session(), place=place)
    except StillPaused as problem:
        flash(str(problem))
    else:
        session().commit()
        flash(f"{place.school.name} is no longer paused.")
    return redirect(url_for("places.show_place", place_id=place.id))


def _show(place_id: str, form: ClassesForm) -> str:
    place = place_for(session(), worker(), place_id)
    moment = now()
    door = door_with_id(session().connection(), place.id)
    is_own = worker().school_id is not None
    return render_template(
        "places/show.html",
        place=place,
        wave=place.wave,
        state=door.state(moment) if door else DoorState.CLOSED,
        missing=missing_cover(session(), [place.school], on=moment.date()).get(place.school_id, []),
        cover=covers(session(), [place.school_id]).get(place.school_id),
        # The authority sees counts on the wave’s page, beside those of the other schools and protected with them.
        answers=shown_count(responses_taken(session(), place.wave_id).get(place.id, 0)) if is_own else None,
        is_own=is_own,
        is_over=moment.date() > place.wave.last_day,
        classes=class_codes(session(), place.id),
        tickets=shown_count(unused_tickets(session(), place.id)) if place.uses_tickets else None,
        form=form,
    )

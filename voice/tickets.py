"""Tickets: how many of a school’s are unused, and making lost ones worthless. The pack prints them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from surveys.places import place_for
from surveys.tickets import drop_tickets, unused_tickets
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.insight import shown_count

pages = Blueprint("tickets", __name__)


@pages.get("/places/<place_id>/tickets")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def show_tickets(place_id: str) -> str:
    place = place_for(session(), worker(), place_id)
    # In steps: whoever counted the printed ones could take the rest from them, and learn exactly how many answered.
    unused = shown_count(unused_tickets(session(), place.id))
    return render_template("tickets/show.html", place=place, unused=unused)


@pages.post("/places/<place_id>/tickets/drop")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def drop(place_id: str) -> Response:
    place = place_for(session(), worker(), place_id)
    drop_tickets(session(), place=place)
    session().commit()
    flash("The tickets that were unused open nothing any more.")
    return redirect(url_for("tickets.show_tickets", place_id=place.id))

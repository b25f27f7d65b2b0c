"""Sightings: who looked at pupils’ raw words, how often and what for, week by week."""

from datetime import timedelta

from flask import Blueprint, render_template

from surveys.base import now
from surveys.sightings import Purpose, looks
from surveys.workers import Role
from voice.access import allow
from voice.database import session

pages = Blueprint("sightings", __name__)

WEEKS = 13
"""A term: long enough to see what is usual for somebody, short enough for one page."""


@pages.get("/sightings")
@allow(Role.LEAD)
def list_looks() -> str:
    found = looks(session(), since=now().date() - timedelta(weeks=WEEKS - 1))
    return render_template("sightings/list.html", looks=found, purposes=list(Purpose), weeks=WEEKS)

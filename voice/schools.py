"""Schools: who they are. They come in from the national register by `flask school import`."""

from flask import Blueprint, render_template

from surveys.school_links import links_of_school
from surveys.schools import school_with_urn, schools
from surveys.workers import Role
from voice.access import allow
from voice.database import session

pages = Blueprint("schools", __name__)


@pages.get("/schools")
@allow(Role.LEAD)
def list_schools() -> str:
    return render_template("schools/list.html", schools=schools(session(), with_closed=True))


@pages.get("/schools/<urn>")
@allow(Role.LEAD)
def show_school(urn: str) -> str:
    school = school_with_urn(session(), urn)
    past = [link.said_of(school) for link in links_of_school(session(), school)]
    return render_template("schools/show.html", school=school, past=past)
